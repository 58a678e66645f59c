"""What the window itself can do, wherever the operator is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.commands import Command
from app.dialogs.erase import show_erase
from app.dialogs.models import show_models
from app.texts import translate
from app.widgets.notice_bar import CLOSE_KEYS
from app.windows import stations

if TYPE_CHECKING:
    from app.windows.main_window import MainWindow


def window_commands(window: MainWindow) -> list[Command]:
    """Stations, projects, and the parts of the frame.

    Args:
        window: Does them.
    """
    return [*_stations(window), *_projects(window), *_frame(window)]


def _stations(window: MainWindow) -> list[Command]:
    icons = {entry.key: entry.icon for entry in stations.ENTRIES}
    return [
        Command(
            f"go.{key}",
            translate("Window", "Go to {0}").format(title),
            lambda key=key: window.go(key),  # type: ignore[misc]
            (f"Ctrl+{number}",),
            icons[key],
        )
        for number, (key, title) in enumerate(stations.titles().items(), 1)
    ]


def _projects(window: MainWindow) -> list[Command]:
    new, open_ = translate("Window", "New project…"), translate("Window", "Open a project…")
    demo = translate("Window", "Open the demo project")
    erase, context = translate("Window", "Erase what was removed…"), window.context
    return [
        Command("project.new", new, window.new_project, ("Ctrl+N",), "plus"),
        Command("project.open", open_, window.choose_project, ("Ctrl+O",), "folder-open"),
        Command("project.demo", demo, window.open_demo, (), "play-circle"),
        Command("project.erase", erase, lambda: show_erase(context, window), (), "eraser"),
    ]


def _frame(window: MainWindow) -> list[Command]:
    context = window.context
    find, light = translate("Window", "Find a command"), translate("Window", "Light or dark")
    inspector = translate("Window", "Show or hide the inspector")
    jobs = translate("Window", "Show or hide background jobs")
    notice = translate("Window", "Close notice")
    models, leave = translate("Window", "Models…"), translate("Window", "Quit")
    return [
        Command("window.palette", find, window.palette_box.open, ("Ctrl+K",), "magnifying-glass"),
        Command("window.theme", light, context.theme.toggle, ("Ctrl+Shift+L",), "circle-half"),
        Command("window.inspector", inspector, window.toggle_inspector, ("Ctrl+I",), "sidebar"),
        Command("window.jobs", jobs, window.toggle_jobs, ("Ctrl+J",), "activity"),
        Command("window.notice", notice, window.notices.next, (CLOSE_KEYS,), "x"),
        Command("models.open", models, lambda: show_models(context, window), (), "package"),
        Command("window.quit", leave, window.close, ("Ctrl+Q",), "sign-out"),
    ]
