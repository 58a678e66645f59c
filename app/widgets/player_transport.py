"""The playhead of a player: plays, holds, seeks and steps within what its axis shows."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLoggingCategory, QObject, Signal
from PySide6.QtGui import QImage

from app.widgets.player_controls import RATES

if TYPE_CHECKING:
    from app.widgets.player_media import PlayerMedia

_USUAL_FPS = 25.0
_QUIET_RULES = "\n".join(f"qt.multimedia.*.{each}=false" for each in ("debug", "info", "warning"))
# A player that runs over the end of a file shows black; hold a little before.
_BEFORE_END_S = 0.06
_NEAR_S = 1e-3


class Transport(QObject):
    """Plays one file at a time, none before `load`. Times are seconds within the file.

    Attributes:
        moved: The playhead, whenever it is set.
        pictured: A QImage to show, upright; only of a loaded file.
        played: Whether it plays, when that changed.
        failed: The file cannot be played here.
        position_s: The playhead.
        ready: Whether a file is loaded.
        span: What the axis shows: the playhead stays within.
        rate: How many times as fast it plays.
        repeat: At the end of the stretch it begins anew.
        stated_fps: Pictures a second as the file's preview says; 0 if unknown.

    Args:
        stretch: Gives the chosen stretch: playing holds at its end.
        parent: The owner.
    """

    moved = Signal(float)
    pictured = Signal(QImage)
    played = Signal(bool)
    failed = Signal()

    def __init__(self, stretch: Callable[[], tuple[float, float]], parent: QObject) -> None:
        super().__init__(parent)
        self._stretch = stretch
        self._media: PlayerMedia | None = None
        self._muted = False
        self.position_s = 0.0
        self.ready = self.repeat = False
        self.span = (0.0, 0.0)
        self.rate = 1.0
        self.stated_fps = 0.0

    @property
    def playing(self) -> bool:
        """Whether it plays."""
        return self._media is not None and self._media.playing

    @property
    def has_sound_device(self) -> bool:
        """Whether this machine can be heard."""
        return self._engine().has_sound_device

    def load(self, path: Path, position_s: float) -> None:
        """Take a file, held at a time."""
        self.ready = True
        self.place(position_s)
        self._engine().load(path, position_s)

    def unload(self) -> None:
        """Let go of the file."""
        self.ready = False
        if self._media is not None:
            self._media.unload()

    def place(self, position_s: float) -> None:
        """Set the playhead, without asking for a picture."""
        self.position_s = position_s
        self.moved.emit(position_s)

    def play(self) -> None:
        """Play from the playhead; from the stretch's start if it is at the end."""
        if not self.ready or self._media is None:
            return
        if self.position_s >= self._stop_s() - _NEAR_S:
            self.seek(self._stretch()[0])
        self._media.play()

    def pause(self) -> None:
        """Hold."""
        if self._media is not None:
            self._media.pause()

    def step(self, frames: int) -> None:
        """Hold, and go so many pictures on (or back, if below 0)."""
        self.pause()
        stated = self._media.fps if self._media is not None else 0.0
        fps = self.stated_fps or stated or _USUAL_FPS
        # To the middle of the picture: its start may be rounded into the one before.
        index = math.floor(self.position_s * fps + _NEAR_S) + frames
        self.seek((index + 0.5) / fps)

    def seek(self, seconds: float) -> None:
        """Go to a time of the file, within the span."""
        from_s, to_s = self.span
        self.place(min(max(seconds, from_s), max(to_s - _BEFORE_END_S, from_s)))
        if self._media is not None and self.ready:
            self._media.seek(self.position_s)

    def set_rate(self, rate: float) -> None:
        """Play that many times as fast, 0.25 to 2."""
        self.rate = min(max(rate, RATES[0]), RATES[-1])
        if self._media is not None:
            self._media.set_rate(self.rate)

    def set_muted(self, muted: bool) -> None:
        """Play without sound."""
        self._muted = muted
        if self._media is not None:
            self._media.set_muted(muted)

    def _engine(self) -> PlayerMedia:
        if self._media is None:
            # It tells a terminal about every driver that it did not find, while it is loaded too.
            QLoggingCategory.setFilterRules(_QUIET_RULES)
            # QtMultimedia is large: not before the first clip.
            from app.widgets.player_media import PlayerMedia

            media = self._media = PlayerMedia(self)
            media.pictured.connect(self._pictured)
            media.moved.connect(self._moved)
            media.ended.connect(self._ended)
            media.played.connect(self.played)
            media.failed.connect(self._failed)
            media.set_muted(self._muted)
            media.set_rate(self.rate)
        return self._media

    def _pictured(self, image: QImage) -> None:
        if self.ready:
            self.pictured.emit(image)

    def _moved(self, position_s: float) -> None:
        if not self.playing:
            return
        if position_s < self._stop_s():
            self.place(position_s)
        else:
            self._ended()

    def _ended(self) -> None:
        """The stretch or the file is over."""
        if self.repeat and self._media is not None:
            self.seek(self._stretch()[0])
            self._media.play()
        else:
            self.pause()
            self.seek(self._stop_s())

    def _failed(self, _message: str) -> None:
        # Whatever the driver says; the preview has shown that the file itself is sound.
        self.failed.emit()

    def _stop_s(self) -> float:
        """Where playing holds: at the end of the stretch, or beyond it at the end of the span."""
        end_s = self._stretch()[1]
        if self.position_s > end_s + _NEAR_S:
            end_s = self.span[1]
        return min(end_s, self.span[1] - _BEFORE_END_S)
