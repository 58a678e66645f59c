"""Making a kit: whole or not at all, going on after an interruption, and what it refuses."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tiny_packages import make_project


class Pip:
    """Stands for gathering and trying; counts, and stops where a test says."""

    def __init__(self) -> None:
        self.gathered = 0
        self.stop_at = ""

    def gather(self, _python: Path, _root: Path, folder: Path, _scratch: Path) -> None:
        self.gathered += 1
        folder.mkdir(exist_ok=True)
        (folder / f"{self.gathered}.whl").write_bytes(b"a wheel")
        if self.stop_at == "gather":
            raise KeyboardInterrupt

    def prove(self, _python: Path, _kit: Any) -> None:
        if self.stop_at == "prove":
            raise KeyboardInterrupt


@pytest.fixture
def root(checkout: Path, tmp_path: Path) -> Path:
    """The tiny project, as a checkout."""
    make_project(tmp_path / "checkout", checkout / "packaging")
    return tmp_path / "checkout"


@pytest.fixture
def pip(scripts: Any, monkeypatch: pytest.MonkeyPatch) -> Pip:
    """Nothing is made or fetched for real."""
    fake = Pip()
    maker = scripts.kit_maker
    monkeypatch.setattr(maker.virtual_environment, "make", lambda *_: None)
    monkeypatch.setattr(maker, "gather", fake.gather)
    monkeypatch.setattr(maker, "prove", fake.prove)
    monkeypatch.setattr(maker, "KIT_BYTES", 0)
    return fake


@pytest.mark.parametrize(
    ("stop_at", "wheels"), [("gather", {"1.whl", "2.whl"}), ("prove", {"1.whl"})]
)
def test_an_interrupted_kit_has_not_its_name_and_goes_on(
    scripts: Any, root: Path, pip: Pip, tmp_path: Path, stop_at: str, wheels: set[str]
) -> None:
    target = tmp_path / "kit"
    pip.stop_at = stop_at
    with pytest.raises(KeyboardInterrupt):
        scripts.kit_maker.make_kit(root, [str(target)])
    assert not target.exists()
    assert not list(tmp_path.rglob("kit.json"))

    pip.stop_at = ""
    (tmp_path / "kit.unfinished" / "program" / "left-over").mkdir(parents=True, exist_ok=True)
    assert scripts.kit_maker.make_kit(root, [str(target)]) == 0
    assert {path.name for path in (target / "wheels").iterdir()} == wheels
    assert not (tmp_path / "kit.unfinished").exists()
    assert {path.name for path in target.iterdir()} == {
        "INSTALL.txt",
        "kit.json",
        "program",
        "wheels",
    }
    assert not (target / "program" / "left-over").exists()
    scripts.kit.Kit(target).check()


def test_wheels_for_other_pins_are_gathered_anew(
    scripts: Any, root: Path, pip: Pip, tmp_path: Path
) -> None:
    pip.stop_at = "prove"
    with pytest.raises(KeyboardInterrupt):
        scripts.kit_maker.make_kit(root, [str(tmp_path / "kit")])
    (root / "packaging" / "constraints.txt").write_text("tiny-lib==1.1\n", encoding="utf-8")
    pip.stop_at = ""
    assert scripts.kit_maker.make_kit(root, [str(tmp_path / "kit")]) == 0
    assert [path.name for path in (tmp_path / "kit" / "wheels").iterdir()] == ["2.whl"]


def test_sizes_are_said_before_and_after(
    scripts: Any, root: Path, pip: Pip, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert scripts.kit_maker.make_kit(root, [str(tmp_path / "kit")]) == 0
    said = capsys.readouterr().out
    assert said.index("GB free") < said.index("The kit is whole")
    listed = json.loads((tmp_path / "kit" / "kit.json").read_text(encoding="utf-8"))["files"]
    assert f"{len(listed)} files, 0.0 GB" in said


def test_too_little_space_is_said_before_anything_is_fetched(
    scripts: Any, root: Path, pip: Pip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scripts.kit_maker, "KIT_BYTES", 4 * 10**9)
    usage = SimpleNamespace(free=1_500_000_000)
    monkeypatch.setattr(scripts.kit_maker.shutil, "disk_usage", lambda _path: usage)
    with pytest.raises(scripts.failure.SetupFailed, match=r"1\.5 GB free and 4 GB are needed"):
        scripts.kit_maker.make_kit(root, [str(tmp_path / "kit")])
    assert pip.gathered == 0


def test_what_is_there_is_not_written_over_nor_the_program_into_itself(
    scripts: Any, root: Path, pip: Pip, tmp_path: Path
) -> None:
    (tmp_path / "kit").mkdir()
    with pytest.raises(scripts.failure.SetupFailed, match="is there already"):
        scripts.kit_maker.make_kit(root, [str(tmp_path / "kit")])
    with pytest.raises(scripts.failure.SetupFailed, match="Choose another place"):
        scripts.kit_maker.make_kit(root, [str(root / "kit")])
    assert pip.gathered == 0


def test_a_folder_that_cannot_be_made_is_said(
    scripts: Any, root: Path, pip: Pip, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(scripts.failure.SetupFailed, match="could not be made: .*try again"):
        scripts.kit_maker.make_kit(root, [str(tmp_path / "file" / "kit")])


@pytest.mark.parametrize("arguments", [[], [""], ["one", "two"]])
def test_one_folder_must_be_named(
    scripts: Any, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert scripts.bootstrap.main(["kit", *arguments]) == 2
    assert "kit FOLDER" in capsys.readouterr().out


def _files(root: Path) -> None:
    for name in ("app/a.py", "app/__pycache__/a.pyc", ".venv/lib.py", "demo-project/project.db"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()


def test_without_git_all_but_what_tools_left_is_the_program(scripts: Any, tmp_path: Path) -> None:
    _files(tmp_path)
    (tmp_path / "new.txt").touch()
    assert scripts.program_files.program_files(tmp_path) == ["app/a.py", "new.txt"]


def test_with_git_the_tracked_files_are_the_program(scripts: Any, tmp_path: Path) -> None:
    root = tmp_path / "checkout"
    _files(root)
    (root / "Käse.txt").write_text("tracked")
    for arguments in (["init", "-q"], ["add", "app/a.py", "Käse.txt"]):
        subprocess.run(["git", "-C", str(root), *arguments], check=True)
    (root / "untracked.txt").touch()
    names = scripts.program_files.copy_program(root, tmp_path / "copy")
    assert names == ["Käse.txt", "app/a.py"]
    assert (tmp_path / "copy" / "Käse.txt").read_text() == "tracked"
    assert sum(path.is_file() for path in (tmp_path / "copy").rglob("*")) == 2
