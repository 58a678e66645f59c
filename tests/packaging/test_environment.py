"""Setting up: when it is done, when it starts again, and what it says when it cannot."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout with the files that decide what is installed."""
    (tmp_path / "packaging").mkdir()
    for name in ("pyproject.toml", "packaging/constraints.txt", "packaging/environment.py"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    return tmp_path


@pytest.fixture
def calls(scripts: Any, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Every command that setting up starts; none of them really runs."""
    made: list[list[str]] = []

    def run(command: list[str], **_options: object) -> SimpleNamespace:
        made.append(command)
        if "venv" in command:
            python = Path(command[-1]) / ("Scripts" if sys.platform == "win32" else "bin")
            python.mkdir(parents=True)
            suffix = ".exe" if sys.platform == "win32" else ""
            os.link(__file__, python / f"python{suffix}")
            (Path(command[-1]) / "pyvenv.cfg").write_text("version = 3.11.7")
        return SimpleNamespace(returncode=0, stdout="")

    found = scripts.interpreter.Interpreter(["some-python"], (3, 11))
    monkeypatch.setattr(scripts.environment.subprocess, "run", run)
    monkeypatch.setattr(scripts.environment, "find_interpreter", lambda _versions: found)
    monkeypatch.setattr(scripts.environment, "probe", lambda _command: found)
    return made


def _pip_runs(calls: list[list[str]]) -> int:
    return sum("install" in command for command in calls)


def test_first_set_up_installs_and_the_second_does_nothing(
    scripts: Any, root: Path, calls: list[list[str]]
) -> None:
    environment = scripts.environment.Environment(root)
    environment.ensure()
    assert _pip_runs(calls) == 1
    pip = next(command for command in calls if "install" in command)
    assert pip[-2:] == ["--editable", str(root)]
    assert "--disable-pip-version-check" in pip
    assert pip[pip.index("--constraint") + 1] == str(root / "packaging" / "constraints.txt")
    calls.clear()
    scripts.environment.Environment(root).ensure()
    assert calls == []


def test_the_tools_of_developers_are_added_and_serve_the_program_too(
    scripts: Any, root: Path, calls: list[list[str]]
) -> None:
    plain, dev = (scripts.environment.Environment(root, dev=dev) for dev in (False, True))
    plain.ensure()
    (root / ".venv" / "kept").touch()
    assert plain.is_current() and not dev.is_current()
    calls.clear()

    dev.ensure()
    assert (root / ".venv" / "kept").exists()
    assert [command[-2:] for command in calls] == [["--editable", f"{root}[dev]"]]
    assert plain.is_current() and dev.is_current()
    calls.clear()

    plain.ensure()
    assert calls == []
    assert dev.is_current()


def test_the_program_stays_complete_when_the_tools_cannot_be_added(
    scripts: Any, root: Path, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, dev = (scripts.environment.Environment(root, dev=dev) for dev in (False, True))
    plain.ensure()
    offline = SimpleNamespace(returncode=1)
    monkeypatch.setattr(scripts.environment.subprocess, "run", lambda *_, **__: offline)
    with pytest.raises(scripts.environment.SetupFailed, match="network"):
        dev.ensure()
    assert plain.is_current() and not dev.is_current()

    # Not so when the pins have changed: some of the new ones may be there already.
    (root / "pyproject.toml").write_text("newer", encoding="utf-8")
    with pytest.raises(scripts.environment.SetupFailed, match="network"):
        plain.ensure()
    (root / "pyproject.toml").write_text("pyproject.toml", encoding="utf-8")
    assert not plain.is_current()


def test_killed_while_the_tools_are_added_starts_from_nothing(
    scripts: Any, root: Path, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, dev = (scripts.environment.Environment(root, dev=dev) for dev in (False, True))
    plain.ensure()
    (root / ".venv" / "half-a-package").touch()
    run = scripts.environment.subprocess.run

    def killed(_command: list[str], **_options: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(scripts.environment.subprocess, "run", killed)
    with pytest.raises(KeyboardInterrupt):
        dev.ensure()
    assert not plain.is_current() and not dev.is_current()
    monkeypatch.setattr(scripts.environment.subprocess, "run", run)
    plain.ensure()
    assert not (root / ".venv" / "half-a-package").exists()
    assert plain.is_current() and not dev.is_current()


@pytest.mark.parametrize(
    "changed",
    ["pyproject.toml", "packaging/constraints.txt", "packaging/environment.py", ".venv/pyvenv.cfg"],
)
def test_a_change_installs_again_into_the_same_environment(
    scripts: Any, root: Path, calls: list[list[str]], changed: str
) -> None:
    scripts.environment.Environment(root).ensure()
    calls.clear()
    (root / changed).write_text("changed", encoding="utf-8")
    scripts.environment.Environment(root).ensure()
    assert _pip_runs(calls) == 1
    assert not any("venv" in command for command in calls)


def test_a_killed_installation_starts_from_nothing(
    scripts: Any, root: Path, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = scripts.environment.Environment(root)
    run = scripts.environment.subprocess.run

    def killed(command: list[str], **options: object) -> object:
        if "install" in command:
            raise KeyboardInterrupt
        return run(command, **options)

    monkeypatch.setattr(scripts.environment.subprocess, "run", killed)
    with pytest.raises(KeyboardInterrupt):
        environment.ensure()
    half_a_package = root / ".venv" / "half-a-package"
    half_a_package.touch()
    assert not environment.is_current()

    monkeypatch.setattr(scripts.environment.subprocess, "run", run)
    environment.ensure()
    assert not half_a_package.exists()
    assert environment.is_current()


def test_a_failed_installation_keeps_what_is_there_and_says_what_to_do(
    scripts: Any, root: Path, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = scripts.environment.Environment(root)
    run = scripts.environment.subprocess.run

    def offline(command: list[str], **options: object) -> object:
        return SimpleNamespace(returncode=1) if "install" in command else run(command, **options)

    monkeypatch.setattr(scripts.environment.subprocess, "run", offline)
    with pytest.raises(scripts.environment.SetupFailed, match=r"network.*try again"):
        environment.ensure()
    (root / ".venv" / "kept").touch()
    assert not environment.is_current()
    monkeypatch.setattr(scripts.environment.subprocess, "run", run)
    environment.ensure()
    assert (root / ".venv" / "kept").exists()
    assert environment.is_current()


def test_too_little_space_is_said_before_anything_is_made(
    scripts: Any, root: Path, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = SimpleNamespace(free=1_500_000_000)
    monkeypatch.setattr(scripts.environment.shutil, "disk_usage", lambda _path: usage)
    with pytest.raises(scripts.environment.SetupFailed, match=r"1\.5 GB free and \d GB are needed"):
        scripts.environment.Environment(root).ensure()
    assert calls == []
    assert not (root / ".venv").exists()


def test_no_suitable_python_names_the_versions_and_where_to_get_one(
    scripts: Any, root: Path, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scripts.environment, "find_interpreter", lambda _versions: None)
    with pytest.raises(scripts.environment.SetupFailed, match=r"3\.11, 3\.12 or 3\.13 is needed"):
        scripts.environment.Environment(root).ensure()


def test_python_without_its_venv_part_names_the_line_to_type(
    scripts: Any, root: Path, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scripts.virtual_environment, "_runs", lambda _interpreter, _code: False)
    monkeypatch.setattr(scripts.virtual_environment, "can_apt_install", lambda: False)
    with pytest.raises(
        scripts.environment.SetupFailed, match="sudo apt-get install python3.11-venv"
    ):
        scripts.environment.Environment(root).ensure()
    assert not scripts.environment.Environment(root).is_current()


def test_a_damaged_stamp_counts_as_none(scripts: Any, root: Path, calls: list[list[str]]) -> None:
    environment = scripts.environment.Environment(root)
    environment.ensure()
    stamp = root / ".venv" / scripts.environment.STAMP
    assert json.loads(stamp.read_text()) == {"digest": environment.digest(), "dev": False}
    for text in ("", "[]", "{", '{"digest": "0"}'):
        stamp.write_text(text, encoding="utf-8")
        assert not environment.is_current()


def test_cleaning_removes_the_environment_only(
    scripts: Any, root: Path, calls: list[list[str]]
) -> None:
    environment = scripts.environment.Environment(root)
    environment.ensure()
    (root / "demo-project").mkdir()
    environment.remove()
    assert not (root / ".venv").exists()
    assert (root / "demo-project").exists()
    assert (root / "pyproject.toml").exists()
