"""The station "Train"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.context import Context
from app.views.station import Station

if TYPE_CHECKING:
    from smp_core.workflows.projects import Project


class TrainStation(Station):
    """See `Station`."""

    key = "train"

    def __init__(self, context: Context, project: Project) -> None:
        super().__init__(context, project)
        self.show_empty(
            "graduation-cap",
            self.tr("Nothing to learn from yet"),
            self.tr("Training needs clips of at least two classes."),
            self.tr("Go to Classes"),
            lambda: self.go.emit("classes"),
        )
