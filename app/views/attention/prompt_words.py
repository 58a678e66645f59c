"""The prompt as words to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.theme import READING, XS, ThemeSwitch, font
from app.widgets.flow import FlowLayout
from app.widgets.labels import label, plain_tip

if TYPE_CHECKING:
    from smp_core.workflows.explain import WordMark


class _Word(QToolButton):
    """A button as narrow as its word, so that a prompt reads as a sentence."""

    def sizeHint(self) -> QSize:
        """The word and a little around it."""
        metrics = self.fontMetrics()
        text = self.text().replace("&&", "&")
        return QSize(metrics.horizontalAdvance(text) + 9, round(metrics.height() * 1.35))


class PromptWords(QWidget):
    """One button a word; one of them may be chosen.

    Attributes:
        chosen: The index of a word, −1 for none.

    Args:
        theme: For the colours.
    """

    chosen = Signal(int)

    def __init__(self, theme: ThemeSwitch) -> None:
        super().__init__()
        self._theme = theme
        self._buttons: list[QToolButton] = []
        self._current = -1
        self._lead = label("", "caption")
        self._page = QWidget()
        self._flow = FlowLayout(self._page, 0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(XS)
        layout.addWidget(self._lead)
        layout.addWidget(self._page)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._page.setSizePolicy(policy)
        theme.changed.connect(self._tint)
        self._tint()

    @property
    def current(self) -> int:
        """The chosen word, −1 for none."""
        return self._current

    @property
    def buttons(self) -> Sequence[QToolButton]:
        """One a word."""
        return self._buttons

    def set_words(self, words: Sequence[WordMark], lead: str) -> None:
        """Show another prompt, no word chosen.

        Args:
            words: Of the prompt. lead: The line above: who wrote it.
        """
        for old in self._buttons:
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._buttons, self._current = [], -1
        self._lead.setText(lead)
        for index, word in enumerate(words):
            made = _Word()
            made.setText(word.text.replace("&", "&&"))
            made.setAccessibleName(self.tr("Word {0}").format(word.text))
            made.setCheckable(True)
            made.setCursor(Qt.CursorShape.PointingHandCursor)
            made.setFont(font(READING))
            if not word.read:
                made.setEnabled(False)
                made.setToolTip(plain_tip(self.tr("Too far back in the prompt to be read")))
            made.clicked.connect(lambda _checked=False, i=index: self.choose(i, again_off=True))
            self._flow.addWidget(made)
            self._buttons.append(made)
        self._page.updateGeometry()

    def choose(self, index: int, *, again_off: bool = False) -> None:
        """Choose a word; with `again_off`, choosing it again takes it back. −1 for none."""
        if index == self._current and again_off:
            index = -1
        if not -1 <= index < len(self._buttons):
            index = -1
        changed = index != self._current
        self._current = index
        for at, each in enumerate(self._buttons):
            each.setChecked(at == index)
        if changed:
            self.chosen.emit(index)

    def step(self, by: int) -> None:
        """The next word, or the one before."""
        if self._buttons:
            self.choose((max(self._current, -1 if by > 0 else 0) + by) % len(self._buttons))

    def _tint(self) -> None:
        now = self._theme.theme
        self._page.setStyleSheet(
            f"QToolButton {{ font-size: {READING}px; padding: 0; border-radius: 4px;"
            f" border: 1px solid transparent; color: {now.text}; }}"
            f"QToolButton:hover {{ background: {now.hover}; }}"
            f"QToolButton:focus {{ border-color: {now.accent}; }}"
            f"QToolButton:checked {{ background: {now.accent}; color: {now.on_accent}; }}"
            f"QToolButton:disabled {{ color: {now.quiet}; }}"
        )
