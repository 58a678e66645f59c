"""The strip at the bottom: what runs, on which device, with which pack."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from app import theme as look
from app.icons import SMALL_PX, set_icon
from app.jobs.handle import JobHandle, State
from app.jobs.runner import Runner
from app.texts import translate
from app.theme import ThemeSwitch
from app.widgets.buttons import icon_button
from app.widgets.job_panel import job_line
from app.widgets.labels import ElidedLabel, label, plain_tip

_BAR_PX = 120


class StatusStrip(QFrame):
    """Attributes:
    jobs_wanted: The operator wants to see the job panel, or no longer.
    """

    jobs_wanted = Signal()

    def __init__(self, runner: Runner, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner, self._theme = runner, theme
        self.setProperty("kind", "bar")
        self.setFixedHeight(look.STATUS_STRIP_PX)
        self._busy = False
        self._online: bool | None = None  # None: nothing said yet
        self.jobs = icon_button(
            "check", translate("Strip", "Background jobs"), theme, self.jobs_wanted.emit,
            keys="Ctrl+J", size_px=SMALL_PX,
        )  # fmt: skip
        self.jobs.setFixedSize(look.XL, look.XL)
        self.jobs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.text = ElidedLabel("", "quiet", Qt.TextElideMode.ElideRight)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(_BAR_PX)
        self.device, self.pack, self.net = (label("", "caption") for _ in range(3))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(look.S, 0, look.M, 0)
        layout.setSpacing(look.S)
        layout.addWidget(self.jobs)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.bar)
        layout.addSpacing(look.S)
        for each in (self.device, self.pack, self.net):
            each.setProperty("kind", "chip")
            layout.addWidget(each, alignment=Qt.AlignmentFlag.AlignVCenter)
            each.setVisible(each is self.net)
        runner.started.connect(self._watch)
        runner.finished.connect(lambda _handle: self.refresh())
        self.refresh()

    def set_device(self, name: str, tip: str = "") -> None:
        """Say on what the engine computes."""
        self.device.setText(name)
        self.device.setVisible(bool(name))
        self.device.setToolTip(plain_tip(tip))

    def set_pack(self, name: str, learned_from: str = "") -> None:
        """Say which pack the project builds on, and what that learned from."""
        self.pack.setText(name)
        self.pack.setVisible(bool(name))
        self.pack.setToolTip(plain_tip(learned_from))

    def set_online(self, online: bool) -> None:
        """Say whether something is being fetched, or that nothing leaves this machine."""
        if online is self._online:
            return
        self._online = online
        if online:
            self.net.setText(translate("Strip", "fetching from the network"))
            tip = translate("Strip", "A model is being fetched; your clips stay on this machine.")
        else:
            self.net.setText(translate("Strip", "offline"))
            tip = translate("Strip", "Nothing leaves this machine.")
        self.net.setToolTip(plain_tip(tip))

    def refresh(self) -> None:
        """Show the oldest job, and how many others there are."""
        running = self._runner.running()
        self.set_online(
            any(each.operation.network and each.state is not State.WAITING for each in running)
        )
        self.bar.setVisible(bool(running))
        busy = bool(running)
        if busy != self._busy:
            self._busy = busy
            set_icon(self.jobs, "activity" if busy else "check", self._theme, size_px=SMALL_PX)
        if not running:
            self.text.set_text(translate("Strip", "Ready"))
            return
        first = running[0]
        said = f"{first.name} · {job_line(first)}"
        if len(running) > 1:
            said += "  " + translate("Strip", "(+{0} more)").format(len(running) - 1)
        self.text.set_text(said)
        step = first.progress
        if step is not None and step.total > 0:
            self.bar.setRange(0, step.total)
            self.bar.setValue(step.done)
        else:
            self.bar.setRange(0, 0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the text opens the panel too."""
        if event.position().x() < self.bar.geometry().right():
            self.jobs_wanted.emit()

    def _watch(self, handle: JobHandle) -> None:
        if not handle.operation.quiet:
            handle.changed.connect(self.refresh)
            self.refresh()
