"""Help and the settings menu: the diagnostic file, About, the language."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QMenu

from app.dialogs.about import AboutDialog, licences
from app.dialogs.diagnostics import DiagnosticsDialog
from app.windows.main_window import MainWindow
from app.windows.menus import choose_language
from smp_core import __version__


def test_the_diagnostic_file_is_shown_and_saved(
    opened: MainWindow, tmp_path: Path, settled: Callable[[], None]
) -> None:
    opened.help.diagnostics()
    dialog = opened.findChild(DiagnosticsDialog)
    assert dialog is not None and not dialog.save.isEnabled()
    settled()
    shown = {}
    for row in range(dialog.names.count()):
        dialog.names.setCurrentRow(row)
        shown[dialog.names.item(row).text()] = dialog.text.toPlainText()
    assert list(shown) == ["system.txt", "settings.json", "project.txt", "log.txt"]
    assert "Device: CPU (2 threads), 4.0 GB of 8.0 GB free" in shown["system.txt"]
    assert "Clips by class: 3, 2" in shown["project.txt"]
    assert "ward" not in "".join(shown.values()).casefold()
    dialog.save_to(tmp_path / "story")
    settled()
    with zipfile.ZipFile(tmp_path / "story.zip") as archive:
        saved = {name: archive.read(name).decode() for name in archive.namelist()}
    assert saved == shown
    assert opened.notices.shown is not None
    assert opened.notices.shown.message.endswith("story.zip")


def test_about_names_the_version_and_the_licences(opened: MainWindow) -> None:
    opened.help.about()
    dialog = opened.findChild(AboutDialog)
    assert dialog is not None and __version__ in dialog.version.text()
    lines = licences()
    assert dialog.licences.toPlainText().splitlines() == lines
    assert any(line.startswith("SQLAlchemy ") and line.endswith(": MIT") for line in lines)
    dialog.accept()


def test_the_language_is_kept_for_the_next_start(opened: MainWindow) -> None:
    menu = opened.top.settings_button.menu()
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    languages = next(each for each in menu.findChildren(QMenu) if each.title() == "Language")
    names = [each.text() for each in languages.actions()]
    assert names == ["Like the system", "English", "简体中文"]
    assert [each.isChecked() for each in languages.actions()] == [True, False, False]
    languages.actions()[2].trigger()
    settings = opened.context.settings
    assert json.loads(settings.path.read_text("utf-8"))["language"] == "zh_CN"
    assert opened.notices.shown is not None and "next start" in opened.notices.shown.message
    told = len(opened.context.notices.history)
    choose_language(opened.context, "zh_CN")
    assert len(opened.context.notices.history) == told
