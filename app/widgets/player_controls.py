"""The row of buttons under the player."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from app.icons import SMALL_PX, set_icon
from app.theme import CAPTION, XS, ThemeSwitch, font
from app.widgets.buttons import icon_button, set_usable
from app.widgets.labels import label, plain_tip

_SPEED_PX = 72
_ROOMY_PX = 360
RATES = (0.25, 0.5, 1.0, 1.5, 2.0)


class PlayerControls(QWidget):
    """Play, step, speed, repeat, sound; and where the playhead is.

    Attributes:
        toggled: Play or hold.
        stepped: So many pictures on.
        rate_chosen: So many times as fast.
        repeat_chosen: Whether to begin again at the end.
        muted: Whether to be silent.
    """

    toggled = Signal()
    stepped = Signal(int)
    rate_chosen = Signal(float)
    repeat_chosen = Signal(bool)
    muted = Signal(bool)

    def __init__(self, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._times = (0.0, 0.0)
        self.play = icon_button("play", self.tr("Play"), theme, self.toggled.emit, keys="Space")
        self.back = icon_button(
            "caret-left",
            self.tr("One picture back"),
            theme,
            lambda: self.stepped.emit(-1),
            keys=",",
            size_px=SMALL_PX,
        )
        self.forward = icon_button(
            "caret-right",
            self.tr("One picture on"),
            theme,
            lambda: self.stepped.emit(1),
            keys=".",
            size_px=SMALL_PX,
        )
        self.repeat = icon_button(
            "repeat", self.tr("Repeat"), theme, keys="R", size_px=SMALL_PX, checkable=True
        )
        self.repeat.toggled.connect(self.repeat_chosen)
        self._mute_name = self.tr("No sound")
        self.mute = icon_button(
            "speaker-high", self._mute_name, theme, keys="M", size_px=SMALL_PX, checkable=True
        )
        self.mute.toggled.connect(self._mute)
        self.time = label("", "caption")
        self.time.setFont(font(CAPTION, numbers=True))
        self.time.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.time.setAccessibleName(self.tr("Position"))
        self.speed = QComboBox()
        for rate in RATES:
            self.speed.addItem(f"{rate:g}×", rate)
        self.speed.setCurrentIndex(RATES.index(1.0))
        self.speed.setAccessibleName(self.tr("Speed"))
        self.speed.setFixedWidth(_SPEED_PX)
        self.speed.setToolTip(plain_tip(self.tr("Speed  (- and +)")))
        self.speed.currentIndexChanged.connect(lambda at: self.rate_chosen.emit(RATES[at]))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for widget in (self.play, self.back, self.forward):
            row.addWidget(widget)
        row.addSpacing(XS)
        row.addWidget(self.time)
        row.addStretch(1)
        for widget in (self.repeat, self.mute):
            row.addWidget(widget)
        row.addSpacing(XS)
        row.addWidget(self.speed)

    def set_playing(self, playing: bool) -> None:
        """Show what the first button does now."""
        name = self.tr("Hold") if playing else self.tr("Play")
        if self.play.accessibleName() != name:
            set_icon(self.play, "pause" if playing else "play", self._theme)
            self.play.setAccessibleName(name)
            self.play.setToolTip(plain_tip(f"{name}  (Space)"))

    def set_usable(self, playable: bool, sound: bool = False, device: bool = True) -> None:
        """What can be done with the clip that is shown.

        Args:
            playable: Whether it can be played.
            sound: Whether it has sound.
            device: Whether this machine can be heard.
        """
        for widget in (self.play, self.back, self.forward, self.repeat, self.speed):
            widget.setEnabled(playable)
        silent = ""
        if playable and not sound:
            silent = self.tr("This clip has no sound.")
        elif playable and not device:
            silent = self.tr("This machine has no sound device.")
        set_usable(self.mute, silent, f"{self._mute_name}  (M)")
        self.mute.setEnabled(playable and not silent)

    def set_time(self, position_s: float, end_s: float) -> None:
        """Show the position, tenths of a second, and where there is room the end."""
        self._times = (position_s, end_s)
        text = clock(position_s)
        if self.width() >= _ROOMY_PX:
            text += f" / {clock(end_s)}"
        if text != self.time.text():
            self.time.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the end too, or not."""
        super().resizeEvent(event)
        self.set_time(*self._times)

    def set_rate(self, rate: float) -> None:
        """Show a speed without telling."""
        nearest = min(range(len(RATES)), key=lambda at: abs(RATES[at] - rate))
        with QSignalBlocker(self.speed):
            self.speed.setCurrentIndex(nearest)

    def _mute(self, muted: bool) -> None:
        set_icon(
            self.mute, "speaker-slash" if muted else "speaker-high", self._theme, size_px=SMALL_PX
        )
        self.muted.emit(muted)


def clock(seconds: float) -> str:
    """63.44 → "1:03.4"."""
    tenths = max(0, round(seconds * 10))
    minutes, rest = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}:{minutes:02d}:{rest // 10:02d}.{rest % 10}"
    return f"{minutes}:{rest // 10:02d}.{rest % 10}"
