"""Written clips are real videos, their truth lies beside them, and data sets can be resumed."""

from __future__ import annotations

import json
from pathlib import Path

import av
import numpy as np
import pytest

from smp_core.errors import Cancelled, InputError, ResourceError
from smp_core.jobs import JobContext, JobEvent, Progress
from smp_core.synth import dataset
from smp_core.synth.dataset import synthesise
from smp_core.synth.scene import make_scene
from smp_core.synth.seeds import clip_seed
from smp_core.synth.write import write_clip


def test_a_written_clip_is_h264_and_aac_of_ten_seconds(tmp_path: Path) -> None:
    scene = make_scene("alarm lamp beeping", 4, 0.1)
    path = tmp_path / "new folder" / "über clip.mp4"
    write_clip(scene, path)
    with av.open(str(path)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert video.codec_context.name == "h264"
        assert video.codec_context.pix_fmt == "yuv420p"
        assert audio.codec_context.name == "aac"
        assert (audio.rate, audio.codec_context.layout.name) == (16_000, "mono")
        assert container.duration / av.time_base == pytest.approx(10.0, abs=0.15)
        frames = [frame.to_ndarray(format="rgb24") for frame in container.decode(video)]
    assert len(frames) == 150
    assert frames[0].shape == (240, 320, 3)
    drawn = scene.frame(75 / 15, 320, 240).astype(np.float64)
    assert np.abs(frames[75] - drawn).mean() < 6.0
    with av.open(str(path)) as container:
        pieces = [frame.to_ndarray()[0] for frame in container.decode(audio=0)]
    wave = np.concatenate(pieces)[:160_000]
    assert _best_match(scene.sound(), wave) > 0.9
    assert json.loads(path.with_suffix(".json").read_text("utf-8")) == json.loads(
        json.dumps(scene.truth)
    )
    assert sorted(file.name for file in path.parent.iterdir()) == [
        "über clip.json",
        "über clip.mp4",
    ]


def test_a_file_in_the_way_is_named_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(ResourceError) as caught:
        write_clip(make_scene("fight", 1), tmp_path / "taken" / "clip.mp4")
    assert "clip.mp4" in caught.value.message
    assert [file.name for file in tmp_path.iterdir()] == ["taken"]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two classes with tiny clips, so that a data set takes a moment."""
    monkeypatch.setitem(dataset._SPLITS, "target", ("fight", "dropped tray"))
    monkeypatch.setattr(
        dataset, "write_clip", lambda scene, path: write_clip(scene, path, 2, 32, 24)
    )


@pytest.mark.usefixtures("quick")
def test_a_data_set_has_a_folder_per_class_and_goes_on_where_it_stopped(tmp_path: Path) -> None:
    seen: list[JobEvent] = []
    context = JobContext()

    def stop_after_two(event: JobEvent) -> None:
        seen.append(event)
        if isinstance(event, Progress) and event.done == 2:
            context.cancel()

    context._on_event = stop_after_two
    with pytest.raises(Cancelled):
        synthesise(tmp_path, "target", 2, 9, 0.5, context, workers=1)
    assert len(list(tmp_path.rglob("*.mp4"))) == 2
    result = synthesise(tmp_path, "target", 2, 9, 0.5, JobContext(seen.append), workers=1)
    assert (result.written, result.skipped) == (2, 2)
    assert [path.relative_to(tmp_path).as_posix() for path in result.paths] == [
        "fight/fight-0001.mp4",
        "fight/fight-0002.mp4",
        "dropped tray/dropped-tray-0001.mp4",
        "dropped tray/dropped-tray-0002.mp4",
    ]
    last = seen[-1]
    assert isinstance(last, Progress) and (last.done, last.total) == (4, 4)
    truth = json.loads(result.paths[3].with_suffix(".json").read_text("utf-8"))
    assert truth["class"] == "dropped tray"
    assert truth["seed"] == clip_seed(9, "target", "dropped tray", 2)
    other = synthesise(tmp_path, "target", 2, 10, 0.5, JobContext(), workers=1)
    assert (other.written, other.skipped) == (4, 0)


@pytest.mark.usefixtures("quick")
def test_a_damaged_clip_is_made_again(tmp_path: Path) -> None:
    result = synthesise(tmp_path, "target", 1, 1, 0.5, JobContext(), workers=1)
    before = result.paths[0].read_bytes()
    result.paths[0].write_bytes(b"")
    result.paths[1].with_suffix(".json").write_text("{not json")
    again = synthesise(tmp_path, "target", 1, 1, 0.5, JobContext(), workers=1)
    assert (again.written, again.skipped) == (2, 0)
    assert result.paths[0].read_bytes() == before


def test_processes_make_the_same_clips(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(dataset._SPLITS, "target", ("fight",))
    result = synthesise(tmp_path / "many", "target", 2, 3, 0.5, JobContext(), workers=2)
    assert (result.written, result.skipped) == (2, 0)
    scene = make_scene("fight", clip_seed(3, "target", "fight", 2), 0.5)
    write_clip(scene, tmp_path / "one.mp4")
    assert (tmp_path / "one.mp4").read_bytes() == result.paths[1].read_bytes()


@pytest.mark.parametrize(
    ("split", "clips", "seed", "difficulty"),
    [("both", 1, 1, 0.5), ("target", 0, 1, 0.5), ("target", 1, -1, 0.5), ("target", 1, 1, 2.0)],
)
def test_impossible_requests_are_refused(
    tmp_path: Path, split: str, clips: int, seed: int, difficulty: float
) -> None:
    with pytest.raises(InputError):
        synthesise(tmp_path / "x", split, clips, seed, difficulty, JobContext())
    assert not (tmp_path / "x").exists()


def test_a_file_as_folder_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(InputError) as caught:
        synthesise(file, "target", 1, 1, 0.5, JobContext())
    assert str(file) in caught.value.message


def test_seeds_of_clips_never_meet() -> None:
    seeds = {
        clip_seed(seed, split, name, index)
        for seed in range(5)
        for split in ("source", "target")
        for name in ("fight", "footsteps")
        for index in range(1, 50)
    }
    assert len(seeds) == 5 * 2 * 2 * 49
    assert all(0 <= seed < 2**63 for seed in seeds)


def _best_match(first: np.ndarray, second: np.ndarray) -> float:
    """The highest correlation over small shifts (the codec may delay by a frame or two)."""
    best = 0.0
    for shift in range(0, 2200, 8):
        a, b = first[8000:150_000], second[8000 + shift : 150_000 + shift]
        a, b = a[: b.size], b
        best = max(best, float(np.dot(a, b) / (np.linalg.norm(a) * np.linalg.norm(b) + 1e-9)))
    return best
