"""The virtual environment in the checkout: made once, completed when needed, else left alone."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from interpreter import NEEDED, SUPPORTED, Interpreter, find_interpreter, probe
from system_libraries import apt_install, can_apt_install

NEEDED_BYTES = 7 * 10**9  # measured: 6.2 GB installed, the rest is what pip unpacks on the way
TEMPORARY_BYTES = 3 * 10**9  # pip keeps the downloads of one installation there
NEARLY_FULL_BYTES = 10**9
STAMP = ".smp-setup.json"
STARTED = ".smp-installing"


class SetupFailed(Exception):
    """Setting up cannot go on; the text says why and what to do."""


class Environment:
    """The virtual environment `.venv` of one checkout.

    The stamp is written last, so its absence means "not finished". A marker is there while pip
    works: found at a start, pip was killed half-way and may have left half a package behind that
    it would take for a whole one, so the environment is made anew.

    Args:
        root: The checkout.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".venv"

    @property
    def python(self) -> Path:
        """The environment's Python."""
        return self.script("python")

    def script(self, name: str) -> Path:
        """Where the environment keeps a command."""
        if sys.platform == "win32":
            return self.folder / "Scripts" / f"{name}.exe"
        return self.folder / "bin" / name

    def remove(self) -> None:
        """Delete the environment and what tools left in the checkout."""
        names = (".venv", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache")
        for name in (*names, ".hypothesis", "build", "dist"):
            if (self.root / name).exists():
                shutil.rmtree(self.root / name)

    def ensure(self) -> None:
        """Make the environment complete; quick when it already is.

        Raises:
            SetupFailed: With what to do about it.
        """
        if self.is_current():
            return
        if (self.folder / STARTED).exists():
            print("The last set-up was interrupted; starting it again.", flush=True)
            shutil.rmtree(self.folder)
        found = probe([str(self.python)]) if self.python.exists() else None
        if found is None or found.version not in SUPPORTED:
            if self.folder.exists():
                print("The environment in .venv does not work any more; making it anew.")
                shutil.rmtree(self.folder)
            self._require_space()
            self._create()
        self._install()
        self._write_stamp()

    def is_current(self) -> bool:
        """Whether the stamp says that everything here was installed for these very files."""
        try:
            stamp = json.loads((self.folder / STAMP).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return (
            isinstance(stamp, dict)
            and stamp.get("digest") == self.digest()
            and not (self.folder / STARTED).exists()
            and self.python.exists()
        )

    def digest(self) -> str:
        """SHA-256 over all that decides what is installed."""
        packaging = self.root / "packaging"
        wanted = hashlib.sha256()
        for path in (
            self.root / "pyproject.toml",
            packaging / "constraints.txt",
            packaging / "environment.py",
        ):
            wanted.update(path.read_bytes())
        # The checkout's place (the installation points at it) and the interpreter's version.
        wanted.update(str(self.root).encode())
        configuration = self.folder / "pyvenv.cfg"
        if configuration.exists():
            wanted.update(configuration.read_bytes())
        return wanted.hexdigest()

    def _write_stamp(self) -> None:
        temporary = self.folder / f"{STAMP}.new"
        temporary.write_text(json.dumps({"digest": self.digest()}), encoding="utf-8")
        os.replace(temporary, self.folder / STAMP)

    def _require_space(self) -> None:
        free = shutil.disk_usage(self.root).free
        if free < NEEDED_BYTES:
            raise SetupFailed(
                f"{self.root} has {free / 1e9:.1f} GB free and {NEEDED_BYTES / 1e9:.0f} GB are "
                "needed. Free some space, or move the checkout to a larger disk."
            )

    def _create(self) -> None:
        interpreter = find_interpreter()
        if interpreter is None:
            raise SetupFailed(
                f"{NEEDED}; this is {sys.version.split()[0]} and none was found on the PATH. "
                "Install one (Debian 12 and newer: sudo apt-get install python3 python3-venv; "
                "elsewhere: python.org) and try again."
            )
        print(f"Making .venv with {' '.join(interpreter.command)}", flush=True)
        arguments = _venv_arguments(interpreter)
        self.folder.mkdir()
        (self.folder / STARTED).touch()
        done = subprocess.run(
            [*interpreter.command, "-m", "venv", *arguments, str(self.folder)], check=False
        )
        if done.returncode == 0 and arguments:
            done = subprocess.run(
                [*interpreter.command, "-m", "pip", "--python", str(self.python), "install", "pip"],
                check=False,
            )
        if done.returncode != 0:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise SetupFailed(f"the virtual environment {self.folder} could not be made.")

    def _install(self) -> None:
        print("Installing what SMP Studio needs (a few minutes the first time)…", flush=True)
        (self.folder / STAMP).unlink(missing_ok=True)
        marker = self.folder / STARTED
        marker.touch()
        with tempfile.TemporaryDirectory(prefix="pip-", dir=self._temporary_root()) as scratch:
            done = subprocess.run(
                self._pip_command(),
                cwd=self.root,
                env={**os.environ, "TMPDIR": scratch},
                check=False,
            )
        free = shutil.disk_usage(self.folder).free
        if done.returncode == 0 or free > NEARLY_FULL_BYTES:
            marker.unlink()  # pip ended in order; it leaves nothing half-done then
        if done.returncode != 0:
            raise SetupFailed(
                f"pip could not install everything (the lines above say what; {free / 1e9:.1f} GB "
                "are free). Check the network connection and the free space, then try again: it "
                "goes on where it stopped."
            )

    def _temporary_root(self) -> Path | None:
        """Where pip keeps downloads: the usual place, unless it is too small (a RAM disk, say)."""
        if shutil.disk_usage(tempfile.gettempdir()).free >= TEMPORARY_BYTES:
            return None
        return self.folder

    def _pip_command(self) -> list[str]:
        return [
            str(self.python),
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            "--no-input",
            *([] if sys.stdout.isatty() else ["--progress-bar", "off"]),
            "--constraint",
            str(self.root / "packaging" / "constraints.txt"),
            "--editable",
            f"{self.root}[dev]",
        ]


def _venv_arguments(interpreter: Interpreter) -> list[str]:
    """How to make an environment where Debian ships Python without the part that brings pip."""
    if _runs(interpreter, "import ensurepip, venv"):
        return []
    package = f"python{interpreter.version[0]}.{interpreter.version[1]}-venv"
    if can_apt_install() and apt_install([package]):
        return []
    if _runs(interpreter, "import venv, pip; assert int(pip.__version__.split('.')[0]) >= 23"):
        return ["--without-pip"]
    raise SetupFailed(
        f"this Python comes without its venv part. Type\n    sudo apt-get install {package}\n"
        "and try again."
    )


def _runs(interpreter: Interpreter, code: str) -> bool:
    return (
        subprocess.run(
            [*interpreter.command, "-c", code], capture_output=True, check=False
        ).returncode
        == 0
    )
