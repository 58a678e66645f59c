"""What the project menu and the settings menu hold."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from app.context import Context
from app.texts import translate
from app.theme import MODES, Mode


class ProjectActions(Protocol):
    """What the project menu can ask of the window."""

    def new_project(self) -> None:
        """Ask for a new project."""

    def choose_project(self) -> None:
        """Ask for a project's folder."""

    def open_demo(self) -> None:
        """Open the demo project."""

    def open_project(self, folder: Path) -> None:
        """Open that project."""


def fill_project_menu(menu: QMenu, context: Context, window: ProjectActions) -> None:
    """New, open, recent, demo, quit."""
    menu.clear()
    for command_id in ("project.new", "project.open", "project.demo"):
        menu.addAction(context.commands.action(command_id))
    here = None if context.project is None else context.project.folder
    recent = [each for each in context.settings.recent_projects if each != here]
    if recent:
        menu.addSeparator()
        menu.addSection(translate("Menus", "Recent"))
        for folder in recent:
            action = menu.addAction(folder.name.replace("&", "&&"))
            action.triggered.connect(
                lambda _checked=False, folder=folder: window.open_project(folder)
            )
    menu.addSeparator()
    menu.addAction(context.commands.action("window.quit"))


def fill_settings_menu(menu: QMenu, context: Context) -> None:
    """The look of the window, and the models."""
    menu.clear()
    names: dict[Mode, str] = {
        "system": translate("Menus", "Like the system"),
        "dark": translate("Menus", "Dark"),
        "light": translate("Menus", "Light"),
        "contrast": translate("Menus", "High contrast"),
    }
    group = QActionGroup(menu)
    for mode in MODES:
        action = QAction(names[mode], menu)
        action.setCheckable(True)
        action.setChecked(context.theme.mode == mode)
        action.triggered.connect(lambda _checked=False, mode=mode: context.theme.set_mode(mode))
        group.addAction(action)
        menu.addAction(action)
    menu.addSeparator()
    menu.addAction(context.commands.action("models.open"))
