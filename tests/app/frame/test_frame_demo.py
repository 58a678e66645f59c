"""The demo project: made by one visible job, opened at once, trained by a second one, once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from studio_project import make_project

from app.jobs.operation import Lane, Operation
from app.operations import projects
from app.windows.main_window import MainWindow
from smp_core.jobs import JobContext
from smp_core.worker.jobs.demo import DemoMade, demo_is_finished


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The engine's two jobs, done here at once; what they were asked."""
    done: list[str] = []

    def make(folder: Path) -> Operation[DemoMade]:
        def work(_ctx: JobContext) -> DemoMade:
            done.append("make")
            shutil.rmtree(folder, ignore_errors=True)  # the real one completes what is there
            return DemoMade(make_project(folder, name="Demo"))

        return Operation("Making the demo project", Lane.IO, work)

    def finish(folder: Path) -> Operation[DemoMade]:
        def work(_ctx: JobContext) -> DemoMade:
            done.append("finish")
            (folder / ".demo-finished").touch()
            return DemoMade(folder)

        return Operation("Preparing the demo", Lane.IO, work)

    monkeypatch.setattr(projects, "make_demo", make)
    monkeypatch.setattr(projects, "finish_demo", finish)
    return done


def test_the_demo_is_made_opened_and_finished_once(
    window: MainWindow, project_folder: Path, asked: list[str], settled: Callable[[], None]
) -> None:
    window.welcome.demo.click()
    window.welcome.demo.click()  # a second click does not make it twice
    settled()
    assert window.windowTitle() == "Demo — SMP Studio"
    assert asked == ["make", "finish"]
    assert [row.name.text() for row in window.jobs.rows] == [
        "Preparing the demo",
        "Making the demo project",
    ]
    window.help.tour.end()
    window.open_project(project_folder)
    settled()
    window.open_demo()
    settled()
    assert asked == ["make", "finish"]


def test_a_demo_that_was_cut_short_is_finished_when_it_is_opened(
    window: MainWindow, asked: list[str], settled: Callable[[], None]
) -> None:
    folder = make_project(window.context.session.demo_folder)
    assert not demo_is_finished(folder)
    window.open_project(folder)
    settled()
    assert asked == ["finish"] and demo_is_finished(folder)
    window.help.tour.end()


def test_a_demo_that_was_cut_short_while_it_was_made_is_made_whole(
    window: MainWindow, asked: list[str], settled: Callable[[], None]
) -> None:
    folder = make_project(window.context.session.demo_folder)
    (folder / "clips").mkdir(exist_ok=True)
    window.open_demo()
    settled()
    assert asked == ["make", "finish"]
    window.help.tour.end()
