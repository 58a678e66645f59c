"""The dataset check on real small files, one of each fault."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from smp_core.jobs import JobContext
from smp_core.media import Decoder
from smp_core.storage.project import Project, create_project
from smp_core.workflows.clip_edits import copy_clips, set_stretch
from smp_core.workflows.clips import add_class, add_clips, list_clips
from smp_core.workflows.dataset_check import Finding, dataset_check, mend
from smp_core.workflows.edit_journal import undo

RATE_HZ = 16_000


def write(
    path: Path,
    event: int,
    *,
    seconds: float = 2.0,
    loudness: float = 0.3,
    bit_rate: int = 400_000,
    light: float = 1.0,
    size: tuple[int, int] = (160, 90),
) -> Path:
    """The same room always; a ball and beeps of which `event` says the course."""
    random = np.random.default_rng(event)
    fps, (width, height) = 10, size
    room = np.add.outer(np.linspace(60, 120, height), np.linspace(0, 60, width))
    course = random.uniform(0.1, 0.9, (6, 2))
    beeps = random.uniform(0, seconds - 0.2, 4)
    pitches = random.uniform(400, 4000, 4)
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w") as out:
        video = out.add_stream("mpeg4", rate=fps)
        video.width, video.height, video.pix_fmt, video.bit_rate = (
            width,
            height,
            "yuv420p",
            bit_rate,
        )
        audio = out.add_stream("aac", rate=RATE_HZ, layout="mono")
        rows, columns = np.mgrid[0:height, 0:width]
        for step in range(round(seconds * fps)):
            at = step / (seconds * fps) * (len(course) - 1)
            x, y = course[int(at)] + (at % 1) * (course[int(at) + 1] - course[int(at)])
            ball = (columns - x * width) ** 2 + (rows - y * height) ** 2 < (height / 4) ** 2
            grey = np.where(ball, 250, room) * light
            picture = np.repeat(grey[..., None], 3, axis=2).clip(0, 255).astype(np.uint8)
            out.mux(video.encode(av.VideoFrame.from_ndarray(picture)))
        out.mux(video.encode())
        t = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
        wave = np.zeros_like(t)
        for begin, hz in zip(beeps, pitches, strict=True):
            wave += np.where((t > begin) & (t < begin + 0.2), np.sin(2 * np.pi * hz * t), 0)
        frame = av.AudioFrame.from_ndarray(
            (loudness * wave).astype(np.float32)[np.newaxis], "fltp", "mono"
        )
        frame.sample_rate, frame.time_base, frame.pts = RATE_HZ, Fraction(1, RATE_HZ), 0
        out.mux(audio.encode(frame))
        out.mux(audio.encode())
    return path


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    with Decoder() as made:
        yield made


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with create_project(tmp_path / "p", pack_name="demo", pack_digest="d" * 64) as made:
        yield made


def _add(project: Project, decoder: Decoder, name: str, *files: Path) -> None:
    add_clips(project, name, files, JobContext(), decoder)


def _check(project: Project, decoder: Decoder) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for each in dataset_check(project, JobContext(), decoder):
        found.setdefault(each.kind, []).append(each)
    return found


def test_different_events_of_one_room_are_no_findings(
    project: Project, decoder: Decoder, tmp_path: Path
) -> None:
    for event in range(8):
        name = "falls" if event % 2 else "cough"
        _add(project, decoder, name, write(tmp_path / f"{event}.mp4", event))
    assert _check(project, decoder) == {}


def test_the_same_moment_coded_anew_is_found_in_one_class_and_in_two(
    project: Project, decoder: Decoder, tmp_path: Path
) -> None:
    large = write(tmp_path / "large.mp4", 1, size=(320, 180))
    small = write(tmp_path / "small.mp4", 1, bit_rate=60_000, loudness=0.15, light=0.96)
    _add(project, decoder, "falls", small, large, write(tmp_path / "other.mp4", 2))
    _add(project, decoder, "cough", write(tmp_path / "c.mp4", 3), write(tmp_path / "d.mp4", 4))
    found = _check(project, decoder)
    assert list(found) == ["near_duplicate"]
    (near,) = found["near_duplicate"]
    ids = {clip.path.name: clip.id for clip in list_clips(project)}
    assert near.clip_ids == (ids["small.mp4"], ids["large.mp4"])
    assert near.remove_ids == (ids["small.mp4"],)  # the larger picture stays
    assert "small.mp4 and large.mp4" in near.words and near.class_names == ("falls",)
    assert mend(project, near) == 1
    assert _check(project, decoder) == {}
    undo(project)
    _add(project, decoder, "cough", write(tmp_path / "again.mp4", 2, bit_rate=80_000))
    (both,) = _check(project, decoder)["two_classes"]
    assert both.class_names == ("falls", "cough") and both.mend == "choose_class"
    assert both.remove_ids == ()  # only the operator knows which label is right


def test_silent_short_dark_broken_missing_and_changed_files_are_named(
    project: Project, decoder: Decoder, tmp_path: Path
) -> None:
    files = {
        "silent": write(tmp_path / "silent.mp4", 1, loudness=0.0),
        "short": write(tmp_path / "short.mp4", 2, seconds=0.6),
        "dark": write(tmp_path / "dark.mp4", 3, light=0.0),
        "gone": write(tmp_path / "gone.mp4", 4),
        "broken": write(tmp_path / "broken.mp4", 5),
        "cut": write(tmp_path / "cut.mp4", 6),
    }
    _add(project, decoder, "falls", *files.values())
    ids = {clip.path.stem: clip.id for clip in list_clips(project)}
    set_stretch(project, ids["cut"], 0.5, 1.0)
    files["gone"].unlink()
    files["broken"].write_bytes(b"x" * 5000)
    found = _check(project, decoder)
    assert {kind: [each.clip_ids for each in of] for kind, of in found.items()} == {
        "missing": [(ids["gone"],)],
        "unreadable": [(ids["broken"],)],
        "too_short": [(ids["short"],), (ids["cut"],)],
        "silent": [(ids["silent"],), (ids["cut"],)],  # no beep in what is left of it
        "dark": [(ids["dark"],)],
    }
    assert [each.mend for each in found["too_short"]] == ["remove", "choose_stretch"]
    assert found["missing"][0].mend == "relink"
    write(files["silent"], 9)  # another video under the name of a clip that was seen before
    assert [each.clip_ids for each in _check(project, decoder)["changed"]] == [(ids["silent"],)]


def test_two_stretches_of_one_file_count_only_where_they_overlap(
    project: Project, decoder: Decoder, tmp_path: Path
) -> None:
    _add(project, decoder, "falls", write(tmp_path / "long.mp4", 1, seconds=6.0))
    (clip,) = list_clips(project)
    set_stretch(project, clip.id, 0.0, 3.0)
    (copy,) = copy_clips(project, [clip.id], clip.class_id)
    assert (copy.start_s, _check(project, decoder)) == (3.0, {})
    set_stretch(project, copy.id, 1.0, 4.0)
    (twice,) = _check(project, decoder)["duplicate"]
    assert (twice.clip_ids, twice.remove_ids) == ((clip.id, copy.id), (copy.id,))


def test_unbalanced_and_empty_classes_ask_for_clips(
    project: Project, decoder: Decoder, tmp_path: Path
) -> None:
    files = [write(tmp_path / f"{event}.mp4", event, seconds=1.0) for event in range(5)]
    _add(project, decoder, "falls", *files[:3])
    _add(project, decoder, "cough", files[3])
    add_class(project, "shout")
    found = _check(project, decoder)["unbalanced"]
    assert [(each.class_names, each.mend) for each in found] == [
        (("cough",), "add_clips"),
        (("shout",), "add_clips"),
    ]
    assert "no clip" in found[1].words
