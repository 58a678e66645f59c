"""Asking for maps: one clip, one or two runs, the newest wish only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.context import Context
from app.errors import reason_of
from app.jobs.handle import JobHandle
from app.operations import attention
from app.views.attention.heat_panel import HeatPanel
from smp_core.errors import SmpError
from smp_core.worker.jobs.explain import Explained

if TYPE_CHECKING:
    from smp_core.workflows.explain import Explanation, Subject
    from smp_core.workflows.projects import Project

# So long the operator may run through the list before the model is asked.
_PATIENCE_MS = 180


class Maps(QObject):
    """Fills one panel with the maps of a clip by a run.

    Attributes:
        ready: The panel shows an `Explanation`.

    Args:
        context: The window's shared parts. project: The project.
        panel: Where they are shown.
    """

    ready = Signal(object)

    def __init__(self, context: Context, project: Project, panel: HeatPanel, key: str) -> None:
        super().__init__(panel)
        self._context, self._project, self._panel, self._key = context, project, panel, key
        self._job: JobHandle | None = None
        self._wish: tuple[Subject, str, str] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PATIENCE_MS)
        self._timer.timeout.connect(self._ask)

    def want(self, subject: Subject, run_id: str, run_name: str) -> None:
        """Show this clip by this run; what was asked for before is dropped."""
        self._wish = (subject, run_id, run_name)
        self._drop_job()
        self._panel.wait(self.tr("Looking into {0}…").format(subject.path.name), busy=True)
        self._timer.start()

    def stop(self) -> None:
        """Want nothing more."""
        self._wish = None
        self._timer.stop()
        self._drop_job()

    def _drop_job(self) -> None:
        job, self._job = self._job, None
        if job is not None and not job.state.ended:
            self._context.runner.cancel(job)

    def _ask(self) -> None:
        wish = self._wish
        if wish is None:
            return
        operation = attention.explain_clip(self._project, wish[0], wish[1])
        self._job = self._context.start(
            operation,
            owner=self,
            done=lambda made: self._made(made, wish),
            failed=lambda error: self._failed(error, wish),
            cancelled=lambda: self._cancelled(wish),
        )
        self._job.progressed.connect(self._panel.note_progress)

    def _made(self, made: Explained, wish: tuple[Subject, str, str]) -> None:
        if wish is self._wish:
            self._context.start(
                attention.read_maps(made.maps, self._key),
                owner=self,
                done=lambda found: self._read(found, wish),
                failed=lambda error: self._failed(error, wish),
            )

    def _read(self, found: Explanation, wish: tuple[Subject, str, str]) -> None:
        if wish is self._wish:
            self._panel.show_explanation(found, wish[2])
            self.ready.emit(found)

    def _failed(self, error: Exception, wish: tuple[Subject, str, str]) -> None:
        if wish is not self._wish:
            return
        if isinstance(error, SmpError):
            self._panel.wait(reason_of(error))
            return
        self._panel.wait(self.tr("This clip could not be looked into."))
        self._context.notices.error(error)

    def _cancelled(self, wish: tuple[Subject, str, str]) -> None:
        if wish is self._wish:
            self._panel.wait(self.tr("Stopped. Choose the clip again to look into it."))
