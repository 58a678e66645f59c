"""Which project is open, and the changes from one to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject

from app.changes import Changes
from app.jobs.handle import JobHandle
from app.jobs.operation import Operation
from app.jobs.runner import Runner
from app.operations import projects
from app.operations.projects import OpenProject
from app.settings import Settings
from smp_core.paths import user_data_folder
from smp_core.worker.jobs.demo import demo_is_finished, demo_is_made

if TYPE_CHECKING:
    from smp_core.worker.jobs.demo import DemoMade
    from smp_core.workflows.projects import Project

_DEMO = "demo-project"

Result = TypeVar("Result")

# Asks the operator whether all jobs may stop; calls the first if so, otherwise the second.
Ask = Callable[[Callable[[], None], Callable[[], None]], None]


@dataclass
class Lent:
    """A project that an operation has alone; see `ProjectSession.lend`.

    Attributes:
        result: What the operation gave, kept until the project is open again.
    """

    opened: OpenProject
    make: Callable[[OpenProject], Operation[Any]]
    began: Callable[[JobHandle], None]
    back: Callable[[Any], None]
    result: Any = None

    def keep(self, result: object) -> None:
        """Take the result."""
        self.result = result


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
        self._next: OpenProject | None = None  # open too; shown once the jobs of the old one ended
        self._wanted: tuple[Path, Ask | None] | None = None
        self._opening: JobHandle | None = None
        self._demo: JobHandle | None = None
        self._lent: Lent | None = None
        runner.idle.connect(self._idle)

    @property
    def project(self) -> Project | None:
        """The open project, None on the welcome screen."""
        return None if self._open is None else self._open.project

    @property
    def switching(self) -> bool:
        """Whether the open project is being left: nothing is to be started for it any more."""
        return self._next is not None or self._lent is not None

    @property
    def lent(self) -> bool:
        """Whether the project is lent, so that none is open here, and comes back by itself."""
        return self._lent is not None

    @property
    def demo_folder(self) -> Path:
        """Where the demo project lies, or will."""
        return user_data_folder() / _DEMO

    @property
    def shows_demo(self) -> bool:
        """Whether the demo project is open."""
        return self.project is not None and self.project.folder == self.demo_folder.resolve()

    def open(self, folder: Path, ask: Ask | None = None) -> None:
        """Open a project; only then the jobs of the old one are stopped, and it is left.

        If it cannot be opened the operator is told, and the old one and its jobs go on.

        Args:
            folder: The project's.
            ask: Called once the project is open; None stops the jobs without asking.
        """
        self._wanted = (folder, ask)
        if self._opening is None and self._lent is None:
            self._open_wanted()

    def lend(
        self,
        make: Callable[[OpenProject], Operation[Result]],
        began: Callable[[JobHandle], None],
        back: Callable[[Result | None], None],
    ) -> bool:
        """Let an operation have the project alone, then open it again, however that ended.

        All jobs are stopped and all stations end before it begins; new ones are made at its end.
        Another window is kept out all the time.

        Args:
            make: Gives the operation, which closes the project itself. It works in the lane DB, so
                that what was stored just before is stored.
            began: Called with its handle.
            back: Called when the project is open again, or could not be opened, with the result;
                with None if the operation failed or was stopped. Errors are told by themselves.

        Returns:
            Whether it will be done: not while no project is open, or another one is being opened.
        """
        if self._open is None or self.switching or self._opening is not None:
            return False
        self._lent = Lent(self._open, make, began, back)
        if self._runner.running(quiet=True):
            self._runner.cancel_all()  # and then `idle` comes
        else:
            self._idle()
        return True

    def create(self, folder: Path, name: str, pack: str) -> None:
        """Make a project and open it."""
        self._runner.start(projects.create_project(folder, name, pack), owner=self, done=self.open)

    def open_demo(self) -> None:
        """Open the demo project, made first if it is not there.

        It opens as soon as its clips are there; one job in the background then trains it and
        classifies its videos, once.
        """
        if demo_is_made(self.demo_folder):
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
        away = None if self._lent is None else self._lent.opened
        for each in (self._open, self._next, away):
            if each is not None:
                each.close()
        self._open = self._next = self._lent = None

    def _open_wanted(self) -> None:
        if self._wanted is None:
            return
        (folder, ask), self._wanted = self._wanted, None
        already = [each for each in (self._open, self._next) if each is not None]
        self._opening = self._runner.start(
            projects.open_project(folder, already),
            owner=self,
            done=lambda opened: self._opened(opened, ask),
        )
        self._opening.ended.connect(self._opening_ended)

    def _opening_ended(self) -> None:
        self._opening = None
        self._open_wanted()

    def _opened(self, opened: OpenProject, ask: Ask | None) -> None:
        if opened is self._open or opened is self._next:
            return
        if self._wanted is not None:  # the operator chose another one meanwhile
            self._close(opened)
        elif ask is None:
            self._leave_for(opened)
        else:
            ask(lambda: self._leave_for(opened), lambda: self._close(opened))

    def _leave_for(self, opened: OpenProject) -> None:
        if self._next is not None:
            self._close(self._next)
        self._next = opened
        if self._runner.running(quiet=True):
            self._runner.cancel_all()  # and then `idle` comes
        else:
            self._switch()

    def _idle(self) -> None:
        if self._next is not None:
            self._switch()
        elif self._lent is not None and self._open is self._lent.opened:
            self._hand_over(self._lent)

    def _hand_over(self, lent: Lent) -> None:
        self._open = None
        self._changes.project_changed.emit()  # nobody may use it from here on
        handle = self._runner.start(lent.make(lent.opened), owner=self, done=lent.keep)
        handle.ended.connect(lambda: self._take_back(lent))
        lent.began(handle)

    def _take_back(self, lent: Lent) -> None:
        opening = self._runner.start(
            projects.reopen_project(lent.opened), owner=self, done=self._opened_again
        )
        opening.ended.connect(lambda: self._returned(lent))

    def _opened_again(self, opened: OpenProject) -> None:
        self._open = opened

    def _returned(self, lent: Lent) -> None:
        self._lent = None
        if self._open is None:  # why was told
            self._close(lent.opened)
        self._changes.project_changed.emit()
        lent.back(lent.result)
        self._open_wanted()

    def _switch(self) -> None:
        if self._next is None:
            return
        old, self._open, self._next = self._open, self._next, None
        folder = self._open.project.folder
        self._settings.remember_project(folder)
        self._settings.save()
        self._changes.project_changed.emit()
        if old is not None:
            self._close(old)
        if self.shows_demo and not demo_is_finished(folder):
            self._runner.start(projects.finish_demo(folder), owner=self)

    def _close(self, project: OpenProject) -> None:
        self._runner.start(projects.close_project(project), owner=self)
