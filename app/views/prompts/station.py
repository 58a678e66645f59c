"""The station "Prompts"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.commands import Command
from app.context import Context
from app.jobs.handle import JobHandle
from app.models.prompts_list import ClipRow, PromptsList
from app.operations import prompts
from app.views.prompts.detail import PromptDetail
from app.views.prompts.edit_history import EditHistory, Wording
from app.views.prompts.prompt_view import PromptView
from app.views.prompts.toolbar import PromptsToolbar
from app.views.station import Station
from app.widgets.thumbnails import Thumbnails

if TYPE_CHECKING:
    from smp_core.records import CaptionResult, PromptQuality
    from smp_core.workflows.projects import Project
    from smp_core.workflows.prompt_sheet import PromptSheet

_LOOK_AGAIN_MS = 1_000  # while prompts are written, so that one can read along
_MEASURE_AFTER_MS = 600  # edits often come one after the other


class PromptsStation(Station):
    """See `Station`."""

    key = "prompts"

    def __init__(self, context: Context, project: Project) -> None:
        super().__init__(context, project)
        self.sheet: PromptSheet | None = None
        self.captioner = ""
        self.history = EditHistory()
        self.writing: JobHandle | None = None
        self._in_front = False
        self._measuring = ""
        self._wanted_clip = 0
        self.list = PromptsList(self)
        self.list.worded.connect(self._worded)
        self.view = PromptView(self.list, Thumbnails.shared(context, project), context.theme)
        self.view.chosen.connect(self._show_chosen)
        self.view.write.connect(self.write_selected)
        self.toolbar = PromptsToolbar(context.theme)
        self.toolbar.captioner_chosen.connect(self.show_captioner)
        self.toolbar.write_missing.connect(self.write_missing)
        self.toolbar.write_selected.connect(self.write_selected)
        self.toolbar.write_all.connect(self.write_all)
        self.toolbar.train_with.connect(self.train_with)
        self.toolbar.stop.connect(self.stop_writing)
        self.detail = PromptDetail(context.theme, self)
        self.detail.hide()
        self.detail.edit.connect(self.edit)
        self.detail.put_back.connect(self.put_back)
        self.detail.write_again.connect(self.write_selected)
        self._surfaces = QStackedWidget()
        self._surfaces.addWidget(self.view)
        surface = QWidget()
        layout = QVBoxLayout(surface)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.toolbar)
        layout.addWidget(self._surfaces, 1)
        self.set_content(surface)
        self._look_again = _single_shot(self, _LOOK_AGAIN_MS, self.refresh)
        self._measure_soon = _single_shot(self, _MEASURE_AFTER_MS, self._measure)
        context.changes.prompts_changed.connect(self.refresh)
        context.changes.clips_changed.connect(self.refresh)
        self.refresh()

    # What is shown

    def refresh(self) -> None:
        """Read everything again."""
        self.context.start(prompts.read_sheet(self.project), owner=self, done=self._show)

    def show_captioner(self, name: str) -> None:
        """Show the prompts of another captioner."""
        self.captioner = name
        if self.sheet is not None:
            self._show(self.sheet)

    def entered(self) -> None:
        """Measure what was not measured while the operator was elsewhere."""
        self._in_front = True
        self._measure_soon.start()
        self.view.setFocus()

    def left(self) -> None:
        """Nothing goes on but what was asked for."""
        self._in_front = False

    def inspector(self) -> QWidget | None:
        """The chosen clip's prompt."""
        return self.detail if self.view.current_row is not None else None

    def save_state(self) -> dict[str, Any]:
        """Captioner, clip and scroll."""
        row = self.view.current_row
        return {
            "captioner": self.captioner,
            "clip": 0 if row is None else row.clip.id,
            "scroll": self.view.verticalScrollBar().value(),
        }

    def restore_state(self, state: dict[str, Any]) -> None:
        """Go back to that, once the prompts are read."""
        captioner, clip = state.get("captioner"), state.get("clip")
        if isinstance(captioner, str):
            self.captioner = captioner
        if isinstance(clip, int):
            self._wanted_clip = clip

    def _show(self, sheet: PromptSheet) -> None:
        self.sheet = sheet
        if not sheet.clips:
            self._show_no_clips()
            return
        self.show_content()
        if self.captioner not in {each.name for each in sheet.captioners}:
            self.captioner = sheet.chosen
        row = self.view.current_row
        current = self._wanted_clip if row is None else row.clip.id
        scroll = self.view.verticalScrollBar().value()
        self.view.painter.sheet = sheet
        self.list.show_sheet(sheet, self.captioner)
        if self.view.current_row is None and not self.view.choose(current):
            self.view.choose_first()
        elif row is not None:
            self.view.verticalScrollBar().setValue(scroll)
        self._wanted_clip = 0
        self.toolbar.show_sheet(sheet, self.captioner)
        self._show_quality()
        self._show_chosen()
        self._measure_soon.start()

    def _show_no_clips(self) -> None:
        self.show_empty(
            "chat-text",
            self.tr("No prompts yet"),
            self.tr(
                "A prompt says in words what is seen and heard in a clip. It is written for you "
                "as soon as there are clips."
            ),
            self.tr("Go to Classes"),
            lambda: self.go.emit("classes"),
        )

    def _show_chosen(self) -> None:
        row = self.view.current_row
        self.toolbar.show_selection(len(self.view.selected_rows))
        if row is not None and self.sheet is not None:
            ready = not self.sheet.captioner(self.captioner).missing and self.writing is None
            self.detail.show_row(row, can_write=ready)
        self.inspector_changed.emit()

    def _show_quality(self) -> None:
        if self.sheet is not None:
            known = self.sheet.quality.get(self.captioner)
            self.toolbar.show_quality(known, self._measuring == self.captioner)

    # Writing by hand

    def edit(self) -> None:
        """Write the current prompt in place."""
        self.view.setFocus()
        self.view.edit_current()

    def put_back(self) -> None:
        """Take the captioner's words again for the chosen clips."""
        self._reword(
            [
                Wording(row.prompt.id, row.clip.id, row.prompt.operator_text, None)
                for row in self.view.selected_rows
                if row.prompt is not None and row.edited
            ]
        )

    def undo(self) -> None:
        """Take back the last edit."""
        self._apply([(each.prompt_id, each.before) for each in self.history.undo()])

    def redo(self) -> None:
        """Do it again."""
        self._apply([(each.prompt_id, each.after) for each in self.history.redo()])

    def _worded(self, row: ClipRow, text: str) -> None:
        if row.prompt is not None:
            before = row.prompt.operator_text
            self._reword([Wording(row.prompt.id, row.clip.id, before, text)])

    def _reword(self, wordings: Sequence[Wording]) -> None:
        if wordings:
            self.history.add(*wordings)
            self._apply([(each.prompt_id, each.after) for each in wordings])

    def _apply(self, words: Sequence[tuple[int, str | None]]) -> None:
        if words:
            self.context.start(prompts.edit_prompts(self.project, words), owner=self)

    # Writing by captioner

    def write_missing(self) -> None:
        """Let the captioner write where there is nothing yet."""
        self._write(None, again=False)

    def write_selected(self) -> None:
        """Let it write the chosen clips again."""
        ids = [row.clip.id for row in self.view.selected_rows]
        if ids:
            self._write(ids, again=True)

    def write_all(self) -> None:
        """Let it write all clips again; the operator's own words stay."""
        self._write(None, again=True)

    def stop_writing(self) -> None:
        """Stop; what is written so far is kept."""
        if self.writing is not None:
            self.context.runner.cancel(self.writing)

    def train_with(self) -> None:
        """Train with the shown captioner's prompts from now on."""
        self.context.start(prompts.choose_captioner(self.project, self.captioner), owner=self)

    def _write(self, clip_ids: Sequence[int] | None, *, again: bool) -> None:
        if self.writing is not None or not self.captioner:
            return
        operation = prompts.write_prompts(self.project, self.captioner, clip_ids, again=again)
        self.writing = self.context.start(operation, owner=self, done=self._written)
        self.writing.progressed.connect(self._read_along)
        self.writing.ended.connect(self._writing_ended)
        self.toolbar.show_job(self.writing)
        self._show_chosen()

    def _read_along(self) -> None:
        if not self._look_again.isActive() and not self.view.is_writing:
            self._look_again.start()

    def _written(self, result: CaptionResult) -> None:
        if result.set_aside:
            first = result.set_aside[0]
            self.context.notices.warn(
                self.tr("{0} clips could not be described.").format(len(result.set_aside)),
                first.reason,
            )

    def _writing_ended(self) -> None:
        self.writing = None
        self.toolbar.show_job(None)
        self._show_chosen()

    # What the words are worth

    def _measure(self) -> None:
        """Measure the shown prompts if nobody has since they changed."""
        sheet, name = self.sheet, self.captioner
        idle = self._in_front and self.writing is None and not self._measuring
        if sheet is None or not idle or sheet.tokens is None:
            return
        if name in sheet.quality or not sheet.prompts.get(name):
            return
        self._measuring = name
        self._show_quality()
        self.context.start(
            prompts.measure_prompts(self.project, name),
            owner=self,
            done=self._measured,
            failed=self._not_measured,
            cancelled=self._not_measured,
        )

    def _measured(self, _quality: PromptQuality) -> None:
        self._measuring = ""
        self.refresh()

    def _not_measured(self, _error: Exception | None = None) -> None:
        """No number is shown then; it is only an indication, and writing goes on without it."""
        self._measuring = ""
        self._show_quality()

    # What keys and the palette can do

    def commands(self) -> Sequence[Command]:
        """See `Station`."""
        return [
            Command("prompts.edit", self.tr("Edit prompt"), self.edit, ("F2",), "pencil-simple"),
            Command(
                "prompts.put_back",
                self.tr("Put back the captioner's words"),
                self.put_back,
                ("Ctrl+Backspace",),
                "arrow-counter-clockwise",
            ),
            Command("prompts.undo", self.tr("Undo edit"), self.undo, ("Ctrl+Z",)),
            Command("prompts.redo", self.tr("Redo edit"), self.redo, ("Ctrl+Shift+Z", "Ctrl+Y")),
            Command(
                "prompts.write_missing",
                self.tr("Write missing prompts"),
                self.write_missing,
                ("Ctrl+Return",),
                "magic-wand",
            ),
            Command(
                "prompts.write_selected",
                self.tr("Write prompts of selected clips again"),
                self.write_selected,
                ("Ctrl+R",),
                "arrows-clockwise",
            ),
            Command(
                "prompts.write_all",
                self.tr("Write all prompts again"),
                self.write_all,
                ("Ctrl+Shift+R",),
                "arrows-clockwise",
            ),
            Command("prompts.stop", self.tr("Stop writing prompts"), self.stop_writing, (), "stop"),
            Command(
                "prompts.train_with",
                self.tr("Use these prompts for training"),
                self.train_with,
                (),
                "graduation-cap",
            ),
        ]


def _single_shot(parent: QWidget, after_ms: int, then: Any) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(after_ms)
    timer.timeout.connect(then)
    return timer
