"""Whose turn it is to watch a project: one program's, and nobody's after a kill."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from watching_program import watching

from smp_core.workflows.watch_turn import Program, Watcher, WatchTurn


@pytest.fixture
def wanting(tmp_path: Path) -> Iterator[Callable[[], WatchTurn]]:
    """Makes turns of this program that want to watch; they let go at the end."""
    made: list[WatchTurn] = []

    def make() -> WatchTurn:
        made.append(WatchTurn(tmp_path, "window"))
        made[-1].wanted = True
        return made[-1]

    yield make
    for each in made:
        each.wanted = False
        each.settle()


@pytest.mark.parametrize("program", ["window", "command"])
def test_the_second_is_told_who_watches_until_that_one_ends(
    program: Program, tmp_path: Path, wanting: Callable[[], WatchTurn]
) -> None:
    turn = wanting()
    with watching(tmp_path, program) as process:
        assert turn.settle() == Watcher(program, "", process.pid)
        assert turn.settle() == Watcher(program, "", process.pid)
    assert turn.settle() is None
    assert wanting().settle() == Watcher("window", "", os.getpid())
    assert turn.settle() is None  # it has it; asking again costs nothing


def test_a_killed_program_keeps_nobody_out(
    tmp_path: Path, wanting: Callable[[], WatchTurn]
) -> None:
    with watching(tmp_path, "command") as process:
        process.kill()
        process.wait()
        assert wanting().settle() is None


def test_whoever_wants_it_no_longer_lets_the_next_one_in(
    wanting: Callable[[], WatchTurn],
) -> None:
    first, second = wanting(), wanting()
    assert (first.settle(), second.settle()) == (None, Watcher("window", "", os.getpid()))
    first.wanted = False
    assert first.settle() is None
    assert (second.settle(), second.settle()) == (None, None)
    first.wanted = True
    assert first.settle() == Watcher("window", "", os.getpid())


def test_where_nothing_can_be_written_nobody_is_kept_out(
    tmp_path: Path, wanting: Callable[[], WatchTurn]
) -> None:
    (tmp_path / ".watch.lock").mkdir()  # not even root can open that as a file
    assert (wanting().settle(), wanting().settle()) == (None, None)


@pytest.mark.parametrize(
    ("told", "means"),
    [
        ({"program": "command", "machine": "ward-pc", "process": 7}, ("command", "ward-pc", 7)),
        ({"program": "command", "machine": platform.node(), "process": 7}, ("command", "", 7)),
        ({"program": "<b>", "machine": "", "process": 7}, ("unknown", "", 0)),
        ({"machine": "x"}, ("unknown", "", 0)),
        ([1], ("unknown", "", 0)),
        (None, ("unknown", "", 0)),
    ],
)
def test_what_the_holder_said_of_itself_is_not_trusted_blindly(
    told: object, means: tuple[Program, str, int], tmp_path: Path, wanting: Callable[[], WatchTurn]
) -> None:
    assert wanting().settle() is None
    who = tmp_path / ".watcher.json"
    if told is None:
        who.unlink()
    else:
        who.write_text(json.dumps(told), encoding="utf-8")
    assert wanting().settle() == Watcher(*means)


def test_a_folder_that_is_away_is_not_made_anew(tmp_path: Path) -> None:
    turn = WatchTurn(tmp_path / "gone", "window")
    turn.wanted = True
    assert turn.settle() is None
    assert not (tmp_path / "gone").exists()
