"""The station "Classes"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.context import Context
from app.views.station import Station

if TYPE_CHECKING:
    from smp_core.workflows.projects import Project


class ClassesStation(Station):
    """See `Station`."""

    key = "classes"

    def __init__(self, context: Context, project: Project) -> None:
        super().__init__(context, project)
        self.show_empty(
            "squares-four",
            self.tr("No clips yet"),
            self.tr(
                "A class is one kind of event. Give each class 1 to 20 short clips that show it."
            ),
            self.tr("See the prompts"),
            lambda: self.go.emit("prompts"),
        )
