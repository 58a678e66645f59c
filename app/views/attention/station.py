"""The station "Attention": where a run's model looks and what it takes for alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.commands import Command
from app.context import Context
from app.models.attention_subjects import subject_words
from app.operations import attention
from app.operations.attention import Shelf
from app.theme import L, M, S
from app.views.attention.chooser import Chooser
from app.views.attention.export import Export
from app.views.attention.facts import Facts
from app.views.attention.heat_page import HeatPage
from app.views.attention.likeness import Likeness
from app.views.attention.maps import Maps
from app.views.attention.plane import Plane
from app.views.attention.run_choice import RunChoice
from app.views.station import Station
from app.widgets.thumbnails import Thumbnails

if TYPE_CHECKING:
    from smp_core.workflows.explain import Explanation, Subject
    from smp_core.workflows.projects import Project

_CHOOSER_PX = 232


class AttentionStation(Station):
    """See `Station`."""

    key = "attention"

    def __init__(self, context: Context, project: Project) -> None:
        super().__init__(context, project)
        thumbnails = Thumbnails.shared(context, project)
        self.chooser = Chooser(context, thumbnails)
        self.choice = RunChoice(context)
        self.page = HeatPage(context)
        self.facts = Facts(context, thumbnails)
        self.plane = Plane(context)
        self.likeness = Likeness(context, project, self)
        self.export = Export(context, self)
        self.maps = Maps(context, project, self.page.first, "first")
        self.other_maps = Maps(context, project, self.page.second, "second")
        self._wanted_run = self._wanted_key = ""
        self._shown: tuple[str, str, str] = ("", "", "")
        self._fresh = False
        self._pages = QStackedWidget()
        self._pages.addWidget(self.page)
        self._pages.addWidget(self.plane)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.addWidget(self.chooser)
        self._split.addWidget(self._surface())
        self._split.setStretchFactor(1, 1)
        self._split.setCollapsible(1, False)
        self._split.setSizes([_CHOOSER_PX, 700])
        self.set_content(self._split)
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Read runs and clips again."""
        run_id = self.choice.run_id or self._wanted_run
        operation = attention.read_shelf(self.project, run_id)
        self.context.start(operation, owner=self, done=self._show_shelf)

    def commands(self) -> Sequence[Command]:
        """What the palette offers."""
        words, controls = self.page.words, self.page.controls
        return [
            Command("attention.page", self.tr("Heat or map of clips"), self._turn, ("M",)),
            Command(
                "attention.rollout",
                self.tr("Heat of the whole model"),
                lambda: words.choose(-1),
                ("R",),
            ),
            Command(
                "attention.next_word",
                self.tr("Next word of the prompt"),
                lambda: words.step(1),
                (".",),
            ),
            Command(
                "attention.previous_word",
                self.tr("Previous word of the prompt"),
                lambda: words.step(-1),
                (",",),
            ),
            Command(
                "attention.deeper", self.tr("Next block"), lambda: controls.step_block(1), ("]",)
            ),
            Command(
                "attention.shallower",
                self.tr("Previous block"),
                lambda: controls.step_block(-1),
                ("[",),
            ),
            Command("attention.next", self.tr("Next clip"), lambda: self.chooser.step(1), ("J",)),
            Command(
                "attention.previous",
                self.tr("Previous clip"),
                lambda: self.chooser.step(-1),
                ("K",),
            ),
            Command("attention.compare", self.tr("Compare two runs"), self._compare, ("B",)),
            Command("attention.alike", self.tr("Compare all clips"), self.likeness.make),
            Command(
                "attention.picture",
                self.tr("Export heat as PNG…"),
                self._export_picture,
                ("Ctrl+Shift+P",),
                "image",
            ),
            Command(
                "attention.video",
                self.tr("Export heat as video…"),
                self._export_video,
                ("Ctrl+Shift+V",),
                "film-strip",
            ),
        ]

    def inspector(self) -> QWidget | None:
        """About the chosen clip."""
        return self.facts if self.chooser.current is not None else None

    def entered(self) -> None:
        """Show what is chosen, if it was not looked into yet."""
        self._fresh = True
        self._look()

    def left(self) -> None:
        """Nothing plays here; maps that are being made may end."""
        self._fresh = False

    def save_state(self) -> dict[str, Any]:
        """See `Station`."""
        current = self.chooser.current
        return {
            "clip": self._wanted_key if current is None else current.key,
            "run": self.choice.run_id,
            "page": "map" if self._pages.currentWidget() is self.plane else "heat",
            "method": self.plane.method,
            "split": self._split.sizes(),
            "view": self.page.controls.save_state(),
        }

    def restore_state(self, state: dict[str, Any]) -> None:
        """See `Station`."""
        self._wanted_key = str(state.get("clip", ""))
        self._wanted_run = str(state.get("run", ""))
        sizes = state.get("split")
        if isinstance(sizes, list) and len(sizes) == 2 and all(isinstance(n, int) for n in sizes):
            self._split.setSizes(sizes)
        if isinstance(state.get("view"), dict):
            self.page.controls.restore_state(state["view"])
        self.plane.choose_method(str(state.get("method", "pca")))
        if state.get("page") == "map":
            self.show_page("map")
        self.refresh()

    def show_page(self, page: str) -> None:
        """ "heat" or "map"."""
        self._pages.setCurrentWidget(self.plane if page == "map" else self.page)
        self.choice.show_page(page)
        if page == "map" and self.choice.run_id:
            self.likeness.make()

    def _surface(self) -> QWidget:
        surface = QWidget()
        column = QVBoxLayout(surface)
        column.setContentsMargins(L, S, L, S)
        column.setSpacing(M)
        column.addWidget(self.choice)
        column.addWidget(self._pages, 1)
        return surface

    def _connect(self) -> None:
        changes = self.context.changes
        for signal in (changes.runs_changed, changes.clips_changed, changes.results_changed):
            signal.connect(self.refresh)
        changes.prompts_changed.connect(self._look_again)
        self.chooser.chosen.connect(self._chosen)
        self.choice.changed.connect(self._run_chosen)
        self.choice.page_wanted.connect(self.show_page)
        self.maps.ready.connect(self._ready)
        self.other_maps.ready.connect(lambda _found: self.page.refresh())
        self.facts.chosen.connect(self.chooser.choose)
        self.facts.neighbours_wanted.connect(self.likeness.make)
        self.plane.chosen.connect(self.chooser.choose)
        self.plane.opened.connect(lambda _key: self.show_page("heat"))
        self.likeness.changed.connect(self._likeness_changed)
        menu = self.choice.menu
        menu.addAction(self.tr("Picture (PNG)…"), self._export_picture)
        menu.addAction(self.tr("Video (MP4)…"), self._export_video)
        self.choice.set_exportable(False)

    def _show_shelf(self, shelf: Shelf) -> None:
        if not shelf.runs:
            self.show_empty(
                "eye",
                self.tr("Nothing trained yet"),
                self.tr(
                    "After a training you see here where the model looks and what it listens to."
                ),
                self.tr("Go to Train"),
                lambda: self.go.emit("train"),
            )
            return
        if not shelf.subjects:
            self.show_empty(
                "squares-four",
                self.tr("No clips to look into"),
                self.tr("Add clips to a class, or let the model watch a folder."),
                self.tr("Go to Classes"),
                lambda: self.go.emit("classes"),
            )
            return
        self.show_content()
        self.choice.set_runs(shelf.runs, shelf.run_id)
        self.chooser.set_shelf(shelf)
        self.facts.rows.colours = self.chooser.rows.colours
        self.likeness.set_run(shelf.run_id)
        if self.chooser.current is None and not self.chooser.choose(self._wanted_key):
            self.chooser.choose(shelf.subjects[0].key)
        self._look()

    def _chosen(self, _subject: Subject) -> None:
        self._look()

    def _look(self) -> None:
        """Have the chosen clip looked into, unless that is what is shown."""
        subject = self.chooser.current
        run_id, other_id = self.choice.run_id, self.choice.other_id
        if not self._fresh or subject is None or not run_id:
            return
        before, self._shown = self._shown, (subject.key, run_id, other_id)
        if before == self._shown:
            return
        self.page.compare(bool(other_id))
        if before[:2] != self._shown[:2]:
            self.page.forget()
            self.choice.set_exportable(False)
            self.facts.show_subject(subject, subject_words(subject))
            self.plane.set_current(subject.key)
            self.maps.want(subject, run_id, self.choice.name_of(run_id))
            self.inspector_changed.emit()
        if not other_id:
            self.other_maps.stop()
        elif before[0] != subject.key or before[2] != other_id:
            self.other_maps.want(subject, other_id, self.choice.name_of(other_id))

    def _look_again(self) -> None:
        """A prompt may be another one now."""
        self._shown = ("", "", "")
        self._look()

    def _run_chosen(self) -> None:
        self.refresh()
        self._look()

    def _ready(self, found: Explanation) -> None:
        lead = self.tr("Prompt by {0}: choose a word").format(found.captioner)
        self.page.show_first(found, lead)
        self.choice.set_exportable(True)
        self.facts.show_explanation(found, self.choice.name_of(found.run_id))
        self._likeness_changed()

    def _likeness_changed(self) -> None:
        found, points = self.page.first.explanation, self.likeness.points
        self.plane.set_points(points, self.chooser.rows.colours)
        if points is None:
            self.plane.say(self.likeness.words)
        near = None
        if found is not None and points is not None and points.run_id == found.run_id:
            near = self.likeness.nearest(found)
        subjects = {each.key: each for each in self.chooser.model.subjects}
        self.facts.show_neighbours(near, subjects, busy=self.likeness.busy)

    def _turn(self) -> None:
        self.show_page("heat" if self._pages.currentWidget() is self.plane else "map")

    def _compare(self) -> None:
        box = self.choice.second
        if box.count() > 2:
            other = next(i for i in range(1, box.count()) if box.itemData(i) != self.choice.run_id)
            box.setCurrentIndex(0 if box.currentIndex() else other)
            self._look()

    def _export_picture(self) -> None:
        self.export.picture(self.project, self.page.views())

    def _export_video(self) -> None:
        self.export.video(self.project, self.page.views())
