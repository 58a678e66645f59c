"""The station "Prompts"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.context import Context
from app.views.station import Station

if TYPE_CHECKING:
    from smp_core.workflows.projects import Project


class PromptsStation(Station):
    """See `Station`."""

    key = "prompts"

    def __init__(self, context: Context, project: Project) -> None:
        super().__init__(context, project)
        self.show_empty(
            "chat-text",
            self.tr("No prompts yet"),
            self.tr(
                "A prompt says in words what is seen and heard in a clip. It is written for you "
                "as soon as there are clips."
            ),
            self.tr("Go to Classes"),
            lambda: self.go.emit("classes"),
        )
