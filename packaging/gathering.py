"""Gather the wheels of a kit one by one, so that an interruption costs one download at most.

    python -I packaging/gathering.py FOLDER

Runs in the checkout, on a Python of the version that the kit is for, in an environment of its own.
pip alone would save nothing before it has everything. All versions but those of what builds the
program are pinned, so there is little to resolve here; `kit_wheels.prove` has the last word.
"""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import sys
import zipfile
from email.parser import BytesParser
from pathlib import Path
from typing import Any

CONSTRAINTS = str(Path("packaging") / "constraints.txt")
ARRIVING = "arriving"


def main(folder: Path) -> int:
    """Complete a folder of wheels; what is in it already and fits stays.

    Args:
        folder: Where the wheels go.

    Returns:
        0, or 1 when pip could not get something; its own words are on the terminal.
    """
    try:
        _gather(folder, _requirements())
    except subprocess.CalledProcessError:
        return 1
    return 0


def _pip(*arguments: str) -> None:
    progress = [] if sys.stdout.isatty() else ["--progress-bar", "off"]
    plain = ["--disable-pip-version-check", "--no-input", "--constraint", CONSTRAINTS]
    command = [sys.executable, "-m", "pip", *arguments, *plain, *progress]
    subprocess.run(command, check=True)


def _requirements() -> list[str]:
    """What the program needs, what builds it, and pip."""
    import tomllib

    with open("pyproject.toml", "rb") as file:
        project = tomllib.load(file)
    build = project["build-system"]
    # The backend alone knows what else an editable installation needs; so it must be here.
    _pip("install", "--quiet", "packaging", *build["requires"])
    importlib.invalidate_caches()
    backend = importlib.import_module(build["build-backend"])
    more = getattr(backend, "get_requires_for_build_editable", list)()
    return [*project["project"]["dependencies"], *build["requires"], *more, "pip"]


def _gather(folder: Path, requirements: list[str]) -> None:
    from packaging.requirements import Requirement
    from packaging.specifiers import SpecifierSet

    there = dict(_described(path) for path in sorted(folder.glob("*.whl")))
    used: dict[str, tuple[Path, Any]] = {}
    asked: dict[str, Any] = {}
    wanted = [(Requirement(line), "") for line in reversed(requirements)]
    seen = set()
    while wanted:
        requirement, extra = wanted.pop()
        if str(requirement) in seen or not _applies(requirement, extra):
            continue
        seen.add(str(requirement))
        name = _plain(requirement.name)
        asked[name] = asked.get(name, SpecifierSet()) & requirement.specifier
        if name in there and asked[name].contains(there[name][1]["Version"], prereleases=True):
            used[name] = there[name]
        else:
            used[name] = there[name] = _fetch(f"{requirement.name}{asked[name]}", folder)
        for line in used[name][1].get_all("Requires-Dist", []):
            wanted += [(Requirement(line), extra) for extra in ("", *requirement.extras)]
    kept = {path for path, _ in used.values()}
    for path in folder.glob("*.whl"):
        if path not in kept:
            path.unlink()
    shutil.rmtree(folder / ARRIVING, ignore_errors=True)


def _fetch(requirement: str, folder: Path) -> tuple[Path, Any]:
    """Get one wheel; it comes under its name when it is whole."""
    arriving = folder / ARRIVING
    shutil.rmtree(arriving, ignore_errors=True)
    _pip("wheel", "--no-deps", "--wheel-dir", str(arriving), requirement)
    (path,) = arriving.glob("*.whl")
    os.replace(path, folder / path.name)
    return _described(folder / path.name)[1]


def _described(path: Path) -> tuple[str, tuple[Path, Any]]:
    """A wheel's plain name, and it with its metadata."""
    with zipfile.ZipFile(path) as wheel:
        # setuptools carries other packages' metadata further down.
        (name,) = [
            name
            for name in wheel.namelist()
            if name.endswith(".dist-info/METADATA") and name.count("/") == 1
        ]
        metadata = BytesParser().parsebytes(wheel.read(name))
    return _plain(metadata["Name"]), (path, metadata)


def _applies(requirement: Any, extra: str) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra})


def _plain(name: str) -> str:
    from packaging.utils import canonicalize_name

    return str(canonicalize_name(name))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
