"""What the inspector shows: the chosen clip with its player, several clips, or a class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app import texts
from app import theme as look
from app.context import Context
from app.core_texts import core_text
from app.models.classes_board import ClassesBoard
from app.operations.media import clip_key
from app.texts import duration
from app.views.classes.actions import ClassActions
from app.views.classes.menus import fill_colours, fill_targets, swatch
from app.views.classes.wall_paint import hint_of, mark_of
from app.widgets.buttons import button
from app.widgets.labels import ElidedLabel, chip, label
from app.widgets.player import Player

if TYPE_CHECKING:
    from smp_core.records import ClipRecord
    from smp_core.workflows.projects import Project

_SETTLE_MS = 120  # arrow keys walk over many clips; only the one they stop at is opened


class ClipInspector(QStackedWidget):
    """Follows what is chosen on the board.

    Attributes:
        player: Plays the chosen clip; may be lent to a larger place.
        shown: The clip that the player shows.
        find_wanted: The chosen clip's file is to be found again.
    """

    find_wanted = Signal()

    def __init__(
        self, context: Context, project: Project, board: ClassesBoard, actions: ClassActions
    ) -> None:
        super().__init__()
        self._context, self._board, self._actions = context, board, actions
        self.shown: ClipRecord | None = None
        self.player = Player(context, project)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._open)
        self.name = ElidedLabel("", "strong")
        self.class_name = chip("")
        self.facts = label("", "quiet", wrap=True)
        self.mark = label("", "warn", wrap=True)
        self.find_button = button(
            self.tr("Find…"), self.find_wanted.emit, icon="magnifying-glass", theme=context.theme
        )
        self.find_button.hide()
        self.many = label("", "section", wrap=True)
        self.many_facts = label("", "quiet", wrap=True)
        self.title = ElidedLabel("", "section")
        self.hint = label("", "quiet", wrap=True)
        self.place = QVBoxLayout()  # where the player lives while it is not lent
        self.place.addWidget(self.player)
        self.addWidget(self._clip_page())
        self.addWidget(self._many_page())
        self.addWidget(self._class_page())
        self.player.marks_changed.connect(self._marks)
        board.selection_changed.connect(self.refresh)
        board.marks_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show what is chosen now."""
        chosen = self._board.chosen()
        if len(chosen) == 1:
            self._show_clip(chosen[0])
        else:
            self._settle.stop()
            self.player.pause()
        record = self._board.chosen_class()
        if len(chosen) > 1:
            seconds = sum(clip.end_s - clip.start_s for clip in chosen)
            names = list(dict.fromkeys(clip.class_name for clip in chosen))
            self.many.setText(self.tr("{0} chosen").format(texts.clips(len(chosen))))
            said = self.tr("{0} in all, of {1}")
            self.many_facts.setText(said.format(duration(seconds), ", ".join(names)))
            self.setCurrentIndex(1)
        elif not chosen and record is not None:
            lane = self._board.lane(record.id)
            self.title.set_text(record.name)
            self._colour.setIcon(swatch(record.colour))
            n_clips = texts.clips(len(lane.clips)) if lane is not None else ""
            hint = hint_of(lane) if lane is not None and lane.n_wanted else ""
            self.hint.setText(". ".join(each for each in (n_clips, hint) if each) + ".")
            self.setCurrentIndex(2)

    def take_player_back(self) -> None:
        """Put the player here again after it was lent."""
        self.place.addWidget(self.player)

    def _show_clip(self, clip: ClipRecord) -> None:
        self.name.set_text(clip.path.name)
        self.class_name.setText(clip.class_name)
        self.facts.setText(self._facts_of(clip))
        mark = mark_of(clip, self._board)
        self.mark.setText("" if mark is None or mark[1] == "quiet" else mark[2])
        self.mark.setVisible(bool(self.mark.text()))
        self.find_button.setVisible(clip.missing)
        self.setCurrentIndex(0)
        self._settle.start()

    def _open(self) -> None:
        """Give the player the chosen clip, unless it has it already."""
        chosen = self._board.chosen()
        clip = chosen[0] if len(chosen) == 1 else None
        old, self.shown = self.shown, clip
        if clip is None:
            return
        if old is not None and (old.id, old.path, old.missing) == (
            clip.id,
            clip.path,
            clip.missing,
        ):
            marks = self.player.marks
            near = abs(marks[0] - clip.start_s) + abs(marks[1] - clip.end_s) < 0.01
            if clip_key(old) == clip_key(clip) or near:
                return  # its stretch was chosen in this very player
        self.player.set_clip(
            clip.path,
            clip.start_s,
            clip.end_s,
            editable_marks=True,
            content_hash=clip.content_hash,
        )

    def _marks(self, start_s: float, end_s: float) -> None:
        if self.shown is not None:
            self._actions.set_stretch(self.shown, start_s, end_s)

    def _facts_of(self, clip: ClipRecord) -> str:
        used = self.tr("{0:.1f} s used of {1}").format(
            clip.end_s - clip.start_s, duration(clip.duration_s)
        )
        parts = [used]
        if clip.has_video:
            size = self.tr("{0} × {1}, {2:.0f} pictures a second")
            parts.append(size.format(clip.width_px, clip.height_px, clip.fps))
        if clip.note:
            parts.append(core_text(clip.note))
        return "\n".join(parts)

    def _clip_page(self) -> QWidget:
        page, column = _page()
        column.setContentsMargins(0, 0, 0, look.L)
        column.addLayout(self.place)
        below = QVBoxLayout()
        below.setContentsMargins(look.L, look.S, look.L, 0)
        below.setSpacing(look.S)
        row = QHBoxLayout()
        row.addWidget(self.name, 1)
        row.addWidget(self.class_name)
        below.addLayout(row)
        for each in (self.mark, self.find_button, self.facts):
            below.addWidget(each)
        buttons = QHBoxLayout()
        buttons.addWidget(self._move_button())
        buttons.addWidget(self._remove_button())
        buttons.addStretch(1)
        below.addLayout(buttons)
        column.addLayout(below)
        column.addStretch(1)
        return page

    def _many_page(self) -> QWidget:
        page, column = _page()
        column.addWidget(self.many)
        column.addWidget(self.many_facts)
        split = button(self.tr("Make a class of them"), self._actions.split)
        for each in (self._move_button(), split, self._remove_button()):
            column.addWidget(each)
        column.addStretch(1)
        return page

    def _class_page(self) -> QWidget:
        page, column = _page()
        column.addWidget(self.title)
        column.addWidget(self.hint)
        self._colour = button(self.tr("Colour"), lambda: None)
        self._menu(self._colour, self._fill_colours)
        merge = button(self.tr("Merge into"), lambda: None)
        self._menu(merge, self._fill_merge)
        column.addWidget(button(self.tr("Rename"), self._actions.rename_chosen))
        column.addWidget(self._colour)
        column.addWidget(merge)
        column.addWidget(self._remove_button(self.tr("Remove the class")))
        column.addStretch(1)
        return page

    def _move_button(self) -> QPushButton:
        made = button(self.tr("Move to"), lambda: None)
        self._menu(made, lambda menu: fill_targets(menu, self._board, self._actions.move_to))
        return made

    def _remove_button(self, text: str = "") -> QPushButton:
        made = button(text or self.tr("Remove"), self._actions.remove, "danger")
        return made

    def _menu(self, owner: QPushButton, fill) -> None:  # type: ignore[no-untyped-def]
        menu = QMenu(owner)

        def show() -> None:
            menu.clear()
            fill(menu)

        menu.aboutToShow.connect(show)
        owner.setMenu(menu)

    def _fill_colours(self, menu: QMenu) -> None:
        record = self._board.chosen_class()
        if record is not None:
            fill_colours(menu, self._actions, record, self)

    def _fill_merge(self, menu: QMenu) -> None:
        record = self._board.chosen_class()
        for lane in self._board.lanes:
            if record is not None and lane.record.id != record.id:
                action = menu.addAction(swatch(lane.record.colour), lane.record.name)
                action.triggered.connect(
                    lambda _checked=False, into=lane.record: self._actions.merge(record, into)
                )


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(look.L, look.L, look.L, look.L)
    column.setSpacing(look.M)
    return page, column
