"""Decoding gives the right pictures and the right sound at the right time."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from smp_core.errors import InputError, MediaError
from smp_core.media import DecodeStats, decode_stretch, probe, streams
from smp_core.types import SAMPLE_RATE_HZ, DecodeOptions


def level_of(index):
    return 20 + (index % 18) * 12


def shown(pictures):
    """Which frame (modulo 18) each picture shows."""
    return [round((float(p.mean()) - 20) / 12) for p in pictures]


def loudest_hz(waveform):
    spectrum = np.abs(np.fft.rfft(waveform * np.hanning(waveform.size)))
    return int(np.argmax(spectrum)) * SAMPLE_RATE_HZ / waveform.size


def clicks(seconds, rate_hz, every_s=1.0):
    """Silence with a 5 ms burst at every whole `every_s`, shape (1, N)."""
    sound = np.zeros((1, round(seconds * rate_hz)), np.float32)
    for k in range(int(seconds / every_s)):
        begin = round(k * every_s * rate_hz)
        sound[0, begin : begin + rate_hz // 200] = 0.8
    return sound


def test_plain_clip_gives_frames_strip_and_first_channel(plain_clip):
    clip = decode_stretch(plain_clip)
    assert (clip.start_s, clip.end_s) == (0.0, pytest.approx(2.0, abs=0.05))
    assert clip.frames.shape == (8, 224, 304, 3) and clip.frames.dtype == np.uint8
    assert clip.strip.shape == (16, 48, 64, 3) and clip.strip.dtype == np.uint8
    # Middles of eight parts of 2 s: 0.125, 0.375, … s at 10 fps; frame 18 is as grey as 0.
    assert shown(clip.frames) == [1, 3, 6, 8, 11, 13, 16, 0]
    assert np.abs(clip.frames[0].astype(int) - level_of(1)).max() <= 3
    assert clip.waveform.dtype == np.float32
    assert clip.waveform.size == pytest.approx(2 * SAMPLE_RATE_HZ, abs=0.05 * SAMPLE_RATE_HZ)
    assert loudest_hz(clip.waveform[:32000]) == pytest.approx(440, abs=2)
    assert np.abs(clip.waveform[3200:28800]).max() == pytest.approx(0.5, abs=0.05)


def test_stretch_inside_a_clip(plain_clip):
    clip = decode_stretch(plain_clip, 0.5, 1.5, DecodeOptions(n_frames=4, square=True))
    assert clip.frames.shape == (4, 224, 224, 3)
    assert shown(clip.frames) == [6, 8, 11, 13]
    assert clip.strip.shape[0] == 8
    assert clip.waveform.size == SAMPLE_RATE_HZ
    assert (clip.start_s, clip.end_s) == (0.5, 1.5)


def test_without_an_end_at_most_ten_seconds(make_media):
    path = make_media("twelve.mp4", np.arange(24) / 2)
    assert decode_stretch(path).end_s == 10.0
    assert decode_stretch(path, 4.0).end_s == pytest.approx(12.0, abs=0.01)


def test_variable_frame_rate_goes_by_timestamp(make_media):
    # Frame 0 is shown for 1 s, then nine frames in 0.45 s, then frame 10 until the end.
    times_s = [0.0, *(1.0 + 0.05 * np.arange(9)), 1.45, 2.0]
    clip = decode_stretch(make_media("vfr.mkv", times_s), 0.0, 2.0)
    # 0.125 … 0.875 → frame 0; 1.125 → 3; 1.375 → 8; 1.625 and 1.875 → 10.
    assert shown(clip.frames) == [0, 0, 0, 0, 3, 8, 10, 10]


def two_halves(_, width_px, height_px):
    """Left red, right blue."""
    pixels = np.zeros((height_px, width_px, 3), np.uint8)
    pixels[:, : width_px // 2, 0] = 220
    pixels[:, width_px // 2 :, 2] = 220
    return pixels


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_rotation_metadata_is_honoured(make_media, turn):
    # FFmpeg's display rotation counts counterclockwise.
    path = make_media(
        "turned.mp4",
        np.arange(5) / 10,
        size=(96, 48),
        picture=two_halves,
        rotation=-turn,
    )
    info = probe(path)
    size = (48, 96) if turn in (90, 270) else (96, 48)
    assert (info.rotation_deg, info.width_px, info.height_px) == (turn, *size)
    clip = decode_stretch(path)
    assert clip.frames.shape[1:3] == ((448, 224) if turn in (90, 270) else (224, 448))
    assert clip.strip.shape[1:3] == (48, 64)
    for picture in (clip.frames[0], clip.strip[0]):
        height_px, width_px = picture.shape[:2]
        at = {90: (2, width_px // 2), 180: (height_px // 2, -3), 270: (-3, width_px // 2)}[turn]
        red, _, blue = picture[at].astype(int)
        assert red > 150 and blue < 80, "the left half must turn with the picture"


def test_non_square_pixels_are_shown_as_meant(make_media):
    path = make_media("wide.mkv", np.arange(5) / 10, size=(64, 64), pixel_aspect=Fraction(2))
    assert (probe(path).width_px, probe(path).height_px) == (128, 64)
    assert decode_stretch(path).frames.shape == (8, 224, 448, 3)


@pytest.mark.parametrize(
    ("name", "codec", "pix_fmt", "size"),
    [
        ("a.avi", "mjpeg", "yuvj420p", (64, 48)),
        ("b.avi", "mpeg4", "yuv420p", (64, 48)),
        ("c.webm", "libvpx-vp9", "yuv420p", (64, 48)),
        ("d.mkv", "ffv1", "yuv444p", (63, 47)),
        ("e.mp4", "libx264", "yuv420p10le", (64, 48)),
        ("f.mov", "prores_ks", "yuv422p10le", (64, 48)),
        ("g.ts", "libx264", "yuv420p", (64, 48)),
        ("h.mp4", "libx264", "yuv444p", (65, 49)),
    ],
)
def test_codecs_depths_and_odd_sizes(make_media, name, codec, pix_fmt, size):
    path = make_media(name, np.arange(10) / 10, codec=codec, pix_fmt=pix_fmt, size=size)
    info = probe(path)
    assert (info.width_px, info.height_px, info.has_audio) == (*size, False)
    assert info.fps == pytest.approx(10, abs=0.5)
    clip = decode_stretch(path, 0.0, 0.8, DecodeOptions(n_frames=4))
    assert shown(clip.frames) == [1, 3, 5, 7]
    assert clip.waveform is None


def test_sound_that_starts_late_is_led_by_silence(make_media):
    sound = np.full((1, 16_000), 0.5, np.float32)
    path = make_media(
        "late.mkv",
        np.arange(20) / 10,
        sound=sound,
        sound_start_s=0.75,
        sound_codec="pcm_s16le",
        sound_rate_hz=16_000,
    )
    waveform = decode_stretch(path).waveform
    assert np.all(waveform[: 12_000 - 16] == 0)
    assert np.allclose(waveform[12_016:28_000], 0.5, atol=1e-3)
    # 0.75 s of silence and 1 s of sound: not padded to the picture's 2 s.
    assert waveform.size == pytest.approx(28_000, abs=16)


def test_sound_that_does_not_reach_the_stretch_is_none(make_media):
    sound = np.full((1, 16_000), 0.5, np.float32)
    path = make_media(
        "short_sound.mkv",
        np.arange(40) / 10,
        sound=sound,
        sound_codec="pcm_s16le",
        sound_rate_hz=16_000,
    )
    clip = decode_stretch(path, 2.0, 4.0)
    assert clip.waveform is None and clip.frames is not None


def test_sound_only(make_media):
    path = make_media("tone.wav", sound=np.full((2, 48_000), 0.25, np.float32),
                      sound_codec="pcm_s16le", sound_rate_hz=48_000)  # fmt: skip
    clip = decode_stretch(path)
    assert clip.frames is None and clip.strip is None
    assert clip.waveform.size == 16_000
    assert np.allclose(clip.waveform[100:-100], 0.25, atol=1e-3)


def test_seeking_gives_what_one_pass_gives(make_media):
    rate_hz = 16_000
    path = make_media(
        "forty.mp4",
        np.arange(160) / 4,
        sound=clicks(40, rate_hz),
        sound_rate_hz=rate_hz,
        codec_options={"g": "24"},
    )
    whole = decode_stretch(path, 0.0, 40.0, DecodeOptions(n_frames=160))
    stats = DecodeStats()
    part = decode_stretch(path, 20.0, 30.0, DecodeOptions(n_frames=40), stats=stats)
    assert stats.seeks == 1
    assert stats.frames_decoded <= 40 + 24 + 8
    assert np.array_equal(part.frames, whole.frames[80:120])
    begin = 20 * SAMPLE_RATE_HZ
    expected = whole.waveform[begin : begin + part.waveform.size]
    assert part.waveform.size == 10 * SAMPLE_RATE_HZ
    assert np.abs(part.waveform - expected)[800:-800].max() < 0.01
    # And both are in time: a burst at every whole second.
    onsets = [part.waveform[k * 16_000 : k * 16_000 + 80].max() for k in range(1, 10)]
    silence = [
        np.abs(part.waveform[k * 16_000 + 8000 : k * 16_000 + 8080]).max() for k in range(10)
    ]
    assert min(onsets) > 0.5 and max(silence) < 0.05


def test_three_hours_are_not_decoded_for_one_window(make_media):
    # One frame every 5 s, a key frame every 150 s.
    times_s = 5.0 * np.arange(2160)
    path = make_media("long.mp4", times_s, size=(32, 32), codec_options={"g": "30", "bf": "0"})
    stats = DecodeStats()
    clip = decode_stretch(path, 9001.0, 9011.0, stats=stats)
    assert clip.end_s - clip.start_s == pytest.approx(10)
    assert stats.seeks == 1 and stats.frames_decoded <= 40
    # Frame 1800 (grey 0 again) starts at 9000 s; middles are 9001.6, 9002.9, … 9010.4 s.
    assert shown(clip.frames) == [0, 0, 0, 1, 1, 1, 1, 2]
    near = DecodeStats()
    decode_stretch(path, stats=near)
    assert near.seeks == 0 and near.frames_decoded <= 8


def test_an_index_that_points_too_late_is_not_trusted(make_media, monkeypatch):
    path = make_media("late_index.mp4", np.arange(120) / 4, codec_options={"g": "8"})
    right = decode_stretch(path, 12.0, 16.0)
    import smp_core.media.stretch as stretch

    seek = stretch.Stretch._seek
    wrong = []

    def too_late(self, time_s):
        wrong.append(time_s)
        return seek(self, time_s + 15.0 if len(wrong) == 1 else time_s)

    monkeypatch.setattr(stretch.Stretch, "_seek", too_late)
    again = decode_stretch(path, 12.0, 16.0)
    assert len(wrong) == 2
    assert np.array_equal(again.frames, right.frames)


def test_a_clip_of_a_fifth_of_a_second(make_media):
    path = make_media("short.mp4", np.arange(5) / 25, sound=np.full((1, 8820), 0.3, np.float32))
    clip = decode_stretch(path)
    assert clip.frames.shape[0] == 8 and clip.strip.shape[0] == 2
    assert clip.duration_s == pytest.approx(0.2, abs=0.05)
    assert 2_000 < clip.waveform.size <= 4_000


def test_shorter_than_a_tenth_is_refused(make_media):
    path = make_media("blink.mp4", [0.0, 0.04])
    with pytest.raises(MediaError, match=r"blink\.mp4 is only 0\.08 s long"):
        decode_stretch(path)


def test_a_4k_picture(make_media):
    path = make_media("uhd.mp4", [0.0, 0.2, 0.4], size=(3840, 2160))
    assert (probe(path).width_px, probe(path).height_px) == (3840, 2160)
    clip = decode_stretch(path)
    assert clip.frames.shape == (8, 224, 400, 3)
    assert shown(clip.frames[[0, -1]]) == [0, 2]


def test_a_picture_over_the_limit_is_refused(make_media, monkeypatch):
    path = make_media("large.mp4", np.arange(5) / 10, size=(128, 128))
    monkeypatch.setattr(streams, "MAX_PIXELS", 100 * 100)
    with pytest.raises(MediaError, match=r"large\.mp4"):
        decode_stretch(path)


def cut(path: Path, share: float) -> Path:
    data = path.read_bytes()
    short = path.with_name(f"cut_{path.name}")
    short.write_bytes(data[: int(len(data) * share)])
    return short


def noise(index, width_px, height_px):
    return np.random.default_rng(index).integers(0, 255, (height_px, width_px, 3), np.uint8)


def test_truncated_mp4_is_used_if_half_is_there(make_media):
    path = make_media(
        "front.mp4",
        np.arange(40) / 10,
        picture=noise,
        container_options={"movflags": "+faststart"},
    )
    whole, part = decode_stretch(path), decode_stretch(cut(path, 0.7))
    assert part.frames.shape == whole.frames.shape
    assert np.array_equal(part.frames[0], whole.frames[0])
    with pytest.raises(MediaError, match=r"Less than half of .*cut_front\.mp4"):
        decode_stretch(cut(path, 0.3))


def test_truncated_mp4_without_its_index_is_refused(plain_clip, tmp_path):
    path = tmp_path / "half.mp4"
    path.write_bytes(plain_clip.read_bytes()[:2000])
    with pytest.raises(MediaError, match=r"half\.mp4") as caught:
        decode_stretch(path)
    assert "copy it again" in caught.value.hint


@pytest.mark.parametrize("bounds", [(2.5, 3.0), (-1.0, 1.0), (1.0, 1.0), (float("nan"), 1.0)])
def test_a_stretch_outside_the_clip_is_refused(plain_clip, bounds):
    with pytest.raises(InputError, match=r"plain\.mp4"):
        decode_stretch(plain_clip, *bounds)
