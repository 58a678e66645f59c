"""What the pack of the open project learned from, to be said wherever its answers are shown."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.changes import Changes
from app.jobs.runner import Runner
from app.operations import projects
from app.project_session import ProjectSession

_DEMO_PACK, _SCENES = "demo", "synthetic scenes only"  # as the packs' own records say it


class ProjectPack(QObject):
    """Reads it once a project is open.

    Attributes:
        changed: It is known now, or another project is open.
        learned_from: In the pack's own words; empty while it is not known, or the pack is away.
        synthetic: The pack has seen no real recording.
    """

    changed = Signal()

    def __init__(
        self, runner: Runner, changes: Changes, session: ProjectSession, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._runner, self._session = runner, session
        self.learned_from, self.synthetic = "", False
        changes.project_changed.connect(self._read)

    def _read(self) -> None:
        project = self._session.project
        self.learned_from = ""
        self.synthetic = project is not None and project.info.pack_name == _DEMO_PACK
        self.changed.emit()
        if project is not None:
            self._runner.start(projects.pack_learned_from(project), owner=self, done=self._take)

    def _take(self, learned_from: str) -> None:
        self.learned_from = learned_from
        self.synthetic = self.synthetic or learned_from == _SCENES
        self.changed.emit()
