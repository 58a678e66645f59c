"""The way from the lanes' threads into the window's thread."""

from __future__ import annotations

import threading
from collections import deque

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.jobs.messages import Message, Post
from smp_core.jobs import Progress

_PROGRESS_EVERY_MS = 100


class Inbox(QObject):
    """Collects messages of any thread and delivers them, in order, in the window's thread.

    Ends and warnings wake the window at once. Progress waits for the next tick, ten a second at
    most, so that a fast job cannot flood the window.

    Args:
        deliver: Called in the window's thread.
        parent: Its owner.
    """

    _woken = Signal()

    def __init__(self, deliver: Post, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._deliver = deliver
        self._lock = threading.Lock()
        self._messages: deque[tuple[int, Message]] = deque()
        self._waking = False
        self._closed = False
        self._woken.connect(self.drain, Qt.ConnectionType.QueuedConnection)
        self._ticker = QTimer(self)
        self._ticker.setInterval(_PROGRESS_EVERY_MS)
        self._ticker.timeout.connect(self.drain)

    def post(self, task_id: int, message: Message) -> None:
        """Leave a message; safe from any thread."""
        with self._lock:
            if self._closed:
                return
            self._messages.append((task_id, message))
            wake = not isinstance(message, Progress) and not self._waking
            self._waking = self._waking or wake
            if wake:
                self._woken.emit()

    def set_ticking(self, ticking: bool) -> None:
        """Deliver progress (while anything runs), or sleep."""
        if ticking and not self._ticker.isActive():
            self._ticker.start()
        elif not ticking:
            self._ticker.stop()

    def drain(self) -> None:
        """Deliver all that has come; an exception of a receiver does not lose the others."""
        with self._lock:
            self._waking = False
        while True:
            with self._lock:
                if not self._messages:
                    return
                task_id, message = self._messages.popleft()
            try:
                self._deliver(task_id, message)
            except BaseException:
                self._woken.emit()  # queued: the rest comes next
                raise

    def close(self) -> None:
        """Take nothing more."""
        self._ticker.stop()
        with self._lock:
            self._closed = True
            self._messages.clear()
