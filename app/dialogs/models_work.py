"""How work on a pack or model goes: a bar, a line, and a button to stop it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app import theme as look
from app.jobs.handle import JobHandle
from app.jobs.runner import Runner
from app.texts import translate
from app.theme import ThemeSwitch
from app.widgets.buttons import button
from app.widgets.job_panel import job_line
from app.widgets.labels import Role, label, set_role


class WorkLine(QWidget):
    """Shows one job until it ends, and then what was said of its end; hidden without either.

    Attributes:
        ended: The job is over.

    Args:
        theme: For icons.
        name: Of the pack or model.
    """

    ended = Signal()

    def __init__(self, theme: ThemeSwitch, name: str = "") -> None:
        super().__init__()
        self._theme = theme
        self._handle: JobHandle | None = None
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.hide()
        self.said = label("", "caption", wrap=True)
        column = QVBoxLayout()
        column.setSpacing(look.XS)
        column.addWidget(self.bar)
        column.addWidget(self.said)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, look.XS, 0, 0)
        self._line.setSpacing(look.M)
        self._line.addLayout(column, 1)
        self.stop: QPushButton | None = None
        self.name_it(name)
        self.hide()

    def name_it(self, name: str) -> None:
        """Say whose work it is, to a screen reader."""
        self.bar.setAccessibleName(translate("Models", "Progress of {0}").format(name))

    def watch(self, handle: JobHandle, runner: Runner) -> None:
        """Show a job's progress, and a button to stop it, until it ends."""
        self._handle = handle
        self.bar.setRange(0, 0)
        self.bar.show()
        self.stop = button(
            translate("Models", "Stop"), lambda: runner.cancel(handle), icon="stop",
            theme=self._theme,
        )  # fmt: skip
        self._line.addWidget(self.stop)
        handle.changed.connect(self._show_progress)
        handle.ended.connect(self._end)
        self._show_progress()

    def say(self, text: str, role: Role = "caption") -> None:
        """Tell how the last thing ended, or goes."""
        self.said.setText(text)
        set_role(self.said, role)
        self.said.setVisible(bool(text))
        self.setVisible(bool(text) or self._handle is not None)

    def _show_progress(self) -> None:
        if self._handle is None:
            return
        step = self._handle.progress
        if step is not None and step.total > 0:
            self.bar.setRange(0, step.total)
            self.bar.setValue(step.done)
        self.say(job_line(self._handle))

    def _end(self) -> None:
        self._handle = None
        self.bar.hide()
        if self.stop is not None:
            self.stop.hide()
            self.stop.deleteLater()
            self.stop = None
        self.setVisible(bool(self.said.text()))
        self.ended.emit()
