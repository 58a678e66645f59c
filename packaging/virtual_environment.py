"""Make an empty virtual environment with pip in it, also where Debian or the network lack parts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from failure import SetupFailed
from interpreter import Interpreter
from kit import Kit
from system_libraries import apt_install, can_apt_install


def script(folder: Path, name: str) -> Path:
    """Where a virtual environment keeps a command."""
    if sys.platform == "win32":
        return folder / "Scripts" / f"{name}.exe"
    return folder / "bin" / name


def make(folder: Path, interpreter: Interpreter, kit: Kit | None = None) -> None:
    """Make a virtual environment with pip.

    Args:
        folder: Where; it may be there already.
        interpreter: The Python to make it with.
        kit: Take pip from this kit, so that the Python needs no pip of its own.

    Raises:
        SetupFailed: With what to do about it.
    """
    python = str(script(folder, "python"))
    if kit is not None:
        arguments = ["--without-pip"]
        bring_pip = [python, str(kit.pip), "install", *kit.pip_options(), "pip"]
    else:
        arguments = _arguments(interpreter)
        bring_pip = [*interpreter.command, "-m", "pip", "--python", python, "install", "pip"]
    done = subprocess.run(
        [*interpreter.command, "-m", "venv", *arguments, str(folder)], check=False
    )
    if done.returncode == 0 and arguments:
        environment = None if kit is None else kit.pip_environment()
        done = subprocess.run(bring_pip, env=environment, check=False)
    if done.returncode != 0:
        raise SetupFailed(f"the virtual environment {folder} could not be made.")


def _arguments(interpreter: Interpreter) -> list[str]:
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
