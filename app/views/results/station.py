"""The station "Results"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.context import Context
from app.views.station import Station

if TYPE_CHECKING:
    from smp_core.workflows.projects import Project


class ResultsStation(Station):
    """See `Station`."""

    key = "results"

    def __init__(self, context: Context, project: Project) -> None:
        super().__init__(context, project)
        self.show_empty(
            "list-bullets",
            self.tr("No results yet"),
            self.tr("Every classified video appears here, to be confirmed or corrected."),
            self.tr("Go to Incoming"),
            lambda: self.go.emit("incoming"),
        )
