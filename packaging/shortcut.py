"""An icon that starts the window, for somebody who never saw a command line.

    python packaging/bootstrap.py shortcut            makes it, or makes it anew
    python packaging/bootstrap.py shortcut --remove   takes it away

Linux: an entry of the applications menu. Windows: one of the Start menu. macOS: a program in
`Applications` of the person's own folder. Nothing else is written, and no terminal is shown.
"""

from __future__ import annotations

import os
import plistlib
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from environment import SetupFailed

NAME = "SMP Studio"
COMMENT = "Teach a machine an event from a handful of clips, then find it in new videos"
IDENTIFIER = "smp-studio.shortcut"
_OURS = "X-SMP-Studio-Shortcut"

# Constant text: what differs comes through the environment, so that no name of a folder is ever
# read as a command. -Command needs no right to run script files, which policies may deny.
POWERSHELL = """
$ErrorActionPreference = 'Stop'
$link = (New-Object -ComObject WScript.Shell).CreateShortcut($env:SMP_SHORTCUT_PLACE)
$link.TargetPath = $env:SMP_SHORTCUT_PROGRAM
$link.Arguments = '-m app'
$link.WorkingDirectory = $env:SMP_SHORTCUT_FOLDER
$link.Description = $env:SMP_SHORTCUT_COMMENT
$link.IconLocation = $env:SMP_SHORTCUT_ICON
$link.Save()
$made = (New-Object -ComObject WScript.Shell).CreateShortcut($env:SMP_SHORTCUT_PLACE)
if ($made.TargetPath -ne $env:SMP_SHORTCUT_PROGRAM) { exit 3 }
"""

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


class MenuEntry:
    """Linux: `smp-studio.desktop` (Desktop Entry Specification 1.5).

    Args:
        root: The checkout.
        python: The environment's Python; the link in it, not where that leads.
        variables: The environment variables.
        home: The person's folder.
    """

    def __init__(self, root: Path, python: Path, variables: Mapping[str, str], home: Path) -> None:
        self._root, self._python = root, python
        data = variables.get("XDG_DATA_HOME", "")
        # A relative one does not count, says the specification of these folders.
        base = Path(data) if os.path.isabs(data) else home / ".local" / "share"
        self.place = base / "applications" / "smp-studio.desktop"

    def text(self) -> str:
        """What the file holds."""
        lines = {
            "Type": "Application",
            "Version": "1.5",
            "Name": NAME,
            "Comment": COMMENT,
            "Exec": _escaped(f"{_quoted(str(self._python))} -m app"),
            "Path": _escaped(str(self._root)),
            "Icon": _escaped(str(_icon(self._root, "svg"))),
            "StartupWMClass": NAME,  # what Qt calls the window on X11
            "Terminal": "false",
            "Categories": "AudioVideo;Video;",
            _OURS: "true",
        }
        return "".join(["[Desktop Entry]\n", *(f"{key}={lines[key]}\n" for key in lines)])

    def make(self) -> None:
        """Write it, whole or not at all."""
        self._require_ours()
        self.place.parent.mkdir(parents=True, exist_ok=True)
        temporary = self.place.with_name(f".{self.place.name}.new")
        temporary.write_bytes(os.fsencode(self.text()))  # a folder's name may be no valid text
        os.replace(temporary, self.place)

    def remove(self) -> bool:
        """Take it away; whether it was there."""
        if not self.place.exists():
            return False
        self._require_ours()
        self.place.unlink()
        return True

    def _require_ours(self) -> None:
        if self.place.exists() and _OURS not in self.place.read_text("utf-8", "replace"):
            raise _foreign(self.place)


class ProgramFolder:
    """macOS: the folder `SMP Studio.app` with a script in it; see `MenuEntry` for the arguments."""

    def __init__(self, root: Path, python: Path, home: Path) -> None:
        self._root, self._python = root, python
        self.place = home / "Applications" / f"{NAME}.app"

    def make(self) -> None:
        """Make it beside its place, then put it there."""
        self._require_ours()
        temporary = self.place.with_name(f".{NAME}.new")
        shutil.rmtree(temporary, ignore_errors=True)  # of a call that was killed
        programs = temporary / "Contents" / "MacOS"
        programs.mkdir(parents=True)
        description = {
            "CFBundleDisplayName": NAME,
            "CFBundleExecutable": "smp-studio",
            "CFBundleIconFile": "smp-studio.icns",
            "CFBundleIdentifier": IDENTIFIER,
            "CFBundleInfoDictionaryVersion": "6.0",
            "CFBundleName": NAME,
            "CFBundlePackageType": "APPL",
            "NSHighResolutionCapable": True,
        }
        (temporary / "Contents" / "Info.plist").write_bytes(plistlib.dumps(description))
        pictures = temporary / "Contents" / "Resources"
        pictures.mkdir()
        shutil.copyfile(_icon(self._root, "icns"), pictures / "smp-studio.icns")
        script = programs / "smp-studio"
        folder, python = shlex.quote(str(self._root)), shlex.quote(str(self._python))
        text = f"#!/bin/sh\ncd {folder} && exec {python} -m app\n"
        script.write_bytes(os.fsencode(text))
        script.chmod(0o755)
        if self.place.exists():
            shutil.rmtree(self.place)
        os.replace(temporary, self.place)

    def remove(self) -> bool:
        """Take it away; whether it was there."""
        if not self.place.exists():
            return False
        self._require_ours()
        shutil.rmtree(self.place)
        return True

    def _require_ours(self) -> None:
        if not self.place.exists():
            return
        try:
            found = plistlib.loads((self.place / "Contents" / "Info.plist").read_bytes())
        except (OSError, ValueError, plistlib.InvalidFileException):
            found = {}
        if found.get("CFBundleIdentifier") != IDENTIFIER:
            raise _foreign(self.place)


class StartMenuLink:
    """Windows: `SMP Studio.lnk`, made by PowerShell; see `MenuEntry` for the arguments.

    Args:
        program: The environment's pythonw, which shows no terminal.
        run: As `subprocess.run`.
    """

    def __init__(
        self, root: Path, program: Path, variables: Mapping[str, str], home: Path, run: Run
    ) -> None:
        self._root, self._program, self._variables, self._run = root, program, variables, run
        roaming = variables.get("APPDATA") or str(home / "AppData" / "Roaming")
        menu = Path(roaming) / "Microsoft" / "Windows" / "Start Menu" / "Programs"
        self.place = menu / f"{NAME}.lnk"

    def command(self) -> list[str]:
        """The call of PowerShell; the same for every folder."""
        windows = self._variables.get("SystemRoot", r"C:\Windows")
        shell = rf"{windows}\System32\WindowsPowerShell\v1.0\powershell.exe"
        return [shell, "-NoProfile", "-NonInteractive", "-Command", POWERSHELL]

    def make(self) -> None:
        """Have it written."""
        self.place.parent.mkdir(parents=True, exist_ok=True)
        values = {
            "SMP_SHORTCUT_PLACE": str(self.place),
            "SMP_SHORTCUT_PROGRAM": str(self._program),
            "SMP_SHORTCUT_FOLDER": str(self._root),
            "SMP_SHORTCUT_COMMENT": COMMENT,
            "SMP_SHORTCUT_ICON": f"{_icon(self._root, 'ico')},0",
        }
        done = self._run(self.command(), env={**self._variables, **values}, check=False)
        if done.returncode != 0:
            self.remove()  # one that leads nowhere is worse than none
            raise SetupFailed(
                f"PowerShell could not make {self.place}. Make one by hand: a new shortcut to\n"
                f'    "{self._program}" -m app\nthat starts in {self._root}'
            )

    def remove(self) -> bool:
        """Take it away; whether it was there."""
        there = self.place.exists()
        if there:
            self.place.unlink()
        return there


def shortcut(
    root: Path,
    script: Callable[[str], Path],
    variables: Mapping[str, str],
    home: Path,
    system: str = sys.platform,
    run: Run = subprocess.run,
) -> MenuEntry | ProgramFolder | StartMenuLink:
    """The icon of this system.

    Args:
        root: The checkout.
        script: Gives the path of a command of the environment, as `Environment.script` does.
        variables: The environment variables.
        home: The person's folder.
        system: As `sys.platform` names it.
        run: As `subprocess.run`.
    """
    if system == "win32":
        return StartMenuLink(root, script("pythonw"), variables, home, run)
    if system == "darwin":
        return ProgramFolder(root, script("python"), home)
    return MenuEntry(root, script("python"), variables, home)


def change_shortcut(icon: MenuEntry | ProgramFolder | StartMenuLink, *, remove: bool) -> str:
    """Make the icon or take it away; gives what is to be said.

    Raises:
        SetupFailed: It cannot be written, or something else has its name.
    """
    try:
        if remove:
            there = icon.remove()
            return f"Removed {icon.place}" if there else f"There was none: {icon.place}"
        icon.make()
    except OSError as error:
        raise SetupFailed(
            f"{error.filename or icon.place} cannot be written: {error.strerror}. "
            "Give your account the right to write there, or free some space."
        ) from error
    return (
        f"Made {icon.place}\nIt starts the window from this folder: call this again "
        "after you moved it, and with --remove before you delete it."
    )


def _icon(root: Path, ending: str) -> Path:
    return root / "resources" / "program_icon" / f"smp-studio.{ending}"


def _foreign(place: Path) -> SetupFailed:
    return SetupFailed(f"{place} was not made by this program. Move it away, then try again.")


def _quoted(text: str) -> str:
    """One argument of an Exec key; a percent sign would begin a field code."""
    return '"' + re.sub(r'(["`$\\])', r"\\\1", text).replace("%", "%%") + '"'


def _escaped(text: str) -> str:
    """A value of a key: a backslash is the start of an escape there."""
    for character, escape in (("\\", "\\\\"), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        text = text.replace(character, escape)
    return text
