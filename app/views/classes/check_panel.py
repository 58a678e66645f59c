"""What the check found, under the wall: a list, and the mend of what is chosen in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QVBoxLayout,
)

from app import theme as look
from app.context import Context
from app.core_texts import core_text
from app.icons import SMALL_PX, icon
from app.jobs.handle import JobHandle
from app.models.classes_board import ClassesBoard
from app.operations import classes_check as operations
from app.texts import translate
from app.views.classes.mends import Mends
from app.views.classes.menus import menu_text
from app.widgets.buttons import button, icon_button
from app.widgets.labels import label, line, plain_tip

if TYPE_CHECKING:
    from smp_core.workflows.dataset_check import Finding
    from smp_core.workflows.projects import Project

_HEIGHT_PX = 208
_LOOKS = {
    "missing": ("link-break", "bad"),
    "changed": ("warning", "bad"),
    "unreadable": ("warning-octagon", "bad"),
    "two_classes": ("intersect", "bad"),
    "duplicate": ("copy", "warn"),
    "near_duplicate": ("copy", "warn"),
    "too_short": ("timer", "warn"),
    "silent": ("speaker-slash", "quiet"),
    "dark": ("moon", "quiet"),
    "unbalanced": ("scales", "quiet"),
}


class CheckPanel(QFrame):
    """Runs the check and shows its findings.

    Attributes:
        add_wanted: Clips are to be added to the chosen class.
        large_wanted: The chosen clip is to be looked at.
        closed: The operator had enough.
        findings: What is shown.
    """

    add_wanted = Signal()
    large_wanted = Signal()
    closed = Signal()

    def __init__(
        self, context: Context, project: Project, board: ClassesBoard, mends: Mends
    ) -> None:
        super().__init__()
        self._context, self._project, self._board, self._mends = context, project, board, mends
        self.findings: list[Finding] = []
        self._running: JobHandle | None = None
        self.setFixedHeight(_HEIGHT_PX)
        self.setAccessibleName(self.tr("Check of the clips"))
        theme = context.theme
        self.title = label("", "strong")
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("What was found"))
        self.list.setIconSize(QSize(SMALL_PX, SMALL_PX))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemSelectionChanged.connect(self._chosen)
        self.list.itemActivated.connect(lambda _item: self.mend())
        self.again = button(self.tr("Check again"), self.run, "quiet")
        self.mend_button = button("", self.mend)
        self.mend_button.hide()
        shut = icon_button("x", self.tr("Close the check"), theme, self.closed.emit)
        row = QHBoxLayout()
        row.setContentsMargins(look.L, look.XS, look.S, look.XS)
        row.addWidget(self.title, 1)
        for each in (self.mend_button, self.again, shut):
            row.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line())
        column.addLayout(row)
        column.addWidget(self.list, 1)
        theme.changed.connect(self._tint)
        board.changed.connect(self._drop_mended)

    def run(self) -> None:
        """Check all clips; the findings of before stay until then."""
        self.again.setEnabled(False)
        self.title.setText(self.tr("Checking…"))
        self._running = self._context.start(
            operations.check_clips(self._project),
            owner=self,
            done=self.show_findings,
            cancelled=lambda: self.show_findings(self.findings),
        )
        self._running.progressed.connect(self._progress)
        self._running.ended.connect(lambda: self.again.setEnabled(True))

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show these, and mark their clips on the wall."""
        self.findings = list(findings)
        marks: dict[int, str] = {}
        for each in reversed(self.findings):  # the gravest is said
            marks.update(dict.fromkeys(each.clip_ids, core_text(each.words)))
        self._board.set_marks(marks)
        self._fill()

    def mend(self) -> None:
        """Do what the button says for what is chosen in the list."""
        chosen = self._selected()
        kinds = {each.mend for each in chosen}
        if kinds == {"remove"}:
            self._mends.remove_repeats(chosen)
        elif kinds == {"relink"} and len(chosen) == 1 and len(self._mends.missing()) < 2:
            self._mends.find_one()
        elif kinds == {"relink"}:
            self._mends.find_all()
        elif kinds == {"choose_class"} and len(chosen) == 1:
            self._choose_class(chosen[0])
        elif kinds == {"add_clips"} and len(chosen) == 1:
            self.add_wanted.emit()
        elif kinds & {"choose_stretch", "look"}:
            self.large_wanted.emit()

    def _selected(self) -> list[Finding]:
        rows = sorted(self.list.row(item) for item in self.list.selectedItems())
        return [self.findings[row] for row in rows]

    def _chosen(self) -> None:
        chosen = self._selected()
        ids = [i for each in chosen for i in each.clip_ids]
        if ids:
            self._board.choose_many(ids)
        elif chosen:
            name = chosen[0].class_names[0]
            found = [lane for lane in self._board.lanes if lane.record.name == name]
            if found:
                self._board.choose_class(found[0].record.id)
        words = self._mend_words(chosen)
        self.mend_button.setText(words)
        self.mend_button.setAccessibleName(words)
        self.mend_button.setVisible(bool(words))

    def _mend_words(self, chosen: Sequence[Finding]) -> str:
        kinds = {each.mend for each in chosen}
        if len(kinds) != 1 or (len(chosen) > 1 and not kinds <= {"remove", "relink"}):
            return ""
        if kinds == {"remove"}:
            n_gone = len({i for each in chosen for i in each.remove_ids})
            one, many = self.tr("Remove 1 clip"), self.tr("Remove {0} clips")
            return one if n_gone == 1 else many.format(n_gone)
        return {
            "relink": self.tr("Find…"),
            "choose_class": self.tr("Keep in…"),
            "choose_stretch": self.tr("Choose another stretch"),
            "add_clips": self.tr("Add clips…"),
            "look": self.tr("Look at it"),
        }[kinds.pop()]

    def _choose_class(self, finding: Finding) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in finding.class_names:
            said = translate("Classes", "Keep it in {0}").format(menu_text(name))
            menu.addAction(said).triggered.connect(
                lambda _checked=False, name=name: self._mends.keep_in(finding, name)
            )
        menu.popup(self.mend_button.mapToGlobal(self.mend_button.rect().bottomLeft()))

    def _fill(self) -> None:
        n_found = len(self.findings)
        several = self.tr("{0} things to look at").format(n_found)
        none = self.tr("Nothing wrong was found")
        self.title.setText({0: none, 1: self.tr("1 thing to look at")}.get(n_found, several))
        self.list.clear()
        for each in self.findings:
            words = core_text(each.words)
            item = QListWidgetItem(words)
            item.setToolTip(plain_tip(words))
            self.list.addItem(item)
        self._tint()
        self.mend_button.hide()

    def _tint(self) -> None:
        for row, each in enumerate(self.findings):
            name, token = _LOOKS[each.kind]
            self.list.item(row).setIcon(icon(name, self._context.theme, token))

    def _progress(self, _step: object) -> None:
        step = self._running.progress if self._running is not None else None
        if step is not None and step.done < step.total:
            said = self.tr("Checking {0} of {1}…").format(step.done + 1, step.total)
            self.title.setText(said)

    def _drop_mended(self) -> None:
        """Findings about clips that went, or that are found again, say nothing any more."""

        def stands(finding: Finding) -> bool:
            clips = [self._board.clip(each) for each in finding.clip_ids]
            there = [clip for clip in clips if clip is not None]
            if finding.kind == "missing":
                return any(clip.missing for clip in there)
            if finding.kind == "two_classes":
                return len({clip.class_name for clip in there}) > 1
            if finding.kind in ("duplicate", "near_duplicate"):
                return len(there) > 1
            names = {lane.record.name for lane in self._board.lanes}
            return bool(there) or (not finding.clip_ids and finding.class_names[0] in names)

        kept = [each for each in self.findings if stands(each)]
        if len(kept) != len(self.findings):
            self.show_findings(kept)
