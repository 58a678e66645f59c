"""What every part of the window may use, handed to it at its making. There are no globals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from app.changes import Changes
from app.commands import Commands
from app.errors import Notices
from app.jobs.handle import JobHandle
from app.jobs.operation import Operation
from app.jobs.runner import Runner
from app.models.incoming_watch import IncomingWatch
from app.models.outside_changes import OutsideChanges
from app.models.project_pack import ProjectPack
from app.models.project_status import ProjectStatus
from app.project_session import ProjectSession
from app.settings import Settings
from app.theme import MODES, Mode, ThemeSwitch

if TYPE_CHECKING:
    from smp_core.workflows.projects import Project

Result = TypeVar("Result")


class Context(QObject):
    """The window's shared parts.

    Attributes:
        settings: What is remembered between starts.
        theme: Colours, and the signal of their change.
        changes: Who changed what.
        runner: Background work.
        notices: What the operator is to be told.
        session: Which project is open.
        status: The project at a glance.
        pack: What the project's pack learned from.
        commands: Everything that a key or the palette can do.
        watch: Watches folders and classifies what arrives.
        outside: Tells `changes` of what other programs changed.

    Args:
        app: The application.
        engine_command: Starts an engine; None for the real one.
        settings: None for the user's own.
    """

    def __init__(
        self,
        app: QApplication,
        engine_command: Sequence[str] | None = None,
        settings: Settings | None = None,
    ) -> None:
        super().__init__()
        self.settings = settings or Settings()
        self.theme = ThemeSwitch(app, _mode(self.settings.get("theme", "system")))
        self.changes = Changes(self)
        self.runner = Runner(self.changes, engine_command, self)
        self.notices = Notices(self)
        self.runner.unhandled.connect(self.notices.job_failed)
        self.session = ProjectSession(self.runner, self.changes, self.settings, self)
        self.outside = OutsideChanges(self.runner, self.changes, self.session, self)
        self.status = ProjectStatus(self.runner, self.changes, self.session, self)
        self.pack = ProjectPack(self.runner, self.changes, self.session, self)
        self.commands = Commands(self.settings, self)
        self.watch = IncomingWatch(
            self.runner,
            self.changes,
            self.session,
            self.status,
            self.settings,
            self.notices,
            self,
        )

    @property
    def project(self) -> Project | None:
        """The open project; hand it to operations."""
        return self.session.project

    def start(
        self,
        operation: Operation[Result],
        *,
        owner: QObject | None = None,
        done: Callable[[Result], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        cancelled: Callable[[], None] | None = None,
    ) -> JobHandle:
        """Do an operation in the background; see `Runner.start`."""
        return self.runner.start(
            operation, owner=owner, done=done, failed=failed, cancelled=cancelled
        )

    def close(self) -> bool:
        """Stop all work and let go of the project; whether everything ended in time."""
        self.settings.set("theme", self.theme.mode)
        self.settings.save()
        ended = self.runner.close()
        if ended:  # otherwise the end of the program does it
            self.watch.close()
        self.session.close()
        return ended


def _mode(name: str) -> Mode:
    return next((mode for mode in MODES if mode == name), "system")
