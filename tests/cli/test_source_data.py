"""Which clips `smp pretrain` learns from."""

from __future__ import annotations

from pathlib import Path

import pytest

from smp_core.cli.source_data import source_data
from smp_core.errors import InputError
from smp_core.jobs import JobContext, JobEvent, Warned


def touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x")


def test_every_class_of_a_plain_folder_or_those_of_a_list(tmp_path: Path) -> None:
    data = tmp_path / "data"
    touch(data, *(f"{name}/{n}.mp4" for name in ("cry", "fall", "run") for n in range(7)))
    assert source_data(data, None, JobContext()).clips is None
    listed = tmp_path / "classes.txt"
    listed.write_text("run\ncry\n")
    clips = source_data(data, listed, JobContext()).clips
    assert clips is not None
    assert [clip.label for clip in clips] == ["cry"] * 7 + ["run"] * 7
    assert [clip.media.name for clip in clips if clip.held_out] == ["6.mp4", "6.mp4"]


def test_our_scenes_give_their_source_classes(tmp_path: Path) -> None:
    touch(tmp_path, *(f"target/{name}/{n}.mp4" for name in ("a", "b") for n in range(2)))
    with pytest.raises(InputError, match="target classes only"):
        source_data(tmp_path, None, JobContext())
    touch(tmp_path, *(f"source/{name}/{n}.mp4" for name in ("c", "d") for n in range(2)))
    clips = source_data(tmp_path, None, JobContext()).clips
    assert clips is not None and {clip.label for clip in clips} == {"c", "d"}


def test_a_published_data_set_gives_its_source_classes_and_holds_out_its_test_list(
    tmp_path: Path,
) -> None:
    labels = [f"class {n:02d}" for n in range(28)]
    lists: dict[str, list[str]] = {"trainSet.txt": [], "testSet.txt": []}
    for number, label in enumerate(labels):
        for part, name in enumerate(lists):
            lists[name].append(f"{label}&v{number}{'ab'[part]}&good&0&10")
            touch(tmp_path, f"AVE/v{number}{'ab'[part]}.mp4")
    lists["trainSet.txt"].append(f"{labels[0]}&gone&good&0&10")
    for name, lines in lists.items():
        (tmp_path / name).write_text("\n".join(lines) + "\n")
    heading = "Category&VideoID&Quality&StartTime&EndTime\n"
    (tmp_path / "Annotations.txt").write_text(heading)
    events: list[JobEvent] = []
    found = source_data(tmp_path, None, JobContext(events.append))
    assert found.name == "AVE" and found.clips is not None
    assert len({clip.label for clip in found.clips}) == 16  # as in the paper
    assert {clip.media.stem[-1] for clip in found.clips if clip.held_out} == {"b"}
    assert {clip.media.stem[-1] for clip in found.clips if not clip.held_out} == {"a"}
    (warning,) = events
    assert isinstance(warning, Warned) and warning.message.startswith("1 clips that AVE lists")
