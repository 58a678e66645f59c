"""Files that are unusual but can be used: they go through the whole job, with a word about them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from tiny_videos import write_video

ODD: dict[str, tuple[str, dict[str, Any], str]] = {
    "no sound": ("mute.mp4", {"sound_codec": None}, "no sound"),
    "no picture": ("dark.mp4", {"codec": None}, "no picture"),
    "0.2 s": ("short.mp4", {"seconds": 0.2}, ""),
    "4K": ("wide.mp4", {"size": (3840, 2160), "seconds": 0.3}, ""),
    "lossless": ("studio.mkv", {"codec": "ffv1", "sound_codec": "flac"}, ""),
    "camera": (
        "cam.avi",
        {"codec": "mjpeg", "pix_fmt": "yuvj420p", "sound_codec": "pcm_s16le"},
        "",
    ),
    "10 bit": ("deep.mkv", {"codec": "ffv1", "pix_fmt": "yuv422p10le", "sound_codec": "flac"}, ""),
    "unicode": ("Säle & Gänge/日本 🎬 [b] 'q' \"d\" .mp4", {}, ""),
}


@pytest.mark.parametrize(("name", "how", "says"), ODD.values(), ids=ODD)
def test_an_odd_file_does_the_whole_job(
    name: str, how: dict[str, Any], says: str, project, tmp_path, smp, stored
) -> None:
    clip = write_video(tmp_path / "labelled" / name, "red", 8, **how)
    status, events = smp("add", project, "red", clip)
    assert status == 0
    assert [each["path"] for each in events[-1]["added"]] == [str(clip)]
    assert says in events[-1]["added"][0]["note"]
    assert bool(says) == any(e["event"] == "warning" and str(clip) in e["message"] for e in events)
    status, events = smp("finetune", project, "--epochs", 1, "--device", "cpu")
    assert (status, events[-1]["run"]["n_clips"]) == (0, 5)

    video = write_video(tmp_path / "new" / name, "blue", 9, **how)
    status, events = smp("classify", project, tmp_path / "new", "--device", "cpu")
    assert (status, events[-1]["classified"], events[-1]["windows"]) == (0, 1, 1)
    told = [each["message"] for each in events if each["event"] == "warning"]
    assert len(told) == bool(says)
    assert all(says in each and video.name in each for each in told)
    (found,) = smp("results", project)[1][-1]["results"]
    assert (found["video"], found["status"], found["start_s"]) == (str(video), "classified", 0)
    assert found["end_s"] == pytest.approx(how.get("seconds", 1.0), abs=0.06)
    assert 0.5 <= found["probability"] <= 1  # the better of two
    stored(project).check_whole()


def test_three_hours_are_classified_in_windows(project, tmp_path, smp, stored) -> None:
    film = write_video(
        tmp_path / "night.mp4", "blue", seconds=3 * 3600, fps=Fraction(1, 10), sound_codec=None
    )
    status, events = smp("classify", project, film, "--hop", 3600, "--device", "cpu")
    assert (status, events[-1]["classified"], events[-1]["windows"]) == (0, 1, 4)
    told = [each["message"] for each in events if each["event"] == "warning"]
    assert any("10 s of every 3600 s" in each for each in told)
    assert any("night.mp4 has no sound" in each for each in told)
    found = smp("results", project)[1][-1]["results"]
    assert [(each["start_s"], each["end_s"]) for each in found] == [
        (0, 10),
        (3600, 3610),
        (7200, 7210),
        (10790, 10800),
    ]
    assert stored(project).query("SELECT duration_s, has_audio FROM incoming") == [(10800, 0)]
    stored(project).check_whole()


def test_of_a_long_clip_the_first_ten_seconds_are_labelled(
    project, tmp_path: Path, smp, stored
) -> None:
    clip = write_video(tmp_path / "long.mp4", seconds=30, fps=1)
    status, events = smp("add", project, "red", clip)
    assert status == 0
    (added,) = events[-1]["added"]
    assert (added["start_s"], added["end_s"], added["duration_s"]) == (0, 10, 30)
    assert "only the first 10 s" in added["note"]
    assert any(each["event"] == "warning" and str(clip) in each["message"] for each in events)
