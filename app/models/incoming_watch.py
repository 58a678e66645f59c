"""Keeps watching and classifying while a project is open, whichever station is in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.changes import Changes
from app.errors import Notices, reason_of
from app.jobs.handle import JobHandle
from app.jobs.runner import Runner
from app.models.incoming_scans import IncomingScans
from app.models.project_status import ProjectStatus
from app.operations import incoming
from app.project_session import ProjectSession
from app.settings import Settings
from app.texts import translate

if TYPE_CHECKING:
    from pathlib import Path

    from smp_core.workflows.options import ClassifySummary
    from smp_core.workflows.projects import Project

_AGAIN_MS = 60_000
_KEPT = "incoming watch"


def held_reason() -> str:
    """Why a project is held."""
    return translate(
        "Incoming", "This project watches folders; it was not opened on this machine before."
    )


class IncomingWatch(QObject):
    """Gives the engine what waits, batch by batch, while no other program does.

    Attributes:
        changed: Anything below is another.
        stepped: The running classification got on.
        paused: The operator holds classification; kept with the project.
        held: It watches folders and was never opened by this account: nothing is scanned and
            nothing classified before the operator resumes. `paused` is True too.
        job: The classification that runs or waits for the engine.
        scans: Looks through the watched folders.
        trouble: Why the last batch ended without success, empty otherwise. It is tried again after
            a minute, after a training, and when the operator resumes.
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
        self.scans = IncomingScans(runner, changes, notices, self)
        self._looking = False
        self._unsure = False  # nobody looked yet whether it is to be held
        self.paused = False
        self.held = False
        self.job: JobHandle | None = None
        self.trouble = ""
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self.resume_after_trouble)
        self.scans.prepared.connect(self._begin)
        self.scans.changed.connect(self._scans_changed)
        changes.project_changed.connect(lambda: self.set_project(session.project))
        changes.runs_changed.connect(self.resume_after_trouble)
        status.changed.connect(self._drive)

    def set_project(self, project: Project | None) -> None:
        """Watch for another project, or for none."""
        self._project = project
        self.job, self.trouble, self._looking = None, "", False
        self._again.stop()
        self.paused = self.held = self._unsure = False
        if project is not None:
            uuid = project.info.uuid
            state = self._settings.station_state(uuid, _KEPT)
            self.paused = bool(state.get("paused", False))
            self._unsure = bool(state.get("held", not self._settings.knows_project(uuid)))
            if self._unsure:
                self._keep()  # a program that ends before the answer asks again
        self.scans.set_project(project)
        self._want()
        self.changed.emit()

    @property
    def rests(self) -> bool:
        """Whether nothing is classified here before somebody resumes or another program ends."""
        return self.paused or self.scans.elsewhere is not None

    def set_paused(self, paused: bool) -> None:
        """Hold classification after the video of now, or go on.

        Watching goes on in any case, unless the project is held: then going on begins it. While it
        is paused another program may watch and classify.
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
            self.scans.prepare()
        self._want()
        if not paused:
            self.scans.try_again()
        self._drive()
        self.changed.emit()

    def resume_after_trouble(self) -> None:
        """Try again what failed as a whole."""
        self.trouble = ""
        self._drive()

    def close(self) -> None:
        """Let other programs watch; the window goes."""
        self.set_project(None)

    def _begin(self, has_folders: bool) -> None:
        if self._unsure:
            self._unsure, self.held = False, has_folders
            self.paused = self.paused or self.held
            self._keep()
            self.changed.emit()
        if self.held:  # then nothing is scanned and nothing classified
            said = translate("Incoming", "Incoming is paused: {0}").format(held_reason())
            self._notices.info(said, translate("Incoming", "Go to Incoming to resume."))
            return
        self._want()
        self.scans.go()

    def _scans_changed(self) -> None:
        self.changed.emit()
        self._drive()

    def _want(self) -> None:
        """Be the one that classifies, unless the operator holds that; what runs is ended first."""
        self.scans.want(not self.paused or self.job is not None)

    def _keep(self) -> None:
        """Remember with the project, at once: a killed window must not begin what was held."""
        if self._project is not None:
            state = {"paused": self.paused, "held": self.held or self._unsure}
            self._settings.set_station_state(self._project.info.uuid, _KEPT, state)
            self._settings.save()

    def _drive(self) -> None:
        """Start the next batch if there is one and nothing speaks against it."""
        project, status = self._project, self._status.record
        if project is None or status is None or self.paused or self.trouble:
            return
        if not self.scans.going:  # whether to hold is not known yet
            return
        if self.job is not None or self._looking or self._session.project is not project:
            return
        if self._runner.closed or self._session.switching:
            return
        waiting = status.incoming["queued"] + status.incoming["decoding"]
        if not waiting or status.active_run is None or self.scans.elsewhere is not None:
            return
        if not self.scans.mine:  # not known yet; then it drives again
            self.scans.soon()
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
        self._want()
        if not summary.classified + summary.failed + summary.already:  # or it would go on for ever
            self._again.start()
            self.trouble = translate("Incoming", "The last batch gave no answer.")
        self.changed.emit()  # the changed status drives on

    def _failed(self, error: Exception) -> None:
        self.job = None
        self._want()
        self.trouble = reason_of(error)
        self._again.start()
        self.changed.emit()

    def _cancelled(self) -> None:
        """Stopped in the job panel, which is to hold it; or another project is being opened."""
        by_operator = self.job is None or not self.job.swept
        self.job = None
        self.paused = self.paused or by_operator
        self._want()
        self.changed.emit()

    def _looked(self) -> None:
        self._looking = False

    def _not_looked(self, error: Exception) -> None:
        self._looked()
        self._failed(error)
