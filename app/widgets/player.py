"""Plays one stretch of one file: picture, sound, wave and spectrogram on one time axis."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLoggingCategory, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.commands import Command
from app.context import Context
from app.core_texts import core_text
from app.operations.media import Opened, Span, open_clip
from app.theme import S
from app.widgets.labels import label
from app.widgets.player_axis import PlayerAxis
from app.widgets.player_controls import RATES, PlayerControls, clock
from app.widgets.player_keys import player_commands, press_key
from app.widgets.player_marks import Marks, surroundings
from app.widgets.player_picture import PlayerPicture
from app.widgets.thumbnails import image_of

if TYPE_CHECKING:
    from app.widgets.player_media import PlayerMedia
    from smp_core.workflows.browse import Preview
    from smp_core.workflows.projects import Project

_USUAL_FPS = 25.0
_LARGE_PX = 560
_SLOW_MS = 300
_QUIET_RULES = "\n".join(f"qt.multimedia.*.{each}=false" for each in ("debug", "info", "warning"))
# A player that runs over the end of a file shows black; hold a little before.
_BEFORE_END_S = 0.06


class Player(QWidget):
    """A player for the inspector and for the large view.

    It opens nothing that cannot be played: such a file is told about in words. Call `stop` when it
    goes out of sight for long; it lets go of the file then.

    Attributes:
        position_changed: The playhead, seconds within the file.
        marks_changed: The chosen stretch, seconds within the file, when a gesture is over.
        playing_changed: Whether it plays.

    Args:
        context: The window's shared parts.
        project: Whose cache to use; None for the one that is open.
        parent: The owner.
    """

    position_changed = Signal(float)
    marks_changed = Signal(float, float)
    playing_changed = Signal(bool)

    def __init__(
        self, context: Context, project: Project | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._project = context, project
        self._media: PlayerMedia | None = None
        self._clip: Span | None = None
        self._preview: Preview | None = None
        self._span = (0.0, 0.0)
        self._position_s = 0.0
        self._playable = self._repeat = self._muted = self._editable = False
        self._rate = 1.0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Player"))
        self.picture = PlayerPicture(context.theme)
        self.axis = PlayerAxis(context.theme)
        self.controls = PlayerControls(context.theme)
        self._chosen = label("", "caption")
        self._chosen.setContentsMargins(S, 0, S, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.picture, 1)
        layout.addWidget(self.axis)
        layout.addSpacing(S // 2)
        layout.addWidget(self.controls)
        layout.addWidget(self._chosen)
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(_SLOW_MS)
        self._slow.timeout.connect(lambda: self.picture.show_text(self.tr("Reading the clip…")))
        self.axis.sought.connect(self.seek)
        self.axis.marks_moved.connect(self._show_chosen)
        self.axis.marks_set.connect(self._marks_set)
        self.controls.toggled.connect(self.toggle)
        self.controls.stepped.connect(self.step)
        self.controls.rate_chosen.connect(self.set_rate)
        self.controls.repeat_chosen.connect(self._set_repeat)
        self.controls.muted.connect(self._set_muted)
        self.set_clip(None)

    @property
    def path(self) -> Path | None:
        """The file that is shown."""
        return self._clip.path if self._clip is not None else None

    @property
    def position_s(self) -> float:
        """The playhead, seconds within the file."""
        return self._position_s

    @property
    def marks(self) -> tuple[float, float]:
        """The stretch: as given, or as chosen since."""
        marks = self.axis.marks
        if marks is not None:
            return marks.start_s, marks.end_s
        return (self._clip.start_s, self._clip.end_s) if self._clip is not None else (0.0, 0.0)

    @property
    def playing(self) -> bool:
        """Whether it plays."""
        return self._media is not None and self._media.playing

    @property
    def ready(self) -> bool:
        """Whether the file was looked at and can be played."""
        return self._playable

    @property
    def trouble(self) -> str:
        """What is said instead of the picture, empty while all is well."""
        return self.picture.text

    def set_clip(
        self,
        path: Path | None,
        start_s: float = 0.0,
        end_s: float = 0.0,
        *,
        editable_marks: bool = False,
        content_hash: str = "",
    ) -> None:
        """Show a stretch of a file, held at its start.

        Args:
            path: The file; None for nothing.
            start_s, end_s: The stretch, seconds within the file.
            editable_marks: Show what lies around it too, and let the stretch be chosen anew.
            content_hash: Of the file if known: then its preview is found at once.
        """
        self.stop()
        self._clip = Span(path, content_hash, start_s, end_s) if path is not None else None
        self._preview, self._editable = None, editable_marks
        self._span = (start_s, max(end_s, start_s))
        self.axis.set_preview(None)
        self.axis.set_span(*self._span)
        self.axis.set_marks(None)
        self.axis.setVisible(path is not None)
        self.controls.setVisible(path is not None)
        self._chosen.setVisible(False)
        self.picture.show_picture(None)
        self._set_position(start_s)
        if self._clip is None:
            self.picture.show_text(self.tr("Choose a clip to see it here."))
            return
        self.picture.show_text("")
        self.picture.setAccessibleName(self._clip.path.name)
        self._open(self._clip)

    def play(self) -> None:
        """Play from the playhead; from the stretch's start if it is at the end."""
        if not self._playable or self._media is None:
            return
        if self._position_s >= self._stop_s() - 1e-3:
            self.seek(self.marks[0])
        self._media.play()

    def pause(self) -> None:
        """Hold."""
        if self._media is not None:
            self._media.pause()

    def toggle(self) -> None:
        """Play or hold."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def step(self, frames: int) -> None:
        """Hold, and go so many pictures on (or back, if below 0)."""
        self.pause()
        fps = self._fps()
        # To the middle of the picture: its start may be rounded into the one before.
        index = math.floor(self._position_s * fps + 1e-3) + frames
        self.seek((index + 0.5) / fps)

    def seek(self, seconds: float) -> None:
        """Go to a time of the file, within what the axis shows."""
        from_s, to_s = self._span
        self._set_position(min(max(seconds, from_s), max(to_s - _BEFORE_END_S, from_s)))
        if self._media is not None and self._playable:
            self._media.seek(self._position_s)
        else:
            self._show_poster()

    def set_rate(self, rate: float) -> None:
        """Play that many times as fast, 0.25 to 2."""
        self._rate = min(max(rate, RATES[0]), RATES[-1])
        self.controls.set_rate(self._rate)
        if self._media is not None:
            self._media.set_rate(self._rate)

    def stop(self) -> None:
        """Hold, let go of the file, and forget what was being read."""
        self._playable = False
        self._slow.stop()
        if self._media is not None:
            self._media.unload()
        self.controls.set_usable(False)
        self.controls.set_playing(False)

    def resume(self) -> None:
        """Take the clip up again after `stop`, where it was."""
        if self._clip is not None and not self._playable:
            self._open(self._clip)

    def set_mark(self, part: str) -> None:
        """Let the stretch "start" or "end" at the playhead."""
        self.axis.move_marks("start" if part == "start" else "end", self._position_s)

    def commands(self, prefix: str) -> Sequence[Command]:
        """What a station may offer for its player; ids begin with `prefix`, the station's key."""
        return player_commands(self, prefix)

    def change_rate(self, step: int) -> None:
        """One step faster (1) or slower (-1)."""
        at = min(range(len(RATES)), key=lambda index: abs(RATES[index] - self._rate))
        self.set_rate(RATES[min(max(at + step, 0), len(RATES) - 1)])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys while the focus is here; see `commands` for those of the station."""
        if not press_key(self, event):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In the large view the sound is larger too."""
        self.axis.set_large(event.size().height() >= _LARGE_PX)
        super().resizeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Never play out of sight."""
        self.pause()
        super().hideEvent(event)

    def _open(self, clip: Span) -> None:
        operation = open_clip(self._project or self._context.project, clip, f"player {id(self)}")
        self._slow.start()
        self._context.start(operation, owner=self, done=lambda opened: self._opened(clip, opened))

    def _opened(self, clip: Span, opened: Opened) -> None:
        if clip is not self._clip:
            return
        self._preview = opened.preview
        self.axis.set_preview(opened.preview)
        self._show_poster()
        self._slow.stop()
        self.picture.show_text("")
        if opened.trouble:
            self.axis.hide()  # there is nothing to be done with it
            self.controls.hide()
            said = f"{core_text(opened.trouble)}\n{core_text(opened.hint)}".strip()
            self.picture.show_text(said, "warning-circle")
            return
        preview = opened.preview
        if self._editable:
            self._widen(clip, preview)
        else:
            self._span = (preview.start_s, preview.end_s)
            self.axis.set_span(*self._span)
        self._playable = True
        self.axis.show()
        self.controls.show()
        if not preview.has_video:
            self.picture.show_text(self.tr("Only sound"), "music-notes")
        engine = self._engine()
        self.controls.set_usable(True, preview.has_audio, engine.has_sound_device)
        self._set_position(max(self._position_s, preview.start_s))
        engine.load(clip.path, self._position_s)

    def _widen(self, clip: Span, preview: Preview) -> None:
        """Show what lies around the stretch, so that it can be moved."""
        duration_s = max(preview.duration_s, preview.end_s)
        from_s, to_s = surroundings(preview.start_s, preview.end_s, duration_s)
        self._span = (from_s, to_s)
        self.axis.set_span(from_s, to_s)
        if self.axis.marks is None:
            self.axis.set_marks(Marks(preview.start_s, preview.end_s, duration_s))
        self._show_chosen(*self.marks)
        self._chosen.setVisible(True)
        if to_s - from_s > preview.end_s - preview.start_s + 0.05:
            wide = Span(clip.path, clip.content_hash, from_s, to_s)
            operation = open_clip(self._project or self._context.project, wide, f"axis {id(self)}")
            self._context.start(operation, owner=self, done=lambda o: self._widened(clip, o))

    def _widened(self, clip: Span, opened: Opened) -> None:
        if clip is self._clip and not opened.preview.trouble:
            self.axis.set_preview(opened.preview)

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
            media.played.connect(self._played)
            media.failed.connect(self._failed)
            media.set_muted(self._muted)
            media.set_rate(self._rate)
        return self._media

    def _pictured(self, image: QImage) -> None:
        if self._playable:
            self.picture.show_picture(image)

    def _moved(self, position_s: float) -> None:
        if not self.playing:
            return
        stop_s = self._stop_s()
        if position_s < stop_s:
            self._set_position(position_s)
        else:
            self._ended()

    def _ended(self) -> None:
        """The stretch or the file is over."""
        if self._repeat and self._media is not None:
            self.seek(self.marks[0])
            self._media.play()
        else:
            self.pause()
            self.seek(self._stop_s())

    def _played(self, playing: bool) -> None:
        self.controls.set_playing(playing)
        self.playing_changed.emit(playing)

    def _failed(self, _message: str) -> None:
        # Whatever the driver says; the preview has shown that the file itself is sound.
        self.stop()
        self.picture.show_text(
            self.tr("This file cannot be played here. Its preview and sound picture still work."),
            "warning-circle",
        )

    def _stop_s(self) -> float:
        """Where playing holds: at the end of the stretch, or beyond it at the end of the axis."""
        end_s = self.marks[1]
        if self._position_s > end_s + 1e-3:
            end_s = self._span[1]
        return min(end_s, self._span[1] - _BEFORE_END_S)

    def _set_position(self, position_s: float) -> None:
        self._position_s = position_s
        self.axis.set_position(position_s)
        self.controls.set_time(position_s, self._span[1])
        self.position_changed.emit(position_s)

    def _show_poster(self) -> None:
        if self._preview is not None and self._preview.frames is not None:
            frame = self._preview.frame_at(self._position_s)
            self.picture.show_picture(image_of(frame) if frame is not None else None)

    def _marks_set(self, start_s: float, end_s: float) -> None:
        self._show_chosen(start_s, end_s)
        self.marks_changed.emit(start_s, end_s)

    def _show_chosen(self, start_s: float, end_s: float) -> None:
        self._chosen.setText(
            self.tr("Chosen: {0} to {1}, {2} s").format(
                clock(start_s), clock(end_s), f"{end_s - start_s:.1f}"
            )
        )

    def _fps(self) -> float:
        stated = self._media.fps if self._media is not None else 0.0
        known = self._preview.fps if self._preview is not None else 0.0
        return known or stated or _USUAL_FPS

    def _set_repeat(self, repeat: bool) -> None:
        self._repeat = repeat

    def _set_muted(self, muted: bool) -> None:
        self._muted = muted
        if self._media is not None:
            self._media.set_muted(muted)
