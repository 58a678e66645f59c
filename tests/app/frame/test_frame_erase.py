"""Erasing what was removed, from the window that has the project open."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
import sqlalchemy as sa
from answers import make_run
from PySide6.QtCore import QLockFile, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot
from studio_project import make_project, write_video

from app.changes import Change
from app.dialogs.erase import EraseDialog, show_erase
from app.jobs.handle import JobHandle
from app.jobs.operation import Lane, Operation, read
from app.operations import incoming
from app.views.classes.station import ClassesStation
from app.windows.main_window import MainWindow
from app.windows.menus import fill_project_menu
from smp_core.errors import StorageError
from smp_core.jobs import JobContext
from smp_core.storage.backup import backup, backups_folder
from smp_core.storage.project import DATABASE, Project, open_project
from smp_core.storage.schema import ClipRow, EditRow
from smp_core.workflows import erase
from smp_core.workflows.clip_edits import remove_clips
from smp_core.workflows.clips import list_clips
from smp_core.workflows.edit_journal import history
from smp_core.workflows.incoming import queue_videos

_LONG_MS = 20_000


def _until_stopped(ctx: JobContext) -> None:
    step = 0
    while True:
        ctx.progress("Counting", step := step + 1, 1_000_000)
        ctx.raise_if_cancelled()
        time.sleep(0.005)


def _counts(folder: Path) -> tuple[int, int]:
    """Clips and steps of undo in the database, read by somebody else."""
    with open_project(folder) as project, project.database.read() as session:
        clips = session.scalar(sa.select(sa.func.count()).select_from(ClipRow))
        edits = session.scalar(sa.select(sa.func.count()).select_from(EditRow))
    assert clips is not None and edits is not None
    return clips, edits


def _project(window: MainWindow) -> Project:
    assert window.context.project is not None
    return window.context.project


def _classes(window: MainWindow) -> ClassesStation:
    assert isinstance(window.deck.front, ClassesStation)
    return window.deck.front


def _removed(window: MainWindow) -> Project:
    """A project with one clip removed, an old backup and something in a cache."""
    project = _project(window)
    remove_clips(project, [list_clips(project)[0].id], "Remove 1 clip")
    backup(project.folder / DATABASE, "before-0002")
    secret = project.cache_folder / "clips" / "ab" / "x.bin"
    secret.parent.mkdir(parents=True)
    secret.write_bytes(bytes(2000))
    window.context.changes.clips_changed.emit()
    return project


@pytest.fixture
def dialog(opened: MainWindow, settled: Callable[[], None]) -> Iterator[EraseDialog]:
    """The question, shown over a project that something was removed from."""
    _removed(opened)
    settled()
    opened.context.commands.action("project.erase").trigger()
    settled()
    made = opened.findChild(EraseDialog)
    assert made is not None and made.isVisible()
    yield made


def _erase(window: MainWindow, dialog: EraseDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.finished, timeout=_LONG_MS):
        dialog.erase.click()
    assert not window.context.session.switching


def test_it_says_what_goes_then_erases_and_the_project_is_open_as_before(
    opened: MainWindow,
    dialog: EraseDialog,
    qtbot: QtBot,
    settled: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = _project(opened).folder
    station = _classes(opened)
    assert station.tools.undo.isEnabled() and "Remove 1 clip" in station.tools.undo.toolTip()
    assert [each.text() for each in dialog.goes] == [
        "1 step of undo, and in it 1 clip that you removed",
        "2 older backups; a new one is made first",
        f"{_cached(folder)} of small pictures, sound and sentences in the cache; they are made "
        "again when they are needed",
        "Names of removed clips in the reports on trainings",
    ]
    assert dialog.final.text() == "This cannot be undone." and dialog.keep.isDefault()
    assert _counts(folder) == (4, 1)  # nothing has happened yet

    still_open: list[list[str]] = []

    def erase_alone(folder: Path, ctx: JobContext) -> erase.Erased:
        # Of this project: others may be open in the same process, in a fixture of a module.
        mine = [Path(file.path) for file in psutil.Process().open_files()]
        in_it = [path.name for path in mine if path.parent == folder.resolve()]
        still_open.append([name for name in in_it if name.startswith(DATABASE)])
        return erase_removed(folder, ctx)

    erase_removed = erase.erase_removed
    monkeypatch.setattr(erase, "erase_removed", erase_alone)
    locked: list[bool] = []
    opened.context.changes.project_changed.connect(
        lambda: locked.append(not QLockFile(str(folder / ".window.lock")).tryLock(0))
    )
    _erase(opened, dialog, qtbot)
    settled()
    assert still_open == [[]]  # with WAL, SQLite refuses otherwise
    assert locked == [True, True]  # no other window could come in between
    assert _counts(folder) == (4, 0)
    assert len(list(backups_folder(folder).iterdir())) == 1
    assert not (folder / "cache" / "clips" / "ab").exists()
    project = _project(opened)
    assert project.folder == folder and history(project).undo is None
    again = _classes(opened)
    assert again is not station and again.project is project
    assert not again.tools.undo.isEnabled() and again.board.n_clips == 4
    assert (
        opened.windowTitle().startswith("Ward 3 falls") and opened.top.buttons["train"].isVisible()
    )
    told = opened.notices.shown
    assert told is not None and told.level == "info"
    assert told.message.startswith("Erased for good: 1 step of undo, 2 older backups and ")
    assert told.hint == "The undo history is empty now."


def _cached(folder: Path) -> str:
    from app.texts import byte_size

    files = [f for name in erase.CACHES for f in (folder / "cache" / name).rglob("*")]
    return byte_size(sum(file.stat().st_size for file in files if file.is_file()))


@pytest.mark.parametrize("leave", ["button", "escape"])
def test_whoever_thinks_better_of_it_loses_nothing(
    opened: MainWindow, dialog: EraseDialog, qtbot: QtBot, leave: str
) -> None:
    before = _project(opened)
    with qtbot.waitSignal(dialog.finished):
        if leave == "button":
            dialog.keep.click()
        else:
            qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert _counts(before.folder) == (4, 1) and opened.context.project is before


def test_a_running_job_must_end_first_and_is_named(
    opened: MainWindow, dialog: EraseDialog, qtbot: QtBot
) -> None:
    assert dialog.erase.isEnabled()
    context, folder = opened.context, _project(opened).folder
    handle = context.start(Operation("Training run 3", Lane.IO, _until_stopped), owner=opened)
    assert not dialog.erase.isEnabled() and dialog.state.isVisible()
    reason = "Work is still going on. Stop it, or wait for its end: Training run 3"
    assert dialog.state.text() == dialog.erase.accessibleDescription() == reason
    dialog.begin()  # not by any other way either
    assert context.project is not None and not handle.swept
    with qtbot.waitSignal(handle.ended, timeout=_LONG_MS):
        context.runner.cancel(handle)
    qtbot.waitUntil(dialog.erase.isEnabled, timeout=_LONG_MS)
    assert not dialog.state.isVisible()
    assert _counts(folder) == (4, 1)
    _erase(opened, dialog, qtbot)
    assert _counts(folder) == (4, 0)


def test_watching_pauses_meanwhile_and_goes_on(
    opened: MainWindow,
    tmp_path: Path,
    qtbot: QtBot,
    settled: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def classify(_project: object, _paths: object) -> Operation[None]:
        return Operation("Classifying", Lane.IO, _until_stopped, (Change.INCOMING,))

    monkeypatch.setattr(incoming, "classify", classify)
    context, watch = opened.context, opened.context.watch
    project = _removed(opened)
    make_run(project)
    queue_videos(project, [write_video(tmp_path / "x.mp4", 5)], JobContext())
    context.changes.incoming_changed.emit()
    qtbot.waitUntil(lambda: watch.job is not None, timeout=_LONG_MS)
    first = watch.job
    assert first is not None
    dialog = show_erase(context, opened)
    assert dialog is not None
    qtbot.waitUntil(dialog.erase.isEnabled, timeout=_LONG_MS)
    assert dialog.state.text().startswith("Classification stops after the video of now")
    # Something slow keeps the project until after the status was read again: watching must not
    # begin anew in between.
    gate = threading.Event()
    slow = Operation("slow", Lane.IO, lambda _ctx: gate.wait(_LONG_MS / 1000), quiet=True)
    context.start(slow, owner=opened)
    context.status.changed.connect(lambda: gate.set() if first_ended else None)
    first_ended: list[bool] = []
    first.ended.connect(lambda: first_ended.append(True))
    jobs: list[JobHandle | None] = []
    context.runner.started.connect(
        lambda each: jobs.append(watch.job) if each.name.startswith("Erasing") else None
    )
    _erase(opened, dialog, qtbot)
    assert first_ended and jobs == [None]  # nothing was classified meanwhile
    assert _counts(project.folder) == (4, 0)
    qtbot.waitUntil(lambda: watch.job is not None, timeout=_LONG_MS)  # it goes on by itself
    assert watch.job is not None and not watch.paused
    context.runner.cancel(watch.job)  # as the job panel does
    qtbot.waitUntil(lambda: watch.paused, timeout=_LONG_MS)
    settled()


def test_a_project_open_elsewhere_is_refused_and_stays_as_it_is(
    opened: MainWindow, dialog: EraseDialog, qtbot: QtBot, settled: Callable[[], None]
) -> None:
    folder = _project(opened).folder
    code = (
        "import sys; from pathlib import Path; "
        "from smp_core.storage.project import open_project; "
        "p = open_project(Path(sys.argv[1])); print('ready', flush=True); input()"
    )
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", code, str(folder)]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as other:
        assert other.stdout is not None and other.stdout.readline() == "ready\n"
        _erase(opened, dialog, qtbot)
        settled()
        other.communicate("\n")
    told = opened.notices.shown
    assert told is not None and told.level == "bad"
    assert told.message.startswith(f"{folder} is open in another program: ")
    assert _counts(folder) == (4, 1)
    assert "Remove 1 clip" in _classes(opened).tools.undo.toolTip()


def test_a_fault_half_way_is_told_and_the_project_opens_again(
    opened: MainWindow,
    dialog: EraseDialog,
    qtbot: QtBot,
    settled: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = _project(opened).folder

    def locked(*_: object) -> None:
        raise StorageError("x.db could not be deleted: no right.", "Give your account the right.")

    monkeypatch.setattr(erase, "_delete_backups", locked)
    _erase(opened, dialog, qtbot)
    settled()
    told = opened.notices.shown
    assert told is not None and told.level == "bad"
    assert told.message == "x.db could not be deleted: no right."
    assert _project(opened).folder == folder and opened.deck.front is not None
    assert _counts(folder) == (4, 0)  # the journal was before
    assert len(list_clips(_project(opened))) == 4


def test_a_project_that_vanished_meanwhile_leads_to_the_start_and_is_let_go(
    opened: MainWindow,
    dialog: EraseDialog,
    tmp_path: Path,
    qtbot: QtBot,
    settled: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder, away = _project(opened).folder, tmp_path / "unplugged"

    def unplug(_folder: Path, _ctx: object) -> None:
        folder.rename(away)
        raise StorageError("The share is away.", "Plug it in.")

    monkeypatch.setattr(erase, "erase_removed", unplug)
    _erase(opened, dialog, qtbot)
    settled()
    assert opened.context.project is None and opened.welcome.isVisible()
    assert [each.level for each in opened.context.notices.history] == ["bad", "bad"]
    assert not opened.context.commands.action("project.erase").isEnabled()
    away.rename(folder)
    with qtbot.waitSignal(opened.context.changes.project_changed, timeout=_LONG_MS):
        opened.open_project(folder)
    settled()
    assert _counts(folder) == (4, 1) and opened.deck.front is not None


def test_a_project_chosen_meanwhile_opens_afterwards(
    opened: MainWindow,
    dialog: EraseDialog,
    tmp_path: Path,
    qtbot: QtBot,
    settled: Callable[[], None],
) -> None:
    folder = _project(opened).folder
    other = make_project(tmp_path / "other", {}, name="Other")
    seen: list[str] = []
    session = opened.context.session
    opened.context.changes.project_changed.connect(
        lambda: seen.append("" if session.project is None else session.project.info.name)
    )
    gate = threading.Event()  # until it opens, the project cannot be let go
    slow = Operation("slow", Lane.IO, lambda _ctx: gate.wait(_LONG_MS / 1000), quiet=True)
    opened.context.start(slow, owner=opened)
    dialog.erase.click()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)  # it is too late for that
    assert dialog.isVisible() and not dialog.keep.isEnabled()
    opened.open_project(other)
    opened.context.start(read("later", lambda _ctx: None), done=lambda _: gate.set())
    qtbot.waitUntil(lambda: opened.windowTitle().startswith("Other"), timeout=_LONG_MS)
    settled()
    assert seen == ["", "Ward 3 falls", "Other"]
    assert _counts(folder) == (4, 0)
    lock = QLockFile(str(folder / ".window.lock"))
    assert lock.tryLock(0)
    lock.unlock()


def test_the_question_goes_with_its_project(
    opened: MainWindow, dialog: EraseDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    other = make_project(tmp_path / "other", {}, name="Other")
    with qtbot.waitSignal(dialog.finished, timeout=_LONG_MS):
        opened.context.session.open(other)


def test_it_is_offered_where_a_project_is_open(
    window: MainWindow, project_folder: Path, qtbot: QtBot, settled: Callable[[], None]
) -> None:
    context, title = window.context, "Erase what was removed…"

    def offered() -> list[bool]:
        menu = QMenu(window)
        fill_project_menu(menu, context, window)
        palette = [command.title for command, _ in context.commands.usable()]
        return [title in [each.text() for each in menu.actions()], title in palette]

    assert offered() == [False, False] and show_erase(context, window) is None
    with qtbot.waitSignal(context.changes.project_changed, timeout=_LONG_MS):
        window.open_project(project_folder)
    settled()
    assert offered() == [True, True]
