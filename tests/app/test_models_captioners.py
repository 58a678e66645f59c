"""Settings → Models with captioners: brought on a stick, put on one, verified, removed."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pack_engine
import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from tiny_captioners import write_tiny_captioner

from app.context import Context
from app.dialogs.models import ModelsDialog
from app.dialogs.models_row import ModelRow
from app.operations import prompts
from smp_core.paths import user_data_folder
from smp_core.workflows.captioning import captioners
from smp_core.workflows.fetch_store import FetchStore
from smp_core.workflows.projects import Project
from smp_core.workflows.prompts import choose_captioner


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The tiny model of clap-tags; do not change it."""
    folder = tmp_path_factory.mktemp("written") / "clap-tags"
    yield write_tiny_captioner("clap", folder)
    shutil.rmtree(folder)


@pytest.fixture
def stick(written: Path, tmp_path: Path) -> Path:
    shutil.copytree(written, tmp_path / "stick" / "clap-tags")
    return tmp_path / "stick" / "clap-tags"


@pytest.fixture
def engine_context(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Context]:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "no-hub"))
    monkeypatch.delenv("SMP_MODELS", raising=False)
    made = Context(qapp, pack_engine.COMMAND)
    yield made
    assert made.close()
    made.deleteLater()


@pytest.fixture
def opened(engine_context: Context, qtbot: QtBot) -> Callable[[], ModelsDialog]:
    def open_it() -> ModelsDialog:
        made = ModelsDialog(engine_context)
        qtbot.addWidget(made)
        made.show()
        quiet(made, qtbot)
        return made

    return open_it


def quiet(dialog: ModelsDialog, qtbot: QtBot) -> None:
    runner = dialog._context.runner
    for _ in range(2):
        qtbot.waitUntil(lambda: not runner.running(quiet=True), timeout=60_000)
        qtbot.wait(30)


def words(row: ModelRow) -> str:
    shown = [each for each in row.findChildren(QLabel) if each.isVisibleTo(row)]
    return " | ".join(each.text() for each in shown)


def offered(row: ModelRow) -> list[str]:
    shown = [each for each in row.findChildren(QPushButton) if each.isVisibleTo(row)]
    return [each.text().strip() for each in shown]


def press(row: ModelRow, text: str) -> None:
    shown = [each for each in row.findChildren(QPushButton) if each.isVisibleTo(row)]
    (found,) = [each for each in shown if each.text().strip() == text]
    found.click()


def ask(row: ModelRow, text: str, qtbot: QtBot) -> None:
    """Press what asks first, and wait for the question."""
    press(row, text)
    qtbot.waitUntil(lambda: row.question is not None and row.question.isVisible())


def home() -> Path:
    return user_data_folder() / "models"


def lying(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir()) if folder.is_dir() else []


def sums(folder: Path) -> dict[str, str]:
    return {
        each.name: hashlib.sha256(each.read_bytes()).hexdigest()
        for each in folder.iterdir()
        if each.name != "SHA256SUMS"
    }


def choose(dialog: ModelsDialog, folder: Path) -> None:
    """As the operator does in the file dialog that is open."""
    (shown,) = [each for each in dialog.findChildren(QFileDialog) if each.isVisible()]
    assert shown.fileMode() is QFileDialog.FileMode.Directory
    shown.fileSelected.emit(str(folder))
    shown.close()


def test_a_captioner_comes_from_a_folder_and_is_checked_copied_and_removed(
    opened: Callable[[], ModelsDialog], stick: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = opened()
    assert offered(dialog.rows["clap-tags"]) == ["Fetch…"]
    (stick / "pytorch_model.bin").write_bytes(b"pickle")
    dialog.bringing.add_folder.click()
    choose(dialog, stick)
    assert not dialog.bringing.add_folder.isEnabled() and dialog.bringing.line.isVisible()
    assert "Wait until this is copied" in dialog.bringing.add_folder.toolTip()
    quiet(dialog, qtbot)
    assert dialog.message.text().startswith("clap-tags was added; every file is whole. ")
    assert "the published clap-tags has 0.61 GB" in dialog.message.text()  # the tiny one is no CLAP
    assert dialog.bringing.add_folder.isEnabled() and dialog.bringing.line.isHidden()
    folder = home() / "clap-tags"
    (stick / "pytorch_model.bin").unlink()
    assert sums(folder) == sums(stick)
    assert {each.name: each.available for each in captioners()}["clap-tags"]
    row = dialog.rows["clap-tags"]
    assert "here" in words(row)
    assert offered(row) == ["Copy to…", "Verify", "Remove…"]

    press(row, "Verify")
    quiet(dialog, qtbot)
    assert "Every file is whole and fits the model." in words(dialog.rows["clap-tags"])

    press(dialog.rows["clap-tags"], "Copy to…")
    second = tmp_path / "second stick"
    second.mkdir()
    choose(dialog, second)
    quiet(dialog, qtbot)
    assert "clap-tags was copied; every file is whole." in dialog.message.text()
    assert sums(second / "clap-tags") == sums(stick)

    ask(dialog.rows["clap-tags"], "Remove…", qtbot)
    row = dialog.rows["clap-tags"]
    size = sum(each.stat().st_size for each in folder.iterdir())
    asked = words(row)
    assert f"Remove CLAP sound tags, {size / 1e3:.1f} kB?" in asked
    assert "Needed by: clap-tags, smolvlm2-500m+clap-tags, " in asked
    assert "The open project" not in asked
    press(row, "Keep it")
    assert "Needed by" not in words(row) and folder.is_dir()
    ask(row, "Remove…", qtbot)
    press(row, "Remove it")
    quiet(dialog, qtbot)
    assert not folder.exists() and offered(dialog.rows["clap-tags"]) == ["Fetch…"]
    dialog.removals.undo.click()
    quiet(dialog, qtbot)
    assert sums(folder) == sums(stick)
    ask(dialog.rows["clap-tags"], "Remove…", qtbot)
    press(dialog.rows["clap-tags"], "Remove it")
    quiet(dialog, qtbot)
    dialog.accept()
    quiet(dialog, qtbot)
    assert lying(home()) == []
    missing = {each.name: each.missing for each in captioners()}["clap-tags"]
    assert "clap-tags is not on this machine" in missing


def test_a_damaged_model_says_why_and_leaves_nothing(
    opened: Callable[[], ModelsDialog], stick: Path, qtbot: QtBot
) -> None:
    dialog = opened()
    weights = stick / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    dialog.add(stick)
    quiet(dialog, qtbot)
    assert "cannot be opened as clap" in dialog.message.text()
    assert str(stick) in dialog.message.text()
    assert lying(home()) == []
    assert dialog.bringing.add_folder.isEnabled() and dialog.bringing.line.isHidden()


def test_adding_can_be_stopped_and_leaves_nothing(
    opened: Callable[[], ModelsDialog], stick: Path, qtbot: QtBot
) -> None:
    dialog = opened()
    with (stick / "model.safetensors").open("r+b") as file:
        file.truncate(300_000_000)  # 300 steps
    slow = stick.parent.rename(stick.parent.with_name("slow stick"))
    dialog.add(slow / "clap-tags")
    line = dialog.bringing.line
    qtbot.waitUntil(lambda: "Copying (MB)" in line.said.text(), timeout=60_000)
    assert line.bar.maximum() == 301
    assert [name.endswith(".part") for name in lying(home())] == [True]
    assert line.stop is not None
    line.stop.click()
    quiet(dialog, qtbot)
    assert dialog.message.text() == "Stopped; nothing was added."
    assert lying(home()) == []


def test_nothing_is_removed_that_a_job_may_need(
    opened: Callable[[], ModelsDialog],
    written: Path,
    project: Project,
    monkeypatch: pytest.MonkeyPatch,
    engine_context: Context,
    qtbot: QtBot,
) -> None:
    shutil.copytree(written, home() / "clap-tags")
    choose_captioner(project, "smolvlm2-500m+clap-tags")
    monkeypatch.setattr(type(engine_context), "project", project)
    dialog = opened()
    handle = engine_context.start(
        prompts.write_prompts(project, "smolvlm2-500m+clap-tags"),
        failed=lambda _error: None,
        cancelled=lambda: None,
    )
    press(dialog.rows["clap-tags"], "Remove…")
    row = dialog.rows["clap-tags"]
    assert f"“{handle.name}” may need it." in words(row)
    assert row.work.said.property("role") == "bad" and row.question is None
    engine_context.runner.cancel(handle)
    quiet(dialog, qtbot)
    ask(row, "Remove…", qtbot)
    assert "The open project uses it" in words(row)
    other = engine_context.start(
        prompts.write_prompts(project, "descriptor"), failed=lambda _error: None
    )
    press(row, "Remove it")  # that one needs another captioner
    quiet(dialog, qtbot)
    assert other.state.ended and not (home() / "clap-tags").exists()


def test_a_model_that_another_program_put_there_is_not_removed(
    opened: Callable[[], ModelsDialog],
    written: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shutil.copytree(written, tmp_path / "shared" / "clap-tags")
    monkeypatch.setenv("SMP_MODELS", str(tmp_path / "shared"))
    row = opened().rows["clap-tags"]
    assert offered(row) == ["Copy to…", "Verify"]
    assert f"put there by another program: {tmp_path / 'shared' / 'clap-tags'}" in words(row)


def test_a_damaged_model_here_says_so(opened: Callable[[], ModelsDialog], written: Path) -> None:
    shutil.copytree(written, home() / "clap-tags")
    (home() / "clap-tags" / "model.safetensors").unlink()
    row = opened().rows["clap-tags"]
    assert "holds no model.safetensors" in words(row)
    assert offered(row) == ["Verify", "Remove…"]


def test_a_fetch_can_go_to_a_stick(
    opened: Callable[[], ModelsDialog], tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = opened()
    row = dialog.rows["paper"]
    ask(row, "Fetch…", qtbot)
    assert offered(row) == ["Fetch…", "Not now", "Fetch to a stick…", "Fetch now"]
    press(row, "Fetch to a stick…")
    choose(dialog, tmp_path)
    quiet(dialog, qtbot)
    assert (tmp_path / "paper" / "pack.json").is_file()
    assert f"Fetched to {tmp_path / 'paper'}. On the other machine" in words(dialog.rows["paper"])
    assert lying(user_data_folder() / "packs") == []


def test_what_is_kept_of_a_fetch_is_told_and_can_be_given_up(
    opened: Callable[[], ModelsDialog], qtbot: QtBot
) -> None:
    part = FetchStore(home(), "clap-tags").place("laion/clap-htsat-unfused", "model.safetensors")
    part.parent.mkdir(parents=True)
    part.write_bytes(bytes(2_000_000))
    dialog = opened()
    row = dialog.rows["clap-tags"]
    assert "2.0 MB fetched so far" in words(row)
    press(row, "Give up")
    quiet(dialog, qtbot)
    assert "fetched so far" not in words(dialog.rows["clap-tags"])
    assert lying(home()) == []


def test_a_full_disk_leaves_the_model_where_it_was(
    opened: Callable[[], ModelsDialog],
    written: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = home() / "clap-tags"
    shutil.copytree(written, folder)
    dialog = opened()
    real = os.mkdir

    def full(path: str | Path, *more: int) -> None:
        if ".removed-" in str(path):
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        real(path, *more)

    monkeypatch.setattr(os, "mkdir", full)
    ask(dialog.rows["clap-tags"], "Remove…", qtbot)
    press(dialog.rows["clap-tags"], "Remove it")
    quiet(dialog, qtbot)
    assert "the disk is full" in dialog.message.text()
    assert sums(folder) == sums(written) and lying(home()) == ["clap-tags"]
