"""The project at a glance, always of now, and what it says about each station."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.changes import Changes
from app.jobs.runner import Runner
from app.operations import projects
from app.project_session import ProjectSession

if TYPE_CHECKING:
    from smp_core.records import StatusRecord

_SETTLE_MS = 60


@dataclass(frozen=True)
class Mark:
    """What the top bar shows beside a station's name.

    Attributes:
        done: Its work is done for now.
        following: It is the next useful one.
        waiting: Things that wait there, shown as a number.
    """

    done: bool = False
    following: bool = False
    waiting: int = 0


class ProjectStatus(QObject):
    """Reads the status again whenever something changed; many changes at once are one reading.

    Attributes:
        changed: `record` is another one.
        record: None without a project, and until the first reading.
    """

    changed = Signal()

    def __init__(
        self, runner: Runner, changes: Changes, session: ProjectSession, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._runner, self._session = runner, session
        self.record: StatusRecord | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self.refresh)
        changes.project_changed.connect(self._forget)
        for signal in (
            changes.clips_changed,
            changes.prompts_changed,
            changes.runs_changed,
            changes.incoming_changed,
            changes.results_changed,
        ):
            signal.connect(self._settle.start)

    def refresh(self) -> None:
        """Read it now, in the background."""
        project = self._session.project
        if project is not None:
            self._runner.start(projects.project_status(project), owner=self, done=self._take)

    def _forget(self) -> None:
        self.record = None
        self.changed.emit()
        self.refresh()

    def _take(self, record: StatusRecord) -> None:
        self.record = record
        self.changed.emit()


def marks(status: StatusRecord | None) -> Mapping[str, Mark]:
    """What each station's button shows, by the station's key."""
    if status is None:
        return {}
    filled = sum(each.n_clips > 0 for each in status.classes)
    n_prompts = sum(each.n_prompts for each in status.classes)
    has_clips = filled >= 2
    has_prompts = has_clips and n_prompts >= status.n_clips
    trained = status.active_run is not None
    waiting = status.incoming["queued"] + status.incoming["decoding"]
    seen = status.incoming["classified"] > 0
    if not has_clips:
        following = "classes"
    elif not trained:
        following = "train" if has_prompts else "prompts"
    else:
        following = "results" if seen and not waiting else "incoming"
    return {
        "classes": Mark(has_clips, following == "classes"),
        "prompts": Mark(has_prompts, following == "prompts"),
        "train": Mark(trained, following == "train"),
        "attention": Mark(),
        "incoming": Mark(seen and not waiting, following == "incoming", waiting),
        "results": Mark(False, following == "results"),
    }
