"""What a bundle's START.txt says to the person at the other machine."""

from __future__ import annotations

import sys

from system_libraries import QT_LIBRARIES, install_line

START = "START.txt"

_TEXT = """SMP Studio
==========

For {system} (64-bit), nothing else{age}.
There is nothing to set up.

1. Copy this whole folder to the disk of the machine. Where does not matter,
   and it may be moved later.

2. Open it and start "{window}". The first start takes a while longer.
   To see what the program does, choose the demo project on its first page.

{libraries}The same program for a terminal is "{terminal}"; "{terminal} --help" tells what it
can do, "{terminal} doctor" what this machine lacks.

It asks nothing of a network and writes nothing into this folder. To remove
it, delete the folder. SHA256SUMS lists all files for "sha256sum -c".

Whose work is in here, and under which licences: program/licences.md. Please
read its part "Worth knowing before you pass on a bundle" before you do.
"""

_LIBRARIES = """3. The window needs libraries of the system. Most desktops have them. On
   Debian and Ubuntu, from your own source of system packages:

       {line}

"""


def start_text(system: str) -> str:
    """The text.

    Args:
        system: The system that the bundle is for, as `kit.system` names it.
    """
    suffix = ".exe" if sys.platform == "win32" else ""
    linux = sys.platform.startswith("linux")
    return _TEXT.format(
        system=system,
        window=f"smp-studio{suffix}",
        terminal=f"smp{suffix}",
        age=", not older than where it was made" if linux else "",
        libraries=_LIBRARIES.format(line=install_line(QT_LIBRARIES)) if linux else "",
    )
