"""Heat to take along: the right colours in the right places, a video that plays, all or nothing."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from explain_engine import make_explanation
from studio_project import write_video as make_video
from synced_files import SyncedFiles

from smp_core.errors import Cancelled, InputError, StorageError
from smp_core.jobs import JobContext
from smp_core.media.decoder import Decoder
from smp_core.workflows.explain_export import write_picture, write_video
from smp_core.workflows.explain_files import read_explanation, write_explanation
from smp_core.workflows.heat import (
    COLOURS,
    View,
    colour_bar,
    frame_pictures,
    grey_spectrogram,
    overlay,
    shares,
    span,
    spectrogram_picture,
    warm,
)


def test_shares_are_common_to_all_frames_and_survive_one_outlier() -> None:
    heat = np.full((2, 20, 20), 0.2, np.float32)
    heat[0, :10] = 0.1
    heat[1, 0, 0] = 50.0
    found = shares(heat)
    assert found[0, 0, 0] == 0
    assert found[0, 15, 0] == pytest.approx(1)
    assert found[1, 0, 0] == 1
    assert not shares(np.full((3, 3), 0.7, np.float32)).any()
    assert span(np.array([1.0, 3.0], np.float32)) == (0.5, 1.5)
    assert span(np.array([0.5, 3.0], np.float32), even=1.0) == (0.5, 3.0)


def test_colours_are_perceptual_and_heat_leaves_the_cold_visible() -> None:
    for name in COLOURS:
        bar = colour_bar(name).astype(float)
        brightness = bar @ [0.2126, 0.7152, 0.0722]
        assert (np.diff(brightness) > -3).all()  # from dark to light without a turn
        assert brightness[-1] - brightness[0] > 120
    picture = np.full((40, 40, 3), 128, np.uint8)
    share = np.zeros((2, 2), np.float32)
    share[1, 1] = 1.0
    hot = warm(picture, share, 0.8, "inferno")
    assert (hot[-1, -1].astype(int) - 128)[0] > 60  # red and bright
    assert 80 < int(hot[0, 0].mean()) < 128  # cold: darker, but to be seen
    np.testing.assert_array_equal(warm(picture, share, 0.0, "inferno"), picture)
    np.testing.assert_array_equal(warm(picture, None, 0.8, "inferno"), picture)
    # What the window draws with an opacity is what the export holds.
    laid = overlay(share, "inferno", (40, 40)).astype(float)
    weight = 0.8 * laid[..., 3:] / 255
    np.testing.assert_allclose(picture * (1 - weight) + laid[..., :3] * weight, hot, atol=1.5)


def test_the_spectrogram_stands_upright_and_padding_is_dark() -> None:
    found = make_explanation()
    spectrogram = np.zeros((32, 80), np.float32)
    spectrogram[0, 1] = 3.0  # a low note at the beginning
    found = replace(found, spectrogram=spectrogram)
    grey = grey_spectrogram(found, 80, 32)
    assert grey[31, 1] == grey.max() > 200
    assert grey[:, 10:].max() < 20  # half a second of ten is sound
    picture = spectrogram_picture(found, View(), 80, 32)
    assert picture is not None
    assert picture[28, 76].max() > 150  # the heat is low and late
    assert picture[3, 40].max() < 40


def test_maps_come_back_as_they_were_written(tmp_path: Path) -> None:
    found = make_explanation(tmp_path / "größe 雨.mp4")
    write_explanation(tmp_path / "maps.npz", found)
    again = read_explanation(tmp_path / "maps.npz")
    assert (again.path, again.words, again.layers) == (found.path, found.words, found.layers)
    assert again.answer == ("person falls", 0.75)
    assert again.visual is not None and found.visual is not None
    np.testing.assert_array_equal(again.visual.words, found.visual.words)
    np.testing.assert_array_equal(again.frames, found.frames)
    silent = replace(found, audio=None, spectrogram=None)
    write_explanation(tmp_path / "silent.npz", silent)
    assert read_explanation(tmp_path / "silent.npz").heat("audio") is None
    assert frame_pictures(replace(found, frames=None), View()) == []


def test_a_picture_of_two_runs(tmp_path: Path) -> None:
    found = make_explanation()
    write_picture([found], [View()], tmp_path / "one.png")
    write_picture([found, found], [View(), View(word=1)], tmp_path / "two.png")
    one, two = (cv2.imread(str(tmp_path / f"{name}.png")) for name in ("one", "two"))
    assert one.shape[1] == 1600
    assert two.shape == (2 * one.shape[0], 1600, 3)
    np.testing.assert_array_equal(two[: one.shape[0]], one)
    with pytest.raises(InputError, match="is a folder"):
        write_picture([found], [View()], tmp_path)


def test_a_video_with_sound_and_the_heat_in_it(tmp_path: Path) -> None:
    path = make_video(tmp_path / "clip.mp4", seconds=0.5)
    found = make_explanation(path)
    with Decoder() as decoder:
        write_video(found, View(opacity=0.9), tmp_path / "heat.mp4", JobContext(), decoder)
        with av.open(str(tmp_path / "heat.mp4")) as made:
            assert made.streams.video[0].codec_context.name == "h264"
            assert made.streams.audio[0].codec_context.name == "aac"
            pictures = [each.to_ndarray(format="rgb24") for each in made.decode(video=0)]
        assert len(pictures) == 6
        assert pictures[0].shape == (360 + 120, 480, 3)
        # The last patch of the first frame is hot, and it cools down towards the second frame.
        corner = [each[300:350, 420:470].astype(int).mean(axis=(0, 1)) for each in pictures]
        assert corner[0][0] - corner[0][2] > 30
        assert abs(corner[0][0] - corner[5][0]) > 20
        # A stop leaves nothing behind.
        stopped = JobContext()
        stopped.cancel()
        with pytest.raises(Cancelled):
            write_video(found, View(), tmp_path / "no.mp4", stopped, decoder)
        (tmp_path / "file").write_text("in the way")
        with pytest.raises(StorageError):
            write_video(found, View(), tmp_path / "file" / "no.mp4", JobContext(), decoder)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["clip.mp4", "file", "heat.mp4"]


@pytest.mark.skipif(os.name == "nt", reason="folders cannot be synced there")
def test_a_video_is_on_the_disk_before_it_gets_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = make_explanation(make_video(tmp_path / "clip.mp4", seconds=0.5))
    synced = SyncedFiles(monkeypatch)
    made = tmp_path / "new" / "heat.mp4"
    with Decoder() as decoder:
        write_video(found, View(), made, JobContext(), decoder)
    assert synced.missing(made) == []
    assert synced.is_synced(made.parent)
