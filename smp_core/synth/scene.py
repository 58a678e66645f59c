"""A scene: ten seconds of picture and sound that follow from a class, a seed and a difficulty."""

from __future__ import annotations

import copy

import cv2
import numpy as np
from numpy.typing import NDArray

from smp_core.errors import InputError
from smp_core.synth import caption as captions
from smp_core.synth.acoustics import Wave, convolved, normal, room_response
from smp_core.synth.backdrop import draw_backdrop
from smp_core.synth.camera import draw_camera, expose, light_map
from smp_core.synth.canvas import Canvas
from smp_core.synth.classes import recipe_of
from smp_core.synth.distractors import draw_layers, draw_noises
from smp_core.synth.pictures_random import random_picture
from smp_core.synth.seeds import generator
from smp_core.synth.sounds_random import kept_apart, random_sound
from smp_core.synth.timeline import DURATION_S, Picture, Sound, Truth

_Affine = NDArray[np.float64]
_Prepared = tuple[NDArray[np.uint8], _Affine, NDArray[np.float32]]


class Scene:
    """Ten seconds that can be looked at and listened to.

    Made by `make_scene` and `make_random_scene`. Everything follows from (class, seed, difficulty):
    the same call gives the same bytes.

    Attributes:
        seed: The scene's own number.
        duration_s: 10.
    """

    def __init__(
        self,
        class_name: str,
        seed: int,
        difficulty: float,
        events: list[tuple[Picture, Sound | None]],
        delay_s: float,
        rng: np.random.Generator,
        floor_seed: int,
    ) -> None:
        self.seed = seed
        self.duration_s = DURATION_S
        self._events = events
        self._place = draw_backdrop(generator("place", floor_seed), difficulty)
        self._camera = draw_camera(rng, difficulty)
        layers = draw_layers(rng, self._place.floor_y, difficulty)
        self._behind, self._before, seen_names = layers
        self._noises, noises = draw_noises(rng, difficulty)
        self._reverb_s = float(rng.uniform(0.08, 0.3 + 0.4 * difficulty))
        self._wet = float(rng.uniform(0.0, 0.35 + 0.5 * difficulty))
        self._gain = float(10 ** (-rng.uniform(0.5, 20) / 20))
        self._mix = [1.0, *(10 ** (-rng.uniform(0, 10, 2) / 20)).tolist()]
        self._prepared: dict[tuple[int, int], _Prepared] = {}
        heard_names = [str(noise["kind"]) for noise in noises]
        self._asides = [*seen_names, *heard_names]
        self._truth: Truth = {
            "class": class_name,
            "seed": seed,
            "difficulty": difficulty,
            "duration_s": DURATION_S,
            "av_delay_s": round(delay_s, 3),
            "place": self._place.kind,
            "palette": {"wall": list(self._place.wall), "floor": list(self._place.floor)},
            "camera": {
                "zoom": self._camera.zoom,
                "mirrored": self._camera.mirrored,
                "shake": self._camera.shake,
                "exposure": self._camera.exposure,
            },
            "distractors": {"seen": seen_names, "heard": noises},
            "gain_db": round(20 * float(np.log10(self._gain)), 1),
            "reverb_s": round(self._reverb_s, 3),
            "events": [
                {
                    "seen": picture.phrase,
                    "heard": sound.phrase if sound else "",
                    "onsets_s": list(picture.timeline.onsets),
                    "spans_s": [[round(a, 3), round(b, 3)] for a, b in picture.timeline.spans],
                    "picture": picture.truth,
                    "sound": sound.truth if sound else {},
                }
                for picture, sound in events
            ],
        }
        self._caption = captions.compose(
            generator("caption", class_name, seed),
            [picture.phrase for picture, _sound in events],
            [sound.phrase for _picture, sound in events if sound],
            self._place.phrase,
            self._asides,
        )
        self._truth["caption"] = self._caption

    @property
    def truth(self) -> Truth:
        """All that is known about the scene, ready for JSON."""
        return copy.deepcopy(self._truth)

    def caption(self) -> str:
        """A sentence on what is seen and heard, never with the class's name."""
        return self._caption

    def frame(self, t_s: float, width: int, height: int) -> NDArray[np.uint8]:
        """The picture at a moment, in any order of moments.

        Args:
            t_s: 0 … 10 seconds.
            width, height: Pixels; at 4:3 the whole scene fills the picture.

        Returns:
            uint8 (height, width, 3) RGB.

        Raises:
            InputError: A size under 8 pixels.
        """
        if width < 8 or height < 8:
            raise InputError(f"A frame of {width}×{height} is too small.", "Use at least 8 × 8.")
        matrix = self._camera.matrix(t_s, width, height)
        texture, from_texture, light = self._prepare(width, height)
        if self._camera.moves:
            image = _seen_through(texture, from_texture, matrix, width, height)
        else:
            image = texture.copy()
        canvas = Canvas(image, matrix)
        for layer in self._behind:
            layer(canvas, t_s)
        for picture, _sound in self._events:
            picture.draw(canvas, t_s)
        for layer in self._before:
            layer(canvas, t_s)
        return expose(image, light, self._camera, self.seed, t_s)

    def sound(self) -> Wave:
        """The sound, float32 (160000,), mono, 16 kHz, within [-1, 1]."""
        sounds = [sound for _picture, sound in self._events if sound]
        dry = np.zeros(0, np.float32)
        for sound, level in zip(sounds, self._mix, strict=False):
            part = sound.render() * np.float32(level)
            dry = part if dry.size == 0 else dry + part
        room = room_response(generator("room", self.seed), self._reverb_s, self._wet)
        wave = normal(convolved(normal(dry), room)) + self._noises()
        return np.asarray(normal(wave) * np.float32(self._gain), np.float32)

    def _prepare(self, width: int, height: int) -> _Prepared:
        """The place (its view, if the camera is still) and the light, made once for a size."""
        key = (width, height)
        if key not in self._prepared:
            texture, matrix = self._place.texture(height * self._camera.zoom)
            inverse = np.asarray(cv2.invertAffineTransform(matrix), np.float64)
            light = light_map(self._camera, width, height)
            if not self._camera.moves:
                view = self._camera.matrix(0.0, width, height)
                texture = _seen_through(texture, inverse, view, width, height)
            self._prepared[key] = (texture, inverse, light)
        return self._prepared[key]


def _seen_through(
    texture: NDArray[np.uint8], from_texture: _Affine, matrix: _Affine, width: int, height: int
) -> NDArray[np.uint8]:
    """The part of the place that the camera sees, uint8 (height, width, 3)."""
    warp = matrix @ np.vstack([from_texture, (0.0, 0.0, 1.0)])
    # cv2 counts pixel centres from 0, the matrices count corners.
    warp[:, 2] += warp[:, :2] @ np.array([0.5, 0.5]) - 0.5
    view = cv2.warpAffine(
        texture, warp, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(view, np.uint8)


def make_scene(class_name: str, seed: int, difficulty: float = 0.5) -> Scene:
    """A scene of one event class.

    Args:
        class_name: One of `SOURCE_CLASSES` or `TARGET_CLASSES`.
        seed: Any whole number from 0; every detail follows from it.
        difficulty: 0 clean … 1 noisy, shaky and cluttered.

    Raises:
        InputError: Unknown class, negative seed or difficulty outside 0..1.
    """
    recipe = recipe_of(class_name)
    _check(seed, difficulty)
    rng = generator("scene", class_name, seed)
    floor_seed = int(rng.integers(1 << 31))
    place = draw_backdrop(generator("place", floor_seed), difficulty)
    delay_s = float(rng.uniform(0.0, 0.4))
    picture = recipe.picture(rng, place.floor_y)
    sound = recipe.sound(rng, picture.timeline.delayed(delay_s))
    return Scene(class_name, seed, difficulty, [(picture, sound)], delay_s, rng, floor_seed)


def make_random_scene(seed: int, difficulty: float = 0.5) -> Scene:
    """A scene of no class: random things, motions and sounds that often belong together.

    Args:
        seed: Any whole number from 0.
        difficulty: 0 clean … 1 noisy, shaky and cluttered.

    Raises:
        InputError: Negative seed or difficulty outside 0..1.
    """
    _check(seed, difficulty)
    rng = generator("random scene", seed)
    floor_seed = int(rng.integers(1 << 31))
    place = draw_backdrop(generator("place", floor_seed), difficulty)
    delay_s = float(rng.uniform(0.0, 0.4))
    events: list[tuple[Picture, Sound | None]] = []
    count = int(rng.choice((1, 2, 3), p=(0.5, 0.35, 0.15)))
    drawn = [random_picture(rng, place.floor_y) for _ in range(count)]
    avoid = kept_apart(str(p.truth[key]) for p, _motion in drawn for key in ("motion", "shape"))
    for index, (picture, motion) in enumerate(drawn):
        sounding = index == 0 or rng.random() < 0.5
        line = picture.timeline.delayed(delay_s)
        events.append((picture, random_sound(rng, line, motion, avoid) if sounding else None))
    return Scene("", seed, difficulty, events, delay_s, rng, floor_seed)


def _check(seed: int, difficulty: float) -> None:
    if seed < 0:
        raise InputError(f"The seed {seed} is negative.", "Use a whole number from 0 up.")
    if not 0.0 <= difficulty <= 1.0:
        raise InputError(f"The difficulty {difficulty} is out of range.", "Use 0 to 1.")
