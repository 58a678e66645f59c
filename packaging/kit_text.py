"""What a kit's INSTALL.txt says to the person at the other machine."""

from __future__ import annotations

import sys

from environment import NEEDED_BYTES
from kit import LIST, PROGRAM, WHEELS
from system_libraries import QT_LIBRARIES, install_line

INSTALL = "INSTALL.txt"

_TEXT = """SMP Studio: setting it up without a network
===========================================

For {system} with Python {version} (64-bit), nothing else.

1. Copy this whole folder to the disk of the machine, to the place where the
   program is to stay. The set-up needs {needed} GB there besides this folder.

2. Python {version} must be on the machine. If it is not: from the system's own
   packages, or the installer of python.org.

3. Open a terminal in the folder "{program}" and type

{command}

   It checks every file, sets the program up in a few minutes and opens it on
   its built-in demo. Nothing is asked of a network. The same line opens it
   later. "setup" instead of "run" only sets up, "shortcut" makes an icon.
{libraries}
If it says that files are missing or damaged, copy this folder again from
where it was made. {list} lists all files with their SHA-256.

Once the program is set up, the folder "{wheels}" ({wheels_size} GB) may be deleted. It is
needed again only to set up anew. Do not move or rename the folder "{program}"
away from it: the set-up would have to be done again.

Pretrained models are not in here. The program fetches them on a machine with
a network (smp pack fetch NAME --to FOLDER); here: smp pack add FOLDER.
"""

_LIBRARIES = """
4. The window needs libraries of the system. Most desktops have them; the
   set-up says which are missing. On Debian and Ubuntu, from your own source of
   system packages:

       {line}
"""


def install_text(system: str, version: str, wheels_bytes: int) -> str:
    """The text.

    Args:
        system: The system that the kit is for, as `kit.system` names it.
        version: Its Python version, like "3.12".
        wheels_bytes: The size of the wheels.
    """
    if sys.platform == "win32":
        command = f"       py -{version} packaging\\bootstrap.py run"
    else:
        command = f"       python{version} packaging/bootstrap.py run"
    linux = sys.platform.startswith("linux")
    return _TEXT.format(
        system=system,
        version=version,
        needed=f"{NEEDED_BYTES / 1e9:.0f}",
        program=PROGRAM,
        wheels=WHEELS,
        wheels_size=f"{wheels_bytes / 1e9:.1f}",
        list=LIST,
        command=command,
        libraries=_LIBRARIES.format(line=install_line(QT_LIBRARIES)) if linux else "",
    )
