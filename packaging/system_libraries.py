"""The system libraries that Qt needs and a bare Debian lacks."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable

# Debian package → the file that it brings.
QT_LIBRARIES = {
    "libegl1": "libEGL.so.1",
    "libgl1": "libGL.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libdbus-1-3": "libdbus-1.so.3",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-image0": "libxcb-image.so.0",
    "libxcb-render-util0": "libxcb-render-util.so.0",
    "libxcb-randr0": "libxcb-randr.so.0",
    "libxcb-xinerama0": "libxcb-xinerama.so.0",
    "libnss3": "libnss3.so",
    "libpulse0": "libpulse.so.0",
}


def _loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def missing_packages(loads: Callable[[str], bool] = _loads) -> list[str]:
    """Debian packages whose library the system cannot load, in the order of the list."""
    return [package for package, soname in QT_LIBRARIES.items() if not loads(soname)]


def install_line(packages: Iterable[str]) -> str:
    """The exact line to type."""
    return f"sudo apt-get update && sudo apt-get install -y {' '.join(packages)}"


def can_apt_install() -> bool:
    """Whether this process may install Debian packages by itself."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(packages: list[str]) -> bool:
    """Install Debian packages quietly; True when apt says that it worked."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
    return done.returncode == 0


def ensure_system_libraries(loads: Callable[[str], bool] = _loads) -> None:
    """Install what Qt lacks when allowed, otherwise say what to type; never stops the command."""
    missing = missing_packages(loads) if sys.platform.startswith("linux") else []
    if missing and can_apt_install():
        print(f"Installing {len(missing)} system libraries for the window…", flush=True)
        if apt_install(missing):
            return
    _tell(missing)


def tell_system_libraries(loads: Callable[[str], bool] = _loads) -> None:
    """Say what to type when Qt lacks something, and ask no network for it."""
    _tell(missing_packages(loads) if sys.platform.startswith("linux") else [])


def _tell(missing: list[str]) -> None:
    if missing:
        print(
            "The window needs system libraries that are not here yet; the command line works "
            f"without.\nOn Debian and Ubuntu, type:\n    {install_line(missing)}",
            flush=True,
        )
