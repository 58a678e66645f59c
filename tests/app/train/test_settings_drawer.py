"""The drawer of all settings: what is chosen there arrives in the training, setting by setting."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from app.context import Context
from app.views.train.settings_drawer import SettingRow, SettingsDrawer
from smp_core.model.config import ModelConfig
from smp_core.training.config import preset, preset_settings
from smp_core.training.overrides import apply_overrides, setting_names
from smp_core.workflows.projects import Project
from smp_core.workflows.train_settings import Setting, list_settings

OTHER_NUMBERS = {
    "epochs": "7", "batch_size": "4", "learning_rate": "0.0003", "seed": "5", "alpha": "0.25",
    "begin_block": "1", "bottleneck": "6", "adapter_dropout": "0.2", "head_width": "64",
    "head_dropout": "0.25",
}  # fmt: skip
# Text only is a baseline without P-AVeLs.
TOGETHER = {"streams=none": ("pavel=false", "head_text=true", "comparison=false")}


def configured(overrides: tuple[str, ...], pack: ModelConfig) -> dict[str, Any]:
    """All fields of both configurations under the preset `fast`."""
    settings = preset_settings("fast", overrides)
    model, training = apply_overrides(pack, preset("fast"), settings)
    return {**asdict(model), **asdict(training)}


def choose(row: SettingRow, text: str, qtbot: QtBot) -> None:
    """Change a setting as a person does."""
    field = row.field
    if isinstance(field, QCheckBox):
        field.click()
    elif isinstance(field, QComboBox):
        field.setCurrentIndex(field.findData(text))
    else:
        assert isinstance(field, QLineEdit)
        field.selectAll()
        qtbot.keyClicks(field, text)
    assert row.text() == text


def others(setting: Setting, row: SettingRow) -> list[str]:
    """Every other value of a choice, and one of a number."""
    if isinstance(row.field, QComboBox):
        values = [str(row.field.itemData(i)) for i in range(row.field.count())]
        return [value for value in values if value != setting.default]
    if isinstance(row.field, QCheckBox):
        return ["false" if setting.default == "true" else "true"]
    return [OTHER_NUMBERS[setting.key]]


def as_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return ",".join(value) or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)


def test_every_setting_arrives_and_is_shown_again(
    context: Context, project: Project, qtbot: QtBot
) -> None:
    settings = list_settings(project, "fast")
    assert {each.key for each in settings} == set(setting_names())
    pack = ModelConfig()
    plain = configured((), pack)
    tried = 0
    for place, setting in enumerate(settings):
        assert as_text(plain[setting.key]) == setting.default
        drawer = SettingsDrawer(context.theme)
        qtbot.addWidget(drawer)
        drawer.set_settings(settings)
        drawer.show()
        row = drawer.rows[place]
        assert row.setting == setting and drawer.overrides() == ()
        for text in others(setting, row):
            with qtbot.waitSignal(drawer.edited):
                choose(row, text, qtbot)
            assert drawer.overrides() == (f"{setting.key}={text}",)
            needed = TOGETHER.get(drawer.overrides()[0], ())
            changed = configured((*drawer.overrides(), *needed), pack)
            assert as_text(changed.pop(setting.key)) == text
            kept = configured(needed, pack) if needed else plain
            assert changed == {k: v for k, v in kept.items() if k != setting.key}
            again = SettingsDrawer(context.theme)
            qtbot.addWidget(again)
            again.set_changes(drawer.changes())  # before the settings are known, as at a start
            again.set_settings(settings)
            assert again.value(setting.key) == text and again.changes() == drawer.changes()
            tried += 1
        qtbot.mouseClick(drawer.reset_button, Qt.MouseButton.LeftButton)
        assert drawer.overrides() == () and row.text() == setting.default
    assert tried > len(settings)
