"""No class may be told by a constant, and random scenes hold no target class."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from smp_core.synth import pictures_target, sounds_target
from smp_core.synth.classes import TARGET_CLASSES, recipe_of
from smp_core.synth.pictures_random import MOTIONS
from smp_core.synth.scene import make_random_scene, make_scene
from smp_core.synth.sounds_random import SOUNDS, kept_apart

CLIPS = 12


@pytest.fixture(scope="module")
def cues() -> dict[str, NDArray[np.float64]]:
    """Per class and clip: mean colour and its spread; loudness in dB, (12, CLIPS, n)."""
    colour, sound = [], []
    for name in TARGET_CLASSES:
        scenes = [make_scene(name, 500 + index) for index in range(CLIPS)]
        frames = [scene.frame(5.0, 32, 24).reshape(-1, 3).astype(np.float64) for scene in scenes]
        colour.append([np.concatenate([f.mean(0), f.std(0)]) for f in frames])
        waves = [scene.sound().astype(np.float64) for scene in scenes]
        sound.append([[20 * np.log10(w.std())] for w in waves])
    return {"colour": np.array(colour), "loudness": np.array(sound)}


@pytest.mark.parametrize("cue", ["colour", "loudness"])
def test_a_constant_cue_is_near_chance(cues: dict[str, NDArray[np.float64]], cue: str) -> None:
    values = cues[cue]
    values = (values - values.mean((0, 1))) / values.std((0, 1))
    half = CLIPS // 2
    means = values[:, :half].mean(1)
    distance = np.linalg.norm(values[:, half:, None] - means, axis=-1)
    right = distance.argmin(-1) == np.arange(len(TARGET_CLASSES))[:, None]
    assert right.mean() < 2.5 / len(TARGET_CLASSES)


@pytest.mark.parametrize("name", TARGET_CLASSES)
def test_classes_of_one_picture_programme_are_drawn_from_the_same_ranges(name: str) -> None:
    """The picture is drawn before the sound from a generator that knows only class and seed."""
    picture = recipe_of(name).picture(np.random.default_rng(1), 0.6)
    twin = next(
        other
        for other in TARGET_CLASSES
        if other != name and recipe_of(other).picture is recipe_of(name).picture
    )
    assert recipe_of(twin).picture(np.random.default_rng(1), 0.6).truth == picture.truth


def test_random_scenes_use_their_own_programmes_only() -> None:
    own = set()
    for seed in range(60):
        for event in make_random_scene(seed).truth["events"]:  # type: ignore[attr-defined]
            assert event["picture"]["motion"] in MOTIONS
            own.add(event["picture"]["motion"])
            if event["sound"]:
                assert event["sound"]["kind"] in SOUNDS
                own.add(event["sound"]["kind"])
    assert len(own) >= 24
    target = {recipe_of(name).picture.__module__ for name in TARGET_CLASSES}
    target |= {recipe_of(name).sound.__module__ for name in TARGET_CLASSES}
    assert target == {pictures_target.__name__, sounds_target.__name__}


def test_random_scenes_never_pair_what_makes_a_target_class() -> None:
    for seed in range(300):
        events = make_random_scene(seed).truth["events"]
        names, kinds = set(), set()
        for event in events:  # type: ignore[attr-defined]
            picture = event["picture"]
            names |= {picture["motion"], picture["shape"]}
            kinds.add(event["sound"].get("kind"))
            if picture["shape"] == "figure":
                assert picture["motion"] not in ("fall", "topple", "scatter", "jolt", "shake")
        assert not kinds & kept_apart(names)
    assert kept_apart(["blink"]) == {"pips", "struck"}
