"""Scenes: the same seed gives the same bytes, another seed gives another scene."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smp_core.errors import InputError
from smp_core.synth.classes import SOURCE_CLASSES, TARGET_CLASSES
from smp_core.synth.preview import contact_sheet
from smp_core.synth.sample import sample_clip
from smp_core.synth.scene import Scene, make_random_scene, make_scene
from smp_core.types import DecodeOptions

SMALL = DecodeOptions(short_side_px=48, square=True, strip_hz=2.0)
ALL = (*SOURCE_CLASSES, *TARGET_CLASSES)


@pytest.mark.parametrize("name", ALL)
def test_every_class_is_seen_and_heard_the_same_each_time(name: str) -> None:
    first, second, other = make_scene(name, 7), make_scene(name, 7), make_scene(name, 8)
    # Frames in another order: nothing may depend on what was drawn before.
    late = first.frame(9.0, 64, 48)
    early = first.frame(1.0, 64, 48)
    assert np.array_equal(early, second.frame(1.0, 64, 48))
    assert np.array_equal(late, second.frame(9.0, 64, 48))
    assert early.shape == (48, 64, 3) and early.dtype == np.uint8
    wave = first.sound()
    assert wave.shape == (160_000,) and wave.dtype == np.float32
    assert np.array_equal(wave, second.sound())
    assert np.isfinite(wave).all() and 0.05 < np.abs(wave).max() <= 1.0
    assert first.truth == second.truth and first.caption() == second.caption()
    assert not np.array_equal(wave, other.sound())
    assert np.mean(early != other.frame(1.0, 64, 48)) > 0.5


def test_random_scenes_repeat_and_differ() -> None:
    first, again, other = make_random_scene(3), make_random_scene(3), make_random_scene(4)
    assert np.array_equal(first.frame(2.5, 64, 48), again.frame(2.5, 64, 48))
    assert np.array_equal(first.sound(), again.sound())
    assert not np.array_equal(first.frame(2.5, 64, 48), other.frame(2.5, 64, 48))
    assert not np.array_equal(first.sound(), other.sound())


def test_the_event_moves_the_picture_and_sounds_at_its_onset() -> None:
    scene = make_scene("person falls", 5, 0.0)
    (event,) = _events(scene)
    onset = event["onsets_s"][0]
    still = _changed(scene, 0.1, 0.2)
    assert _changed(scene, onset - 0.6, onset + 0.3) > 2 * still + 0.5
    heard = onset + scene.truth["av_delay_s"]
    level = np.sqrt(np.convolve(scene.sound() ** 2, np.ones(1600) / 1600, "same"))
    index = round(heard * 16_000)
    assert level[index : index + 8000].max() > 5 * level[: index - 12_000].max()


@given(seed=st.integers(0, 2**63 - 1), name=st.sampled_from(ALL))
@settings(max_examples=60, deadline=None)
def test_captions_never_name_the_class_and_truth_is_json(seed: int, name: str) -> None:
    scene = make_scene(name, seed)
    text = scene.caption().lower()
    assert name not in text
    assert text.count(" ") >= 6 and text.endswith(".")
    truth = json.loads(json.dumps(scene.truth))
    assert truth["class"] == name and truth["seed"] == seed
    assert 0.0 <= truth["av_delay_s"] <= 0.4
    for event in truth["events"]:
        assert event["onsets_s"] == sorted(event["onsets_s"])
        assert all(0.0 <= t <= 10.0 for t in event["onsets_s"])
        assert all(0.0 <= a <= b <= 10.0 for a, b in event["spans_s"])


def test_captions_vary_in_wording() -> None:
    texts = {make_scene("glass breaking", seed).caption() for seed in range(30)}
    assert len(texts) >= 28


def test_truth_cannot_be_changed_from_outside() -> None:
    scene = make_scene("fight", 1)
    scene.truth["events"].clear()  # type: ignore[attr-defined]
    assert len(_events(scene)) == 1


def test_difficulty_adds_noise_and_distractors() -> None:
    def count(level: float) -> int:
        total = 0
        for seed in range(40):
            extra = make_scene("fight", seed, level).truth["distractors"]
            total += len(extra["seen"]) + len(extra["heard"])  # type: ignore[index]
        return total

    assert count(0.0) < 0.4 * count(0.5) < 0.4 * count(1.0)
    quiet = [_noise(make_scene("fight", seed, 0.0)) for seed in range(4)]
    loud = [_noise(make_scene("fight", seed, 1.0)) for seed in range(4)]
    assert np.median(loud) > 3 * np.median(quiet)


@pytest.mark.parametrize(("seed", "difficulty"), [(-1, 0.5), (1, -0.1), (1, 1.1)])
def test_impossible_numbers_are_refused(seed: int, difficulty: float) -> None:
    with pytest.raises(InputError):
        make_scene("fight", seed, difficulty)
    with pytest.raises(InputError):
        make_random_scene(seed, difficulty)
    with pytest.raises(InputError):
        make_scene("fight", 1).frame(0.0, 4, 4)


def test_samples_have_the_decoders_shapes() -> None:
    scene = make_scene("keys jingling", 2)
    square = sample_clip(scene, SMALL)
    assert square.frames is not None and square.frames.shape == (8, 48, 48, 3)
    assert square.strip is not None and square.strip.shape == (20, 48, 64, 3)
    assert square.waveform is not None and square.waveform.shape == (160_000,)
    steps = square.waveform * 32768
    assert np.array_equal(steps, np.rint(steps))
    assert (square.start_s, square.end_s) == (0.0, 10.0)
    assert np.abs(square.strip[3] - _quartered(scene.frame(1.75, 128, 96))).max() <= 1
    wide = sample_clip(scene, DecodeOptions(short_side_px=48, strip_hz=1.0))
    assert wide.frames is not None and wide.frames.shape == (8, 48, 64, 3)
    assert np.abs(wide.frames[0] - _quartered(scene.frame(0.625, 128, 96))).max() <= 1


def test_a_size_shows_the_same_scene() -> None:
    scene = make_scene("train passing", 3, 0.2)
    large = _quartered(_quartered(scene.frame(4.0, 512, 384)))
    small = _quartered(scene.frame(4.0, 256, 192))
    assert np.abs(large - small).mean() < 3.0


def test_contact_sheet_has_a_row_per_scene() -> None:
    sheet = contact_sheet([make_scene("fight", 1), make_random_scene(1)], 64)
    assert sheet.shape == (96, 640, 3) and sheet.dtype == np.uint8
    assert np.array_equal(sheet[:48, :64], make_scene("fight", 1).frame(0.625, 64, 48))


def _quartered(image: np.ndarray) -> np.ndarray:
    """Every 2 × 2 pixels averaged."""
    high, wide = image.shape[0] // 2, image.shape[1] // 2
    return image.reshape(high, 2, wide, 2, 3).astype(np.float64).mean((1, 3))


def _events(scene: Scene) -> list[dict[str, list[float]]]:
    return scene.truth["events"]  # type: ignore[return-value]


def _changed(scene: Scene, before_s: float, after_s: float) -> float:
    first = scene.frame(before_s, 64, 48).astype(np.float64)
    return float(np.abs(first - scene.frame(after_s, 64, 48)).mean())


def _noise(scene: Scene) -> float:
    """The quietest tenth of a second against the loudest."""
    power = (scene.sound().reshape(100, 1600) ** 2).mean(1)
    return float(np.sqrt(power.min() / power.max()))
