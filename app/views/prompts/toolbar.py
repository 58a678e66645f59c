"""Who writes the prompts, what they are worth, and the writing itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from app import texts
from app import theme as look
from app.jobs.handle import JobHandle
from app.texts import translate
from app.theme import ThemeSwitch
from app.widgets.buttons import button, icon_button
from app.widgets.labels import ElidedLabel, chip, label, line, plain_tip

if TYPE_CHECKING:
    from smp_core.records import PromptQuality
    from smp_core.workflows.prompt_sheet import CaptionerChoice, PromptSheet

_NAME = Qt.ItemDataRole.UserRole
_COMBO_PX, _LIST_PX = 208, 400


class PromptsToolbar(QFrame):
    """The line above the prompts.

    Attributes:
        captioner_chosen: Another captioner, by name.
        write_missing, write_selected, write_all: Let it write.
        train_with: Train with the shown captioner's prompts.
        compare: Show captioners side by side, or not.
    """

    captioner_chosen = Signal(str)
    write_missing = Signal()
    write_selected = Signal()
    write_all = Signal()
    train_with = Signal()
    compare = Signal(bool)
    stop = Signal()

    def __init__(self, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "bar")
        self._job: JobHandle | None = None
        self.captioners = QComboBox()
        self.captioners.setAccessibleName(translate("Prompts", "Captioner"))
        self.captioners.setFixedWidth(_COMBO_PX)
        self.captioners.view().setMinimumWidth(_LIST_PX)
        self.captioners.activated.connect(self._chosen)
        self.missing_button = button(
            translate("Prompts", "Write prompts"), self.write_missing.emit, "primary"
        )
        self.again_menu = QMenu(self)
        self.selected_action = self.again_menu.addAction(
            translate("Prompts", "Selected clips"), self.write_selected.emit
        )
        self.all_action = self.again_menu.addAction(
            translate("Prompts", "All clips"), self.write_all.emit
        )
        self.again_button = button(
            translate("Prompts", "Write again"), lambda: None, icon="arrows-clockwise", theme=theme
        )
        self.again_button.setMenu(self.again_menu)
        self.used = chip(translate("Prompts", "Used for training"))
        self.use_button = button(
            translate("Prompts", "Use for training"), self.train_with.emit, "quiet"
        )
        self.quality = ElidedLabel("", "quiet", Qt.TextElideMode.ElideRight)
        self.quality.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.compare_button = icon_button(
            "columns",
            translate("Prompts", "Compare captioners"),
            theme,
            self._compare,
            keys="Ctrl+Shift+C",
            checkable=True,
        )
        row = QHBoxLayout()
        row.setContentsMargins(look.XL, look.S, look.L, look.S)
        row.setSpacing(look.M)
        row.addWidget(label(translate("Prompts", "Prompts by"), "quiet"))
        row.addWidget(self.captioners)
        row.addWidget(self.used)
        row.addWidget(self.use_button)
        row.addWidget(self.quality, 1)
        self._add_writing_part(row)
        row.addWidget(self.compare_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(line())
        self.show_job(None)

    def _add_writing_part(self, row: QHBoxLayout) -> None:
        """The buttons that begin, or the progress and the button that stops."""
        begin, going = QWidget(), QWidget()
        left = QHBoxLayout(begin)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(look.S)
        left.addWidget(self.missing_button)
        left.addWidget(self.again_button)
        self.progress_words = label("", "quiet")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(96)
        self.progress.setAccessibleName(translate("Prompts", "Prompts written"))
        self.stop_button = button(translate("Prompts", "Stop"), self.stop.emit)
        right = QHBoxLayout(going)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(look.S)
        right.addStretch(1)
        right.addWidget(self.progress_words)
        right.addWidget(self.progress)
        right.addWidget(self.stop_button)
        self._begin, self._going = begin, going
        row.addWidget(begin)
        row.addWidget(going)

    def show_sheet(self, sheet: PromptSheet, captioner: str) -> None:
        """Show one captioner of a sheet."""
        self._fill(sheet, captioner)
        info = sheet.captioner(captioner)
        written = sheet.prompts.get(captioner, {})
        n_missing = sum(clip.id not in written for clip in sheet.clips)
        ready = not info.missing
        used = captioner == sheet.chosen
        self.used.setVisible(used)
        self.use_button.setVisible(not used and bool(written))
        words = translate("Prompts", "Write prompts")
        if written:
            words = translate("Prompts", "Write {0} missing").format(n_missing)
        self.missing_button.setText(words)
        self.missing_button.setAccessibleName(words)
        self.missing_button.setVisible(n_missing > 0)
        self.missing_button.setEnabled(ready)
        self.again_button.setVisible(bool(written))
        self.again_button.setEnabled(ready)
        self.setToolTip(plain_tip(info.missing))

    def show_quality(self, quality: PromptQuality | None, measuring: bool) -> None:
        """Show what words alone find, or that it is being measured."""
        words, tip = "", ""
        if quality is not None and quality.accuracy is None:
            words = translate("Prompts", "Too few to judge")
        elif quality is not None and quality.accuracy is not None:
            found = round(quality.accuracy * quality.n_judged)
            words = translate("Prompts", "Words alone find {0} of {1} clips").format(
                found, quality.n_judged
            )
            tip = translate(
                "Prompts",
                "Each clip's prompt is compared with the prompts of all other clips; no picture "
                "and no sound is used. δ tells how clearly a class's words stand apart, from 0 "
                "to 1. It is an indication before training, not a promise.",
            )
        elif measuring:
            words = translate("Prompts", "Measuring…")
        self.quality.setText(words)
        self.quality.setToolTip(plain_tip(tip))

    def show_selection(self, n_clips: int) -> None:
        """Tell how many clips are chosen."""
        self.selected_action.setText(
            translate("Prompts", "Selected: {0}").format(texts.clips(n_clips))
        )
        self.selected_action.setEnabled(n_clips > 0)

    def show_job(self, job: JobHandle | None) -> None:
        """Show a writing that goes on; None when there is none."""
        if self._job is not job and self._job is not None:
            self._job.changed.disconnect(self._tell_progress)
        if job is not None and self._job is not job:
            job.changed.connect(self._tell_progress)
        self._job = job
        self._begin.setVisible(job is None)
        self._going.setVisible(job is not None)
        self.quality.setVisible(job is None)  # it changes with every prompt that is written
        self._tell_progress()

    def _tell_progress(self) -> None:
        step = None if self._job is None else self._job.progress
        self.progress.setRange(0, 0 if step is None else max(1, step.total))
        words = translate("Prompts", "Waiting for the engine…")
        if step is not None:
            self.progress.setValue(step.done)
            words = translate("Prompts", "{0} of {1}").format(step.done, step.total)
        self.progress_words.setText(words)

    def _fill(self, sheet: PromptSheet, captioner: str) -> None:
        model = self.captioners.model()
        if not isinstance(model, QStandardItemModel):
            raise TypeError("a combo box keeps standard items")
        model.clear()
        for info in sheet.captioners:
            item = QStandardItem(captioner_words(info))
            item.setData(info.name, _NAME)
            item.setToolTip(plain_tip(info.missing))
            if info.missing and info.name not in sheet.prompts:
                item.setEnabled(False)
            model.appendRow(item)
        self.captioners.setCurrentIndex(self.captioners.findData(captioner, _NAME))

    def _chosen(self, row: int) -> None:
        self.captioner_chosen.emit(str(self.captioners.itemData(row, _NAME)))

    def _compare(self) -> None:
        self.compare.emit(self.compare_button.isChecked())


def captioner_words(info: CaptionerChoice) -> str:
    """A captioner in a list: its name, and that it is not there yet."""
    titles = {
        "constant": translate("Prompts", "Constant sentence"),
        "descriptor": translate("Prompts", "Descriptor"),
    }
    title = titles.get(info.name, info.title)
    if not info.missing:
        return title
    if info.size_bytes:
        return translate("Prompts", "{0}, not installed ({1})").format(
            title, texts.byte_size(info.size_bytes)
        )
    return translate("Prompts", "{0}, not installed").format(title)
