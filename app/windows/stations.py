"""The six stations in the order of the work, and where each lives."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.context import Context
from app.texts import translate
from app.views.station import Station

if TYPE_CHECKING:
    from smp_core.workflows.projects import Project


@dataclass(frozen=True)
class Entry:
    """A station that may not have been made yet: its code is loaded when it is first shown.

    Attributes:
        key: Its folder in `app.views`.
        icon: Of resources/icons.
        kind: The class in `app.views.<key>.station`.
    """

    key: str
    icon: str
    kind: str

    def make(self, context: Context, project: Project) -> Station:
        """Make the station."""
        module = importlib.import_module(f"app.views.{self.key}.station")
        made = getattr(module, self.kind)(context, project)
        if not isinstance(made, Station):
            raise TypeError(f"{self.kind} is no station")
        return made


ENTRIES = (
    Entry("classes", "squares-four", "ClassesStation"),
    Entry("prompts", "chat-text", "PromptsStation"),
    Entry("train", "graduation-cap", "TrainStation"),
    Entry("attention", "eye", "AttentionStation"),
    Entry("incoming", "tray", "IncomingStation"),
    Entry("results", "list-bullets", "ResultsStation"),
)


def titles() -> dict[str, str]:
    """The stations' names, by key, in the language of now."""
    return {
        "classes": translate("Stations", "Classes"),
        "prompts": translate("Stations", "Prompts"),
        "train": translate("Stations", "Train"),
        "attention": translate("Stations", "Attention"),
        "incoming": translate("Stations", "Incoming"),
        "results": translate("Stations", "Results"),
    }
