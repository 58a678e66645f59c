"""A disk that fills up in the middle: what was stored stays, and the rest is done when it has room.

The database is kept from growing by SQLite itself; for files, the rename into place fails as it
does on a full disk.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from fnmatch import fnmatch
from pathlib import Path

import pytest
import sqlalchemy as sa
from tiny_videos import write_video

Full = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def full_disk() -> Full:
    """A disk that takes no file whose name fits the pattern."""

    @contextmanager
    def full(pattern: str) -> Iterator[None]:
        real = os.replace

        def refuse(source: str | Path, target: str | Path, **names: int) -> None:
            if fnmatch(Path(target).name, pattern):
                raise OSError(errno.ENOSPC, "No space left on device", str(target))
            real(source, target, **names)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "replace", refuse)
            yield

    return full


@contextmanager
def _full_database() -> Iterator[None]:
    """Databases that are opened from now on have the room they use, and no more."""

    def limit(connection: object, _record: object) -> None:
        connection.execute("PRAGMA max_page_count=1")  # type: ignore[attr-defined]

    sa.event.listen(sa.Engine, "connect", limit)
    try:
        yield
    finally:
        sa.event.remove(sa.Engine, "connect", limit)


def test_while_classifying(project, tmp_path, smp, stored) -> None:
    """The first answer fits, the second with its 21 windows does not."""
    short = write_video(tmp_path / "1.mp4", "red", 7)
    long = write_video(tmp_path / "2.mp4", "blue", 7, seconds=20, fps=2)
    last = write_video(tmp_path / "3.mp4", "blue", 8)
    with _full_database():
        status, events = smp("classify", project, short, long, last, "--hop", 0.5)
    assert (status, events[-1]["code"]) == (3, "resource")
    assert events[-1]["message"] == (
        f"{project / 'project.db'} could not be written: the disk is full."
    )
    assert "Free some space" in events[-1]["hint"]
    rows = stored(project).query("SELECT path, status, attempts FROM incoming ORDER BY id")
    assert rows == [
        (str(short), "classified", 0),
        (str(long), "queued", 0),
        (str(last), "queued", 0),
    ]
    assert stored(project).counts()["predictions"] == 1
    stored(project).check_whole()

    status, events = smp("classify", project, short, long, last, "--hop", 0.5)
    assert (status, events[-1]["classified"], events[-1]["already"]) == (0, 2, 1)
    assert stored(project).counts()["predictions"] == 1 + 21 + 1


def test_while_adding(project, tmp_path, smp, stored) -> None:
    many = [write_video(tmp_path / f"{'x' * 200}{n}.mp4", "red", 5 + n) for n in range(30)]
    before = stored(project).counts()["clips"]
    with _full_database():
        status, events = smp("add", project, "red", *many)
    assert (status, events[-1]["code"]) == (3, "resource")
    assert "project.db could not be written: the disk is full" in events[-1]["message"]
    there = stored(project).counts()["clips"]
    assert before < there < before + 30
    stored(project).check_whole()
    status, events = smp("add", project, "red", *many)
    assert (status, len(events[-1]["skipped"])) == (0, there - before)
    assert stored(project).counts()["clips"] == before + 30


@pytest.mark.parametrize(
    "file", ["checkpoint-002.safetensors", "checkpoint.json", "adapter.safetensors", "adapter.json"]
)
def test_while_training(file: str, project, smp, stored, full_disk: Full) -> None:
    train = ["finetune", project, "--epochs", 3, "--device", "cpu"]
    (old,) = stored(project).query("SELECT * FROM runs")
    with full_disk(file):
        status, events = smp(*train)
    assert (status, events[-1]["code"]) == (3, "resource")
    assert f"{file} could not be written: the disk is full" in events[-1]["message"]
    assert "Free some space" in events[-1]["hint"] and "--resume" in events[-1]["hint"]
    state = smp("status", project)[1][-1]["status"]
    assert state["runs"][0]["status"] == "failed"
    assert any("the disk is full" in each and "--resume" in each for each in state["advice"])
    assert state["active_run"]["id"] == state["runs"][1]["id"]  # the old one still serves
    assert stored(project).query("SELECT * FROM runs WHERE active") == [old]
    stored(project).check_whole()

    status, events = smp("finetune", project, "--resume", "--device", "cpu")
    assert (status, events[-1]["run"]["id"]) == (0, state["runs"][0]["id"])
    assert (events[-1]["run"]["status"], events[-1]["run"]["active"]) == ("succeeded", True)
    trained = {e["values"]["epoch"] for e in events if e["event"] == "progress" and e["values"]}
    assert (
        trained
        == {
            "checkpoint-002.safetensors": {2, 3},
            "checkpoint.json": {1, 2, 3},
            "adapter.safetensors": set(),
            "adapter.json": set(),
        }[file]
    )
    folder = Path(events[-1]["run"]["folder"])
    assert {each.name for each in folder.iterdir()} == {
        "adapter.safetensors",
        "adapter.json",
        "MODEL_CARD.md",
    }
    stored(project).check_whole()


def test_while_keeping_decoded_clips(project, tmp_path, smp, stored, full_disk: Full) -> None:
    """The cache only saves time: the job goes on and says once what it could not keep."""
    videos = [write_video(tmp_path / f"{n}.mp4", "red", 7 + n) for n in range(2)]
    cache = project / "cache" / "clips"
    kept = sorted(cache.rglob("*.safetensors"))
    with full_disk("????????????????????????????????????????????????????????????????.safetensors"):
        status, events = smp("classify", project, *videos, "--device", "cpu")
    assert (status, events[-1]["classified"]) == (0, 2)
    (warning,) = [each for each in events if each["event"] == "warning"]
    assert warning["message"] == (
        f"Decoded clips could not be kept in {cache}: No space left on device."
    )
    assert "Free some space" in warning["hint"]
    assert sorted(cache.rglob("*.safetensors")) == kept
    stored(project).check_whole()


def test_while_writing_a_table(project, tmp_path, smp, stored, full_disk: Full) -> None:
    assert smp("classify", project, write_video(tmp_path / "a.mp4"), "--device", "cpu")[0] == 0
    table = tmp_path / "results.csv"
    table.write_text("the old one")
    with full_disk("results.csv"):
        status, events = smp("results", project, "--csv", table)
    assert (status, events[-1]["code"]) == (3, "resource")
    assert events[-1]["message"] == f"{table} could not be written: the disk is full."
    assert table.read_text() == "the old one"
    assert list(tmp_path.glob(".*")) == []
