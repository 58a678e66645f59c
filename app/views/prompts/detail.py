"""The chosen clip's prompt in the inspector: its words, where they come from, what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app import theme as look
from app.context import Context
from app.models.prompts_list import ClipRow, no_prompt
from app.operations.media import clip_key
from app.texts import translate
from app.views.prompts.editor import token_words
from app.widgets.buttons import button
from app.widgets.labels import ElidedLabel, label, line, set_role
from app.widgets.player import Player

if TYPE_CHECKING:
    from smp_core.records import ClipRecord
    from smp_core.workflows.projects import Project


_PLAYER_PX = 300
_LOAD_AFTER_MS = 200  # whoever walks through the list opens no file on the way


class PromptDetail(QScrollArea):
    """One clip to play, and facts and actions of its prompt.

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

    def __init__(self, context: Context, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = context.theme
        self._clip: ClipRecord | None = None
        self.player = Player(context, project)
        self.player.setMinimumHeight(_PLAYER_PX)
        self._load_soon = QTimer(self)
        self._load_soon.setSingleShot(True)
        self._load_soon.setInterval(_LOAD_AFTER_MS)
        self._load_soon.timeout.connect(self._load)
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
        column = QVBoxLayout(inside)
        column.setContentsMargins(look.L, look.L, look.L, look.L)
        column.setSpacing(look.S)
        self._rule = line()
        parts: tuple[QWidget, ...] = (
            *(self.player, self.name, self.about, self.words, self.facts, self.remark),
            *(self._rule, self.generated_title, self.generated),
            *(self.use_button, self.edit_button, self.back_button, self.again_button),
        )
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(inside)

    def show_row(self, row: ClipRow, *, can_write: bool, can_use: bool) -> None:
        """Show a clip.

        Args:
            row: Which.
            can_write: Whether its captioner can write now.
            can_use: Whether the clip is trained with other words and could be with these.
        """
        before, self._clip = self._clip, row.clip
        if before is None or clip_key(before) != clip_key(row.clip) or before.path != row.clip.path:
            self.player.set_clip(None)
            self._load_soon.start()
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

    def stop(self) -> None:
        """Stop playing and let go of the file."""
        self._load_soon.stop()
        self.player.stop()

    def resume(self) -> None:
        """Take the clip up again."""
        if self._clip is not None and self.player.path != self._clip.path:
            self._load_soon.start()
        else:
            self.player.resume()

    def _load(self) -> None:
        if self._clip is not None:
            clip = self._clip
            self.player.set_clip(
                clip.path, clip.start_s, clip.end_s, content_hash=clip.content_hash
            )


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
