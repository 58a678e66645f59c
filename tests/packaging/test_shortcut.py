"""The icon that starts the window: what is written, that it starts, and that it goes again."""

from __future__ import annotations

import os
import plistlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from configparser import RawConfigParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

posix = pytest.mark.skipif(os.name == "nt", reason="starts a script of a POSIX shell")

# Desktop Entry Specification 1.5, of an Application; our own begins with X-.
KEYS = {"Type", "Version", "Name", "Comment", "Exec", "Path", "Icon", "Terminal", "Categories"}
KEYS |= {"StartupWMClass"}
ODD = 'ward 7 "night" $HOME `x` 100%f \\s\\ it\'s é'


@pytest.fixture
def root(tmp_path: Path, checkout: Path) -> Path:
    """A checkout in a folder with an odd name, with a Python that writes down how it was called."""
    made = tmp_path / (ODD if os.name != "nt" else "ward 7")
    python = made / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\nprintf "%s\\n" "$0" "$@" "$PWD" > "$CALLED"\n', encoding="utf-8")
    python.chmod(0o755)
    icons = made / "resources" / "program_icon"
    shutil.copytree(checkout / "resources" / "program_icon", icons)
    return made


@pytest.fixture
def make(scripts: Any, root: Path, tmp_path: Path) -> Callable[..., Any]:
    def made(system: str, run: Any = None, **variables: str) -> Any:
        script = lambda name: root / ".venv" / "bin" / name  # noqa: E731
        home = tmp_path / "home"
        return scripts.shortcut.shortcut(root, script, variables, home, system, run)

    return made


def _entry(path: Path) -> dict[str, str]:
    parser = RawConfigParser(delimiters="=", comment_prefixes="#", strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(path.read_text(encoding="utf-8"))
    assert parser.sections() == ["Desktop Entry"]
    values = dict(parser["Desktop Entry"])
    escapes = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
    return {
        key: re.sub(r"\\(.)", lambda found: escapes[found[1]], value)
        for key, value in values.items()
    }


def _arguments(line: str) -> list[str]:
    """An Exec line as a desktop reads it: quotes first, then field codes."""
    found = []
    for quoted, plain in re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', line):
        text = re.sub(r'\\(["`$\\])', r"\1", quoted) if quoted else plain
        assert not re.search(r"(?<!%)(%%)*%(?!%)", text)
        found.append(text.replace("%%", "%"))
    return found


@posix
def test_the_menu_entry_has_known_keys_and_starts_the_window_in_the_checkout(
    make: Callable[..., Any], root: Path, tmp_path: Path
) -> None:
    icon = make("linux", XDG_DATA_HOME=str(tmp_path / "data"))
    assert icon.place == tmp_path / "data" / "applications" / "smp-studio.desktop"
    icon.make()
    entry = _entry(icon.place)
    assert set(entry) == KEYS | {"X-SMP-Studio-Shortcut"}
    assert (entry["Type"], entry["Name"], entry["Terminal"]) == (
        "Application",
        "SMP Studio",
        "false",
    )
    assert entry["Path"] == str(root)
    assert entry["Icon"] == str(root / "resources" / "program_icon" / "smp-studio.svg")
    called = tmp_path / "called"
    command = _arguments(entry["Exec"])
    assert command == [str(root / ".venv" / "bin" / "python"), "-m", "app"]
    environment = {**os.environ, "CALLED": str(called)}
    subprocess.run(command, cwd=entry["Path"], env=environment, check=True)
    assert called.read_text(encoding="utf-8").splitlines() == [*command, str(root)]


def test_the_icon_of_the_menu_entry_is_in_the_checkout(scripts: Any, checkout: Path) -> None:
    icon = scripts.shortcut.shortcut(checkout, lambda name: checkout / name, {}, checkout, "linux")
    found = re.search(r"^Icon=(.*)$", icon.text(), re.M)
    assert found is not None and Path(found[1]).is_file()


@pytest.mark.parametrize("data", ["", "relative/data"])
def test_without_a_usable_data_folder_the_usual_one_is_taken(
    make: Callable[..., Any], tmp_path: Path, data: str
) -> None:
    usual = tmp_path / "home" / ".local" / "share" / "applications" / "smp-studio.desktop"
    assert make("linux", XDG_DATA_HOME=data).place == usual


@posix
def test_the_folder_of_macos_has_a_description_and_a_script_that_starts_the_window(
    make: Callable[..., Any], root: Path, tmp_path: Path
) -> None:
    icon = make("darwin")
    icon.make()
    assert icon.place == tmp_path / "home" / "Applications" / "SMP Studio.app"
    description = plistlib.loads((icon.place / "Contents" / "Info.plist").read_bytes())
    assert description["CFBundlePackageType"] == "APPL"
    picture = icon.place / "Contents" / "Resources" / description["CFBundleIconFile"]
    assert picture.read_bytes()[:4] == b"icns"
    script = icon.place / "Contents" / "MacOS" / description["CFBundleExecutable"]
    assert os.access(script, os.X_OK)
    called = tmp_path / "called"
    subprocess.run(
        [str(script)], cwd=tmp_path, env={**os.environ, "CALLED": str(called)}, check=True
    )
    python = str(root / ".venv" / "bin" / "python")
    assert called.read_text(encoding="utf-8").splitlines() == [python, "-m", "app", str(root)]
    assert [each.name for each in icon.place.parent.iterdir()] == ["SMP Studio.app"]


@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_it_is_made_anew_and_removed_and_nothing_else_is(
    make: Callable[..., Any], scripts: Any, tmp_path: Path, system: str
) -> None:
    icon = make(system)
    change = scripts.shortcut.change_shortcut
    assert change(icon, remove=True).startswith("There was none")
    for _ in range(2):
        assert change(icon, remove=False).startswith(f"Made {icon.place}\n")
    neighbour = icon.place.parent / "other"
    neighbour.write_text("x")
    assert sorted(icon.place.parent.iterdir()) == sorted([icon.place, neighbour])
    assert change(icon, remove=True) == f"Removed {icon.place}"
    assert list(icon.place.parent.iterdir()) == [neighbour]


def test_what_others_put_under_its_name_stays(
    make: Callable[..., Any], scripts: Any, tmp_path: Path
) -> None:
    entry, folder = make("linux"), make("darwin")
    entry.place.parent.mkdir(parents=True)
    entry.place.write_text("[Desktop Entry]\nName=Mine\n")
    (folder.place / "Contents").mkdir(parents=True)
    (folder.place / "Contents" / "Info.plist").write_bytes(b"no list")
    for icon in (entry, folder):
        for remove in (True, False):
            with pytest.raises(scripts.environment.SetupFailed, match="not made by this program"):
                scripts.shortcut.change_shortcut(icon, remove=remove)
    assert entry.place.read_text() == "[Desktop Entry]\nName=Mine\n"
    assert (folder.place / "Contents" / "Info.plist").read_bytes() == b"no list"


def test_windows_gets_a_link_without_any_name_read_as_a_command(
    make: Callable[..., Any], scripts: Any, root: Path, tmp_path: Path
) -> None:
    calls: list[tuple[list[str], dict[str, str]]] = []

    def run(command: list[str], env: dict[str, str], check: bool) -> SimpleNamespace:
        calls.append((command, env))
        Path(env["SMP_SHORTCUT_PLACE"]).touch()
        return SimpleNamespace(returncode=0)

    icon = make("win32", run, APPDATA=str(tmp_path / "Roaming"), SystemRoot=r"C:\Windows")
    menu = tmp_path / "Roaming" / "Microsoft" / "Windows" / "Start Menu" / "Programs"
    assert icon.place == menu / "SMP Studio.lnk"
    icon.make()
    ((command, environment),) = calls
    assert command[0] == r"C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe"
    assert command[-2:] == ["-Command", scripts.shortcut.POWERSHELL]
    assert not any(str(root) in part or str(menu) in part for part in command)
    assert environment["SMP_SHORTCUT_PROGRAM"] == str(root / ".venv" / "bin" / "pythonw")
    assert environment["SMP_SHORTCUT_FOLDER"] == str(root)
    picture, _, index = environment["SMP_SHORTCUT_ICON"].partition(",")
    assert Path(picture).read_bytes()[:4] == b"\x00\x00\x01\x00" and index == "0"
    wanted = set(re.findall(r"\$env:(\w+)", scripts.shortcut.POWERSHELL))
    assert wanted <= set(environment)
    assert scripts.shortcut.change_shortcut(icon, remove=True) == f"Removed {icon.place}"
    assert not icon.place.exists()


def test_a_link_that_powershell_could_not_make_is_told_with_what_to_do(
    make: Callable[..., Any], scripts: Any, root: Path, tmp_path: Path
) -> None:
    def run(_command: list[str], env: dict[str, str], check: bool) -> SimpleNamespace:
        Path(env["SMP_SHORTCUT_PLACE"]).touch()
        return SimpleNamespace(returncode=3)

    icon = make("win32", run, APPDATA=str(tmp_path / "Roaming"))
    with pytest.raises(scripts.environment.SetupFailed, match="by hand") as caught:
        scripts.shortcut.change_shortcut(icon, remove=False)
    assert str(root) in str(caught.value) and not icon.place.exists()


@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="looks at a menu entry")
def test_the_entry_point_makes_it_and_takes_it_away(
    scripts: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    ensured: list[bool] = []
    monkeypatch.setattr(scripts.bootstrap.Environment, "ensure", lambda _self: ensured.append(True))
    monkeypatch.setattr(scripts.bootstrap, "ensure_system_libraries", lambda: None)
    place = tmp_path / "applications" / "smp-studio.desktop"
    assert scripts.bootstrap.main(["shortcut"]) == 0
    assert place.is_file() and ensured == [True]
    assert f"Made {place}" in capsys.readouterr().out
    assert scripts.bootstrap.main(["shortcut", "--remove"]) == 0
    assert not place.exists() and ensured == [True]  # nothing is set up to take it away
    place.parent.rmdir()
    place.parent.write_text("no folder")
    assert scripts.bootstrap.main(["shortcut"]) == 3
    assert "cannot be written" in capsys.readouterr().err
