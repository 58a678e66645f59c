"""Writes a prompt in place: Enter keeps it, Escape leaves it as it was."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app import theme as look
from app.texts import translate
from app.widgets.labels import label, set_role

Count = Callable[[str], int]


def token_words(n_tokens: int | None, limit: int) -> str:
    """How long a prompt is for the text encoder: "31 of 77 tokens"."""
    if n_tokens is None:
        return ""
    if n_tokens > limit:
        return translate("Prompts", "{0} of {1} tokens: the end is cut off").format(n_tokens, limit)
    return translate("Prompts", "{0} of {1} tokens").format(n_tokens, limit)


class PromptEditor(QFrame):
    """A few lines of text, its length in tokens, and a warning where it gives the class away.

    Attributes:
        kept: Enter, or the focus went elsewhere.
        left: Escape.

    Args:
        text: To begin with.
        count: Counts tokens; None while nobody can.
        limit: Most tokens that are read.
        names_class: Whether a text gives its class away.
    """

    kept = Signal()
    left = Signal()

    def __init__(
        self,
        text: str,
        count: Count | None,
        limit: int,
        names_class: Callable[[str], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._count, self._limit, self._names_class = count, limit, names_class
        self.setProperty("kind", "card")
        self.setAutoFillBackground(True)
        self.words = QPlainTextEdit(text)
        self.words.setAccessibleName(translate("Prompts", "Prompt"))
        self.words.setFont(look.font(look.READING))
        self.words.setStyleSheet(f"font-size: {look.READING}px;")
        self.words.setTabChangesFocus(True)
        self.words.installEventFilter(self)
        self.words.textChanged.connect(self._tell)
        self.tokens = label("", "caption")
        self.warning = label("", "warn")
        hint = label(translate("Prompts", "Enter keeps, Esc leaves"), "caption")
        below = QHBoxLayout()
        below.setSpacing(look.M)
        below.addWidget(self.tokens)
        below.addWidget(self.warning)
        below.addStretch(1)
        below.addWidget(hint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(look.XS, look.XS, look.XS, look.XS)
        layout.setSpacing(look.XS)
        layout.addWidget(self.words, 1)
        layout.addLayout(below)
        self.setFocusProxy(self.words)
        self.words.moveCursor(QTextCursor.MoveOperation.End)
        self._tell()

    @property
    def text(self) -> str:
        """What is written, as one line."""
        return " ".join(self.words.toPlainText().split())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter, Escape, and the focus that goes."""
        if watched is self.words and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # while one writes, keys write
        if watched is self.words and isinstance(event, QKeyEvent):
            return self._key(event)
        if (
            watched is self.words
            and isinstance(event, QFocusEvent)
            and event.type() == QEvent.Type.FocusOut
            and event.reason() != Qt.FocusReason.PopupFocusReason
        ):
            self.kept.emit()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.kept.emit()
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        return False

    def _tell(self) -> None:
        text = self.text
        n_tokens = None if self._count is None else self._count(text)
        self.tokens.setText(token_words(n_tokens, self._limit))
        set_role(
            self.tokens, "warn" if n_tokens is not None and n_tokens > self._limit else "caption"
        )
        gives_away = bool(text) and self._names_class(text)
        self.warning.setText(
            translate("Prompts", "Names the class; an incoming video will not")
            if gives_away
            else ""
        )
