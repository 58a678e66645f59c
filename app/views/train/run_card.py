"""The left card while a training runs: what it does, how long still, pause and stop."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout

from app import theme as look
from app.core_texts import core_text
from app.icons import SMALL_PX, set_icon
from app.jobs.handle import JobHandle, State
from app.texts import duration
from app.theme import ThemeSwitch
from app.widgets.buttons import button
from app.widgets.labels import label, set_role


class RunCard(QFrame):
    """Progress of a training.

    Attributes:
        pause_asked, stop_asked: The buttons.
    """

    pause_asked = Signal()
    stop_asked = Signal()

    def __init__(self, theme: ThemeSwitch) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("kind", "card")
        self.setAccessibleName(self.tr("Training"))
        self.title = label(self.tr("Training"), "section")
        self.stage = label("", "body", wrap=True)
        self.left = label("", "title")
        self.left.setFont(look.font(look.TITLE, bold=True, numbers=True))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the training"))
        self.warnings = label("", "warn", wrap=True)
        self.warnings.hide()
        self.pause = button(self.tr("Pause"), self.pause_asked.emit, icon="pause", theme=theme)
        self.stop = button(
            self.tr("Stop"), self.stop_asked.emit, "danger", icon="stop", theme=theme
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(look.S)
        buttons.addWidget(self.pause, 1)
        buttons.addWidget(self.stop, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(look.L, look.L, look.L, look.L)
        layout.setSpacing(look.S)
        for each in (self.title, self.left, self.bar, self.stage, self.warnings):
            layout.addWidget(each)
        layout.addSpacing(look.S)
        layout.addLayout(buttons)
        layout.addWidget(
            label(self.tr("Stopping keeps every finished epoch."), "caption", wrap=True)
        )
        self._paused: bool | None = None

    def show_handle(self, handle: JobHandle) -> None:
        """Show where it is."""
        step = handle.progress
        if step is not None and step.total > 0:
            self.bar.setRange(0, step.total)
            self.bar.setValue(step.done)
        else:
            self.bar.setRange(0, 0)
        self.left.setText(self._left(handle))
        self.stage.setText(self._stage(handle))
        self.warnings.setVisible(bool(handle.warnings))
        if handle.warnings:
            self.warnings.setText(core_text(handle.warnings[-1].message))
        paused = handle.state is State.PAUSED
        if paused is not self._paused:
            self._paused = paused
            self.pause.setText(f" {self.tr('Go on') if paused else self.tr('Pause')}")
            self.pause.setAccessibleName(self.tr("Go on") if paused else self.tr("Pause"))
            set_icon(self.pause, "play" if paused else "pause", self._theme, size_px=SMALL_PX)
        self.pause.setEnabled(handle.can_pause)
        self.stop.setEnabled(handle.state is not State.STOPPING)
        set_role(self.stage, "warn" if paused else "quiet")

    def _left(self, handle: JobHandle) -> str:
        seconds = handle.seconds_left()
        learning = handle.progress is not None and "loss" in handle.progress.values
        if seconds is None or not learning:
            return "–:––"
        return self.tr("{0} left").format(duration(seconds))

    def _stage(self, handle: JobHandle) -> str:
        fixed = {
            State.WAITING: self.tr("Waiting for other work of the engine"),
            State.PAUSED: self.tr("Paused"),
            State.STOPPING: self.tr("Stopping…"),
        }
        if handle.state in fixed:
            return fixed[handle.state]
        step = handle.progress
        if step is None:
            return self.tr("Starting the engine…")
        epoch = step.values.get("epoch")
        if epoch is not None:
            return self.tr("Epoch {0} · step {1} of {2}").format(int(epoch), step.done, step.total)
        return self.tr("{0} · {1} of {2}").format(core_text(step.stage), step.done, step.total)
