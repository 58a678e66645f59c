"""Shows what a diagnostic file would hold, then saves it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app import theme as look
from app.context import Context
from app.operations import diagnostics
from app.widgets.buttons import button
from app.widgets.labels import label

if TYPE_CHECKING:
    from smp_core.workflows.diagnostics import Part

_SIZE_PX = (820, 600)
_LIST_PX = 150


class DiagnosticsDialog(QDialog):
    """Nothing is sent anywhere: the file is the operator's to give away.

    Args:
        context: For the project, the settings and the background.
        facts: What only the window knows, by its name.
        parent: The window.
    """

    def __init__(
        self, context: Context, facts: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._parts: tuple[Part, ...] = ()
        self.setWindowTitle(self.tr("Diagnostic file"))
        self.resize(*_SIZE_PX)
        about = self.tr(
            "This is all that the file will hold. Names of people, computers, folders, files and "
            "classes are replaced; clips, prompts and notes are not in it. Nothing is sent: you "
            "decide whom to give it to."
        )
        self.names = QListWidget()
        self.names.setFixedWidth(_LIST_PX)
        self.names.setAccessibleName(self.tr("Parts of the file"))
        self.names.currentRowChanged.connect(self._show)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("What the part holds"))
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setTabChangesFocus(True)
        self.close_button = button(self.tr("Close"), self.reject)
        self.save = button(self.tr("Save…"), self._choose, "primary")
        self.save.setDefault(True)
        self.save.setEnabled(False)
        middle = QHBoxLayout()
        middle.setSpacing(look.M)
        middle.addWidget(self.names)
        middle.addWidget(self.text, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(look.XL, look.XL, look.XL, look.L)
        layout.setSpacing(look.M)
        layout.addWidget(label(self.tr("Diagnostic file"), "section"))
        layout.addWidget(label(about, "quiet", wrap=True))
        layout.addLayout(middle, 1)
        layout.addLayout(buttons)
        collecting = diagnostics.collect(context.project, context.settings.all(), facts)
        context.start(collecting, owner=self, done=self._collected)

    def save_to(self, path: Path) -> None:
        """Write the file and close."""
        if path.suffix.lower() != ".zip":
            path = path.with_name(f"{path.name}.zip")
        self._context.start(diagnostics.save(self._parts, path), owner=self, done=self._saved)

    def _collected(self, parts: tuple[Part, ...]) -> None:
        self._parts = parts
        self.names.addItems([part.name for part in parts])
        self.names.setCurrentRow(0)
        self.save.setEnabled(True)

    def _show(self, row: int) -> None:
        self.text.setPlainText(self._parts[row].text if row >= 0 else "")

    def _choose(self) -> None:
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        folder = Path(QStandardPaths.writableLocation(documents))
        name = f"smp-studio-diagnostics-{datetime.now():%Y%m%d-%H%M}.zip"
        dialog = QFileDialog(self, self.tr("Save the diagnostic file"), str(folder))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Zip files (*.zip)"))
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda path: self.save_to(Path(path)))
        dialog.open()

    def _saved(self, path: Path) -> None:
        said = self.tr("The diagnostic file is saved: {0}")
        self._context.notices.info(said.format(path))
        self.accept()
