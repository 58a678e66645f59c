"""Keeps watching and classifying while a project is open, whichever station is in front."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.changes import Change, Changes
from app.errors import Notices, reason_of
from app.jobs.handle import JobHandle
from app.jobs.runner import Runner
from app.models.project_status import ProjectStatus
from app.operations import incoming
from app.project_session import ProjectSession
from app.settings import Settings
from app.texts import translate

if TYPE_CHECKING:
    from pathlib import Path

    from app.operations.incoming import WatchMade
    from smp_core.workflows.options import ClassifySummary
    from smp_core.workflows.projects import Project
    from smp_core.workflows.watching import ScanResult, Watch

_SOON_MS, _CALM_MS = 1_200, 5_000
_AGAIN_MS = 60_000
_KEPT = "incoming watch"


def held_reason() -> str:
    """Why a project is held."""
    return translate(
        "Incoming", "This project watches folders; it was not opened on this machine before."
    )


class IncomingWatch(QObject):
    """Scans watched folders at intervals, and gives the engine what waits, batch by batch.

    Attributes:
        changed: Anything below is another.
        stepped: The running classification got on.
        paused: The operator holds classification; kept with the project.
        held: It watches folders and was never opened by this account: nothing is scanned and
            nothing classified before the operator resumes. `paused` is True too.
        job: The classification that runs or waits for the engine.
        scan: What the newest scan found; None before the first.
        trouble: Why the last batch ended without success, empty otherwise. It is tried again after
            a minute, after a training, and when the operator resumes.
        scan_trouble: Why the watched folders could not be looked through, empty otherwise. It is
            tried again at the usual interval.
    """

    changed = Signal()
    stepped = Signal()

    def __init__(
        self,
        runner: Runner,
        changes: Changes,
        session: ProjectSession,
        status: ProjectStatus,
        settings: Settings,
        notices: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runner, self._changes, self._session = runner, changes, session
        self._status, self._settings, self._notices = status, settings, notices
        self._project: Project | None = None
        self._watch: Watch | None = None
        self._looking = False
        self._unsure = False  # nobody looked yet whether it is to be held
        self.paused = False
        self.held = False
        self.job: JobHandle | None = None
        self.scan: ScanResult | None = None
        self.trouble = ""
        self.scan_trouble = ""
        self._scan_fault = ""
        self._scan_timer = self._single_shot(_CALM_MS, self._scan)
        self._again = self._single_shot(_AGAIN_MS, self.resume_after_trouble)
        changes.project_changed.connect(lambda: self.set_project(session.project))
        changes.incoming_changed.connect(self._incoming_changed)
        changes.runs_changed.connect(self.resume_after_trouble)
        status.changed.connect(self._drive)

    def set_project(self, project: Project | None) -> None:
        """Watch for another project, or for none."""
        self._project, self._watch, self.scan = project, None, None
        self.job, self.trouble, self._looking = None, "", False
        self.scan_trouble = self._scan_fault = ""
        self._scan_timer.stop()
        self._again.stop()
        self.paused = self.held = self._unsure = False
        if project is not None:
            uuid = project.info.uuid
            state = self._settings.station_state(uuid, _KEPT)
            self.paused = bool(state.get("paused", False))
            self._unsure = bool(state.get("held", not self._settings.knows_project(uuid)))
            if self._unsure:
                self._keep()  # a program that ends before the answer asks again
            self._make_watch(project)
        self.changed.emit()

    def set_paused(self, paused: bool) -> None:
        """Hold classification after the video of now, or go on.

        Watching goes on in any case, unless the project is held: then going on begins it.
        """
        if self._project is None:
            return
        released = self.held and not paused
        self.paused, self.held = paused, self.held and paused
        self._keep()
        if paused and self.job is not None:
            self._runner.cancel(self.job)
        self.trouble = ""
        if released:
            self._make_watch(self._project)
        self._drive()
        self.changed.emit()

    def resume_after_trouble(self) -> None:
        """Try again what failed as a whole."""
        self.trouble = ""
        self._drive()

    def scan_soon(self) -> None:
        """Look through the folders now."""
        if self._watch is not None:
            self._scan_timer.start(0)

    def _single_shot(self, interval_ms: int, call: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(call)
        return timer

    def _make_watch(self, project: Project) -> None:
        self._runner.start(
            incoming.make_watch(project),
            owner=self,
            done=lambda made: self._begin(project, made),
            failed=lambda error: self._not_scanned(project, error),
        )

    def _begin(self, project: Project, made: WatchMade) -> None:
        if project is not self._project:
            return
        self.scan_trouble = self._scan_fault = ""
        if self._unsure:
            self._unsure, self.held = False, made.has_folders
            self.paused = self.paused or self.held
            self._keep()
            self.changed.emit()
        if self.held:  # without `_watch` nothing is scanned and nothing classified
            said = translate("Incoming", "Incoming is paused: {0}").format(held_reason())
            self._notices.info(said, translate("Incoming", "Go to Incoming to resume."))
            return
        self._watch = made.watch
        self._scan()
        self._drive()

    def _keep(self) -> None:
        """Remember with the project, at once: a killed window must not begin what was held."""
        if self._project is not None:
            state = {"paused": self.paused, "held": self.held or self._unsure}
            self._settings.set_station_state(self._project.info.uuid, _KEPT, state)
            self._settings.save()

    def _incoming_changed(self) -> None:
        # A folder may be new; the status follows by itself and then drives.
        if self._watch is not None and self._scan_timer.isActive():
            self._scan_timer.start(_SOON_MS)

    def _scan(self) -> None:
        project, watch = self._project, self._watch
        if project is None or self._runner.closed:  # a timer may outlive the runner
            return
        if watch is None:
            self._make_watch(project)
            return
        self._runner.start(
            incoming.scan_folders(watch),
            owner=self,
            done=lambda result: self._scanned(watch, result),
            failed=lambda error: self._not_scanned(project, error),
            cancelled=lambda: self._scan_timer.start(_CALM_MS),
        )

    def _not_scanned(self, project: Project, error: Exception) -> None:
        """Say once that nothing that arrives is seen now, and go on trying."""
        if project is not self._project:
            return
        self._scan_timer.start(_CALM_MS)
        fault = repr(error)
        if fault == self._scan_fault:  # five seconds later: said and logged already
            return
        if not self._scan_fault:
            self._notices.error(error)
        self._scan_fault, self.scan_trouble = fault, reason_of(error)
        self.changed.emit()

    def _scanned(self, watch: Watch, result: ScanResult) -> None:
        if watch is not self._watch:
            return
        before, self.scan = self.scan, result
        mended, self.scan_trouble, self._scan_fault = bool(self._scan_fault), "", ""
        # A huge folder is not looked through all the time.
        calm = max(_CALM_MS, round(result.seconds * 10_000))
        self._scan_timer.start(_SOON_MS if result.arriving else calm)
        if result.queued or result.failed:
            self._changes.tell((Change.INCOMING,))
        shown = (result.unreachable, result.arriving)
        if mended or before is None or (before.unreachable, before.arriving) != shown:
            self.changed.emit()
            self._drive()

    def _drive(self) -> None:
        """Start the next batch if there is one and nothing speaks against it."""
        project, status = self._project, self._status.record
        if project is None or status is None or self.paused or self.trouble:
            return
        if self._watch is None:  # whether to hold is not known yet
            return
        if self.job is not None or self._looking or self._session.project is not project:
            return
        if self._runner.closed or self._session.switching:
            return
        waiting = status.incoming["queued"] + status.incoming["decoding"]
        if not waiting or status.active_run is None:
            return
        self._looking = True
        self._runner.start(
            incoming.waiting_paths(project),
            owner=self,
            done=lambda paths: self._classify(project, paths),
            failed=self._not_looked,
            cancelled=self._looked,
        )

    def _classify(self, project: Project, paths: tuple[Path, ...]) -> None:
        self._looking = False
        if not paths or project is not self._project or self.paused or self._session.switching:
            return  # those that wait are away: the next change or scan looks again
        self.job = self._runner.start(
            incoming.classify(project, paths),
            owner=self,
            done=self._ended,
            failed=self._failed,
            cancelled=self._cancelled,
        )
        self.job.changed.connect(self.stepped)
        self.changed.emit()

    def _ended(self, summary: ClassifySummary) -> None:
        self.job = None
        if not summary.classified + summary.failed + summary.already:  # or it would go on for ever
            self._again.start()
            self.trouble = translate("Incoming", "The last batch gave no answer.")
        self.changed.emit()  # the changed status drives on

    def _failed(self, error: Exception) -> None:
        self.job = None
        self.trouble = reason_of(error)
        self._again.start()
        self.changed.emit()

    def _cancelled(self) -> None:
        """Stopped in the job panel, which is to hold it; or another project is being opened."""
        by_operator = self.job is None or not self.job.swept
        self.job = None
        self.paused = self.paused or by_operator
        self.changed.emit()

    def _looked(self) -> None:
        self._looking = False

    def _not_looked(self, error: Exception) -> None:
        self._looked()
        self._failed(error)
