"""Ask for a new project's name, folder and pack."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app import theme as look
from app.core_texts import core_text
from app.texts import translate
from app.theme import ThemeSwitch
from app.widgets.buttons import button, set_usable
from app.widgets.labels import label

if TYPE_CHECKING:
    from smp_core.workflows.packs import PackInfo

_NOT_IN_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_WIDTH_PX = 520


@dataclass(frozen=True)
class NewProject:
    """Attributes:
    name: For people. folder: New or empty. pack: A pack's name.
    """

    name: str
    folder: Path
    pack: str


def folder_name(name: str) -> str:
    """A project's name as a folder's name that every system takes."""
    return _NOT_IN_NAMES.sub("-", name).strip(" .-") or "Project"


class NewProjectDialog(QDialog):
    """Give it packs with `set_packs`; after `accepted` ask for `answer`.

    Attributes:
        folder_asked: A Path of which the dialog has to know whether a project can be made there;
            tell it with `set_folder_free`. Until then it is taken for one where it can.
    """

    folder_asked = Signal(object)

    def __init__(self, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("NewProject", "New project"))
        self.setMinimumWidth(_WIDTH_PX)
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        self._parent_folder = Path(QStandardPaths.writableLocation(documents)) / "SMP Projects"
        self._own_folder = False
        self._asked: Path | None = None
        self._taken: Path | None = None
        self.name = QLineEdit()
        self.name.setPlaceholderText(translate("NewProject", "For example: Ward 3 falls"))
        self.name.textChanged.connect(self._follow_name)
        self.folder = QLineEdit()
        self.folder.textEdited.connect(self._folder_typed)
        self.pack = QComboBox()
        self.browse = button(
            translate("NewProject", "Choose…"), self._browse, icon="folder-open", theme=theme
        )
        self.problem = label("", "bad", wrap=True)
        self.cancel = button(translate("NewProject", "Cancel"), self.reject)
        self.make = button(translate("NewProject", "Make the project"), self.accept, "primary")
        self.make.setDefault(True)
        where = QHBoxLayout()
        where.addWidget(self.folder)
        where.addWidget(self.browse)
        self.folder.setAccessibleName(translate("NewProject", "Folder"))
        self.name.setAccessibleName(translate("NewProject", "Name"))
        self.pack.setAccessibleName(translate("NewProject", "Pack"))
        form = QFormLayout()
        form.setVerticalSpacing(look.M)
        form.addRow(translate("NewProject", "Name"), self.name)
        form.addRow(translate("NewProject", "Folder"), where)
        form.addRow(translate("NewProject", "Pack"), self.pack)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.make)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(look.XL, look.XL, look.XL, look.L)
        layout.setSpacing(look.L)
        layout.addWidget(label(translate("NewProject", "New project"), "section"))
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addLayout(buttons)
        self._follow_name("")

    @property
    def answer(self) -> NewProject:
        """What was chosen."""
        return NewProject(
            self.name.text().strip(),
            Path(self.folder.text().strip()),
            str(self.pack.currentData() or ""),
        )

    def set_packs(self, packs: Sequence[PackInfo]) -> None:
        """Offer the usable packs, the demo pack first."""
        self.pack.clear()
        usable = sorted((each for each in packs if not each.problem), key=_demo_first)
        for each in usable:
            about = core_text(each.description)
            text = f"{each.name}: {about}" if about else each.name
            self.pack.addItem(text, each.name)
        self._check()

    def set_folder_free(self, folder: Path, free: bool) -> None:
        """Take an answer; one about a folder that was left meanwhile does not count."""
        if folder == self.answer.folder:
            self._taken = None if free else folder
            self._check()

    def _follow_name(self, name: str) -> None:
        if not self._own_folder:
            self.folder.setText(str(self._parent_folder / folder_name(name)))
        self._check()

    def _folder_typed(self, _text: str) -> None:
        self._own_folder = True
        self._check()

    def _browse(self) -> None:
        title = translate("NewProject", "Where to make the project")
        dialog = QFileDialog(self, title, str(self._parent_folder))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._put_into)
        dialog.open()

    def _put_into(self, folder: str) -> None:
        self._parent_folder = Path(folder)
        self._own_folder = False
        self._follow_name(self.name.text())

    def _check(self) -> None:
        folder, named, problem = self.answer.folder, bool(self.name.text().strip()), ""
        if named and folder != self._asked:
            self._asked = folder
            self.folder_asked.emit(folder)
        if not self.pack.count():
            problem = translate("NewProject", "There is no usable pack on this machine.")
        elif named and folder == self._taken:
            problem = translate("NewProject", "That folder holds things already.")
        self.problem.setText(problem)
        nameless = translate("NewProject", "Give the project a name first.")
        set_usable(
            self.make,
            problem or ("" if named else nameless),
            self.make.accessibleName(),
        )


def _demo_first(pack: PackInfo) -> tuple[bool, str]:
    return (pack.name != "demo", pack.name)
