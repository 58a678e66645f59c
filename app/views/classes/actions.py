"""What the operator can do with classes and clips: asks where needed, then starts the operation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QElapsedTimer, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from app import texts
from app.context import Context
from app.core_texts import core_text
from app.jobs.handle import JobHandle
from app.jobs.operation import Operation
from app.models.classes_board import ClassesBoard
from app.operations import classes as operations
from app.views.classes.drops import pasted_paths

if TYPE_CHECKING:
    from smp_core.records import AddResult, ClassRecord, ClipRecord
    from smp_core.workflows.projects import Project

_REFRESH_MS = 1000


class ClassActions(QObject):
    """Acts on what is chosen on the board.

    Attributes:
        refresh_wanted: Files were added meanwhile: read again.
        name_wanted: A class (id) is new: let the operator name it.
        told: A short sentence about what was done.

    Args:
        context: The window's shared parts.
        project: What is changed.
        board: What is shown and chosen.
        window: Parent of dialogs.
    """

    refresh_wanted = Signal()
    name_wanted = Signal(int)
    told = Signal(str)

    def __init__(
        self, context: Context, project: Project, board: ClassesBoard, window: QWidget
    ) -> None:
        super().__init__(window)
        self._context, self._project, self._board, self._window = context, project, board, window
        self._since_refresh = QElapsedTimer()
        self._since_refresh.start()

    def add_dialog(self) -> None:
        """Ask for files and add them to the chosen class, or to a new one."""
        from smp_core.workflows.clip_drops import file_patterns

        kinds = " ".join(file_patterns())
        dialog = QFileDialog(self._window, self.tr("Add clips"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([self.tr("Videos and sounds ({0})").format(kinds), "* (*)"])
        self._open(dialog)

    def folder_dialog(self) -> None:
        """Ask for a folder: it becomes a class, or several."""
        dialog = QFileDialog(self._window, self.tr("Add a folder of clips"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self._open(dialog)

    def paste(self) -> None:
        """Add the files whose paths are in the clipboard."""
        paths = pasted_paths(QGuiApplication.clipboard().mimeData())
        if paths:
            self.add(self._class_id(), paths)
        else:
            self._context.notices.info(
                self.tr("There is no path of a file in the clipboard."),
                self.tr("Copy files in the file manager, or their paths as text, one a line."),
            )

    def add(self, class_id: int, paths: Sequence[Path]) -> None:
        """Add files and folders to a class; 0 for new classes."""
        lane = self._board.lane(class_id)
        if lane is not None:
            operation = operations.add_to_class(self._project, lane.record.name, paths)
            loose = ""
        else:
            loose = self._board.free_name(self.tr("New class"))
            operation = operations.add_as_classes(self._project, paths, loose)
        handle = self._context.start(
            operation, owner=self, done=lambda result: self._added(result, loose)
        )
        handle.progressed.connect(lambda _step: self._while_adding(handle))

    def new_class(self) -> None:
        """Make an empty class and let it be named."""
        name = self._board.free_name(self.tr("New class"))
        self._do(
            operations.create_class(self._project, name),
            lambda made: self.name_wanted.emit(made.id),
        )

    def rename(self, class_id: int, name: str) -> None:
        """Give a class another name."""
        lane = self._board.lane(class_id)
        if lane is not None:
            self._do(operations.rename_class(self._project, lane.record, name))

    def rename_chosen(self) -> None:
        """Let the chosen class be named anew."""
        record = self._board.chosen_class()
        if record is not None:
            self.name_wanted.emit(record.id)

    def colour(self, record: ClassRecord, colour: str) -> None:
        """Give a class another colour."""
        self._do(operations.colour_class(self._project, record, colour))

    def move_class(self, steps: int) -> None:
        """Move the chosen class up or down."""
        record = self._board.chosen_class()
        ids = [lane.record.id for lane in self._board.lanes]
        if record is not None:
            old = ids.index(record.id)
            self.place_class(record.id, old + steps if steps < 0 else old + steps + 1)

    def place_class(self, class_id: int, before: int) -> None:
        """Put a class before the lane of that index."""
        lane = self._board.lane(class_id)
        ids = [each.record.id for each in self._board.lanes]
        if lane is None:
            return
        old, before = ids.index(class_id), min(max(before, 0), len(ids))
        if before in (old, old + 1):
            return
        ids.insert(before, class_id)
        ids.pop(old if before > old else old + 1)
        self._do(operations.order_classes(self._project, lane.record, ids))

    def merge(self, other: ClassRecord, into: ClassRecord) -> None:
        """Put the clips of one class into another."""
        self._do(operations.merge_classes(self._project, into, other))

    def split(self) -> None:
        """Make a new class of the chosen clips and let it be named."""
        ids = self._ids()
        if ids:
            name = self._board.free_name(self.tr("New class"))
            self._do(
                operations.split_class(self._project, ids, name),
                lambda made: self.name_wanted.emit(made.id),
            )

    def remove(self) -> None:
        """Take the chosen clips, or the chosen class, out of the project."""
        lane = self._board.lane(self._board.class_id)
        if self._ids():
            self.remove_clips(self._ids())
        elif lane is not None:
            self.remove_class(lane.record)

    def remove_clips(self, ids: Sequence[int]) -> None:
        """Take clips out of the project; what stands beside them is chosen then."""
        order = list(self._board.order)
        gone = set(ids)
        at = min((order.index(each) for each in ids if each in order), default=0)
        rest = [each for each in order[at:] if each not in gone]
        rest += [each for each in reversed(order[:at]) if each not in gone]
        said = self.tr("{0} removed; the files stay where they are.")
        name = said.format(texts.clips(len(ids)))

        def done(_count: int) -> None:
            self.told.emit(name)
            self._board.choose_many(rest[:1])

        self._do(operations.remove_clips(self._project, ids), done)

    def remove_class(self, record: ClassRecord) -> None:
        """Remove a class with its clips."""
        said = self.tr("{0} removed; the files stay where they are.").format(record.name)
        self._do(operations.delete_class(self._project, record), lambda _none: self.told.emit(said))

    def move_to(self, class_id: int, *, copy: bool = False) -> None:
        """Put the chosen clips into a class; 0 makes a new one."""
        lane, ids = self._board.lane(class_id), self._ids()
        if not ids:
            return
        if lane is None:
            self.split()
        elif copy:
            self._do(
                operations.copy_clips(self._project, ids, lane.record),
                lambda made: self._board.await_clips([each.id for each in made]),
            )
        else:
            self._do(operations.move_clips(self._project, ids, lane.record))

    def move_to_number(self, number: int) -> None:
        """Put the chosen clips into the class with that key, from 1."""
        if number <= len(self._board.lanes):
            self.move_to(self._board.lanes[number - 1].record.id)

    def choose_all(self) -> None:
        """Choose all clips of the chosen class, or all there are."""
        record = self._board.chosen_class()
        lane = self._board.lane(record.id) if record is not None else None
        ids = {clip.id for clip in lane.clips} if lane is not None else set()
        if not ids or ids <= self._board.selected:
            ids = set(self._board.order)
        self._board.choose_many([i for i in self._board.order if i in ids], self._board.current)

    def set_stretch(self, clip: ClipRecord, start_s: float, end_s: float) -> None:
        """Choose which part of its file a clip uses."""
        self._do(operations.set_stretch(self._project, clip, start_s, end_s))

    def undo(self) -> None:
        """Take the newest edit back."""
        said = self.tr("Taken back: {0}")
        nothing = self.tr("There is nothing to take back.")
        self._do(
            operations.undo(self._project),
            lambda label: self.told.emit(said.format(core_text(label)) if label else nothing),
        )

    def redo(self) -> None:
        """Do again what was taken back."""
        said = self.tr("Done again: {0}")
        nothing = self.tr("There is nothing to do again.")
        self._do(
            operations.redo(self._project),
            lambda label: self.told.emit(said.format(core_text(label)) if label else nothing),
        )

    def _do(self, operation: Operation[Any], done: Any = None) -> None:
        self._context.start(operation, owner=self, done=done)

    def _ids(self) -> list[int]:
        return [clip.id for clip in self._board.chosen()]

    def _class_id(self) -> int:
        record = self._board.chosen_class()
        return 0 if record is None else record.id

    def _open(self, dialog: QFileDialog) -> None:
        class_id = self._class_id()
        if dialog.fileMode() == QFileDialog.FileMode.Directory:
            class_id = 0
        dialog.filesSelected.connect(
            lambda names: self.add(class_id, [Path(each) for each in names])
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _while_adding(self, handle: JobHandle) -> None:
        """Show what is there already, now and then."""
        if not handle.state.ended and self._since_refresh.elapsed() > _REFRESH_MS:
            self._since_refresh.restart()
            self.refresh_wanted.emit()

    def _added(self, result: AddResult, loose: str) -> None:
        notices, n_bad = self._context.notices, len(result.set_aside)
        n_all = len(result.added) + len(result.skipped) + n_bad
        if result.set_aside:
            first = result.set_aside[0]
            said = self.tr("{0} of {1} could not be used. {2}")
            notices.warn(said.format(n_bad, n_all, core_text(first.reason)), first.hint)
        elif not result.added and result.skipped:
            notices.info(result.skipped[0].reason)
        if result.added:
            said = self.tr("{0} added").format(texts.clips(len(result.added)))
            self.told.emit(said)
            self._board.await_clips([clip.id for clip in result.added])
            made = next((clip for clip in result.added if clip.class_name == loose), None)
            if made is not None:
                self.name_wanted.emit(made.class_id)
