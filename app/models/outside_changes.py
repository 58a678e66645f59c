"""Notices what another program, such as a command in a terminal, changed in the open project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

from app.changes import Change, Changes
from app.jobs.handle import JobHandle, State
from app.jobs.operation import Lane
from app.jobs.runner import Runner
from app.operations import projects
from app.project_session import ProjectSession

if TYPE_CHECKING:
    from smp_core.workflows.project_marks import ProjectMarks
    from smp_core.workflows.projects import Project

_LOOK_MS = 2_000
_RESULTS_MS = 10_000
_RESULTS = frozenset((Change.INCOMING, Change.RESULTS))
_WRITING = (State.RUNNING, State.PAUSED, State.STOPPING)


class OutsideChanges(QObject):
    """Looks at the project's database every two seconds and tells of changes as if they were ours.

    What this window's own threads change goes through the same connection and is not seen here.
    Its engines are other programs; what their jobs change is told at the end of these jobs.
    Results, which may be a million, are read again every ten seconds at most, however fast they
    come.

    Args:
        runner, changes, session: Of the window.
        parent: The owner.
    """

    def __init__(
        self, runner: Runner, changes: Changes, session: ProjectSession, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._runner, self._changes, self._session = runner, changes, session
        self._marks: ProjectMarks | None = None
        self._due: set[Change] = set()
        self._ended: frozenset[Change] = frozenset()  # what jobs changed that ended since a look
        self._maybe = False  # a job of ours may have hidden that results were changed
        self._since_results = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)
        changes.project_changed.connect(self._begin)
        runner.finished.connect(self._job_ended)

    def _begin(self) -> None:
        self._marks, self._maybe = None, False
        self._due.clear()
        self._ended = frozenset()
        self._since_results.invalidate()
        self._timer.stop()
        self._look()

    def _look(self) -> None:
        project = self._session.project
        if project is None or self._runner.closed:
            return
        ended, self._ended = self._ended, frozenset()
        # A share that is away, or a database that is busy: whoever needs it will tell.
        self._runner.start(
            projects.look_for_changes(project, self._marks),
            owner=self,
            done=lambda marks: self._looked(project, marks, ended),
            failed=lambda _error: self._timer.start(),
            cancelled=self._timer.start,
        )

    def _looked(self, project: Project, marks: ProjectMarks, ended: frozenset[Change]) -> None:
        if project is not self._session.project:
            return
        self._timer.start()
        before, self._marks = self._marks, marks
        running = frozenset(
            change
            for handle in self._runner.running(quiet=True)
            if _writes(handle) and handle.state in _WRITING
            for change in handle.operation.changes
        )
        if before is not None and before.version != marks.version:
            self._note(before, marks, running | ended)
        if self._maybe and not running:
            self._maybe = False
            self._due |= _RESULTS
        self._tell()

    def _job_ended(self, handle: JobHandle) -> None:
        if _writes(handle):
            self._ended |= frozenset(handle.operation.changes)

    def _note(self, before: ProjectMarks, now: ProjectMarks, own: frozenset[Change]) -> None:
        """Take in what is another now, but for what our jobs change: they tell it at their end."""
        others = {
            change
            for change, one, other in (
                (Change.CLIPS, before.clips, now.clips),
                (Change.PROMPTS, before.prompts, now.prompts),
                (Change.RUNS, before.runs, now.runs),
            )
            if one != other
        }
        self._due |= others - own
        if own >= _RESULTS:
            return
        if others & own:  # no results were changed, as far as can be seen
            self._maybe = True
        else:
            self._due |= _RESULTS  # there are too many to be compared

    def _tell(self) -> None:
        ready = set(self._due)
        timer = self._since_results
        if timer.isValid() and timer.elapsed() < _RESULTS_MS:
            ready -= _RESULTS
        if not ready:
            return
        self._due -= ready
        if ready & _RESULTS:
            timer.start()
        if Change.RESULTS in ready:
            self._changes.results_changed_elsewhere.emit()
        self._changes.tell(each for each in Change if each in ready)


def _writes(handle: JobHandle) -> bool:
    """Whether it is a job of an engine, whose changes are seen as those of another program."""
    return handle.operation.lane in (Lane.ENGINE, Lane.SIDE)
