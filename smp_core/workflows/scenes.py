"""Random procedural scenes with captions, rendered in memory for pretraining."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import cv2
import numpy as np

from smp_core.jobs import JobContext
from smp_core.processes import process_pool
from smp_core.prompts import captioner
from smp_core.synth.classes import SOURCE_CLASSES
from smp_core.synth.sample import sample_clip
from smp_core.synth.scene import Scene, make_random_scene, make_scene
from smp_core.types import DecodedClip, DecodeOptions

# One scene in four shows a source class; the others are random. No target class is ever drawn.
_SOURCE_EVERY = 4


@dataclass(frozen=True)
class RenderedScene:
    """A scene as pretraining needs it.

    Attributes:
        clip: Frames and sound.
        captions: What the scene says of itself, and what the descriptor measures.
        heard, seen: Facts about its sound and its picture (see `facts`).
    """

    clip: DecodedClip
    captions: tuple[str, str]
    heard: tuple[str, ...]
    seen: tuple[str, ...]


def captioned_scenes(
    count: int, seed: int, difficulty: float, options: DecodeOptions, ctx: JobContext
) -> Iterator[RenderedScene]:
    """Render scenes on all cores, in order.

    Args:
        count: How many.
        seed: Of everything.
        difficulty: 0…1, see `synth`; each scene draws its own from 0 up to twice this.
        options: Frame sizes.
        ctx: Progress and cancel.

    Yields:
        Scene after scene.
    """
    render = partial(_render, seed=seed, difficulty=difficulty, options=options)
    with process_pool(None, _start_worker) as pool:
        try:
            for done, scene in enumerate(pool.map(render, range(count), chunksize=16)):
                ctx.progress("Rendering scenes", done + 1, count)
                yield scene
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _start_worker() -> None:
    cv2.setNumThreads(1)  # one process a core already


def facts(truth: dict[str, Any], part: str) -> tuple[str, ...]:
    """What a scene tells about its sound or its picture, as short strings.

    Numbers become octaves ("pitch_hz~10"), because a factor counts alike everywhere.

    Args:
        truth: A scene's truth. part: "sound" or "picture".
    """
    found = {f"class={truth['class']}"} if truth["class"] else set()
    if part == "sound":
        found |= {f"behind={other['kind']}" for other in truth["distractors"]["heard"]}
    else:
        found |= {f"behind={kind}" for kind in truth["distractors"]["seen"]}
        found.add(f"place={truth['place']}")
    for event in truth["events"]:
        found.add(f"onsets~{round(math.log2(max(1, len(event['onsets_s']))))}")
        for name, value in event[part].items():
            if isinstance(value, str):
                found.add(f"{name}={value}")
            elif isinstance(value, int | float) and value > 0:
                found.add(f"{name}~{round(math.log2(value))}")
    return tuple(sorted(found))


def _render(index: int, seed: int, difficulty: float, options: DecodeOptions) -> RenderedScene:
    scene = scene_at(index, seed, difficulty)
    clip = sample_clip(scene, options)
    captions = (scene.caption(), captioner("descriptor").caption([clip])[0])
    truth = scene.truth
    return RenderedScene(
        replace(clip, strip=None), captions, facts(truth, "sound"), facts(truth, "picture")
    )


def scene_at(index: int, seed: int, difficulty: float) -> Scene:
    """The scene that stands at a place in the sequence of a seed."""
    rng = np.random.default_rng(np.random.SeedSequence([seed, index]))
    scene_seed = int(rng.integers(2**31))
    hardness = float(rng.uniform(0, min(1.0, 2 * difficulty)))
    if index % _SOURCE_EVERY == 0:
        name = SOURCE_CLASSES[int(rng.integers(len(SOURCE_CLASSES)))]
        return make_scene(name, scene_seed, hardness)
    return make_random_scene(scene_seed, hardness)
