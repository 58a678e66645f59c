"""The one place that knows QtMultimedia: plays a file, hands out pictures and times."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import (
    QAudioOutput,
    QMediaDevices,
    QMediaMetaData,
    QMediaPlayer,
    QVideoFrame,
    QVideoSink,
)

# A playhead that moves thirty times a second looks smooth.
_TICK_MS = 33


class PlayerMedia(QObject):
    """Plays one file at a time. Times are seconds within the file.

    Attributes:
        pictured: A QImage to show, upright.
        moved: Where it is, while it plays and after each jump.
        played: Whether it plays, when that changed.
        failed: Why the file cannot be played.
        ended: The file is over.
    """

    pictured = Signal(QImage)
    moved = Signal(float)
    played = Signal(bool)
    failed = Signal(str)
    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._fps = 0.0
        self._wanted_s: float | None = None
        self._player = QMediaPlayer(self)
        self._sink = QVideoSink(self)
        self._player.setVideoSink(self._sink)
        self._sound: QAudioOutput | None = None
        if not QMediaDevices.defaultAudioOutput().isNull():
            self._sound = QAudioOutput(self)
            self._player.setAudioOutput(self._sound)
        self._ticker = QTimer(self)
        self._ticker.setInterval(_TICK_MS)
        self._ticker.timeout.connect(self._tick)
        self._newest: QVideoFrame | None = None
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.setInterval(0)
        self._due.timeout.connect(self._convert)
        self._sink.videoFrameChanged.connect(self._picture)
        self._player.errorOccurred.connect(self._error)
        self._player.mediaStatusChanged.connect(self._status)
        self._player.playbackStateChanged.connect(self._state)

    @property
    def playing(self) -> bool:
        """Whether it plays."""
        return self._player.playbackState() is QMediaPlayer.PlaybackState.PlayingState

    @property
    def position_s(self) -> float:
        """Where it is."""
        return self._player.position() / 1000

    @property
    def fps(self) -> float:
        """Pictures a second as the file states, 0 if unknown."""
        return self._fps

    @property
    def has_sound_device(self) -> bool:
        """Whether this machine can be heard."""
        return self._sound is not None

    def load(self, path: Path, position_s: float) -> None:
        """Open a file and show its picture at a moment, paused."""
        self._wanted_s = position_s
        self._player.setSource(QUrl.fromLocalFile(str(path)))
        self._player.pause()

    def play(self) -> None:
        """Play from here."""
        self._player.play()

    def pause(self) -> None:
        """Hold."""
        self._player.pause()

    def seek(self, position_s: float) -> None:
        """Jump."""
        self._wanted_s = position_s if not self._ready() else None
        self._player.setPosition(round(position_s * 1000))

    def set_rate(self, rate: float) -> None:
        """Play that many times as fast."""
        self._player.setPlaybackRate(rate)

    def set_muted(self, muted: bool) -> None:
        """Without sound, or with it."""
        if self._sound is not None:
            self._sound.setMuted(muted)

    def unload(self) -> None:
        """Let go of the file; its threads end."""
        self._wanted_s = None
        self._ticker.stop()
        self._due.stop()
        self._newest = None
        self._player.stop()
        self._player.setSource(QUrl())

    def _ready(self) -> bool:
        return self._player.mediaStatus() in (
            QMediaPlayer.MediaStatus.LoadedMedia,
            QMediaPlayer.MediaStatus.BufferingMedia,
            QMediaPlayer.MediaStatus.BufferedMedia,
            QMediaPlayer.MediaStatus.EndOfMedia,
        )

    def _picture(self, frame: QVideoFrame) -> None:
        # Of the pictures that came while the window was busy only the newest is converted.
        self._newest = frame
        self._due.start()

    def _convert(self) -> None:
        frame, self._newest = self._newest, None
        if frame is not None and frame.isValid():
            image = frame.toImage()
            if not image.isNull():
                self.pictured.emit(image)

    def _error(self, _error: QMediaPlayer.Error, message: str) -> None:
        self._ticker.stop()
        self.failed.emit(message)

    def _status(self, status: QMediaPlayer.MediaStatus) -> None:
        if status is QMediaPlayer.MediaStatus.LoadedMedia:
            rate = self._player.metaData().value(QMediaMetaData.Key.VideoFrameRate)
            self._fps = float(rate) if isinstance(rate, int | float) else 0.0
        if self._wanted_s is not None and self._ready():
            wanted_s, self._wanted_s = self._wanted_s, None
            self._player.setPosition(round(wanted_s * 1000))
        if status is QMediaPlayer.MediaStatus.EndOfMedia:
            self._player.pause()
            self.ended.emit()

    def _state(self, _state: QMediaPlayer.PlaybackState) -> None:
        if self.playing:
            self._ticker.start()
        else:
            self._ticker.stop()
        self.played.emit(self.playing)

    def _tick(self) -> None:
        self.moved.emit(self.position_s)
