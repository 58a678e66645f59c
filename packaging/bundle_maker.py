"""Make a desktop bundle: a folder with the program, its Python and its libraries.

It is for machines like the one that makes it. It grows in `FOLDER.unfinished`, is tried there
(bundle_smoke.py), and is renamed last, so a folder of the asked name is a whole bundle that works.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from bundle_smoke import try_bundle
from bundle_text import START, start_text
from failure import SetupFailed
from kit import sha256, system
from new_folder import new_folder

BUNDLE_BYTES = 6 * 10**9  # measured on Linux with x86_64, PyInstaller's own files included: 5.1 GB
UNFINISHED = ".unfinished"
SUMS = "SHA256SUMS"
_MADE = "SMP Studio"  # as bundle.spec names it


def make_bundle(root: Path, python: str, arguments: list[str]) -> int:
    """Make a bundle in a new folder.

    Args:
        root: The checkout.
        python: The Python of its environment, with the developers' tools.
        arguments: The folder to make, alone.

    Returns:
        0, or 2 when the arguments are not one folder.

    Raises:
        SetupFailed: With what to do about it.
    """
    target = new_folder(root, "bundle", arguments)
    if target is None:
        return 2
    growing = target.with_name(target.name + UNFINISHED)
    try:
        if growing.exists():
            shutil.rmtree(growing)
        growing.mkdir(parents=True)
        _require_space(growing)
        made = _build(root, python, growing)
        (made / START).write_text(start_text(system()), encoding="utf-8")
        try_bundle(made, growing / "trying")
        names = _write_sums(made)
        os.replace(made, target)
        shutil.rmtree(growing)
    except OSError as error:
        raise SetupFailed(
            f"the bundle {target} could not be made: {error}. Mend that, then try again."
        ) from error
    print(f"The bundle is whole and works: {target}, {names} files, {_bytes(target) / 1e9:.1f} GB.")
    print(f"Copy the folder to the other machine; {START} in it says how it starts.")
    return 0


def _build(root: Path, python: str, growing: Path) -> Path:
    """Let PyInstaller make it."""
    print(f"A bundle for {system()}; it takes some minutes.", flush=True)
    places = ["--distpath", str(growing), "--workpath", str(growing / "work")]
    options = [*places, "--noconfirm", "--log-level", "WARN"]
    spec = str(root / "packaging" / "bundle.spec")
    done = subprocess.run([python, "-m", "PyInstaller", *options, spec], cwd=root, check=False)
    if done.returncode != 0:
        raise SetupFailed("PyInstaller could not make the bundle; it says above why.")
    return growing / _MADE


def _write_sums(made: Path) -> int:
    """List every file with its SHA-256, in the form that `sha256sum -c` reads; how many."""
    lines = [
        f"{sha256(path)}  {path.relative_to(made).as_posix()}\n"
        for path in sorted(made.rglob("*"))
        if path.is_file() and not path.is_symlink()
    ]
    (made / SUMS).write_text("".join(lines), encoding="utf-8")
    return len(lines)


def _bytes(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())


def _require_space(growing: Path) -> None:
    free = shutil.disk_usage(growing).free
    if sys.platform.startswith("linux") and free < BUNDLE_BYTES:
        raise SetupFailed(
            f"{growing.parent} has {free / 1e9:.1f} GB free and {BUNDLE_BYTES / 1e9:.0f} GB are "
            "needed. Free some space, or name a folder on a larger disk."
        )
