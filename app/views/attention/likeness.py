"""The embedding map of a run: made when it is wanted, kept while the run is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.context import Context
from app.jobs.handle import JobHandle
from app.operations import attention
from smp_core.worker.jobs.explain_map import EmbeddingMapMade

if TYPE_CHECKING:
    from smp_core.jobs import Progress
    from smp_core.workflows.explain import EmbeddingMap, Explanation, Neighbour
    from smp_core.workflows.projects import Project

_NEIGHBOURS = 6


class Likeness(QObject):
    """Which clips a run takes for alike.

    Attributes:
        changed: `points`, `busy` or `words` changed.
        points: None until they are made.
        words: What is to be said while there are none.

    Args:
        context: The window's shared parts. project: The project.
    """

    changed = Signal()

    def __init__(self, context: Context, project: Project, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._project = context, project
        self.points: EmbeddingMap | None = None
        self.words = ""
        self._run_id = ""
        self._job: JobHandle | None = None
        context.changes.clips_changed.connect(self._forget)
        context.changes.prompts_changed.connect(self._forget)
        context.changes.results_changed.connect(self._forget)

    @property
    def busy(self) -> bool:
        """Whether it is being made."""
        return self._job is not None

    def set_run(self, run_id: str) -> None:
        """Speak of another run."""
        if run_id != self._run_id:
            self._run_id = run_id
            self._forget()

    def make(self) -> None:
        """Make the map, unless it is there or being made."""
        if not self._run_id or self._job is not None or self.points is not None:
            return
        self.words = self.tr("Comparing clips…")
        run_id = self._run_id
        self._job = self._context.start(
            attention.embedding_map(self._project, run_id),
            owner=self,
            done=lambda made: self._made(made, run_id),
            failed=self._failed,
            cancelled=self._stopped,
        )
        self._job.progressed.connect(self._note)
        self.changed.emit()

    def nearest(self, found: Explanation) -> list[Neighbour]:
        """The training clips most like what was looked into."""
        from smp_core.workflows.explain import nearest

        if self.points is None:
            return []
        return nearest(self.points, found.embedding, found.subject_key, _NEIGHBOURS)

    def _made(self, made: EmbeddingMapMade, run_id: str) -> None:
        def show(points: EmbeddingMap) -> None:
            self._job = None
            if run_id == self._run_id:
                self.points = points
            self.changed.emit()

        self._context.start(
            attention.read_points(made.points), owner=self, done=show, failed=self._failed
        )

    def _note(self, step: Progress) -> None:
        self.words = self.tr("Comparing clips: {0} of {1}").format(step.done, step.total)
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self._job, self.words = None, self.tr("The clips could not be compared.")
        self._context.notices.error(error)
        self.changed.emit()

    def _stopped(self) -> None:
        self._job, self.words = None, self.tr("Stopped before the end.")
        self.changed.emit()

    def _forget(self) -> None:
        self.points, self.words = None, ""
        self.changed.emit()
