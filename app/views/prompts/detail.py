"""The chosen clip's prompt in the inspector: its words, where they come from, what can be done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app import theme as look
from app.models.prompts_list import ClipRow, no_prompt
from app.texts import translate
from app.theme import ThemeSwitch
from app.views.prompts.editor import token_words
from app.widgets.buttons import button
from app.widgets.labels import ElidedLabel, label, line, set_role


class PromptDetail(QScrollArea):
    """Facts and actions of one clip's prompt.

    Attributes:
        edit: Write it.
        put_back: Take the captioner's words again.
        write_again: Let the captioner write it again.
        use: Train the clip with these words, although another captioner is used otherwise.
    """

    edit = Signal()
    put_back = Signal()
    write_again = Signal()
    use = Signal()

    def __init__(self, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(translate("Prompts", "The chosen clip's prompt"))
        self.name = ElidedLabel("", "strong")
        self.about = label("", "quiet", wrap=True)
        self.words = label("", "reading", wrap=True)
        self.facts = label("", "quiet", wrap=True)
        self.remark = label("", "warn", wrap=True)
        self.generated_title = label(translate("Prompts", "The captioner wrote"), "caption")
        self.generated = label("", "quiet", wrap=True)
        for each in (self.words, self.generated):
            each.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.edit_button = button(
            translate("Prompts", "Edit…"), self.edit.emit, icon="pencil-simple", theme=theme
        )
        self.back_button = button(
            translate("Prompts", "Put back"),
            self.put_back.emit,
            icon="arrow-counter-clockwise",
            theme=theme,
        )
        self.again_button = button(
            translate("Prompts", "Write again"),
            self.write_again.emit,
            icon="arrows-clockwise",
            theme=theme,
        )
        self.use_button = button(
            translate("Prompts", "Use this sentence"), self.use.emit, icon="check", theme=theme
        )
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(look.L, look.L, look.L, look.L)
        self.column.setSpacing(look.S)
        for each in (self.name, self.about, self.words, self.facts, self.remark):
            self.column.addWidget(each)
        self._rule = line()
        for each in (self._rule, self.generated_title, self.generated):
            self.column.addWidget(each)
        self.column.addSpacing(look.S)
        for each in (self.use_button, self.edit_button, self.back_button, self.again_button):
            self.column.addWidget(each)
        self.column.addStretch(1)
        self.setWidget(inside)

    def show_row(self, row: ClipRow, *, can_write: bool, can_use: bool) -> None:
        """Show a clip.

        Args:
            row: Which.
            can_write: Whether its captioner can write now.
            can_use: Whether the clip is trained with other words and could be with these.
        """
        self.name.setText(row.clip.path.name)
        length_s = row.clip.end_s - row.clip.start_s
        self.about.setText(
            translate("Prompts", "{0}, {1} s").format(row.clip.class_name, f"{length_s:.1f}")
        )
        self.words.setText(row.text or no_prompt())
        facts = [row.source if row.prompt is not None else "", token_words(row.n_tokens, row.limit)]
        self.facts.setText(" · ".join(each for each in facts if each))
        too_long = row.n_tokens is not None and row.n_tokens > row.limit
        set_role(self.facts, "warn" if too_long else "quiet")
        self.remark.setText(_remark(row))
        self.remark.setVisible(bool(_remark(row)))
        for each in (self._rule, self.generated_title, self.generated, self.back_button):
            each.setVisible(row.edited)
        self.generated.setText(row.prompt.generated if row.prompt is not None else "")
        self.use_button.setVisible(can_use)
        self.edit_button.setEnabled(row.prompt is not None)
        self.again_button.setEnabled(can_write)
        words = translate("Prompts", "Write again")
        if row.prompt is None:
            words = translate("Prompts", "Write a prompt")
        self.again_button.setText(f" {words}")
        self.again_button.setAccessibleName(words)


def _remark(row: ClipRow) -> str:
    if row.names_class:
        return translate(
            "Prompts",
            "This prompt names its class. An incoming video will not have that word, so the model "
            "would learn to lean on something that is not there.",
        )
    if row.clip.missing:
        return translate("Prompts", "The file is not where it was.")
    return ""
