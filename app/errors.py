"""The one way in which errors reach the operator: what happened, which file, what to do."""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from dataclasses import dataclass
from types import TracebackType
from typing import Literal

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from app.core_texts import core_text
from app.jobs.handle import JobHandle
from app.remedies import window_hint
from smp_core import __version__
from smp_core.errors import SmpError

_log = logging.getLogger(__name__)
_MAX_KEPT = 50

Level = Literal["bad", "warn", "info"]


@dataclass(frozen=True)
class Notice:
    """Something to tell the operator, all of it plain text.

    Attributes:
        level: "bad", "warn" or "info".
        message: What happened, naming the file.
        hint: What to do.
        details: For a report of a bug; empty if it is none.
    """

    level: Level
    message: str
    hint: str = ""
    details: str = ""


class Notices(QObject):
    """Collects what is to be told; `widgets.notice_bar` shows it.

    Attributes:
        added: A `Notice`.
        history: The last ones, newest last.
    """

    added = Signal(object)
    _caught = Signal(object)  # from any thread

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.history: list[Notice] = []
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def info(self, message: str, hint: str = "") -> None:
        """Tell what is good to know."""
        self._show(Notice("info", core_text(message), core_text(hint)))

    def warn(self, message: str, hint: str = "") -> None:
        """Tell what the operator should look at."""
        self._show(Notice("warn", core_text(message), core_text(hint)))

    def error(self, error: BaseException, details: str = "") -> None:
        """Tell an error: a `SmpError` in its own words, anything else as our bug."""
        self._show(notice_of(error, details))

    def job_failed(self, handle: JobHandle) -> None:
        """Tell how an operation failed that nobody else handles."""
        if handle.error is not None:
            self.error(handle.error, handle.details)

    def catch_all(self) -> None:
        """Tell also what no code caught, in any thread; the program goes on."""
        sys.excepthook = self._uncaught
        threading.excepthook = self._uncaught_in_thread

    def _uncaught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
            return
        _log.error("uncaught", exc_info=(kind, error, trace))
        self._caught.emit(notice_of(error, "".join(traceback.format_exception(error))))

    def _uncaught_in_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None:
            self._uncaught(caught.exc_type, caught.exc_value, caught.exc_traceback)

    def _show(self, notice: Notice) -> None:
        self.history = [*self.history, notice][-_MAX_KEPT:]
        self.added.emit(notice)


def notice_of(error: BaseException, details: str = "") -> Notice:
    """What the operator reads about an error."""
    if isinstance(error, SmpError):
        hint = window_hint(error.hint)
        message = core_text(error.message)
        return Notice("bad", message, hint, _report(details) if details else "")
    _log.error("a bug of ours: %s\n%s", error, details)
    story = details or "".join(traceback.format_exception(error))
    last = story.strip().splitlines()[-1] if story.strip() else repr(error)
    return Notice(
        "bad",
        QCoreApplication.translate("Errors", "Something went wrong inside SMP Studio: {0}").format(
            last
        ),
        QCoreApplication.translate(
            "Errors",
            "This is not your fault, and your project is kept. Copy the details to report it.",
        ),
        _report(story),
    )


def reason_of(error: BaseException) -> str:
    """Why something did not work, in one line beside it: what `notice_of` says, no story.

    A bug of ours goes to the log; where it is told, nothing can be copied.
    """
    notice = notice_of(error)
    return (
        f"{notice.message} {notice.hint}".strip()
        if isinstance(error, SmpError)
        else (notice.message)
    )


def _report(story: str) -> str:
    head = f"SMP Studio {__version__}, Python {platform.python_version()}, {platform.platform()}"
    return f"{head}\n{story}".strip()
