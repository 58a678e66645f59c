"""Settings → Models: the packs and models that are here, those that can be fetched, and no more."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app import theme as look
from app.context import Context
from app.dialogs import models_questions as questions
from app.dialogs import models_rows as rows
from app.dialogs.models_bringing import Bringing
from app.dialogs.models_jobs import Ends, is_bringing, row_ends, row_of
from app.dialogs.models_removal import Removals
from app.dialogs.models_row import ModelRow
from app.errors import reason_of
from app.jobs.handle import JobHandle
from app.jobs.operation import Operation
from app.operations import packs
from app.operations.captioner_use import jobs_that_need
from app.widgets.buttons import button
from app.widgets.labels import label
from smp_core.errors import SmpError

if TYPE_CHECKING:
    from app.operations.packs import ModelsRecord
    from smp_core.workflows.captioner_models import CaptionerModel
    from smp_core.workflows.packs import PackInfo

_SIZE_PX = (760, 680)


class ModelsDialog(QDialog):
    """Lists, fetches, adds, copies, verifies and removes; every fetch is asked about first.

    Args:
        context: The window's shared parts.
        parent: The window.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._running: dict[str, JobHandle] = {}
        self._said: dict[str, tuple[str, bool]] = {}
        self.rows: dict[str, ModelRow] = {}
        self.setWindowTitle(self.tr("Models"))
        self.resize(*_SIZE_PX)
        self.offline = label("", "quiet", wrap=True)
        self.message = label("", "body", wrap=True)
        shared = (context, self, self._tell, self._failed, self.refresh)
        self.bringing = Bringing(*shared)
        self.removals = Removals(*shared)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, look.S, 0)
        self._list.setSpacing(look.S)
        self._assemble()
        self.finished.connect(self.removals.discard)
        self._take_over()
        self.refresh()

    def refresh(self) -> None:
        """Read again what is here."""
        listed = packs.list_models(self._context.project)
        self._context.start(listed, owner=self, done=self.show_models)

    def show_models(self, record: ModelsRecord) -> None:
        """Build the list."""
        self._record = record
        self._clear()
        self._say_offline(record)
        theme = self._context.theme
        self._heading(self.tr("On this machine"))
        for pack in record.packs:
            self._add_row(rows.installed_row(self, theme, pack), str(pack.folder))
        here = {pack.name for pack in record.packs}
        offered = [each for each in record.available if each[0].name not in here]
        if offered:
            self._heading(self.tr("Packs to fetch"))
        for entry, _downloads in offered:
            self._add_row(rows.offered_row(self, theme, entry, record), entry.name)
        self._heading(self.tr("Captioners: they write the prompts"))
        for model in record.captioners:
            self._add_row(rows.captioner_row(self, theme, model, record), model.card.name)
        self._list.addStretch(1)

    def fetch(self, name: str) -> None:
        """Ask before a pack or a captioner's model is fetched."""
        row = self.rows[name]
        where = ", ".join(urlsplit(each).netloc for each in self._record.mirrors)
        captioner = False
        offers = {entry.name: downloads for entry, downloads in self._record.available}
        for model in self._record.captioners:
            card = model.card
            if card.name == name:
                captioner = True
                offers[name] = ((card.model_id, card.licence, card.size_bytes, False),)
        questions.ask_to_fetch(
            row,
            offers[name],
            where,
            lambda: self.fetch_to(name, None, captioner=captioner),
            lambda: questions.choose_folder(
                self,
                self.tr("Where to fetch it to"),
                lambda to: self.fetch_to(name, to, captioner=captioner),
            ),
        )
        self._bring_into_view(row)

    def fetch_to(self, name: str, to: Path | None, *, captioner: bool) -> None:
        """Fetch what the operator agreed to; `to` is None for this machine."""
        self._work(packs.fetch_model(name, captioner=captioner, to=to))

    def give_up(self, name: str) -> None:
        """Delete what is kept of a fetch that was not finished."""
        self._said.pop(name, None)
        self._context.start(
            packs.discard_fetch(name),
            owner=self,
            done=lambda _freed: self.refresh(),
            failed=self._failed,
        )

    def add(self, source: Path) -> None:
        """Install a pack or a captioner's model from a folder or a zip file."""
        self.bringing.add(source)

    def copy_pack(self, pack: PackInfo) -> None:
        """Choose where a pack is copied to."""
        self.bringing.choose_copy(pack.name, pack.folder)

    def copy_captioner(self, model: CaptionerModel) -> None:
        """Choose where a captioner's model is copied to."""
        if model.folder is not None:
            self.bringing.choose_copy(model.card.name, model.folder)

    def verify(self, pack: PackInfo) -> None:
        """Compare every file with its checksum."""
        self._work(packs.verify_model(pack.name, pack.folder))

    def verify_captioner(self, model: CaptionerModel) -> None:
        """Compare every file with its checksum, where it has one, and see that it is whole."""
        if model.folder is not None:
            self._work(packs.verify_model(model.card.name, model.folder, captioner=True))

    def remove_pack(self, pack: PackInfo) -> None:
        """Put a pack aside; Undo brings it back until the dialog is closed."""
        self.removals.remove(pack.folder, captioner=False)

    def ask_to_remove(self, model: CaptionerModel) -> None:
        """Ask before a captioner's model is put aside, unless something needs it now."""
        row = self.rows[model.card.name]
        if not self._is_needed(model):
            questions.ask_to_remove(row, model, self._record, lambda: self.remove_captioner(model))
            self._bring_into_view(row)

    def remove_captioner(self, model: CaptionerModel) -> None:
        """Put it aside; Undo brings it back until the dialog is closed."""
        if model.folder is not None and not self._is_needed(model):
            self.removals.remove(model.folder, captioner=True)

    def _assemble(self) -> None:
        holder = QWidget()
        holder.setLayout(self._list)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(holder)
        done = button(self.tr("Close"), self.accept)
        news = QHBoxLayout()
        news.addWidget(self.message, 1)
        news.addWidget(self.removals.undo)
        line = QHBoxLayout()
        line.setSpacing(look.S)
        line.addWidget(self.bringing.add_folder)
        line.addWidget(self.bringing.add_zip)
        line.addStretch(1)
        line.addWidget(done)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.XL, look.XL, look.L, look.L)
        column.setSpacing(look.M)
        column.addWidget(label(self.tr("Models"), "section"))
        column.addWidget(self.offline)
        column.addWidget(self.area, 1)
        column.addLayout(news)
        column.addWidget(self.bringing.line)
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

    def _work(self, operation: Operation[Any]) -> None:
        """Do something with one row and show it there."""
        key = row_of(operation)
        handle = self._context.start(operation, owner=self, **self._ends(operation))
        self._running[key] = handle
        self._said.pop(key, None)
        self.rows[key].watch(handle, self._context.runner)

    def _take_over(self) -> None:
        """Show what an earlier opening of the dialog started; the rows come with the list."""
        runner = self._context.runner
        for handle in runner.running():
            if key := row_of(handle.operation):
                self._running[key] = handle
                runner.take_over(handle, owner=self, **self._ends(handle.operation))
            elif is_bringing(handle.operation):
                self.bringing.take_over(handle)

    def _ends(self, operation: Operation[Any]) -> Ends:
        """What is called at the end of a row's job."""
        key = row_of(operation)
        whole, stopped = row_ends(operation)

        def end(text: str, good: bool) -> None:
            self._running.pop(key, None)
            self._said[key] = (text, good)
            self.refresh()

        def failed(error: Exception) -> None:
            if not isinstance(error, SmpError):
                self._context.notices.error(error)
            end(reason_of(error), False)

        return {
            "done": lambda _result: end(whole, True),
            "failed": failed,
            "cancelled": lambda: end(stopped, True),
        }

    def _is_needed(self, model: CaptionerModel) -> bool:
        """Whether a job needs a captioner's model; its row then says which."""
        if model.folder is None:
            return False
        running = self._context.runner.running(quiet=True)
        used = self._record.project_captioners
        jobs = jobs_that_need(model.card.name, model.folder, used, running)
        if jobs:
            text = self.tr("“{0}” may need it. Wait until that has ended, or stop it first.")
            self.rows[model.card.name].say(text.format(jobs[0]), "bad")
        return bool(jobs)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, SmpError):
            self._context.notices.error(error)
        self._tell(reason_of(error))

    def _tell(self, text: str) -> None:
        self.message.setText(text)

    def _bring_into_view(self, row: ModelRow) -> None:
        QTimer.singleShot(0, row, lambda: self.area.ensureWidgetVisible(row, 0, look.S))

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
