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

import virtual_environment
from failure import SetupFailed
from interpreter import NEEDED, SUPPORTED, Interpreter, find_interpreter, probe
from kit import Kit

# Measured on Linux with x86_64: 6.5 GB with what the program needs, 6.8 GB with the tools.
NEEDED_BYTES = 7 * 10**9
TEMPORARY_BYTES = 4 * 10**9  # pip keeps the downloads of one installation there, 3.2 GB
NEARLY_FULL_BYTES = 10**9
STAMP = ".smp-setup.json"
STARTED = ".smp-installing"
LEFT_BY_TOOLS = (
    ".venv",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".import_linter_cache",
    ".hypothesis",
    "build",
    "dist",
)


class Environment:
    """The virtual environment `.venv` of one checkout.

    The stamp is written last, so its absence means "not finished". A marker is there while pip
    works: found at a start, pip was killed half-way and may have left half a package behind that
    it would take for a whole one, so the environment is made anew.

    Args:
        root: The checkout, or the program's folder in a kit.
        dev: With the developers' tools. An environment that has them serves without them too.
    """

    def __init__(self, root: Path, dev: bool = False) -> None:
        self.root = root
        self.dev = dev
        self.folder = root / ".venv"
        self.kit = Kit.of(root)

    @property
    def python(self) -> Path:
        """The environment's Python."""
        return self.script("python")

    def script(self, name: str) -> Path:
        """Where the environment keeps a command."""
        return virtual_environment.script(self.folder, name)

    def remove(self) -> None:
        """Delete the environment and what tools left in the checkout."""
        for name in LEFT_BY_TOOLS:
            if (self.root / name).exists():
                shutil.rmtree(self.root / name)

    def ensure(self) -> None:
        """Make the environment complete; quick when it already is.

        Raises:
            SetupFailed: With what to do about it.
        """
        if self.is_current():
            return
        supported = self._supported()
        if (self.folder / STARTED).exists():
            print("The last set-up was interrupted; starting it again.", flush=True)
            shutil.rmtree(self.folder)
        found = probe([str(self.python)]) if self.python.exists() else None
        works = found is not None and found.version in supported
        interpreter = found if works else self._find_interpreter(supported)
        if self.kit is not None:
            self.kit.check()
        if not works:
            if self.folder.exists():
                print("The environment in .venv does not work any more; making it anew.")
                shutil.rmtree(self.folder)
            self._require_space()
            self._create(interpreter)
        self._install()
        self._write_stamp()

    def is_current(self) -> bool:
        """Whether the stamp says that all that is wanted was installed for these very files."""
        stamp = self._stamp()
        return stamp is not None and (stamp.get("dev") is True or not self.dev)

    def _stamp(self) -> dict[str, object] | None:
        """What is complete here, or None."""
        try:
            stamp = json.loads((self.folder / STAMP).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        current = (
            isinstance(stamp, dict)
            and stamp.get("digest") == self.digest()
            and not (self.folder / STARTED).exists()
            and self.python.exists()
        )
        return stamp if current else None

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
        stamp = {"digest": self.digest(), "dev": self.dev}
        temporary.write_text(json.dumps(stamp), encoding="utf-8")
        os.replace(temporary, self.folder / STAMP)

    def _require_space(self) -> None:
        free = shutil.disk_usage(self.root).free
        if free < NEEDED_BYTES:
            raise SetupFailed(
                f"{self.root} has {free / 1e9:.1f} GB free and {NEEDED_BYTES / 1e9:.0f} GB are "
                "needed. Free some space, or move the checkout to a larger disk."
            )

    def _supported(self) -> tuple[tuple[int, int], ...]:
        """The Python versions that will do; with a kit only that of its wheels."""
        if self.kit is None:
            return SUPPORTED
        if self.dev:
            raise SetupFailed(
                f"{self.root} came with a kit, which holds what the program needs but not the "
                "developers' tools. Use a checkout on a machine with a network."
            )
        return (self.kit.python(),)

    def _find_interpreter(self, supported: tuple[tuple[int, int], ...]) -> Interpreter:
        interpreter = find_interpreter(supported)
        if interpreter is not None:
            return interpreter
        here = f"this is {sys.version.split()[0]} and none was found on the PATH"
        if self.kit is None:
            raise SetupFailed(
                f"{NEEDED}; {here}. "
                "Install one (Debian 12 and newer: sudo apt-get install python3 python3-venv; "
                "elsewhere: python.org) and try again."
            )
        needed = "Python {}.{}".format(*supported[0])
        raise SetupFailed(
            f"this kit is for {needed}; {here}. Install {needed} (64-bit) and try again, or make a "
            "kit for the Python that is here: start it with that version, on a connected machine:\n"
            "    python packaging/bootstrap.py kit DIR"
        )

    def _create(self, interpreter: Interpreter) -> None:
        print(f"Making .venv with {' '.join(interpreter.command)}", flush=True)
        self.folder.mkdir()
        (self.folder / STARTED).touch()
        try:
            virtual_environment.make(self.folder, interpreter, self.kit)
        except SetupFailed:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def _install(self) -> None:
        print("Installing what SMP Studio needs (a few minutes the first time)…", flush=True)
        # What is complete stays so when pip cannot add the tools to it; see the marker otherwise.
        if self._stamp() is None:
            (self.folder / STAMP).unlink(missing_ok=True)
        marker = self.folder / STARTED
        marker.touch()
        environment = dict(os.environ) if self.kit is None else self.kit.pip_environment()
        with tempfile.TemporaryDirectory(prefix="pip-", dir=self._temporary_root()) as scratch:
            done = subprocess.run(
                self._pip_command(),
                cwd=self.root,
                env={**environment, "TMPDIR": scratch},
                check=False,
            )
        free = shutil.disk_usage(self.folder).free
        if done.returncode == 0 or free > NEARLY_FULL_BYTES:
            marker.unlink()  # pip ended in order; it leaves nothing half-done then
        if done.returncode != 0:
            raise SetupFailed(
                f"pip could not install everything (the lines above say what; {free / 1e9:.1f} GB "
                f"are free). {self._pip_remedy()}"
            )

    def _pip_remedy(self) -> str:
        if self.kit is None:
            return (
                "Check the network connection and the free space, then try again: it goes on where "
                "it stopped."
            )
        return (
            "Check the free space, then try again. If packages do not suit this system: the kit "
            f"was made on {self.kit.made_on()}; an older system needs one made on one as old."
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
            *([] if self.kit is None else self.kit.pip_options()),
            "--editable",
            f"{self.root}[dev]" if self.dev else str(self.root),
        ]
