"""The station "Prompts"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.commands import Command
from app.context import Context
from app.jobs.handle import JobHandle
from app.models.prompts_compare import PromptsCompare
from app.models.prompts_list import ClipRow, PromptsList
from app.operations import prompts
from app.views.prompts.comparison import ComparisonView
from app.views.prompts.detail import PromptDetail
from app.views.prompts.prompt_commands import prompt_commands
from app.views.prompts.prompt_view import PromptView
from app.views.prompts.toolbar import PromptsToolbar
from app.views.station import Station
from app.views.step_history import Step, StepHistory
from app.widgets.thumbnails import Thumbnails

if TYPE_CHECKING:
    from smp_core.records import CaptionResult, PromptQuality, PromptRecord
    from smp_core.workflows.projects import Project
    from smp_core.workflows.prompt_sheet import PromptSheet
    from smp_core.workflows.prompt_words import Words
    from smp_core.workflows.taking_back import Replaced

_LOOK_AGAIN_MS = 1_000  # while prompts are written, so that one can read along
_MEASURE_AFTER_MS = 600  # edits often come one after the other


class PromptsStation(Station):
    """See `Station`."""

    key = "prompts"

    def __init__(self, context: Context, project: Project) -> None:
        super().__init__(context, project)
        self.sheet: PromptSheet | None = None
        self.captioner = ""
        self.history = StepHistory(context, self)
        self.writing: JobHandle | None = None
        self._in_front = False
        self._measuring = ""
        self._wanted_clip = 0
        self.list = PromptsList(self)
        self.list.worded.connect(self._worded)
        self.compared = PromptsCompare(self)
        self.compared.worded.connect(self._worded)
        self.view = PromptView(self.list, Thumbnails.shared(context, project), context.theme)
        self.view.chosen.connect(self._show_chosen)
        self.view.write.connect(self.write_selected)
        self.view.play.connect(self.play)
        self.toolbar = PromptsToolbar(context.theme)
        self.toolbar.captioner_chosen.connect(self.show_captioner)
        self.toolbar.write_missing.connect(self.write_missing)
        self.toolbar.write_selected.connect(self.write_selected)
        self.toolbar.write_all.connect(self.write_all)
        self.toolbar.train_with.connect(self.train_with)
        self.toolbar.stop.connect(self.stop_writing)
        self.detail = PromptDetail(context, project, self)
        self.detail.hide()
        self.detail.edit.connect(self.edit)
        self.detail.put_back.connect(self.put_back)
        self.detail.write_again.connect(self.write_selected)
        self.detail.use.connect(self.use_sentence)
        self.comparison = ComparisonView(
            self.compared, Thumbnails.shared(context, project), context.theme
        )
        self.comparison.chosen.connect(self._compared_chosen)
        self.comparison.write.connect(self.write_selected)
        self.comparison.play.connect(self.play)
        self.toolbar.compare.connect(self.compare)
        self._surfaces = QStackedWidget()
        self._surfaces.addWidget(self.view)
        self._surfaces.addWidget(self.comparison)
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
        row = self.front.current_row
        self.captioner = name
        if self.sheet is not None:
            self._show(self.sheet)
        if self.is_comparing and row is not None:
            self.comparison.choose(row.clip.id, name)

    @property
    def front(self) -> PromptView | ComparisonView:
        """The list, or captioners side by side."""
        return self.comparison if self.is_comparing else self.view

    @property
    def is_comparing(self) -> bool:
        """Whether captioners are shown side by side."""
        return self._surfaces.currentWidget() is self.comparison

    def compare(self, wanted: bool | None = None) -> None:
        """Show captioners side by side, or the list again; None changes over."""
        wanted = not self.is_comparing if wanted is None else wanted
        row = self.front.current_row
        self._surfaces.setCurrentWidget(self.comparison if wanted else self.view)
        self.toolbar.compare_button.setChecked(wanted)
        if self.sheet is not None:
            self._show(self.sheet)
        if row is not None and wanted:
            self.comparison.choose(row.clip.id, self.captioner)
        elif row is not None:
            self.view.choose(row.clip.id)
        self.front.setFocus()

    def entered(self) -> None:
        """Measure what was not measured while the operator was elsewhere."""
        self._in_front = True
        self._measure_soon.start()
        self.detail.resume()
        self.front.setFocus()

    def left(self) -> None:
        """Nothing goes on but what was asked for."""
        self._in_front = False
        self.detail.stop()

    def inspector(self) -> QWidget | None:
        """The chosen clip's prompt."""
        return self.detail if self.front.current_row is not None else None

    def save_state(self) -> dict[str, Any]:
        """Captioner, clip, and whether captioners are compared."""
        row = self.front.current_row
        return {
            "captioner": self.captioner,
            "comparing": self.is_comparing,
            "clip": 0 if row is None else row.clip.id,
        }

    def restore_state(self, state: dict[str, Any]) -> None:
        """Go back to that, once the prompts are read."""
        captioner, clip = state.get("captioner"), state.get("clip")
        if isinstance(captioner, str):
            self.captioner = captioner
        if isinstance(clip, int):
            self._wanted_clip = clip
        if state.get("comparing") is True:
            self.compare(True)

    def _show(self, sheet: PromptSheet) -> None:
        if self.front.is_writing:  # rows may come and go, but not beneath the operator's hands
            self._look_again.start()
            return
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
        if self.is_comparing:
            compared = self.comparison.current_row
            self.comparison.show_sheet(sheet)
            if self.comparison.current_row is None:  # other rows or columns than before
                wanted = current if compared is None else compared.clip.id
                self.comparison.choose(wanted, self.captioner)
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
        row = self.front.current_row
        self.toolbar.show_selection(len(self.front.selected_rows))
        if row is not None and self.sheet is not None:
            ready = not self.sheet.captioner(self.captioner).missing and self.writing is None
            used = self._used_prompt(row)
            other = used is not None and used.captioner != self.captioner and used.text != row.text
            self.detail.show_row(row, can_write=ready, can_use=other and bool(row.text))
        self.inspector_changed.emit()

    def _compared_chosen(self) -> None:
        """The toolbar follows the column that the operator is in."""
        name = self.comparison.captioner
        if name and name != self.captioner and self.sheet is not None:
            self.captioner = name
            self.toolbar.show_sheet(self.sheet, name)
            self._show_quality()
            self._measure_soon.start()
        self._show_chosen()

    def _used_prompt(self, row: ClipRow) -> PromptRecord | None:
        """What a clip is trained with."""
        if self.sheet is None:
            return None
        return self.sheet.prompts.get(self.sheet.chosen, {}).get(row.clip.id)

    def _show_quality(self) -> None:
        if self.sheet is not None:
            known = self.sheet.quality.get(self.captioner)
            self.toolbar.show_quality(known, self._measuring == self.captioner)

    def play(self) -> None:
        """Play the chosen clip in the inspector, or hold."""
        self.detail.player.toggle()

    # Writing by hand

    def edit(self) -> None:
        """Write the current prompt in place."""
        self.front.setFocus()
        self.front.edit_current()

    def put_back(self) -> None:
        """Take the captioner's words again for the chosen clips."""
        rows = self.front.selected_rows
        self._reword([(r.prompt.id, None) for r in rows if r.prompt is not None and r.edited])

    def use_sentence(self) -> None:
        """Train the chosen clips with the current captioner's words."""
        words = []
        for row in self.front.selected_rows:
            used = self._used_prompt(row)
            if used is not None and row.text and used.text != row.text:
                words.append((used.id, row.text))
        self._reword(words)

    def undo(self) -> None:
        """Take back the last edit."""
        self.history.undo()

    def redo(self) -> None:
        """Do it again."""
        self.history.redo()

    def _worded(self, row: ClipRow, text: str) -> None:
        if row.prompt is not None:
            self._reword([(row.prompt.id, text)])

    def _reword(self, words: Sequence[tuple[int, str | None]]) -> None:
        if words:
            self.history.do(prompts.edit_prompts(self.project, words), self._reworded)

    def _reworded(self, changes: Sequence[Replaced[Words]]) -> None:
        left = self.tr(
            "The words of {0} were changed or removed elsewhere since and were left as they are."
        )
        self.history.add(Step(changes, partial(prompts.restore_words, self.project), left))

    # Writing by captioner

    def write_missing(self) -> None:
        """Let the captioner write where there is nothing yet."""
        self._write(None, again=False)

    def write_selected(self) -> None:
        """Let it write the chosen clips again."""
        ids = [row.clip.id for row in self.front.selected_rows]
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
        if not self._look_again.isActive() and not self.front.is_writing:
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

    def commands(self) -> Sequence[Command]:
        """See `Station`."""
        return prompt_commands(self)


def _single_shot(parent: QWidget, after_ms: int, then: Any) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(after_ms)
    timer.timeout.connect(then)
    return timer
