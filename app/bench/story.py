"""A measurement as a story: a generator that acts and then waits, inside the real event loop."""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.context import Context
from app.views.station import Station
from app.windows.main_window import MainWindow

Values = dict[str, float]
Story = Generator[Callable[[], object], None, Values]
Kind = TypeVar("Kind", bound=Station)

_LOOK_MS = 3
_PATIENCE_S = 1800.0


class StoryTeller(QObject):
    """Goes on with a story as soon as what it waits for holds.

    Attributes:
        values: What the story gave; None until its end.

    Args:
        window: Closed at the end.
        story: Yields what it waits for.
    """

    def __init__(self, window: MainWindow, story: Story) -> None:
        super().__init__(window)
        self.values: Values | None = None
        self._window, self._story = window, story
        self._holds: Callable[[], object] = lambda: True
        self._deadline = time.monotonic() + _PATIENCE_S
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        try:
            if self._holds():
                self._holds = next(self._story)
                self._deadline = time.monotonic() + _PATIENCE_S
            elif time.monotonic() > self._deadline:
                raise TimeoutError(f"{self._story} waited in vain")
        except StopIteration as end:
            self.values = end.value
            self._end()
        except Exception:  # a slot's exception would be printed and the loop go on for ever
            traceback.print_exc(file=sys.stderr)
            self._end()

    def _end(self) -> None:
        self._timer.stop()
        close(self._window)


def tell(project: Path, story: Callable[[MainWindow], Story]) -> Values:
    """Open a project in the program's own window, and tell a story in it.

    Args:
        project: Its folder.
        story: Given the window, when the project is open and its first station is there.

    Raises:
        RuntimeError: The story did not come to its end.
    """
    app = QApplication([])
    context = Context(app)
    window = MainWindow(context)
    window.show()

    def whole() -> Story:
        window.open_project(project)
        yield lambda: context.status.record is not None
        yield lambda: not context.runner.running(quiet=True)
        return (yield from story(window))

    teller = StoryTeller(window, whole())
    app.exec()
    if teller.values is None:
        raise RuntimeError("the measurement did not come to its end")
    return teller.values


def close(window: MainWindow) -> None:
    """Close without asking, whatever runs."""
    window.context.runner.close()
    window.close()


def station(window: MainWindow, kind: type[Kind]) -> Kind:
    """Go to a station.

    Raises:
        RuntimeError: Another one is in front.
    """
    window.go(kind.key)
    front = window.deck.front
    if not isinstance(front, kind):
        raise RuntimeError(f"{kind.key} is not in front")
    return front


def drop(target: QWidget, at: QPoint, paths: list[Path]) -> None:
    """Drop files, as the window system would."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(each)) for each in paths])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target, QDragEnterEvent(at, copy, data, left, none))
    QApplication.sendEvent(target, QDropEvent(QPointF(at), copy, data, left, none))
