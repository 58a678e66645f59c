"""A kit for real: made with pip from an index, carried, and set up from where there is none."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tiny_packages import make_index, make_project, wheel

pytestmark = pytest.mark.timeout(900)  # two real virtual environments, on a busy machine too
NOWHERE = "http://127.0.0.1:9/simple"
VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"


def _connected(index: Path) -> dict[str, str]:
    """The environment of a machine whose package index is a folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    pip = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(index)}
    return {**kept, **pip}


class Making:
    """The tiny project's kit, made by its one command, in two goes: at first the index has a gap.

    When the gap is closed, what came before is gone from the index.
    """

    def __init__(self, folder: Path, scripts: Path) -> None:
        self.kit = folder / "kit"
        self._checkout = folder / "checkout"
        self._index = folder / "index"
        make_project(self._checkout, scripts)
        make_index(self._index)
        (late,) = self._index.glob("tiny_source-*")
        late.rename(folder / late.name)
        self.first = self._make()
        self.after_first = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
        (folder / late.name).rename(late)
        for name in ("tiny_lib-1.0", "tiny_lib-1.1"):
            (self._index / f"{name}-py3-none-any.whl").unlink()
        wheel(folder / "kit.unfinished" / "wheels.part", "no-longer-needed", "1.0", {})
        self.second = self._make()

    def _make(self) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "packaging/bootstrap.py", "kit", "../kit"],
            cwd=self._checkout,
            env=_connected(self._index),
            capture_output=True,
            encoding="utf-8",
        )


@pytest.fixture(scope="module")
def making(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Making:
    """How the kit was made."""
    return Making(tmp_path_factory.mktemp("made"), checkout / "packaging")


@pytest.fixture(scope="module")
def made(making: Making) -> Path:
    """The kit. Tests change copies of it only."""
    assert making.second.returncode == 0, making.second.stdout + making.second.stderr
    return making.kit


@pytest.fixture
def carried(
    scripts: Any, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A copy of the kit on a machine whose pip would ask an index that is not there."""
    monkeypatch.setenv("PIP_INDEX_URL", NOWHERE)
    monkeypatch.setenv("PIP_RETRIES", "0")
    monkeypatch.setattr(scripts.environment, "NEEDED_BYTES", 0)
    return Path(shutil.copytree(made, tmp_path / "a kit"))


@pytest.fixture
def calls(scripts: Any, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Every command that setting up starts; they run for real."""
    started: list[list[str]] = []
    run = subprocess.run

    def spy(command: list[str], **options: Any) -> Any:
        started.append(command)
        return run(command, **options)

    monkeypatch.setattr(scripts.environment.subprocess, "run", spy)
    return started


def _installed(python: Path) -> dict[str, str]:
    code = (
        "import importlib.metadata as m, json;"
        "print(json.dumps({d.name: d.version for d in m.distributions()}))"
    )
    answer = subprocess.run([str(python), "-c", code], capture_output=True, check=True, cwd="/")
    found: dict[str, str] = json.loads(answer.stdout)
    return found


def _edit_list(kit: Path, **changed: object) -> None:
    path = kit / "kit.json"
    listed = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**listed, **changed}), encoding="utf-8")


def test_making_goes_on_after_a_failure_and_fetches_nothing_twice(making: Making) -> None:
    assert making.first.returncode == 3
    assert "tiny-source" in making.first.stderr
    assert "then try again: it goes on where it stopped." in making.first.stderr
    assert "kit" not in making.after_first
    assert "kit.unfinished/wheels.part/tiny_lib-1.0-py3-none-any.whl" in making.after_first
    assert making.second.returncode == 0  # without tiny-lib in the index
    assert "Going on with" in making.second.stdout
    assert "The kit is whole" in making.second.stdout


def test_the_kit_holds_what_is_needed_in_the_pinned_versions_and_no_more(made: Path) -> None:
    stems = {path.name.split("-py3")[0] for path in (made / "wheels").iterdir()}
    pip = {stem for stem in stems if stem.startswith("pip-")}
    assert len(pip) == 1
    assert stems - pip == {
        "tiny_backend-1.3",
        "tiny_editables-1.0",
        "tiny_lib-1.0",
        "tiny_source-2.0",
    }
    assert {path.name for path in made.iterdir()} == {
        "INSTALL.txt",
        "kit.json",
        "wheels",
        "program",
    }
    assert not made.with_name("kit.unfinished").exists()


def test_the_list_names_every_file_with_its_checksum(made: Path) -> None:
    listed = json.loads((made / "kit.json").read_text(encoding="utf-8"))
    there = {p.relative_to(made).as_posix(): p.read_bytes() for p in made.rglob("*") if p.is_file()}
    del there["kit.json"]
    assert listed["files"] == {
        name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in there.items()
    }
    assert listed["python"] == VERSION
    assert platform.machine() in listed["system"]


def test_the_sheet_says_for_what_it_is_and_what_to_type(made: Path) -> None:
    sheet = (made / "INSTALL.txt").read_text(encoding="utf-8")
    assert f"with Python {VERSION} (64-bit)" in sheet
    line = (
        r"packaging\bootstrap.py run" if sys.platform == "win32" else "packaging/bootstrap.py run"
    )
    assert line in sheet
    assert ("libxcb-cursor0" in sheet) is sys.platform.startswith("linux")


def test_a_set_up_from_the_kit_asks_no_index(
    scripts: Any, carried: Path, calls: list[list[str]]
) -> None:
    environment = scripts.environment.Environment(carried / "program")
    environment.ensure()

    installed = _installed(environment.python)
    assert installed.pop("pip")
    assert installed == {"tiny": "1.0", "tiny-lib": "1.0", "tiny-source": "2.0"}
    code = "import tiny; print(tiny.__file__)"
    where = subprocess.run(
        [str(environment.python), "-c", code], cwd="/", capture_output=True, text=True, check=True
    )
    assert Path(where.stdout.strip()) == carried / "program" / "tiny.py"
    pip_runs = [command for command in calls if "install" in command]
    assert len(pip_runs) == 2  # pip itself, then everything
    for command in pip_runs:
        assert command[command.index("--no-index") + 1] == "--find-links"
        assert command[command.index("--find-links") + 1] == str(carried / "wheels")

    # Set up, it needs its kit no more.
    (carried / "kit.json").unlink()
    calls.clear()
    scripts.environment.Environment(carried / "program").ensure()
    assert calls == []


def test_settings_of_this_machines_pip_do_not_count(
    scripts: Any, carried: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_TARGET", "/elsewhere")
    environment = scripts.kit.Kit(carried).pip_environment()
    assert [name for name in environment if name.startswith("PIP_")] == ["PIP_CONFIG_FILE"]
    assert environment["PIP_CONFIG_FILE"] == os.devnull
    assert environment["PATH"] == os.environ["PATH"]


def _damage(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))


@pytest.mark.parametrize("name", ["wheels/tiny_lib-1.0-py3-none-any.whl", "program/tiny.py"])
@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (Path.unlink, "is missing"),
        (_damage, "is damaged"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1]), "is damaged"),
    ],
)
def test_a_missing_or_damaged_file_is_named_before_anything_is_made(
    scripts: Any, carried: Path, calls: list[list[str]], name: str, harm: Any, said: str
) -> None:
    harm(carried / name)
    with pytest.raises(scripts.failure.SetupFailed, match=r"Copy the whole folder again") as caught:
        scripts.environment.Environment(carried / "program").ensure()
    assert f"    {name} {said}\n" in str(caught.value)
    assert not any("install" in command or "venv" in command for command in calls)
    assert not (carried / "program" / ".venv").exists()


def test_of_many_faults_three_are_named_and_the_rest_counted(scripts: Any, carried: Path) -> None:
    for path in (carried / "wheels").iterdir():
        path.unlink()
    with pytest.raises(scripts.failure.SetupFailed, match="and 2 more") as caught:
        scripts.kit.Kit(carried).check()
    assert str(caught.value).count("is missing") == 3


def test_a_foreign_wheel_is_refused_but_not_what_a_stick_brings(
    scripts: Any, carried: Path
) -> None:
    (carried / "wheels" / "._tiny_lib-1.0-py3-none-any.whl").write_bytes(b"resource fork")
    (carried / "wheels" / "Thumbs.db").write_bytes(b"")
    scripts.kit.Kit(carried).check()
    wheel(carried / "wheels", "tiny-editables", "9.0", {})
    with pytest.raises(scripts.failure.SetupFailed, match=r"tiny_editables-9.* does not belong"):
        scripts.kit.Kit(carried).check()


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '{"format": 1}'])
def test_a_kit_without_its_list_is_not_taken_for_a_checkout(
    scripts: Any, carried: Path, calls: list[list[str]], content: str | None
) -> None:
    (carried / "kit.json").unlink()
    if content is not None:
        (carried / "kit.json").write_text(content, encoding="utf-8")
    with pytest.raises(scripts.failure.SetupFailed, match=r"kit's list .*kit\.json is missing"):
        scripts.environment.Environment(carried / "program").ensure()
    assert calls == []


def test_another_python_or_system_is_said_with_the_remedy(
    scripts: Any, carried: Path, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = scripts.environment.Environment(carried / "program")
    there = scripts.interpreter.find_interpreter
    here = [[sys.executable]]
    monkeypatch.setattr(
        scripts.environment, "find_interpreter", lambda versions: there(versions, here)
    )
    _edit_list(carried, python="3.99")
    with pytest.raises(scripts.failure.SetupFailed, match=r"Install Python 3\.99 \(64-bit\)"):
        environment.ensure()
    _edit_list(carried, system="Plan9 vax")
    with pytest.raises(scripts.failure.SetupFailed, match=r"for Plan9 vax and this is .*kit DIR"):
        environment.ensure()
    _edit_list(carried, format=2)
    with pytest.raises(scripts.failure.SetupFailed, match="form that this program does not know"):
        environment.ensure()
    assert not any("install" in command or "venv" in command for command in calls)


def test_developers_tools_are_not_looked_for_in_a_kit(scripts: Any, carried: Path) -> None:
    with pytest.raises(scripts.failure.SetupFailed, match="not the developers' tools"):
        scripts.environment.Environment(carried / "program", dev=True).ensure()


def test_system_libraries_are_named_not_fetched_in_a_kit(
    scripts: Any, carried: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    monkeypatch.setattr(scripts.bootstrap, "ROOT", carried / "program")
    monkeypatch.setattr(scripts.bootstrap.Environment, "ensure", lambda _self: None)
    monkeypatch.setattr(scripts.bootstrap, "ensure_system_libraries", lambda: told.append("fetch"))
    monkeypatch.setattr(scripts.bootstrap, "tell_system_libraries", lambda: told.append("tell"))
    assert scripts.bootstrap.main(["setup"]) == 0
    assert told == ["tell"]


def test_the_trial_finds_what_only_the_build_lacks(
    scripts: Any, carried: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    kit = scripts.kit.Kit(carried)
    (wheel_of_build,) = (carried / "wheels").glob("tiny_editables-*")
    wheel_of_build.unlink()
    with pytest.raises(scripts.failure.SetupFailed, match="would not find everything"):
        scripts.kit_wheels.prove(Path(sys.executable), kit)
    assert "tiny-editables" in capfd.readouterr().err


def test_pip_that_fails_on_a_kit_tells_how_old_the_kits_system_is(
    scripts: Any, carried: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _edit_list(carried, made_on="Linux-6.1-glibc2.36")
    environment = scripts.environment.Environment(carried / "program")
    environment.folder.mkdir()
    failed = SimpleNamespace(returncode=1)
    monkeypatch.setattr(scripts.environment.subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(
        scripts.failure.SetupFailed, match=r"made on Linux-6\.1-glibc2\.36; an older"
    ):
        environment._install()
