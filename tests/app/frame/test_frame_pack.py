"""What the pack learned from is said where its answers are shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from answers import answered, make_run
from answers import window as answer
from studio_project import make_project

from app.widgets.pack_line import PackLine
from app.windows.main_window import MainWindow
from smp_core.workflows.packs import find_manifest
from smp_core.workflows.projects import create_project, open_project

SAID = "Its pack has learned only from synthetic scenes."


def _with_answers(folder: Path) -> Path:
    with open_project(folder) as project:
        answered(project, make_run(project), folder / "b.mp4", [answer(0, "fall", 0.8)])
    return folder


def _lines(shown: MainWindow, settled: Callable[[], None]) -> list[str]:
    said = []
    for key in ("results", "incoming"):
        shown.go(key)
        settled()
        assert shown.deck.front is not None
        said += [
            each.text() for each in shown.deck.front.findChildren(PackLine) if each.isVisible()
        ]
    return said


def test_the_demo_pack_is_told_in_the_strip_in_results_and_in_incoming(
    window: MainWindow, tmp_path: Path, settled: Callable[[], None]
) -> None:
    pack = find_manifest("demo")
    create_project(tmp_path / "p", pack_name="demo", pack_digest=pack.digest).close()
    window.open_project(_with_answers(tmp_path / "p"))
    settled()
    assert window.strip.pack.text() == "demo"
    assert pack.learned_from == "synthetic scenes only"
    assert "Learned from synthetic scenes only" in window.strip.pack.toolTip()
    assert _lines(window, settled) == [SAID, SAID]


def test_another_pack_is_not_accused(
    window: MainWindow, tmp_path: Path, settled: Callable[[], None]
) -> None:
    create_project(tmp_path / "p", pack_name="ward", pack_digest="e" * 64).close()
    window.open_project(_with_answers(tmp_path / "p"))
    settled()
    assert window.strip.pack.text() == "ward" and window.strip.pack.toolTip() == ""
    assert _lines(window, settled) == []
    window.open_project(make_project(tmp_path / "q"))  # by name, though the pack is away
    settled()
    assert window.context.pack.synthetic
