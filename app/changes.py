"""Who changed what: stations listen here instead of knowing each other."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from PySide6.QtCore import QObject, Signal


class Change(Enum):
    """What an operation may have changed in the project."""

    CLIPS = "clips"
    PROMPTS = "prompts"
    RUNS = "runs"
    INCOMING = "incoming"
    RESULTS = "results"


class Changes(QObject):
    """The signals. After one, read again what you show; it carries no data that could be stale.

    `clips_changed` covers classes and their clips, `results_changed` predictions and reviews;
    `results_changed_elsewhere` comes before it if another program may have changed them.
    `project_changed` means another project, or none: look at `Context.project`.
    """

    project_changed = Signal()
    clips_changed = Signal()
    prompts_changed = Signal()
    runs_changed = Signal()
    incoming_changed = Signal()
    results_changed = Signal()
    results_changed_elsewhere = Signal()

    def tell(self, changes: Iterable[Change]) -> None:
        """Emit the signal of each change once."""
        for change in dict.fromkeys(changes):
            getattr(self, f"{change.value}_changed").emit()
