"""The prompt, the controls, and the heat of one or two runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.context import Context
from app.theme import L, S
from app.views.attention.heat_panel import HeatPanel, note
from app.views.attention.prompt_words import PromptWords
from app.views.attention.view_controls import ViewControls

if TYPE_CHECKING:
    from smp_core.workflows.explain import Explanation
    from smp_core.workflows.heat import View


class HeatPage(QWidget):
    """Shows what the panels hold with one common view.

    Attributes:
        viewed: The view changed.

    Args:
        context: The window's shared parts.
    """

    viewed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.words = PromptWords(context.theme)
        self.controls = ViewControls()
        self.first, self.second = HeatPanel(context.theme), HeatPanel(context.theme)
        self.second.hide()
        panels = QHBoxLayout()
        panels.setSpacing(L)
        panels.addWidget(self.first, 1)
        panels.addWidget(self.second, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S)
        layout.addWidget(self.words)
        layout.addWidget(self.controls)
        layout.addLayout(panels, 1)
        layout.addWidget(note(self.tr("Attention is an indication, not proof.")))
        self.words.chosen.connect(self._word_chosen)
        self.controls.changed.connect(self.refresh)
        self.controls.faded.connect(self._faded)
        self.controls.rollout_wanted.connect(lambda: self.words.choose(-1))
        self.controls.word_wanted.connect(self._some_word)

    @property
    def view(self) -> View:
        """What is shown."""
        word = self.words.current
        return self.controls.view(None if word < 0 else word)

    def compare(self, wanted: bool) -> None:
        """Show one panel or two."""
        self.second.setVisible(wanted)
        for panel in (self.first, self.second):
            panel.title.setVisible(wanted)

    def forget(self) -> None:
        """Another clip is coming."""
        self.words.set_words((), "")
        self.controls.set_explanation(None)

    def show_first(self, found: Explanation, lead: str) -> None:
        """The first run's maps are there: their prompt is the one to choose words from."""
        before = self.words.current
        same = [word.text for word in found.words] == [each.text() for each in self.words.buttons]
        if not same:
            self.words.set_words(found.words, lead)
            before = -1
        self.controls.set_explanation(found)
        self.controls.set_word_mode(before >= 0)
        self.refresh()

    def refresh(self) -> None:
        """Lay the heat anew."""
        view = self.view
        self.first.show_view(view)
        if self.second.explanation is not None:
            self.second.show_view(self._for_second(view))
        self.viewed.emit()

    def views(self) -> list[tuple[Explanation, View]]:
        """What is seen now, for an export."""
        view = self.view
        found = []
        if self.first.explanation is not None:
            found.append((self.first.explanation, view))
        if self.second.isVisibleTo(self) and self.second.explanation is not None:
            found.append((self.second.explanation, self._for_second(view)))
        return found

    def _for_second(self, view: View) -> View:
        """The same word and as good a block in the other run, whose prompt may be another."""
        from dataclasses import replace

        other, mine = self.second.explanation, self.first.explanation
        if other is None or mine is None:
            return view
        layer = view.layer if view.layer is None or view.layer < len(other.layers) else None
        block = view.block if view.block < other.n_blocks else -1
        word = view.word
        if word is not None and other.prompt != mine.prompt:
            texts = [each.text for each in other.words]
            text = mine.words[word].text
            word = texts.index(text) if text in texts else len(texts)  # none: no heat
        return replace(view, layer=layer, block=block, word=word)

    def _word_chosen(self, index: int) -> None:
        self.controls.set_word_mode(index >= 0)
        self.refresh()

    def _some_word(self) -> None:
        if self.words.current < 0:
            self.words.step(1)

    def _faded(self) -> None:
        opacity = self.controls.opacity.value() / 100
        self.first.set_opacity(opacity)
        self.second.set_opacity(opacity)
