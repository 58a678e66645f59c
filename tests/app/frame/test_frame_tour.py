"""The first walk along the stations: offered once, walked and left by keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from studio_project import make_project

from app.windows.main_window import MainWindow


@pytest.fixture
def demo(window: MainWindow, settled: Callable[[], None]) -> MainWindow:
    """The window on a project that lies where the demo lies."""
    folder: Path = window.context.session.demo_folder
    make_project(folder)
    (folder / ".demo-finished").touch()
    window.open_demo()
    settled()
    return window


def test_the_tour_is_offered_once_on_the_demo(
    demo: MainWindow, project_folder: Path, settled: Callable[[], None]
) -> None:
    tour = demo.help.tour
    assert tour.isVisible() and tour.place.text() == "1 of 7"
    tour.skip.click()
    assert not tour.isVisible()
    demo.open_project(project_folder)
    settled()
    demo.open_demo()
    settled()
    assert not tour.isVisible()


def test_keys_walk_along_the_stations_and_leave(
    demo: MainWindow, qapp: QApplication, qtbot: QtBot
) -> None:
    tour = demo.help.tour
    seen = []
    for _ in range(6):
        qtbot.keyClick(tour.next, Qt.Key.Key_Right)
        seen.append(demo.deck.front.key if demo.deck.front else "")
    assert seen == list(demo.top.buttons)
    assert tour.next.text() == "Done" and not tour.skip.isVisible()
    qtbot.keyClick(tour.next, Qt.Key.Key_Left)
    assert tour.step.key == "incoming"
    for _ in range(5):
        qtbot.keyClick(demo.focusWidget(), Qt.Key.Key_Tab)
        assert demo.focusWidget() in (tour.skip, tour.back, tour.next)
    qtbot.keyClick(tour.next, Qt.Key.Key_Escape)
    assert not tour.isVisible()
    assert demo.focusWidget() not in (tour.skip, tour.back, tour.next)


def test_the_card_stays_within_a_small_window(demo: MainWindow, qtbot: QtBot) -> None:
    tour = demo.help.tour
    demo.resize(demo.minimumSize())
    for number in range(7):
        tour.show_step(number)
        assert demo.rect().contains(tour.card.geometry()), number
        hint = tour.card.sizeHint().height()
        assert tour.card.height() >= min(hint, tour.text.heightForWidth(tour.text.width()))
    tour.end()


def test_it_can_be_taken_again_on_any_project(opened: MainWindow) -> None:
    tour = opened.help.tour
    assert not tour.isVisible()
    opened.context.commands.action("help.tour").trigger()
    assert tour.isVisible()
    tour.end()
