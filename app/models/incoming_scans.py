"""Looks through the watched folders at intervals, unless another program does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.changes import Change, Changes
from app.errors import Notices, reason_of
from app.jobs.runner import Runner
from app.operations import incoming
from app.texts import translate

if TYPE_CHECKING:
    from app.operations.incoming import TurnTold, WatchMade
    from smp_core.workflows.projects import Project
    from smp_core.workflows.watch_turn import Watcher, WatchTurn
    from smp_core.workflows.watching import ScanResult, Watch

_SOON_MS, _CALM_MS = 1_200, 5_000


def elsewhere_reason(watcher: Watcher) -> str:
    """Which program watches a project instead of this window."""
    if watcher.program == "unknown":
        return translate("Incoming", "Another program classifies this project's videos.")
    if watcher.machine:
        said = translate(
            "Incoming", "The command smp watch on the machine {0} classifies this project's videos."
        )
        return said.format(watcher.machine)
    return translate("Incoming", "The command smp watch classifies this project's videos.")


class IncomingScans(QObject):
    """Scans for one project at a time; only one program watches a project.

    Attributes:
        changed: Anything below is another.
        prepared: Scanning could begin; whether any folder is watched. `go` begins.
        result: What the newest scan found; None before the first.
        trouble: Why the folders could not be looked through, empty otherwise. It is tried again at
            the usual interval.
        elsewhere: Who watches instead; None if nobody does. It is looked for at the usual interval,
            and scanning goes on when that program has ended.
        mine: This window has work to do and is the one that does it.
    """

    changed = Signal()
    prepared = Signal(bool)

    def __init__(
        self, runner: Runner, changes: Changes, notices: Notices, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runner, self._changes, self._notices = runner, changes, notices
        self._project: Project | None = None
        self._made: WatchMade | None = None
        self._watch: Watch | None = None
        self._turn: WatchTurn | None = None
        self._wanted = True
        self._fault = ""
        self.result: ScanResult | None = None
        self.trouble = ""
        self.elsewhere: Watcher | None = None
        self.mine = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._settle)
        changes.incoming_changed.connect(self._incoming_changed)

    @property
    def going(self) -> bool:
        """Whether folders are looked through, or would be if no other program did."""
        return self._watch is not None

    def set_project(self, project: Project | None) -> None:
        """Leave the project of now, and get ready for another one."""
        self._timer.stop()
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.wanted = False
            if self._runner.closed:
                turn.settle()
            else:
                self._runner.start(incoming.leave_turn(turn), owner=self)
        self._project, self._made, self._watch = project, None, None
        self.result, self.elsewhere, self.mine = None, None, False
        self.trouble = self._fault = ""
        if project is not None:
            self.prepare()

    def prepare(self) -> None:
        """Get ready: `prepared` comes."""
        project = self._project
        if project is None:
            return
        self._runner.start(
            incoming.make_watch(project),
            owner=self,
            done=lambda made: self._prepared(project, made),
            failed=lambda error: self._failed(project, error),
        )

    def go(self) -> None:
        """Begin, after `prepared`."""
        if self._made is not None:
            self._watch, self._turn = self._made.watch, self._made.turn
            self._settle()

    def want(self, wanted: bool) -> None:
        """Whether this window wants to be the one that classifies; otherwise it lets others be."""
        if wanted != self._wanted:
            self._wanted = wanted
            self.mine = self.mine and wanted
            self.soon()

    def try_again(self) -> None:
        """See now whether another program watches still; if so that is told again."""
        self.elsewhere = None
        self.soon()

    def soon(self) -> None:
        """Look through the folders now."""
        if self._watch is not None:
            self._timer.start(0)

    def _prepared(self, project: Project, made: WatchMade) -> None:
        if project is not self._project:
            return
        self.trouble = self._fault = ""
        self._made = made
        self.prepared.emit(made.has_folders)

    def _incoming_changed(self) -> None:
        if self._watch is not None and self._timer.isActive():  # a folder may be new
            self._timer.start(_SOON_MS)

    def _settle(self) -> None:
        """See whose turn it is, then scan."""
        project, watch, turn = self._project, self._watch, self._turn
        if project is None or self._runner.closed:  # a timer may outlive the runner
            return
        if watch is None or turn is None:
            self.prepare()
            return
        turn.wanted = self._wanted
        self._runner.start(
            incoming.settle_turn(project, turn),
            owner=self,
            done=lambda told: self._settled(watch, told),
            failed=lambda error: self._failed(project, error),
            cancelled=lambda: self._timer.start(_CALM_MS),
        )

    def _settled(self, watch: Watch, told: TurnTold) -> None:
        if watch is not self._watch:
            return
        before = (self.elsewhere, self.mine)
        self.elsewhere, self.mine = told.elsewhere, told.mine and self._wanted
        if self.elsewhere is None:
            self._scan(watch)
        else:
            self.result = None  # what it said gets old
            self._timer.start(_CALM_MS)
            if before[0] != self.elsewhere:
                said = translate("Incoming", "Incoming is paused: {0}")
                self._notices.info(
                    said.format(elsewhere_reason(self.elsewhere)),
                    translate("Incoming", "It goes on here when that program has ended."),
                )
        if before != (self.elsewhere, self.mine):
            self.changed.emit()

    def _scan(self, watch: Watch) -> None:
        project = self._project
        if project is None or self._runner.closed:
            return
        self._runner.start(
            incoming.scan_folders(watch),
            owner=self,
            done=lambda result: self._scanned(watch, result),
            failed=lambda error: self._failed(project, error),
            cancelled=lambda: self._timer.start(_CALM_MS),
        )

    def _failed(self, project: Project, error: Exception) -> None:
        """Say once that nothing that arrives is seen now, and go on trying."""
        if project is not self._project:
            return
        self._timer.start(_CALM_MS)
        fault = repr(error)
        if fault == self._fault:  # five seconds later: said and logged already
            return
        if not self._fault:
            self._notices.error(error)
        self._fault, self.trouble = fault, reason_of(error)
        self.changed.emit()

    def _scanned(self, watch: Watch, result: ScanResult) -> None:
        if watch is not self._watch:
            return
        before, self.result = self.result, result
        mended, self.trouble, self._fault = bool(self._fault), "", ""
        # A huge folder is not looked through all the time.
        calm = max(_CALM_MS, round(result.seconds * 10_000))
        self._timer.start(_SOON_MS if result.arriving else calm)
        if result.queued or result.failed:
            self._changes.tell((Change.INCOMING,))
        shown = (result.unreachable, result.arriving)
        if mended or before is None or (before.unreachable, before.arriving) != shown:
            self.changed.emit()
