"""The station "Incoming"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.context import Context
from app.views.station import Station

if TYPE_CHECKING:
    from smp_core.workflows.projects import Project


class IncomingStation(Station):
    """See `Station`."""

    key = "incoming"

    def __init__(self, context: Context, project: Project) -> None:
        super().__init__(context, project)
        self.show_empty(
            "tray",
            self.tr("No folder is watched"),
            self.tr(
                "Once something is trained, videos that arrive in a watched folder are "
                "classified by themselves."
            ),
            self.tr("Go to Train"),
            lambda: self.go.emit("train"),
        )
