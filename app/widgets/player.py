"""Plays one stretch of one file: picture, sound, wave and spectrogram on one time axis."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
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
from app.widgets.player_transport import Transport
from app.widgets.thumbnails import image_of

if TYPE_CHECKING:
    from smp_core.workflows.browse import Preview
    from smp_core.workflows.projects import Project

_LARGE_PX = 560
_SLOW_MS = 300


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
        self._clip: Span | None = None
        self._preview: Preview | None = None
        self._editable = False
        self._transport = Transport(lambda: self.marks, self)
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
        self.controls.muted.connect(self._transport.set_muted)
        self._transport.moved.connect(self._moved)
        self._transport.pictured.connect(self.picture.show_picture)
        self._transport.played.connect(self._played)
        self._transport.failed.connect(self._failed)
        self.set_clip(None)

    @property
    def path(self) -> Path | None:
        """The file that is shown."""
        return self._clip.path if self._clip is not None else None

    @property
    def position_s(self) -> float:
        """The playhead, seconds within the file."""
        return self._transport.position_s

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
        return self._transport.playing

    @property
    def ready(self) -> bool:
        """Whether the file was looked at and can be played."""
        return self._transport.ready

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
        self._transport.stated_fps = 0.0
        self.axis.set_preview(None)
        self._set_span(start_s, max(end_s, start_s))
        self.axis.set_marks(None)
        self.axis.setVisible(path is not None)
        self.controls.setVisible(path is not None)
        self._chosen.setVisible(False)
        self.picture.show_picture(None)
        self._transport.place(start_s)
        if self._clip is None:
            self.picture.show_text(self.tr("Choose a clip to see it here."))
            return
        self.picture.show_text("")
        self.picture.setAccessibleName(self._clip.path.name)
        self._open(self._clip)

    def play(self) -> None:
        """Play from the playhead; from the stretch's start if it is at the end."""
        self._transport.play()

    def pause(self) -> None:
        """Hold."""
        self._transport.pause()

    def toggle(self) -> None:
        """Play or hold."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def step(self, frames: int) -> None:
        """Hold, and go so many pictures on (or back, if below 0)."""
        self._transport.step(frames)

    def seek(self, seconds: float) -> None:
        """Go to a time of the file, within what the axis shows."""
        self._transport.seek(seconds)

    def set_rate(self, rate: float) -> None:
        """Play that many times as fast, 0.25 to 2."""
        self._transport.set_rate(rate)
        self.controls.set_rate(self._transport.rate)

    def stop(self) -> None:
        """Hold, let go of the file, and forget what was being read."""
        self._slow.stop()
        self._transport.unload()
        self.controls.set_usable(False)
        self.controls.set_playing(False)

    def resume(self) -> None:
        """Take the clip up again after `stop`, where it was."""
        if self._clip is not None and not self.ready:
            self._open(self._clip)

    def set_mark(self, part: str) -> None:
        """Let the stretch "start" or "end" at the playhead."""
        self.axis.move_marks("start" if part == "start" else "end", self.position_s)

    def commands(self, prefix: str) -> Sequence[Command]:
        """What a station may offer for its player; ids begin with `prefix`, the station's key."""
        return player_commands(self, prefix)

    def change_rate(self, step: int) -> None:
        """One step faster (1) or slower (-1)."""
        at = min(range(len(RATES)), key=lambda index: abs(RATES[index] - self._transport.rate))
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
            self._set_span(preview.start_s, preview.end_s)
        self.axis.show()
        self.controls.show()
        if not preview.has_video:
            self.picture.show_text(self.tr("Only sound"), "music-notes")
        transport = self._transport
        transport.stated_fps = preview.fps or 0.0
        self.controls.set_usable(True, preview.has_audio, transport.has_sound_device)
        transport.load(clip.path, max(transport.position_s, preview.start_s))

    def _widen(self, clip: Span, preview: Preview) -> None:
        """Show what lies around the stretch, so that it can be moved."""
        duration_s = max(preview.duration_s, preview.end_s)
        from_s, to_s = surroundings(preview.start_s, preview.end_s, duration_s)
        self._set_span(from_s, to_s)
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

    def _set_span(self, from_s: float, to_s: float) -> None:
        self._transport.span = (from_s, to_s)
        self.axis.set_span(from_s, to_s)

    def _moved(self, position_s: float) -> None:
        self.axis.set_position(position_s)
        self.controls.set_time(position_s, self._transport.span[1])
        if not self.ready:
            self._show_poster()
        self.position_changed.emit(position_s)

    def _played(self, playing: bool) -> None:
        self.controls.set_playing(playing)
        self.playing_changed.emit(playing)

    def _failed(self) -> None:
        self.stop()
        self.picture.show_text(
            self.tr("This file cannot be played here. Its preview and sound picture still work."),
            "warning-circle",
        )

    def _show_poster(self) -> None:
        if self._preview is not None and self._preview.frames is not None:
            frame = self._preview.frame_at(self.position_s)
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

    def _set_repeat(self, repeat: bool) -> None:
        self._transport.repeat = repeat
