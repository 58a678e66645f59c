"""Every background job, its progress, and a button to stop it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app import theme as look
from app.core_texts import core_text
from app.errors import reason_of
from app.icons import SMALL_PX, set_icon
from app.jobs.handle import JobHandle, State
from app.jobs.runner import Runner
from app.texts import duration, translate
from app.theme import ThemeSwitch
from app.widgets.buttons import icon_button
from app.widgets.labels import ElidedLabel, label, line, set_role

_KEPT = 20
_WIDTH_PX, _HEIGHT_PX = 440, 320


def job_line(handle: JobHandle) -> str:
    """What a job does now, in one line: "Training · 12 of 30 · 0:41 left"."""
    fixed = {
        State.WAITING: translate("Jobs", "Waiting"),
        State.PAUSED: translate("Jobs", "Paused"),
        State.STOPPING: translate("Jobs", "Stopping…"),
        State.DONE: translate("Jobs", "Done"),
        State.FAILED: translate("Jobs", "Failed"),
        State.CANCELLED: translate("Jobs", "Stopped"),
    }
    if handle.state in fixed:
        return fixed[handle.state]
    step = handle.progress
    if step is None:
        return translate("Jobs", "Starting…")
    parts = [core_text(step.stage)]
    epoch = step.values.get("epoch")
    if epoch is not None:
        parts.append(translate("Jobs", "epoch {0}").format(int(epoch)))
    parts.append(translate("Jobs", "{0} of {1}").format(step.done, step.total))
    left_s = handle.seconds_left()
    if left_s is not None:
        parts.append(translate("Jobs", "{0} left").format(duration(left_s)))
    return " · ".join(parts)


class JobRow(QWidget):
    """One job; stays a while after its end, when the handle is gone already."""

    def __init__(self, handle: JobHandle, runner: Runner, theme: ThemeSwitch) -> None:
        super().__init__()
        self._handle, self._runner, self._theme = handle, runner, theme
        self.ended = False
        self.name = ElidedLabel(handle.name, "strong")
        self.state = ElidedLabel("", "quiet", Qt.TextElideMode.ElideRight)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.pause = icon_button(
            "pause", translate("Jobs", "Pause"), theme, self._toggle_pause, size_px=SMALL_PX
        )
        self.stop = icon_button(
            "stop", translate("Jobs", "Stop"), theme, self._stop, size_px=SMALL_PX
        )
        texts = QVBoxLayout()
        texts.setSpacing(look.XS)
        for each in (self.name, self.state, self.bar):
            texts.addWidget(each)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(look.M, look.S, look.S, look.S)
        layout.addLayout(texts, 1)
        layout.addWidget(self.pause)
        layout.addWidget(self.stop)
        handle.changed.connect(self.refresh)
        handle.ended.connect(self._end)
        self.refresh()

    def refresh(self) -> None:
        """Show the state of now."""
        if self.ended:
            return
        handle, step = self._handle, self._handle.progress
        self.state.set_text(job_line(handle))
        if step is not None and step.total > 0:
            self.bar.setRange(0, step.total)
            self.bar.setValue(step.done)
        self.pause.setVisible(handle.can_pause)
        self.stop.setEnabled(handle.state is not State.STOPPING)

    def _end(self) -> None:
        handle = self._handle
        self.refresh()
        self.ended = True
        if handle.state is State.FAILED and handle.error is not None:
            self.state.set_text(reason_of(handle.error))
            set_role(self.state, "bad")
        elif handle.warnings:
            said = translate("Jobs", "{0}; {1} set aside or noted: {2}")
            first = core_text(handle.warnings[0].message)
            self.state.set_text(said.format(job_line(handle), len(handle.warnings), first))
            set_role(self.state, "warn")
        for each in (self.bar, self.pause, self.stop):
            each.hide()

    def _stop(self) -> None:
        if not self.ended:
            self._runner.cancel(self._handle)

    def _toggle_pause(self) -> None:
        if self.ended:
            return
        paused = self._handle.state is not State.PAUSED
        self._runner.pause(self._handle, paused)
        set_icon(self.pause, "play" if paused else "pause", self._theme, size_px=SMALL_PX)
        name = translate("Jobs", "Go on") if paused else translate("Jobs", "Pause")
        self.pause.setAccessibleName(name)
        self.pause.setToolTip(name)


class JobPanel(QFrame):
    """Floats above the status strip. Newest job first; the last 20 that ended stay to be read."""

    def __init__(self, runner: Runner, theme: ThemeSwitch, parent: QWidget) -> None:
        super().__init__(parent)
        self._runner, self._theme = runner, theme
        self.setProperty("kind", "floating")
        self.setAccessibleName(translate("Jobs", "Background jobs"))
        self.rows: list[JobRow] = []
        self._nothing = label(translate("Jobs", "Nothing runs in the background."), "quiet")
        self._nothing.setContentsMargins(look.M, look.S, look.M, look.S)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._list.setContentsMargins(0, look.XS, 0, 0)
        self._list.addWidget(self._nothing)
        self._list.addStretch(1)
        inside = QWidget()
        inside.setLayout(self._list)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        title = label(translate("Jobs", "Background jobs"), "strong")
        title.setContentsMargins(look.M, look.S, look.M, look.S)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(title)
        layout.addWidget(line())
        layout.addWidget(scroll)
        self.setFixedSize(_WIDTH_PX, _HEIGHT_PX)
        runner.started.connect(self._add)
        self.hide()

    def place(self, left_px: int, bottom_px: int) -> None:
        """Sit on the status strip."""
        self.move(left_px, bottom_px - self.height())

    def _add(self, handle: JobHandle) -> None:
        if handle.operation.quiet:
            return
        row = JobRow(handle, self._runner, self._theme)
        self.rows.insert(0, row)
        self._list.insertWidget(0, row)
        self._nothing.hide()
        for old in [each for each in self.rows if each.ended][_KEPT:]:
            self.rows.remove(old)
            self._list.removeWidget(old)
            old.deleteLater()
