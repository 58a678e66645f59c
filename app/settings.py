"""What the window remembers between starts, in one JSON file of the user's data folder."""

from __future__ import annotations

import json
import logging
from collections.abc import Collection
from pathlib import Path
from typing import Any

from smp_core.errors import SmpError
from smp_core.paths import atomic_write_json, user_data_folder

_log = logging.getLogger(__name__)
_FILE = "window.json"
_MAX_RECENT = 12


class Settings:
    """Plain values by name; a damaged file counts as an empty one.

    Several windows write one file: each only what it changed itself, and keeps the others' words.

    Args:
        path: The file; None for the usual place.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or user_data_folder() / _FILE
        self._values = self._read()
        self._changed: set[str] = set()
        self._left: set[str] = set()  # projects of which a station was left
        self._forgotten: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        """A value. One of another type than the default counts as missing."""
        value = self._values.get(name, default)
        if default is not None and not isinstance(value, type(default)):
            return default
        return value

    def all(self) -> dict[str, Any]:
        """Every value, as a copy."""
        return dict(self._values)

    def set(self, name: str, value: Any) -> None:
        """Keep a JSON value; `save` writes it."""
        self._values[name] = value
        self._changed.add(name)

    def save(self) -> None:
        """Write the file. A failure is only logged: nobody's work depends on it."""
        try:
            self._values = self._merged()
            atomic_write_json(self.path, self._values)
        except (SmpError, TypeError, ValueError) as error:
            _log.warning("the window's settings were not saved: %s", error)

    @property
    def recent_projects(self) -> list[Path]:
        """Project folders, the last one first; some may be gone."""
        return [Path(each) for each in self.get("recent", [])]

    def remember_project(self, folder: Path) -> None:
        """Put a project first among the recent ones."""
        others = [each for each in self.recent_projects if each != folder]
        self._forgotten.discard(str(folder))
        self.set("recent", [str(each) for each in [folder, *others]][:_MAX_RECENT])
        self.set("last_project", str(folder))

    def forget_projects(self, folders: Collection[Path]) -> None:
        """Take projects off the recent ones; their folders stay as they are."""
        self._forgotten |= {str(each) for each in folders}
        self.set("recent", [str(each) for each in self.recent_projects if each not in folders])

    def knows_project(self, project: str) -> bool:
        """Whether this account had a project open before, by the project's uuid."""
        return bool(self.get("stations", {}).get(project))

    def station_state(self, project: str, station: str) -> dict[str, Any]:
        """How a station was left.

        Args:
            project: The project's uuid. station: The station's key.
        """
        state = self.get("stations", {}).get(project, {}).get(station, {})
        return state if isinstance(state, dict) else {}

    def set_station_state(self, project: str, station: str, state: dict[str, Any]) -> None:
        """Keep how a station was left."""
        self._left.add(project)
        self._values.setdefault("stations", {}).setdefault(project, {})[station] = state

    def _merged(self) -> dict[str, Any]:
        """What the file should hold now: the file, and what was changed here."""
        values = self._read()
        stations, listed = values.get("stations", {}), values.get("recent", [])
        values |= {name: self._values[name] for name in self._changed}
        own = self._values.get("stations", {})
        values["stations"] = stations | {project: own[project] for project in self._left}
        recent = [*values.get("recent", []), *listed]
        kept = [each for each in dict.fromkeys(recent) if each not in self._forgotten]
        values["recent"] = kept[:_MAX_RECENT]
        return values

    def _read(self) -> dict[str, Any]:
        try:
            values = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            _log.warning("%s cannot be read: %s", self.path, error)
            return {}
        return _sound(values) if isinstance(values, dict) else {}


def _sound(values: dict[str, Any]) -> dict[str, Any]:
    """The values, without what cannot be a list of projects or the states of stations."""
    recent, stations = values.get("recent"), values.get("stations")
    listed = recent if isinstance(recent, list) else []
    left = stations if isinstance(stations, dict) else {}
    return {
        **values,
        "recent": [each for each in listed if isinstance(each, str)],
        "stations": {project: each for project, each in left.items() if isinstance(each, dict)},
    }
