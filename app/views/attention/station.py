"""The station "Attention"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.context import Context
from app.views.station import Station

if TYPE_CHECKING:
    from smp_core.workflows.projects import Project


class AttentionStation(Station):
    """See `Station`."""

    key = "attention"

    def __init__(self, context: Context, project: Project) -> None:
        super().__init__(context, project)
        self.show_empty(
            "eye",
            self.tr("Nothing trained yet"),
            self.tr("After a training you see here where the model looks and what it listens to."),
            self.tr("Go to Train"),
            lambda: self.go.emit("train"),
        )
