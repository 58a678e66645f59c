"""What the project menu and the settings menu hold."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Protocol

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from app.context import Context
from app.language import LANGUAGES, OWN_NAMES, Language
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
    """New, open, demo, erase, recent, quit."""
    menu.clear()
    for command_id in ("project.new", "project.open", "project.demo"):
        menu.addAction(context.commands.action(command_id))
    if context.project is not None:
        menu.addSeparator()
        menu.addAction(context.commands.action("project.erase"))
    here = None if context.project is None else context.project.folder
    recent = [each for each in context.settings.recent_projects if each != here]
    if recent:
        menu.addSeparator()
        menu.addSection(translate("Menus", "Recent"))
        gone = [each for each in recent if not each.is_dir()]
        for folder in recent:
            name = folder.name.replace("&", "&&")
            if folder in gone:
                action = menu.addAction(
                    translate("Menus", "{0}, not there at present").format(name)
                )
                action.triggered.connect(
                    lambda _checked=False, folder=folder: _say_gone(context, folder)
                )
                continue
            action = menu.addAction(name)
            action.triggered.connect(
                lambda _checked=False, folder=folder: window.open_project(folder)
            )
        if gone:
            forget = menu.addAction(translate("Menus", "Take what is not there off this list"))
            forget.triggered.connect(lambda: _forget(context, gone))
    menu.addSeparator()
    menu.addAction(context.commands.action("window.quit"))


def _say_gone(context: Context, folder: Path) -> None:
    context.notices.warn(
        translate("Menus", "{0} is not there at present.").format(folder),
        translate(
            "Menus",
            "The share or drive that it lies on may be away. If the project is gone for good, take "
            "it off the list in the project menu.",
        ),
    )


def _forget(context: Context, folders: Collection[Path]) -> None:
    context.settings.forget_projects(folders)
    context.settings.save()


def fill_settings_menu(menu: QMenu, context: Context) -> None:
    """The look of the window, its language and keys, the models, and help."""
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
    _add_languages(menu, context)
    menu.addAction(context.commands.action("models.open"))
    menu.addAction(context.commands.action("help.shortcuts"))
    menu.addSeparator()
    for command_id in ("help.tour", "help.diagnostics", "help.logs", "help.about"):
        menu.addAction(context.commands.action(command_id))


def _add_languages(menu: QMenu, context: Context) -> None:
    """A submenu; the chosen language is spoken from the next start on."""
    languages = menu.addMenu(translate("Menus", "Language"))
    now = context.settings.get("language", "system")
    group = QActionGroup(languages)
    for choice in LANGUAGES:
        name = OWN_NAMES.get(choice) or translate("Menus", "Like the system")
        action = languages.addAction(name)
        action.setCheckable(True)
        action.setChecked(choice == now)
        action.triggered.connect(
            lambda _checked=False, choice=choice: choose_language(context, choice)
        )
        group.addAction(action)


def choose_language(context: Context, choice: Language) -> None:
    """Keep a language for the next start, and say so."""
    if choice == context.settings.get("language", "system"):
        return
    context.settings.set("language", choice)
    context.settings.save()
    context.notices.info(
        translate("Menus", "The language changes at the next start of SMP Studio.")
    )
