"""A kit: one folder with everything that a set-up without a network needs.

kit.json     written last: for which system and Python, every file with size and SHA-256
INSTALL.txt  for the person who sets it up
wheels/      every package, pip and what builds the program among them
program/     the program; the file `MARKER` in it says that it came with a kit
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
from pathlib import Path
from typing import Any

from failure import SetupFailed

LIST = "kit.json"
PROGRAM = "program"
WHEELS = "wheels"
MARKER = ".smp-kit"
FORMAT = 1
_NAMED = 3  # so many faulty files are named, the others counted
_BLOCK_BYTES = 1 << 20
_AGAIN = "Copy the whole folder again from where the kit was made, then try again."


class Kit:
    """A kit's folder, to install from.

    Args:
        folder: The folder that holds `kit.json`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.wheels = folder / WHEELS

    @classmethod
    def of(cls, root: Path) -> Kit | None:
        """The kit that a program's folder belongs to; None for a checkout."""
        return cls(root.parent) if (root / MARKER).exists() else None

    @property
    def pip(self) -> Path:
        """The kit's pip, which Python runs from within its wheel."""
        found = sorted(self.wheels.glob("pip-*.whl"))
        if not found:
            raise SetupFailed(f"{self.wheels} holds no pip. {_AGAIN}")
        return found[-1] / "pip"

    def pip_options(self) -> list[str]:
        """Take packages from the kit and from nowhere else, the build's own ones too."""
        return ["--no-index", "--find-links", str(self.wheels)]

    def pip_environment(self) -> dict[str, str]:
        """The environment variables for pip, without any setting of this machine's pip."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
        return {**kept, "PIP_CONFIG_FILE": os.devnull}

    def python(self) -> tuple[int, int]:
        """The only Python version that the kit's wheels are for.

        Raises:
            SetupFailed: The kit is for another system, or has no list that can be read.
        """
        listed = self._listed()
        if listed["system"] != system():
            raise SetupFailed(
                f"this kit is for {listed['system']} and this is {system()}. Make one on a "
                "connected machine like this: python packaging/bootstrap.py kit DIR"
            )
        major, minor = listed["python"].split(".")
        return int(major), int(minor)

    def made_on(self) -> str:
        """The machine that made it, as a person reads it."""
        return str(self._listed()["made_on"])

    def check(self) -> None:
        """Compare every file with the list.

        Raises:
            SetupFailed: Files are missing, damaged or too many; names them.
        """
        listed: dict[str, dict[str, Any]] = self._listed()["files"]
        size = sum(entry["bytes"] for entry in listed.values())
        print(f"Checking the kit's {len(listed)} files ({size / 1e9:.1f} GB)…", flush=True)
        faults = []
        for name, entry in sorted(listed.items()):
            path = self.folder / name
            try:
                if not path.is_file():
                    faults.append(f"{name} is missing")
                elif path.stat().st_size != entry["bytes"] or sha256(path) != entry["sha256"]:
                    faults.append(f"{name} is damaged")
            except OSError as error:
                faults.append(f"{name} cannot be read ({error.strerror})")
        # pip would consider them. The Finder leaves "._" files on sticks, which pip does not read.
        for path in sorted(self.wheels.glob("*.whl")):
            if f"{WHEELS}/{path.name}" not in listed and not path.name.startswith("._"):
                faults.append(f"{WHEELS}/{path.name} does not belong to it")
        if faults:
            more = f"\n    and {len(faults) - _NAMED} more" if len(faults) > _NAMED else ""
            lines = "\n    ".join(faults[:_NAMED])
            raise SetupFailed(f"the kit {self.folder} is not whole:\n    {lines}{more}\n{_AGAIN}")

    def _listed(self) -> dict[str, Any]:
        path = self.folder / LIST
        try:
            listed = json.loads(path.read_text(encoding="utf-8"))
            known = listed["format"] == FORMAT
            content = {name: listed[name] for name in ("system", "python", "made_on", "files")}
        except (OSError, ValueError, TypeError, KeyError):
            raise SetupFailed(
                f"{self.folder / PROGRAM} came with a kit, but the kit's list {path} is missing or "
                f"damaged. {_AGAIN}"
            ) from None
        if not known:
            raise SetupFailed(f"{path} is in a form that this program does not know. {_AGAIN}")
        return content


def system() -> str:
    """This system and processor, as kits name them."""
    name = {"win32": "Windows", "darwin": "macOS"}.get(sys.platform, platform.system())
    return f"{name} {platform.machine()}"


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while True:
            block = file.read(_BLOCK_BYTES)
            if not block:
                return found.hexdigest()
            found.update(block)
