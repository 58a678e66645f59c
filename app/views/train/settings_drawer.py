"""Every hyper-parameter with its value and a short word about it, folded away until asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app import theme as look
from app.models.train_settings_words import setting_about, setting_title
from app.theme import ThemeSwitch
from app.widgets.buttons import button
from app.widgets.labels import label, set_role

if TYPE_CHECKING:
    from smp_core.workflows.train_settings import Setting

_FIELD_PX = 92


class SettingRow(QWidget):
    """One setting.

    Attributes:
        edited: The operator changed it.
    """

    edited = Signal()

    def __init__(self, setting: Setting) -> None:
        super().__init__()
        self.setting = setting
        self.name = label(setting_title(setting), wrap=True)
        about = label(setting_about(setting), "caption", wrap=True)
        self.field: QCheckBox | QComboBox | QLineEdit = self._make_field()
        self.field.setAccessibleName(setting_title(setting))
        self.field.setAccessibleDescription(setting_about(setting))
        head = QHBoxLayout()
        head.setSpacing(look.S)
        head.addWidget(self.name, 1)
        head.addWidget(self.field)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, look.XS, 0, look.XS)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(about)

    def text(self) -> str:
        """The value as an override's text."""
        if isinstance(self.field, QCheckBox):
            return "true" if self.field.isChecked() else "false"
        if isinstance(self.field, QComboBox):
            return str(self.field.currentData())
        return self.field.text().strip()

    def set_text(self, text: str) -> None:
        """Show a value; one that the field cannot hold is ignored."""
        if isinstance(self.field, QCheckBox):
            self.field.setChecked(text == "true")
        elif isinstance(self.field, QComboBox):
            place = self.field.findData(text)
            if place >= 0:
                self.field.setCurrentIndex(place)
        else:
            self.field.setText(text)
        self._mark()

    @property
    def changed(self) -> bool:
        """Whether it differs from the preset."""
        return self.text() != self.setting.default

    def _make_field(self) -> QCheckBox | QComboBox | QLineEdit:
        setting = self.setting
        if setting.kind == "switch":
            box = QCheckBox()
            box.setChecked(setting.default == "true")
            box.setText(self._switch_word(box.isChecked()))
            box.toggled.connect(lambda on: box.setText(self._switch_word(on)))
            box.toggled.connect(self._touched)
            return box
        if setting.kind in ("word", "words"):
            choice = QComboBox()
            choices = list(setting.choices)
            if setting.kind == "words":
                choices = [",".join(setting.choices), *setting.choices, "none"]
            for each in choices:
                choice.addItem(each.replace(",", " + "), each)
            choice.setCurrentIndex(max(0, choice.findData(setting.default)))
            choice.setFixedWidth(_FIELD_PX + 2 * look.XL)
            choice.currentIndexChanged.connect(self._touched)
            return choice
        line = QLineEdit(setting.default)
        line.setFixedWidth(_FIELD_PX)
        line.setFont(look.font(look.BODY, numbers=True))
        line.textEdited.connect(self._touched)
        return line

    def _switch_word(self, on: bool) -> str:
        return self.tr("on") if on else self.tr("off")

    def _touched(self, _value: object = None) -> None:
        self._mark()
        self.edited.emit()

    def _mark(self) -> None:
        set_role(self.name, "strong" if self.changed else "body")


class SettingsDrawer(QWidget):
    """All settings under their two headings.

    Attributes:
        edited: A value changed.

    Args:
        theme: For icons.
    """

    edited = Signal()

    def __init__(self, theme: ThemeSwitch) -> None:
        super().__init__()
        self.rows: list[SettingRow] = []
        self._kept: dict[str, str] = {}
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self.trouble = label("", "bad", wrap=True)
        self.trouble.hide()
        self.reset_button = button(
            self.tr("Back to the preset"), self.reset, "link", icon="", theme=theme
        )
        self.reset_button.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.reset_button)
        layout.addWidget(self.trouble)
        layout.addLayout(self._column)

    def set_settings(self, settings: Sequence[Setting]) -> None:
        """Show these, keeping what the operator had changed; the same ones stay as they are, with
        the cursor in them."""
        if self.rows and [row.setting for row in self.rows] == list(settings):
            return
        if self.rows:
            self._kept = self.changes()
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.rows = []
        part = ""
        for setting in settings:
            if setting.part != part:
                part = setting.part
                heading = self.tr("Training") if part == "training" else self.tr("Model")
                title = label(heading, "quiet")
                title.setContentsMargins(0, look.M, 0, look.XS)
                self._column.addWidget(title)
            row = SettingRow(setting)
            row.edited.connect(self._row_edited)
            self.rows.append(row)
            self._column.addWidget(row)
        self.set_changes(self._kept)

    def changes(self) -> dict[str, str]:
        """What differs from the preset, by key."""
        if not self.rows:
            return dict(self._kept)
        return {row.setting.key: row.text() for row in self.rows if row.changed}

    def set_changes(self, changes: Mapping[str, str]) -> None:
        """Put changed values back, for example after a restart."""
        self._kept = dict(changes)
        for row in self.rows:
            row.set_text(changes.get(row.setting.key, row.setting.default))
        self.reset_button.setVisible(bool(self.changes()))

    def value(self, key: str) -> str:
        """The text of one setting, empty if there is none."""
        return next((row.text() for row in self.rows if row.setting.key == key), "")

    def overrides(self) -> tuple[str, ...]:
        """The changes as "key=value"."""
        return tuple(f"{key}={value}" for key, value in self.changes().items())

    def reset(self) -> None:
        """Take the preset's values again."""
        self._kept = {}
        for row in self.rows:
            row.set_text(row.setting.default)
        self._row_edited()

    def show_trouble(self, text: str) -> None:
        """Say that the values cannot be used; empty for none."""
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))

    def _row_edited(self) -> None:
        self.reset_button.setVisible(bool(self.changes()))
        self.edited.emit()
