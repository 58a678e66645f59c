"""The handle on one project folder."""

from __future__ import annotations

from pathlib import Path

from smp_core.records import ProjectInfo


class Project:
    """An open project. Use as a context manager.

    Attributes:
        folder: The project's folder, absolute.
        info: What the project says about itself.
    """

    folder: Path
    info: ProjectInfo
    runs_folder: Path
    cache_folder: Path
    exports_folder: Path

    def close(self) -> None: ...
    def __enter__(self) -> Project: ...
    def __exit__(self, *exc: object) -> None: ...


def create_project(
    folder: Path,
    name: str | None = None,
    *,
    pack_name: str,
    pack_digest: str,
    pack_folder: Path | None = None,
) -> Project:
    """Make a project in a new or empty folder and open it."""
    raise NotImplementedError


def open_project(folder: Path) -> Project:
    """Open a project folder."""
    raise NotImplementedError
