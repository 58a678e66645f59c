"""The wheels of a kit: gather them with pip, and prove that nothing is missing among them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from failure import SetupFailed
from kit import PROGRAM, Kit

# Both run on the kit's Python, which has tomllib; the one that started all this may be older.
_BUILD = """
import tomllib
with open("pyproject.toml", "rb") as file:
    print("\\n".join(tomllib.load(file)["build-system"]["requires"]))
"""
# The build backend alone knows what else an editable installation needs, so it must be there.
_ALL = """
import importlib, tomllib
with open("pyproject.toml", "rb") as file:
    project = tomllib.load(file)
build = project["build-system"]
backend = importlib.import_module(build["build-backend"])
more = getattr(backend, "get_requires_for_build_editable", list)()
print("\\n".join([*project["project"]["dependencies"], *build["requires"], *more, "pip"]))
"""


def gather(python: Path, root: Path, folder: Path, scratch: Path) -> None:
    """Put all wheels for a set-up of the program into a folder, in the pinned versions.

    What the package index has only as source is built into a wheel.

    Args:
        python: That of an environment with pip, which gets the build's own requirements.
        root: The checkout.
        folder: For the wheels.
        scratch: For pip's downloads, on a disk with room for all of them.

    Raises:
        SetupFailed: pip could not get everything.
    """
    requirements = scratch / "requirements.txt"
    for code, arguments in (
        (_BUILD, ["install", "--requirement", str(requirements)]),
        (_ALL, ["wheel", "--wheel-dir", str(folder), "--requirement", str(requirements)]),
    ):
        listing = subprocess.run(
            [str(python), "-I", "-c", code], cwd=root, stdout=subprocess.PIPE, check=True
        )
        requirements.write_bytes(listing.stdout)
        done = subprocess.run(
            [str(python), "-m", "pip", *arguments, *_options(root)],
            env={**os.environ, "TMPDIR": str(scratch)},
            check=False,
        )
        if done.returncode != 0:
            raise SetupFailed(
                "pip could not get everything (the lines above say what). Check the network "
                "connection and the free space, then try again: it goes on where it stopped."
            )


def prove(python: Path, kit: Kit) -> None:
    """Let the kit's own pip plan the set-up from the kit alone, installing nothing.

    Args:
        python: That of an environment that the kit's Python made.
        kit: With its wheels and the program.

    Raises:
        SetupFailed: Something is missing in the kit.
    """
    program = kit.folder / PROGRAM
    plan = ["install", "--dry-run", "--ignore-installed", "--quiet", *kit.pip_options()]
    done = subprocess.run(
        [str(python), str(kit.pip), *plan, *_options(program), "--editable", str(program)],
        env=kit.pip_environment(),
        check=False,
    )
    if done.returncode != 0:
        raise SetupFailed(
            "a set-up would not find everything in the kit (the lines above say what). Delete "
            f"{kit.folder} and make it again."
        )


def _options(root: Path) -> list[str]:
    progress = [] if sys.stdout.isatty() else ["--progress-bar", "off"]
    constraints = str(root / "packaging" / "constraints.txt")
    plain = ["--disable-pip-version-check", "--no-input"]
    return [*plain, *progress, "--constraint", constraints]
