"""What a preview shows of real small files, and what it says of broken ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import tiny_videos

from smp_core.errors import Cancelled
from smp_core.jobs import JobContext
from smp_core.media import Decoder
from smp_core.media.preview import mel_picture, wave_peaks
from smp_core.media.preview_cache import PreviewCache
from smp_core.storage.project import Project, create_project
from smp_core.workflows.browse import preview, preview_cache

MakeMedia = Callable[..., Path]


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    with Decoder() as made:
        yield made


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with create_project(tmp_path / "p", pack_name="demo", pack_digest="d" * 64) as made:
        yield made


def test_frames_peaks_and_spectrogram_follow_the_clip(
    project: Project, plain_clip: Path, decoder: Decoder
) -> None:
    made = preview(project, plain_clip, "sha256:a", 0.0, 10.0, JobContext(), decoder)
    assert (made.trouble, made.has_audio, made.has_video, made.silent) == ("", True, True, False)
    assert made.end_s == pytest.approx(2.0, abs=0.1)
    assert made.frames is not None and made.frames.shape == (10, 99, 132, 3)
    levels = made.frames.mean(axis=(1, 2, 3))
    assert np.all(np.diff(levels[:8]) > 10)  # the clip's grey rises with time
    assert made.peaks is not None and made.peaks[200] == pytest.approx([-0.5, 0.5], abs=0.05)
    assert made.spectrogram is not None
    loudest = 63 - int(made.spectrogram[:, 200].argmax())  # band from below
    assert 8 <= loudest <= 13  # 440 Hz on a mel scale of 64 bands up to 8 kHz
    assert made.frame_at(0.05) is not None
    assert np.array_equal(made.frame_at(1.95), made.frames[-1])  # type: ignore[arg-type]


def test_the_second_time_it_comes_from_disk_without_the_file(
    project: Project, tmp_path: Path, decoder: Decoder
) -> None:
    clip = tiny_videos.write_video(tmp_path / "a.mp4")
    first = preview(project, clip, "sha256:b", 0.0, 1.0, JobContext(), decoder)
    clip.unlink()
    again = preview(project, clip, "sha256:b", 0.0, 1.0, JobContext(), decoder)
    assert again.frames is not None and first.frames is not None
    assert again.frames.shape == first.frames.shape
    assert np.abs(again.frames.astype(int) - first.frames.astype(int)).mean() < 4
    assert np.array_equal(again.spectrogram, first.spectrogram)  # type: ignore[arg-type]
    assert again.duration_s == first.duration_s and again.fps == first.fps


def test_missing_broken_silent_and_pictureless_files_say_so(
    project: Project, make_media: MakeMedia, tmp_path: Path, decoder: Decoder
) -> None:
    def look(path: Path) -> object:
        return preview(project, path, "", 0.0, 1.0, JobContext(), decoder)

    missing = look(tmp_path / "gone.mp4")
    broken_file = tmp_path / "broken.mp4"
    broken_file.write_bytes(b"no video at all" * 100)
    broken = look(broken_file)
    assert "gone.mp4" in missing.trouble and missing.hint  # type: ignore[attr-defined]
    assert "broken.mp4" in broken.trouble and broken.frames is None  # type: ignore[attr-defined]
    mute = look(make_media("mute.mp4", np.arange(10) / 10))
    assert mute.frames is not None and mute.peaks is None and mute.silent  # type: ignore[attr-defined]
    still = look(
        make_media("still.mp4", np.arange(10) / 10, sound=np.zeros((1, 44_100), np.float32))
    )
    assert still.has_audio and still.silent  # type: ignore[attr-defined]
    heard = look(
        make_media(
            "heard.wav", sound=np.full((1, 44_100), 0.3, np.float32), sound_codec="pcm_s16le"
        )
    )
    assert heard.frames is None and not heard.silent and not heard.has_video  # type: ignore[attr-defined]


def test_a_damaged_entry_and_a_full_folder_do_no_harm(
    project: Project, plain_clip: Path, decoder: Decoder, tmp_path: Path
) -> None:
    made = preview(project, plain_clip, "sha256:c", 0.0, 2.0, JobContext(), decoder)
    (entry,) = preview_cache(project).folder.glob("??/*.npz")
    entry.write_bytes(entry.read_bytes()[:-200])
    assert preview_cache(project).get("sha256:c", 0.0, 2.0) is None
    assert not entry.exists()
    small = PreviewCache(tmp_path / "small", max_bytes=300_000)
    for index in range(140):
        small.put(f"sha256:{index}", 0.0, 2.0, made)
    assert small.size_bytes() < 300_000 + 65 * 60_000
    assert small.get("sha256:139", 0.0, 2.0) is not None
    assert small.get("sha256:0", 0.0, 2.0) is None


def test_cancel_is_heard(project: Project, plain_clip: Path, decoder: Decoder) -> None:
    ctx = JobContext()
    ctx.cancel()
    with pytest.raises(Cancelled):
        preview(project, plain_clip, "sha256:d", 0.0, 2.0, ctx, decoder)


def test_sound_that_ends_early_is_flat_and_black_after_it() -> None:
    wave = np.sin(np.arange(16_000) * 0.3).astype(np.float32)
    peaks, picture = wave_peaks(wave, 32_000), mel_picture(wave, 32_000)
    assert peaks.shape == (400, 2) and picture.shape == (64, 400)
    assert np.abs(peaks[:199]).min() > 0.5 and not peaks[201:].any()
    assert picture[:, :195].max() > 200 and picture[:, 205:].max() < 30
