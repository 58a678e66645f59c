"""Settings → Models: the packs and models that are here, those that can be fetched, and no more."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app import theme as look
from app.context import Context
from app.core_texts import core_text
from app.dialogs.models_row import Action, ModelRow
from app.errors import reason_of
from app.jobs.handle import JobHandle
from app.jobs.operation import Operation
from app.operations import packs
from app.texts import byte_size
from app.widgets.buttons import button
from app.widgets.labels import label
from smp_core.errors import SmpError

if TYPE_CHECKING:
    from app.operations.packs import ModelsRecord
    from smp_core.worker.jobs.pack_check import Checked
    from smp_core.workflows.pack_catalogue import CaptionerModel, CataloguePack
    from smp_core.workflows.pack_store import Removed
    from smp_core.workflows.packs import PackInfo

_SIZE_PX = (760, 680)


class ModelsDialog(QDialog):
    """Lists, fetches, adds, verifies and removes; every fetch is asked about first.

    Args:
        context: The window's shared parts.
        parent: The window.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._removed: list[Removed] = []
        self._running: dict[str, JobHandle] = {}
        self._said: dict[str, tuple[str, bool]] = {}
        self.rows: dict[str, ModelRow] = {}
        self.setWindowTitle(self.tr("Models"))
        self.resize(*_SIZE_PX)
        self.offline = label("", "quiet", wrap=True)
        self.message = label("", "body", wrap=True)
        self.undo = button(
            self.tr("Undo"), self._undo, icon="arrow-counter-clockwise", theme=context.theme
        )
        self.undo.hide()
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, look.S, 0)
        self._list.setSpacing(look.S)
        self._assemble()
        self.finished.connect(self._discard)
        self.refresh()

    def refresh(self) -> None:
        """Read again what is here."""
        self._context.start(packs.list_models(), owner=self, done=self.show_models)

    def show_models(self, record: ModelsRecord) -> None:
        """Build the list."""
        self._record = record
        self._clear()
        self._say_offline(record)
        self._heading(self.tr("On this machine"))
        for pack in record.packs:
            self._add_row(self._installed_row(pack), str(pack.folder))
        here = {pack.name for pack in record.packs}
        offered = [each for each in record.available if each[0].name not in here]
        if offered:
            self._heading(self.tr("Packs to fetch"))
        for entry, _rows in offered:
            self._add_row(self._offered_row(entry), entry.name)
        self._heading(self.tr("Captioners: they write the prompts"))
        for model in record.captioners:
            self._add_row(self._captioner_row(model), model.card.name)
        self._list.addStretch(1)

    def fetch(self, name: str) -> None:
        """Ask before a pack or a captioner's model is fetched."""
        row = self.rows[name]
        where = ", ".join(urlsplit(each).netloc for each in self._record.mirrors)
        for entry, rows in self._record.available:
            if entry.name == name:
                row.ask(rows, where, lambda: self._fetch(name, False))
        for model in self._record.captioners:
            card = model.card
            if card.name == name:
                rows = ((card.model_id, card.licence, card.size_bytes, False),)
                row.ask(rows, where, lambda: self._fetch(name, True))
        QTimer.singleShot(0, row, lambda: self.area.ensureWidgetVisible(row, 0, look.S))

    def add(self, source: Path) -> None:
        """Install a pack from a folder or a zip file."""
        self._tell(self.tr("Adding {0}…").format(source.name))
        self._context.start(
            packs.add_pack(source),
            owner=self,
            done=self._added,
            failed=self._failed,
            cancelled=lambda: self._tell(self.tr("Stopped; nothing was added.")),
        )

    def verify(self, pack: PackInfo) -> None:
        """Compare every file with its checksum."""
        whole = self.tr("Every file is whole and fits the model.")
        self._work(str(pack.folder), packs.verify_pack(pack.name, pack.folder), whole)

    def remove(self, name: str, folder: Path, *, captioner: bool = False) -> None:
        """Put a pack or model aside; Undo brings it back until the dialog is closed."""
        self._context.start(
            packs.remove_model(folder, captioner=captioner),
            owner=self,
            done=self._was_removed,
            failed=self._failed,
        )

    def _assemble(self) -> None:
        theme = self._context.theme
        holder = QWidget()
        holder.setLayout(self._list)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(holder)
        self.add_folder = button(
            self.tr("Add from a folder…"), self._choose_folder, icon="folder-open", theme=theme
        )
        self.add_zip = button(
            self.tr("Add from a zip file…"), self._choose_zip, icon="archive", theme=theme
        )
        done = button(self.tr("Close"), self.accept)
        news = QHBoxLayout()
        news.addWidget(self.message, 1)
        news.addWidget(self.undo)
        line = QHBoxLayout()
        line.setSpacing(look.S)
        line.addWidget(self.add_folder)
        line.addWidget(self.add_zip)
        line.addStretch(1)
        line.addWidget(done)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.XL, look.XL, look.L, look.L)
        column.setSpacing(look.M)
        column.addWidget(label(self.tr("Models"), "section"))
        column.addWidget(self.offline)
        column.addWidget(self.area, 1)
        column.addLayout(news)
        column.addLayout(line)

    def _say_offline(self, record: ModelsRecord) -> None:
        project = self._context.project
        text = self.tr(
            "Works offline. The network is used by “Fetch” alone, and only after you agreed."
        )
        if project is not None:
            digests = {pack.digest for pack in record.packs if not pack.problem}
            own = project.info.pack_folder is not None
            if not own and project.info.pack_digest not in digests:
                missing = self.tr("Missing: the pack “{0}” that this project was made with.")
                text += " " + missing.format(project.info.pack_name)
        self.offline.setText(text)

    def _installed_row(self, pack: PackInfo) -> ModelRow:
        actions: list[Action] = [
            (self.tr("Verify"), "shield-check", lambda: self.verify(pack)),
        ]
        if not pack.built_in:
            actions.append(
                (self.tr("Remove"), "trash", lambda: self.remove(pack.name, pack.folder))
            )
        facts = [byte_size(pack.size_bytes), pack.licence] if not pack.problem else []
        if pack.learned_from:
            facts.append(self.tr("learned from {0}").format(pack.learned_from))
        state = self.tr("built in") if pack.built_in else pack.version
        return ModelRow(
            self._context.theme,
            pack.name,
            state,
            pack.description,
            facts,
            actions,
            core_text(pack.problem),
        )

    def _offered_row(self, entry: CataloguePack) -> ModelRow:
        size = self.tr("about {0} to fetch").format(byte_size(entry.download_bytes))
        facts = [size, ", ".join(entry.licences)]
        if entry.memory_bytes:
            memory = self.tr("needs about {0} of memory")
            facts.append(memory.format(byte_size(entry.memory_bytes)))
        fetch = (self.tr("Fetch…"), "download-simple", lambda: self.fetch(entry.name))
        return ModelRow(
            self._context.theme, entry.name, entry.title, entry.description, facts, [fetch]
        )

    def _captioner_row(self, model: CaptionerModel) -> ModelRow:
        card = model.card
        folder = model.folder
        facts = [card.model_id, byte_size(card.size_bytes), card.licence]
        action: Action
        if folder is None:
            action = (self.tr("Fetch…"), "download-simple", lambda: self.fetch(card.name))
        else:
            action = (
                self.tr("Remove"), "trash",
                lambda: self.remove(card.name, folder, captioner=True),
            )  # fmt: skip
        state = self.tr("not on this machine") if folder is None else self.tr("here")
        return ModelRow(self._context.theme, card.title, state, "", facts, [action])

    def _fetch(self, name: str, captioner: bool) -> None:
        self._work(name, packs.fetch_model(name, captioner=captioner), "")

    def _work(self, key: str, operation: Operation[Any], whole: str) -> None:
        """Do something with one row and show it there."""

        def end(text: str, good: bool) -> None:
            self._running.pop(key, None)
            self._said[key] = (text, good)
            self.refresh()

        def failed(error: Exception) -> None:
            if not isinstance(error, SmpError):
                self._context.notices.error(error)
            end(reason_of(error), False)

        kept = self.tr("Stopped. What came is kept; Fetch goes on from there.")
        stopped = self.tr("Stopped.") if whole else kept
        handle = self._context.start(
            operation,
            owner=self,
            done=lambda _result: end(whole, True),
            failed=failed,
            cancelled=lambda: end(stopped, True),
        )
        self._running[key] = handle
        self._said.pop(key, None)
        self.rows[key].watch(handle, self._context.runner)

    def _added(self, checked: Checked) -> None:
        self._tell(self.tr("{0} was added; every file is whole.").format(checked.name))
        self.refresh()

    def _was_removed(self, removed: Removed) -> None:
        self._removed.append(removed)
        self._tell(self.tr("{0} was removed.").format(removed.name))
        self.undo.show()
        self.refresh()

    def _undo(self) -> None:
        if self._removed:
            removed = self._removed.pop()
            self._context.start(
                packs.restore_model(removed), owner=self,
                done=lambda _folder: self.refresh(), failed=self._failed,
            )  # fmt: skip
            self._tell(self.tr("{0} is back.").format(removed.name))
        self.undo.setVisible(bool(self._removed))

    def _discard(self) -> None:
        for removed in self._removed:
            self._context.start(packs.discard_model(removed))
        self._removed.clear()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, SmpError):
            self._context.notices.error(error)
        self._tell(reason_of(error))

    def _tell(self, text: str) -> None:
        self.message.setText(text)

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("The folder of a pack"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._choose(dialog)

    def _choose_zip(self) -> None:
        dialog = QFileDialog(self, self.tr("The zip file of a pack"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Zip files (*.zip)"))
        self._choose(dialog)

    def _choose(self, dialog: QFileDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.add(Path(chosen)))
        dialog.open()

    def _clear(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.rows.clear()

    def _heading(self, text: str) -> None:
        self._list.addSpacing(look.S if self._list.count() else 0)
        self._list.addWidget(label(text, "quiet"))

    def _add_row(self, row: ModelRow, key: str) -> None:
        self.rows[key] = row
        self._list.addWidget(row)
        if key in self._running:
            row.watch(self._running[key], self._context.runner)
        elif key in self._said:
            text, good = self._said[key]
            row.say(text, "quiet" if good else "bad")


def show_models(context: Context, parent: QWidget) -> ModelsDialog:
    """Open the dialog without holding up the window."""
    dialog = ModelsDialog(context, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
