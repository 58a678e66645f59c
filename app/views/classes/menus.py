"""The menus of the wall: for clips, for a class, for colours."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QColorDialog, QMenu, QWidget

from app import texts
from app import theme as look
from app.context import Context
from app.icons import icon
from app.models.classes_board import ClassesBoard
from app.texts import translate
from app.views.classes.actions import ClassActions

if TYPE_CHECKING:
    from smp_core.records import ClassRecord


def chosen_menu(
    context: Context, board: ClassesBoard, actions: ClassActions, parent: QWidget
) -> QMenu:
    """The menu for what is chosen: clips, a class, or nothing."""
    if board.selected:
        return clips_menu(context, board, actions, parent)
    record = board.chosen_class()
    if record is not None:
        return class_menu(context, board, actions, record, parent)
    menu = _menu(parent)
    _item(menu, context, "plus", translate("Classes", "Add clips…"), actions.add_dialog)
    _item(
        menu, context, "folder-plus", translate("Classes", "Add a folder…"), actions.folder_dialog
    )
    _item(menu, context, "clipboard", translate("Classes", "Paste paths"), actions.paste)
    _item(menu, context, "tag", translate("Classes", "New class"), actions.new_class)
    return menu


def clips_menu(
    context: Context, board: ClassesBoard, actions: ClassActions, parent: QWidget
) -> QMenu:
    """What can be done with the chosen clips."""
    menu = _menu(parent)
    what = texts.clips(len(board.selected))
    move = menu.addMenu(translate("Classes", "Move {0} to").format(what))
    fill_targets(move, board, lambda class_id: actions.move_to(class_id))
    copy = menu.addMenu(translate("Classes", "Label another part as"))
    fill_targets(copy, board, lambda class_id: actions.move_to(class_id, copy=True), new=False)
    menu.addSeparator()
    _item(menu, context, "trash", translate("Classes", "Remove {0}").format(what), actions.remove)
    return menu


def class_menu(
    context: Context,
    board: ClassesBoard,
    actions: ClassActions,
    record: ClassRecord,
    parent: QWidget,
) -> QMenu:
    """What can be done with a class."""
    menu = _menu(parent)
    _item(menu, context, "plus", translate("Classes", "Add clips…"), actions.add_dialog)
    _item(menu, context, "pencil-simple", translate("Classes", "Rename"), actions.rename_chosen)
    colours = menu.addMenu(icon("palette", context.theme), translate("Classes", "Colour"))
    fill_colours(colours, actions, record, parent)
    merge = menu.addMenu(icon("git-merge", context.theme), translate("Classes", "Merge into"))
    for lane in board.lanes:
        if lane.record.id != record.id:
            _target(merge, lane.record, partial(actions.merge, record, lane.record))
    merge.setEnabled(not merge.isEmpty())
    menu.addSeparator()
    up, down = translate("Classes", "Move up"), translate("Classes", "Move down")
    _item(menu, context, "arrow-up", up, lambda: actions.move_class(-1))
    _item(menu, context, "arrow-down", down, lambda: actions.move_class(1))
    menu.addSeparator()
    said = translate("Classes", "Remove the class")
    _item(menu, context, "trash", said, lambda: actions.remove_class(record))
    return menu


def fill_targets(
    menu: QMenu, board: ClassesBoard, chosen: Callable[[int], object], *, new: bool = True
) -> None:
    """All classes, with their keys, and a new one."""
    for index, lane in enumerate(board.lanes):
        action = _target(menu, lane.record, partial(chosen, lane.record.id))
        if index < 9 and new:
            action.setText(f"{action.text()}\t{index + 1}")
    if new:
        menu.addSeparator()
        said = translate("Classes", "A new class")
        menu.addAction(said).triggered.connect(lambda _checked=False: chosen(0))


def fill_colours(menu: QMenu, actions: ClassActions, record: ClassRecord, parent: QWidget) -> None:
    """The colours that can be told apart, and any other."""
    for name, colour in zip(_colour_names(), look.CLASS_COLOURS, strict=True):
        action = menu.addAction(swatch(colour), name)
        action.triggered.connect(
            lambda _checked=False, colour=colour: actions.colour(record, colour)
        )
    menu.addSeparator()
    other = menu.addAction(translate("Classes", "Another colour…"))
    other.triggered.connect(lambda _checked=False: _ask_colour(actions, record, parent))


def swatch(colour: str) -> QIcon:
    """A round spot of a colour."""
    made = QPixmap(32, 32)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(4, 4, 24, 24)
    painter.end()
    return QIcon(made)


def menu_text(text: str) -> str:
    """Text for a menu, where & would make a key of the next letter."""
    return text.replace("&", "&&").replace("\t", " ")


def _ask_colour(actions: ClassActions, record: ClassRecord, parent: QWidget) -> None:
    dialog = QColorDialog(QColor(record.colour), parent)
    dialog.colorSelected.connect(lambda colour: actions.colour(record, colour.name()))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _menu(parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


def _item(
    menu: QMenu, context: Context, name: str, text: str, run: Callable[[], object]
) -> QAction:
    action = menu.addAction(icon(name, context.theme), text)
    action.triggered.connect(lambda _checked=False: run())
    return action


def _target(menu: QMenu, record: ClassRecord, run: Callable[[], object]) -> QAction:
    action = menu.addAction(swatch(record.colour), menu_text(record.name))
    action.triggered.connect(lambda _checked=False: run())
    return action


def _colour_names() -> list[str]:
    plain = [
        translate("Classes", "Orange"),
        translate("Classes", "Sky blue"),
        translate("Classes", "Green"),
        translate("Classes", "Yellow"),
        translate("Classes", "Blue"),
        translate("Classes", "Vermilion"),
        translate("Classes", "Pink"),
    ]
    light, dark = translate("Classes", "{0}, light"), translate("Classes", "{0}, dark")
    return [*plain, *(light.format(n) for n in plain), *(dark.format(n) for n in plain)]
