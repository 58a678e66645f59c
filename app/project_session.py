"""Which project is open, and the changes from one to the next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.changes import Changes
from app.jobs.handle import JobHandle
from app.jobs.runner import Runner
from app.operations import projects
from app.operations.projects import OpenProject
from app.settings import Settings
from smp_core.paths import user_data_folder
from smp_core.worker.jobs.demo import demo_is_finished

if TYPE_CHECKING:
    from smp_core.worker.jobs.demo import DemoMade
    from smp_core.workflows.projects import Project

_DEMO = "demo-project"


class ProjectSession(QObject):
    """Opens one project at a time. `Changes.project_changed` tells when another one is open.

    Args:
        runner, changes, settings: Of the window.
        parent: The owner.
    """

    def __init__(
        self, runner: Runner, changes: Changes, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runner, self._changes, self._settings = runner, changes, settings
        self._open: OpenProject | None = None
        self._wanted: Path | None = None
        self._demo: JobHandle | None = None
        runner.idle.connect(self._open_wanted)

    @property
    def project(self) -> Project | None:
        """The open project, None on the welcome screen."""
        return None if self._open is None else self._open.project

    @property
    def demo_folder(self) -> Path:
        """Where the demo project lies, or will."""
        return user_data_folder() / _DEMO

    @property
    def shows_demo(self) -> bool:
        """Whether the demo project is open."""
        return self.project is not None and self.project.folder == self.demo_folder.resolve()

    def open(self, folder: Path) -> None:
        """Open a project as soon as the jobs of the old one have stopped.

        If it cannot be opened the operator is told, and the old one stays open.
        """
        self._wanted = folder
        if self._runner.running(quiet=True):
            self._runner.cancel_all()  # and then `idle` comes
        else:
            self._open_wanted()

    def create(self, folder: Path, name: str, pack: str) -> None:
        """Make a project and open it."""
        self._runner.start(projects.create_project(folder, name, pack), owner=self, done=self.open)

    def open_demo(self) -> None:
        """Open the demo project, made first if it is not there.

        It opens as soon as its clips are there; one job in the background then trains it and
        classifies its videos, once.
        """
        if (self.demo_folder / "project.db").is_file() and (self.demo_folder / "clips").is_dir():
            self.open(self.demo_folder)
            return

        if self._demo is not None and not self._demo.state.ended:
            return  # it is being made

        def made(demo: DemoMade) -> None:
            self.open(demo.folder)

        operation = projects.make_demo(self.demo_folder)
        self._demo = self._runner.start(operation, owner=self, done=made)

    def close(self) -> None:
        """Let go of the project; only when nothing runs any more."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _open_wanted(self) -> None:
        folder, self._wanted = self._wanted, None
        if folder is not None:
            operation = projects.open_project(folder, self._open)
            self._runner.start(operation, owner=self, done=self._opened)

    def _opened(self, opened: OpenProject) -> None:
        if opened is self._open:
            return
        self._open = opened
        self._settings.remember_project(opened.project.folder)
        self._settings.save()
        self._changes.project_changed.emit()
        folder = opened.project.folder
        if self.shows_demo and not demo_is_finished(folder):
            self._runner.start(projects.finish_demo(folder), owner=self)
