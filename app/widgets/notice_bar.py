"""Shows what the operator is to be told, one notice at a time, without stopping anybody."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app import theme as look
from app.errors import Notice, Notices
from app.icons import SMALL_PX
from app.texts import translate
from app.theme import ThemeSwitch
from app.widgets.buttons import button, icon_button
from app.widgets.labels import label, set_look

CLOSE_KEYS = "Ctrl+Shift+X"
_MAX_WAITING = 20


class NoticeBar(QFrame):
    """Sits under the top bar. Text can be selected; everything is plain text.

    Attributes:
        shows: Whether a notice is on the screen now.

    Args:
        notices: Whose notices it shows.
        theme: For the icons.
    """

    shows = Signal(bool)

    def __init__(self, notices: Notices, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[Notice] = []
        self.setAccessibleName(translate("Notices", "Notice"))
        self.message = label("", "strong", wrap=True)
        self.hint = label("", "body", wrap=True)
        for words in (self.message, self.hint):
            words.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            words.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.count = label("", "caption")
        self.copy = button(
            translate("Notices", "Copy details"), self._copy, icon="copy", theme=theme
        )
        self.close_button = icon_button(
            "x", translate("Notices", "Close this notice"), theme, self.next,
            keys=CLOSE_KEYS, size_px=SMALL_PX,
        )  # fmt: skip
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.message)
        texts.addWidget(self.hint)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(look.L, look.S, look.S, look.S)
        layout.setSpacing(look.M)
        layout.addLayout(texts, 1)
        for each in (self.count, self.copy, self.close_button):
            layout.addWidget(each, alignment=Qt.AlignmentFlag.AlignTop)
        notices.added.connect(self._add)
        self.hide()

    @property
    def shown(self) -> Notice | None:
        """The notice on the screen."""
        return self._waiting[0] if self._waiting else None

    def next(self) -> None:
        """Put the shown notice away."""
        self._waiting = self._waiting[1:]
        self._show()

    def _add(self, notice: Notice) -> None:
        if notice in self._waiting:
            return  # a fault that repeats is told once
        # The newest is the one that the operator just caused.
        self._waiting = [notice, *self._waiting][:_MAX_WAITING]
        self._show()

    def _show(self) -> None:
        notice = self.shown
        self.setVisible(notice is not None)
        self.shows.emit(notice is not None)
        if notice is None:
            return
        set_look(self, "kind", f"notice-{notice.level}")
        self.message.setText(notice.message)
        self.hint.setText(notice.hint)
        self.hint.setVisible(bool(notice.hint))
        self.copy.setVisible(bool(notice.details))
        others = len(self._waiting) - 1
        self.count.setText(translate("Notices", "{0} more").format(others) if others else "")
        self.setAccessibleDescription(f"{notice.message} {notice.hint}".strip())
        # Whoever hears the window is told at once, wherever the focus is.
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _copy(self) -> None:
        notice = self.shown
        if notice is not None:
            text = "\n".join((notice.message, notice.hint, "", notice.details))
            QGuiApplication.clipboard().setText(text)
