"""Make a kit, on a machine with a network, for one of the same kind without; see kit.py.

It grows in `FOLDER.unfinished` and is renamed last, so a folder of the asked name is a whole kit.
Wheels that were gathered before an interruption are used, if the pins and the Python are the same.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import tempfile
from pathlib import Path

import virtual_environment
from failure import SetupFailed
from interpreter import NEEDED, Interpreter, find_interpreter
from kit import FORMAT, LIST, MARKER, PROGRAM, WHEELS, Kit, sha256, system
from kit_text import INSTALL, install_text
from kit_wheels import gather, prove
from new_folder import new_folder
from program_files import copy_program

KIT_BYTES = 4 * 10**9  # measured on Linux with x86_64: 3.2 GB
SCRATCH_BYTES = 10**9  # pip keeps one download there
UNFINISHED = ".unfinished"
_PART = "wheels.part"
_INPUTS = "inputs.txt"  # for which pins and Python the wheels were gathered
_MARKED = (
    "This program came with a kit: it is set up from the folder around it, not from a network.\n"
)


def make_kit(root: Path, arguments: list[str]) -> int:
    """Gather everything for a set-up without a network into a new folder.

    Args:
        root: The checkout.
        arguments: The folder to make, alone.

    Returns:
        0, or 2 when the arguments are not one folder.

    Raises:
        SetupFailed: With what to do; what was gathered stays for the next try.
    """
    target = new_folder(root, "kit", arguments)
    if target is None:
        return 2
    interpreter = find_interpreter()
    if interpreter is None:
        raise SetupFailed(f"{NEEDED}, the same version as on the machine that the kit is for.")
    growing = target.with_name(target.name + UNFINISHED)
    try:
        listed = _grow(root, growing, interpreter)
        os.replace(growing, target)
    except OSError as error:
        raise SetupFailed(
            f"the kit {target} could not be made: {error}. Mend that, then try again: it goes on "
            "where it stopped."
        ) from error
    size = sum(entry["bytes"] for entry in listed.values())
    print(f"The kit is whole: {target}, {len(listed)} files, {size / 1e9:.1f} GB.")
    print(f"Copy the folder to the other machine; {INSTALL} in it says what to do there.")
    return 0


def _grow(root: Path, growing: Path, interpreter: Interpreter) -> dict[str, dict[str, object]]:
    """Make the whole kit, all but its last name; the list of its files."""
    version = "{}.{}".format(*interpreter.version)
    print(f"A kit for {system()} with Python {version}", flush=True)
    _begin(root, growing, version)
    kit = Kit(growing)
    with tempfile.TemporaryDirectory(prefix="kit-", dir=_scratch_root(growing)) as scratch:
        tools = Path(scratch) / "tools"
        virtual_environment.make(tools, interpreter)
        python = virtual_environment.script(tools, "python")
        if not kit.wheels.exists():
            _require_space(growing)
            gather(python, root, growing / _PART, Path(scratch))
            os.replace(growing / _PART, kit.wheels)
        names = copy_program(root, growing / PROGRAM)
        print("Trying whether a set-up would find everything in it…", flush=True)
        prove(python, kit)
    (growing / PROGRAM / MARKER).write_text(_MARKED, encoding="utf-8")
    wheels = sorted(path.name for path in kit.wheels.iterdir())
    size = sum((kit.wheels / name).stat().st_size for name in wheels)
    text = install_text(system(), version, size)
    (growing / INSTALL).write_bytes(text.replace("\n", "\r\n").encode())  # every editor shows it
    listed = {
        name: {"bytes": (growing / name).stat().st_size, "sha256": sha256(growing / name)}
        for name in (
            INSTALL,
            *(f"{WHEELS}/{name}" for name in wheels),
            *(f"{PROGRAM}/{name}" for name in (*names, MARKER)),
        )
    }
    head = {"format": FORMAT, "system": system(), "python": version}
    content = {**head, "made_on": platform.platform(), "files": listed}
    (growing / LIST).write_text(json.dumps(content, indent=1), encoding="utf-8")
    (growing / _INPUTS).unlink()
    return listed


def _begin(root: Path, growing: Path, version: str) -> None:
    """Make the folder, or clear what cannot be used again from one that is there."""
    if growing.exists():
        print(f"Going on with {growing}", flush=True)
    growing.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(f"{system()} {version}\n".encode())
    for path in (root / "pyproject.toml", root / "packaging" / "constraints.txt"):
        digest.update(path.read_bytes())
    inputs = growing / _INPUTS
    same = inputs.exists() and inputs.read_text(encoding="utf-8") == digest.hexdigest()
    for path in growing.iterdir():
        if not (same and path.name in (WHEELS, _PART, _INPUTS)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    inputs.write_text(digest.hexdigest(), encoding="utf-8")


def _scratch_root(growing: Path) -> Path | None:
    """Where pip keeps downloads: the usual place, unless it is too small (a RAM disk, say)."""
    if shutil.disk_usage(tempfile.gettempdir()).free >= SCRATCH_BYTES:
        return None
    return growing


def _require_space(growing: Path) -> None:
    free = shutil.disk_usage(growing).free
    print(
        f"Up to {KIT_BYTES / 1e9:.0f} GB will come, as far as pip does not have it already; "
        f"{growing.parent} has {free / 1e9:.1f} GB free.",
        flush=True,
    )
    if free < KIT_BYTES:
        raise SetupFailed(
            f"{growing.parent} has {free / 1e9:.1f} GB free and {KIT_BYTES / 1e9:.0f} GB are "
            "needed. Free some space, or name a folder on a larger disk."
        )
