"""Mending what the check found: find files again, remove repeats, decide for one class."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from app import texts
from app.context import Context
from app.core_texts import core_text
from app.models.classes_board import ClassesBoard
from app.operations import classes_check as operations
from app.views.classes.actions import ClassActions

if TYPE_CHECKING:
    from smp_core.records import ClipRecord
    from smp_core.workflows.dataset_check import Finding
    from smp_core.workflows.projects import Project
    from smp_core.workflows.relink import RelinkResult


class Mends(QObject):
    """Every mend is an edit that can be undone."""

    def __init__(
        self,
        context: Context,
        project: Project,
        board: ClassesBoard,
        actions: ClassActions,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._context, self._project, self._board = context, project, board
        self._actions, self._window = actions, window

    def missing(self) -> list[ClipRecord]:
        """The clips whose files are not there."""
        clips = [clip for lane in self._board.lanes for clip in lane.clips]
        return [clip for clip in clips if clip.missing]

    def find_one(self) -> None:
        """Ask where the chosen clip's file lies now."""
        chosen = self._board.chosen()
        if len(chosen) != 1:
            return
        said = self.tr("Where is {0} now?").format(chosen[0].path.name)
        dialog = QFileDialog(self._window, said)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._open(dialog, chosen[0].id)

    def find_all(self) -> None:
        """Ask for a folder that holds the missing files, anywhere below it."""
        dialog = QFileDialog(self._window, self.tr("A folder that holds the missing clips"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self._open(dialog, None)

    def look(self, clip_id: int | None, where: Path) -> None:
        """Look there for one clip, or for all that are missing."""
        self._context.start(
            operations.find_clips(self._project, clip_id, where), owner=self, done=self._found
        )

    def remove_repeats(self, findings: Sequence[Finding]) -> None:
        """Take out what the findings would take out."""
        ids = dict.fromkeys(i for each in findings for i in each.remove_ids)
        there = [each for each in ids if self._board.clip(each) is not None]
        if there:
            self._actions.remove_clips(there)

    def keep_in(self, finding: Finding, class_name: str) -> None:
        """Leave a moment in one class only."""
        clips = [self._board.clip(each) for each in finding.clip_ids]
        others = [clip.id for clip in clips if clip is not None and clip.class_name != class_name]
        if others:
            self._actions.remove_clips(others)

    def _open(self, dialog: QFileDialog, clip_id: int | None) -> None:
        dialog.fileSelected.connect(lambda name: self.look(clip_id, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _found(self, result: RelinkResult) -> None:
        notices = self._context.notices
        nothing = self.tr("None of the missing clips is there.")
        if result.set_aside and result.missing:  # it may be in there
            first = result.set_aside[0]
            reason = core_text(first.reason)
            said = reason if result.found else f"{nothing} {reason}"
            notices.warn(said, first.hint)
        elif not result.found:
            notices.warn(
                nothing,
                self.tr("Files are known by their content: changed ones are not found again."),
            )
        if not result.found:
            return
        said = self.tr("{0} found again").format(texts.clips(len(result.found)))
        if result.missing:
            more = self.tr("{0} still missing").format(texts.clips(len(result.missing)))
            said = f"{said}, {more}"
        self._actions.told.emit(said)
