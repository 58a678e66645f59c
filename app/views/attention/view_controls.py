"""How the heat is shown: rollout or a word's map, which block, how strong, in which colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSlider, QToolButton, QWidget

from app.theme import S
from app.widgets.labels import plain_tip
from smp_core.workflows.heat import COLOURS, View

if TYPE_CHECKING:
    from smp_core.workflows.explain import Explanation


class ViewControls(QWidget):
    """One line of controls.

    Attributes:
        changed: Another map is wanted. faded: Only the opacity changed.
        rollout_wanted, word_wanted: The operator chose the mode.
    """

    changed = Signal()
    faded = Signal()
    rollout_wanted = Signal()
    word_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rollout = self._mode(
            self.tr("Whole"),
            self.tr("Attention rollout: what the answer was drawn from, through all blocks"),
        )
        self.word = self._mode(
            self.tr("Word"), self.tr("What the chosen word of the prompt has to do with")
        )
        self.block = QComboBox()
        self.block.setAccessibleName(self.tr("Block"))
        self.block.setToolTip(plain_tip(self.tr("Where in the model")))
        self.phase = QComboBox()
        self.phase.setAccessibleName(self.tr("Direction"))
        self.phase.addItem(self.tr("Where it looks"), 1)
        self.phase.addItem(self.tr("What listens to it"), 2)
        self.colours = QComboBox()
        self.colours.setAccessibleName(self.tr("Colours"))
        for name in COLOURS:
            self.colours.addItem(name.capitalize(), name)
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(0, 100)
        self.opacity.setValue(65)
        self.opacity.setMaximumWidth(140)
        self.opacity.setMinimumWidth(72)
        self.opacity.setAccessibleName(self.tr("Strength of the heat"))
        self.opacity.setToolTip(plain_tip(self.tr("Strength of the heat")))
        for box, width in ((self.block, 136), (self.phase, 160), (self.colours, 104)):
            box.setFixedWidth(width)  # or the line would grow and shrink with the block's name
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S)
        for each in (self.rollout, self.word):
            layout.addWidget(each)
        layout.addSpacing(S)
        layout.addWidget(self.block)
        layout.addWidget(self.phase)
        layout.addStretch(1)
        layout.addWidget(self.opacity)
        layout.addWidget(self.colours)
        self._explanation: Explanation | None = None
        self._blocks = {False: -1, True: 0}  # chosen in each mode, as indices of the box
        self._word_mode = False
        self._fill()
        self.rollout.clicked.connect(self._to_rollout)
        self.word.clicked.connect(self._to_word)
        self.block.activated.connect(self._block_chosen)
        self.phase.activated.connect(lambda _index: self.changed.emit())
        self.colours.activated.connect(lambda _index: self.changed.emit())
        self.opacity.valueChanged.connect(lambda _value: self.faded.emit())

    def set_explanation(self, explanation: Explanation | None) -> None:
        """Offer the blocks of this one."""
        self._explanation = explanation
        self._fill()

    def set_word_mode(self, word_mode: bool) -> None:
        """Show which mode is on."""
        self._word_mode = word_mode
        self._fill()

    def view(self, word: int | None) -> View:
        """What is to be shown, with this word of the prompt if the mode is one word."""
        chosen = self.block.currentData()
        rollout = not self._word_mode or word is None
        return View(
            word=None if rollout else word,
            block=chosen if rollout and chosen is not None else -1,
            layer=None if rollout else chosen,
            phase=self.phase.currentData(),
            opacity=self.opacity.value() / 100,
            colours=self.colours.currentData(),
        )

    def save_state(self) -> dict[str, Any]:
        """What the operator set, for the next time."""
        return {
            "opacity": self.opacity.value(),
            "colours": self.colours.currentData(),
            "phase": self.phase.currentData(),
        }

    def restore_state(self, state: dict[str, Any]) -> None:
        """Go back to it."""
        opacity = state.get("opacity")
        if isinstance(opacity, int):
            self.opacity.setValue(opacity)
        for box, name in ((self.colours, "colours"), (self.phase, "phase")):
            at = box.findData(state.get(name))
            if at >= 0:
                box.setCurrentIndex(at)

    def step_block(self, by: int) -> None:
        """The next block, or the one before."""
        at = self.block.currentIndex() + by
        if 0 <= at < self.block.count():
            self.block.setCurrentIndex(at)
            self._block_chosen(at)

    def _fill(self) -> None:
        self.rollout.setChecked(not self._word_mode)
        self.word.setChecked(self._word_mode)
        self.phase.setVisible(self._word_mode)
        self.block.clear()
        found = self._explanation
        if self._word_mode:
            self.block.addItem(self.tr("All blocks"), None)
            places = {"before": self.tr("early"), "after": self.tr("late")}
            both = found is not None and len({each.beside for each in found.layers}) > 1
            for index, layer in enumerate(() if found is None else found.layers):
                text = self.tr("Block {0} · {1}").format(
                    layer.block + 1, places.get(layer.place, layer.place)
                )
                self.block.addItem(f"{text} ({layer.beside})" if both else text, index)
        else:
            for index in range(0 if found is None else found.n_blocks):
                self.block.addItem(self.tr("Up to block {0}").format(index + 1), index)
            if self.block.count():
                last = self.block.count() - 1
                self.block.setItemText(last, self.tr("All {0} blocks").format(last + 1))
        chosen = self._blocks[self._word_mode]
        inside = 0 <= chosen < self.block.count()
        self.block.setCurrentIndex(chosen if inside else self.block.count() - 1)

    def _block_chosen(self, index: int) -> None:
        self._blocks[self._word_mode] = index
        self.changed.emit()

    def _to_rollout(self) -> None:
        self.rollout.setChecked(True)
        self.rollout_wanted.emit()

    def _to_word(self) -> None:
        self.word.setChecked(self._word_mode)
        self.word_wanted.emit()

    @staticmethod
    def _mode(text: str, tip: str) -> QToolButton:
        made = QToolButton()
        made.setText(text)
        made.setToolTip(plain_tip(tip))
        made.setAccessibleName(text)
        made.setCheckable(True)
        return made
