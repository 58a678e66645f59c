"""Random procedural scenes with captions, rendered in memory for pretraining."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import cv2
import numpy as np

from smp_core.jobs import JobContext
from smp_core.prompts import captioner
from smp_core.synth.classes import SOURCE_CLASSES
from smp_core.synth.sample import sample_clip
from smp_core.synth.scene import make_random_scene, make_scene
from smp_core.types import DecodedClip, DecodeOptions

# One scene in four shows a source class; the others are random. No target class is ever drawn.
_SOURCE_EVERY = 4


def captioned_scenes(
    count: int, seed: int, difficulty: float, options: DecodeOptions, ctx: JobContext
) -> Iterator[tuple[DecodedClip, tuple[str, ...]]]:
    """Render scenes on all cores, in order.

    Args:
        count: How many.
        seed: Of everything.
        difficulty: 0…1, see `synth`; each scene draws its own from 0 up to twice this.
        options: Frame sizes.
        ctx: Progress and cancel.

    Yields:
        The clip and two captions: what the scene says of itself, and what the descriptor measures.
    """
    render = partial(_render, seed=seed, difficulty=difficulty, options=options)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), context, _start_worker) as pool:
        try:
            for done, scene in enumerate(pool.map(render, range(count), chunksize=16)):
                ctx.progress("Rendering scenes", done + 1, count)
                yield scene
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _start_worker() -> None:
    cv2.setNumThreads(1)  # one process a core already


def _render(
    index: int, seed: int, difficulty: float, options: DecodeOptions
) -> tuple[DecodedClip, tuple[str, ...]]:
    rng = np.random.default_rng(np.random.SeedSequence([seed, index]))
    scene_seed = int(rng.integers(2**31))
    hardness = float(rng.uniform(0, min(1.0, 2 * difficulty)))
    if index % _SOURCE_EVERY == 0:
        scene = make_scene(
            SOURCE_CLASSES[int(rng.integers(len(SOURCE_CLASSES)))], scene_seed, hardness
        )
    else:
        scene = make_random_scene(scene_seed, hardness)
    clip = sample_clip(scene, options)
    return clip, (scene.caption(), captioner("descriptor").caption([clip])[0])
