"""The station "Classes": every class with its clips, to be filled, sorted and looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.commands import Command
from app.context import Context
from app.models.classes_board import ClassesBoard
from app.operations import classes as operations
from app.views.classes.actions import ClassActions
from app.views.classes.check_panel import CheckPanel
from app.views.classes.drops import dropped_paths
from app.views.classes.inspector import ClipInspector
from app.views.classes.large import LargeView
from app.views.classes.mends import Mends
from app.views.classes.menus import chosen_menu
from app.views.classes.station_commands import station_commands
from app.views.classes.tool_row import ToolRow
from app.views.classes.wall import ClassWall
from app.views.station import Station
from app.widgets.thumbnails import Thumbnails

if TYPE_CHECKING:
    from smp_core.workflows.projects import Project


class ClassesStation(Station):
    """See `Station`.

    Attributes:
        board: What is shown and chosen.
        acts: What can be done with it.
        wall: The surface.
        mends: Finds files again and mends what the check found.
        check_panel: What the check found.
        side: What the inspector shows.
    """

    key = "classes"

    def __init__(self, context: Context, project: Project) -> None:
        super().__init__(context, project)
        self.board = ClassesBoard(self)
        self.acts = ClassActions(context, project, self.board, self)
        self.wall = ClassWall(context, self.board, Thumbnails.shared(context, project))
        self.side = ClipInspector(context, project, self.board, self.acts)
        self.side.setParent(self)  # until the inspector takes it
        self.side.hide()
        self.mends = Mends(context, project, self.board, self.acts, self)
        self.check_panel = CheckPanel(context, project, self.board, self.mends)
        self.check_panel.hide()
        self.tools = ToolRow(context, self.acts)
        self.tools.add_care(self.check, self.mends.find_all)
        self.large = LargeView(context, self.toggle_large, self.step_clip)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._wall_page())
        self._pages.addWidget(self.large)
        self.set_content(self._pages)
        self.setAcceptDrops(True)
        self._pending: dict[str, Any] = {}
        self._name_next = 0
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Read everything again."""
        self.context.start(operations.read_board(self.project), owner=self, done=self._show)

    def commands(self) -> Sequence[Command]:
        """See `Station`."""
        return station_commands(self)

    def inspector(self) -> QWidget | None:
        """The chosen clip, clips or class."""
        chosen = self.board.selected or self.board.class_id is not None
        return self.side if chosen else None

    def entered(self) -> None:
        """Keys act at once; a drive may have been unplugged meanwhile."""
        self.refresh()
        if not self.is_empty and self._pages.currentIndex() == 0:
            self.wall.setFocus(Qt.FocusReason.OtherFocusReason)

    def left(self) -> None:
        """Stop playing."""
        self.side.player.pause()

    def save_state(self) -> dict[str, Any]:
        """Scroll and choice."""
        if self._pending:
            return self._pending  # it was never shown
        return {
            "scroll": self.wall.verticalScrollBar().value(),
            "clips": sorted(self.board.selected),
            "current": self.board.current,
            "class": self.board.class_id,
        }

    def restore_state(self, state: dict[str, Any]) -> None:
        """Scroll and choice, once the clips are there."""
        self._pending = state

    def check(self) -> None:
        """Look for what is wrong with the clips, and show it."""
        self.check_panel.show()
        self.check_panel.run()

    def show_menu(self, at: QPoint | None = None) -> None:
        """The menu for what is chosen, at a global position."""
        if at is None:
            at = self.wall.place_of_chosen()
        chosen_menu(self.context, self.board, self.acts, self).popup(at)

    def toggle_large(self) -> None:
        """Show the chosen clip large, or all again."""
        if self._pages.currentWidget() is self.large:
            self._pages.setCurrentIndex(0)
            self.side.take_player_back()
            self.wall.setFocus()
        elif len(self.board.selected) == 1 or self.board.current is not None:
            if len(self.board.selected) != 1 and self.board.current is not None:
                self.board.choose(self.board.current)
            self._pages.setCurrentWidget(self.large)
            self.large.borrow(self.side.player)

    def step_clip(self, steps: int) -> None:
        """Choose the clip so many further on."""
        order = self.board.order
        if not order:
            return
        at = order.index(self.board.current) + steps if self.board.current is not None else 0
        self.board.choose(order[min(max(at, 0), len(order) - 1)])
        self.wall.show_clip(self.board.current)

    def step_class(self, steps: int) -> None:
        """Choose the class so many further down."""
        ids = [lane.record.id for lane in self.board.lanes]
        record = self.board.chosen_class()
        at = ids.index(record.id) + steps if record is not None else 0
        if ids:
            class_id = ids[min(max(at, 0), len(ids) - 1)]
            self.board.choose_class(class_id)
            self.wall.show_lane(class_id)

    def escape(self) -> None:
        """Leave the large view, or choose nothing."""
        if self._pages.currentWidget() is self.large:
            self.toggle_large()
        else:
            self.board.clear()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files can be dropped while there is nothing yet, too."""
        if self.is_empty and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """The first files."""
        paths = dropped_paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.acts.add(0, paths)

    def _wall_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tools)
        column.addWidget(self.wall, 1)
        column.addWidget(self.check_panel)
        return page

    def _connect(self) -> None:
        self.context.changes.clips_changed.connect(self.refresh)
        self.acts.refresh_wanted.connect(self.refresh)
        self.acts.name_wanted.connect(self._name_class)
        self.acts.told.connect(self.tools.tell)
        self.board.selection_changed.connect(self._selection_changed)
        self.board.arrived.connect(self.wall.show_clip)
        self.wall.clips_dropped.connect(lambda to, copy: self.acts.move_to(to, copy=copy))
        self.wall.files_dropped.connect(self.acts.add)
        self.wall.lane_dropped.connect(self.acts.place_class)
        self.wall.renamed.connect(self.acts.rename)
        self.wall.opened.connect(self.toggle_large)
        self.wall.play_wanted.connect(self.side.player.toggle)
        self.wall.menu_wanted.connect(self.show_menu)
        self.side.find_wanted.connect(self.mends.find_one)
        self.check_panel.add_wanted.connect(self.acts.add_dialog)
        self.check_panel.large_wanted.connect(self.toggle_large)
        self.check_panel.closed.connect(self._close_check)

    def _show(self, found: operations.Board) -> None:
        self.board.set_board(found)
        self.tools.set_history(found.history)
        self.tools.set_counts(len(self.board.lanes), self.board.n_clips)
        self.tools.set_missing(len(self.mends.missing()))
        state, self._pending = self._pending, {}
        if state:
            self.board.choose_many(state.get("clips", []), state.get("current"))
            if not self.board.selected and self.board.lane(state.get("class")) is not None:
                self.board.choose_class(state.get("class"))
            self.wall.scroll_to(int(state.get("scroll", 0)))
        if not self.board.lanes:
            self.show_empty(
                "squares-four",
                self.tr("No clips yet"),
                self.tr(
                    "A class is one kind of event. Drop clips here, 1 to 20 for each class; "
                    "a folder becomes a class of its name."
                ),
                self.tr("Add clips…"),
                self.acts.add_dialog,
            )
            return
        focus = self.is_empty and self.isVisible()
        self.show_content()
        if focus:
            self.wall.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._name_next and self.board.lane(self._name_next) is not None:
            class_id, self._name_next = self._name_next, 0
            self.board.choose_class(class_id)
            self.wall.edit_name(class_id)

    def _close_check(self) -> None:
        self.check_panel.hide()
        self.check_panel.show_findings([])
        self.wall.setFocus()

    def _name_class(self, class_id: int) -> None:
        if self.board.lane(class_id) is None:
            self._name_next = class_id  # it is on its way
        else:
            self.wall.edit_name(class_id)

    def _selection_changed(self) -> None:
        clip = self.board.clip(self.board.current)
        self.large.name.set_text(clip.path.name if clip is not None else "")
        if self._pages.currentWidget() is self.large and not self.board.selected:
            self.toggle_large()
        if self.check_panel.isVisible() and clip is not None:
            self.wall.show_clip(clip.id)
        self.inspector_changed.emit()
