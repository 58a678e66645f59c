"""The stations of the open project, one in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from app.context import Context
from app.views.station import Station
from app.widgets.inspector import Inspector
from app.windows.stations import ENTRIES

if TYPE_CHECKING:
    from smp_core.workflows.projects import Project


class StationDeck(QStackedWidget):
    """Makes a station when it is first shown, and ends all of them with their project.

    Attributes:
        go: A station asks for another one, by key.

    Args:
        context: For the stations.
        inspector: Shows what the station in front gives.
    """

    go = Signal(str)

    def __init__(self, context: Context, inspector: Inspector) -> None:
        super().__init__()
        self._context, self._inspector = context, inspector
        self._project: Project | None = None
        self._stations: dict[str, Station] = {}

    @property
    def front(self) -> Station | None:
        """The station that is shown."""
        shown = self.currentWidget()
        return shown if isinstance(shown, Station) else None

    @property
    def made(self) -> list[str]:
        """The stations that were shown, by key."""
        return list(self._stations)

    @property
    def last_key(self) -> str:
        """The station that this project was left at."""
        if self._project is None:
            return ""
        state = self._context.settings.station_state(self._project.info.uuid, "window")
        key = state.get("front", "")
        return key if key in {entry.key for entry in ENTRIES} else ""

    def set_project(self, project: Project | None) -> None:
        """Begin anew with another project."""
        if project is self._project:
            return
        self.remember()
        for station in self._stations.values():
            station.left()
            self._inspector.forget(station.inspector())
            self._context.commands.remove(station)
            self.removeWidget(station)
            station.deleteLater()
        self._stations = {}
        self._project = project
        self._inspector.show_widget(None)

    def show_station(self, key: str) -> None:
        """Bring a station to the front."""
        before = self.front
        station = self._station(key)
        if before is station:
            return
        if before is not None:
            before.left()
        self.setCurrentWidget(station)
        self._inspector.show_widget(station.inspector())
        station.entered()

    def make_all(self) -> None:
        """Make every station now, so that all their commands are known."""
        if self._project is not None:
            for entry in ENTRIES:
                self._station(entry.key)

    def remember(self) -> None:
        """Keep how the stations are left, for the next time."""
        if self._project is None:
            return
        uuid, settings = self._project.info.uuid, self._context.settings
        for key, station in self._stations.items():
            settings.set_station_state(uuid, key, station.save_state())
        if self.front is not None:
            settings.set_station_state(uuid, "window", {"front": self.front.key})

    def _station(self, key: str) -> Station:
        if key in self._stations:
            return self._stations[key]
        if self._project is None:
            raise RuntimeError("no project is open")
        entry = next(each for each in ENTRIES if each.key == key)
        station = entry.make(self._context, self._project)
        self._stations[key] = station
        self.addWidget(station)
        station.go.connect(self.go)
        station.inspector_changed.connect(lambda: self._inspector_changed(station))
        self._context.commands.add(station, station.commands())
        station.restore_state(self._context.settings.station_state(self._project.info.uuid, key))
        return station

    def _inspector_changed(self, station: Station) -> None:
        if station is self.front:
            self._inspector.show_widget(station.inspector())
