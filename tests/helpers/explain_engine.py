"""An engine that makes up attention maps: the real process and files, without torch.

Run as a program it serves standard input, like `python -m smp_core.worker`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import numpy as np

from smp_core.errors import MediaError
from smp_core.jobs import JobContext
from smp_core.worker.job import Job
from smp_core.worker.jobs.explain import Explained, ExplainRequest
from smp_core.worker.jobs.explain_map import EmbeddingMapMade, EmbeddingMapRequest
from smp_core.worker.server import Engine
from smp_core.workflows.explain import Kind, list_subjects, subject
from smp_core.workflows.explain_files import (
    EmbeddingMap,
    Explanation,
    LayerMark,
    StreamHeat,
    WordMark,
    write_embedding_map,
    write_explanation,
)
from smp_core.workflows.projects import open_project

COMMAND = [sys.executable, str(Path(__file__).resolve())]
PROMPT = ("a", "low", "hum,", "cut")


def make_explanation(
    path: Path = Path("a.mp4"), key: str = "clip-1", run_id: str = "run", seed: int = 0
) -> Explanation:
    """Two frames of 12 x 16 px, two blocks, two layers, four words of which three are read.

    The rollout over the frames is hottest in the last patch of the first frame.
    """
    random = np.random.default_rng(seed)
    visual = random.uniform(0.1, 0.2, (2, 2, 2, 2)).astype(np.float32)
    visual[1, 0, 1, 1] = 1.0
    words = random.uniform(0.5, 1.5, (2, 2, 4, 2, 2, 2)).astype(np.float16)
    audio = random.uniform(0.1, 0.2, (2, 2, 5)).astype(np.float32)
    audio[1, 0, 4] = 1.0  # low and late
    return Explanation(
        run_id=run_id,
        subject_key=key,
        path=path,
        start_s=0.0,
        end_s=0.5,
        prompt=" ".join(PROMPT),
        captioner="descriptor",
        words=tuple(WordMark(text, text != "cut") for text in PROMPT),
        layers=(LayerMark(1, "mlp", "before"), LayerMark(1, "mlp", "after")),
        probabilities={"person falls": 0.75, "patient coughing": 0.25},
        has_video=True,
        has_audio=True,
        sound_s=0.5,
        spectrogram_s=10.0,
        frames=random.integers(0, 255, (2, 12, 16, 3), dtype=np.uint8),
        spectrogram=random.normal(size=(32, 80)).astype(np.float32),
        visual=StreamHeat(visual, words),
        audio=StreamHeat(audio, random.uniform(0.5, 1.5, (2, 2, 4, 2, 5)).astype(np.float16)),
        embedding=np.array([1, 0, seed], np.float32),
    )


def _explain(request: ExplainRequest, ctx: JobContext) -> Explained:
    kind: Kind = request.kind
    ctx.progress("Looking", 0, 1)
    with open_project(request.project) as project:
        what = subject(project, kind, request.number)
        if what.path.name == "patient coughing 1.mp4":
            raise MediaError(f"{what.path} is <b>empty</b>.", "Copy it again.")
        file = project.cache_folder / f"{what.key}-{(request.run_id or '')[:8]}.npz"
    write_explanation(
        file, make_explanation(what.path, what.key, request.run_id or "", request.number)
    )
    return Explained(file)


def _map(request: EmbeddingMapRequest, ctx: JobContext) -> EmbeddingMapMade:
    with open_project(request.project) as project:
        found = list_subjects(project, "")
        file = project.cache_folder / "points.npz"
    number = np.arange(len(found), dtype=np.float32)
    ctx.progress("Comparing clips", len(found), len(found))
    unit = np.stack([np.cos(number / 9), np.sin(number / 9), 0 * number], axis=1)
    points = EmbeddingMap(
        run_id=request.run_id or "",
        keys=tuple(each.key for each in found),
        names=tuple(each.path.name for each in found),
        classes=tuple(each.class_name for each in found),
        pca=np.stack([number, number**2], axis=1),
        tsne=np.stack([-number, number], axis=1),
        explained=(0.5, 0.25),
        unit=unit.astype(np.float32),
    )
    write_embedding_map(file, points)
    return EmbeddingMapMade(file)


EXPLAIN = Job("explain", ExplainRequest, Explained, _explain)
MAP = Job("explain_map", EmbeddingMapRequest, EmbeddingMapMade, _map)


def find_job(name: str) -> Job[Any, Any]:
    return {"explain": EXPLAIN, "explain_map": MAP}[name]


if __name__ == "__main__":
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    Engine(sys.stdin.buffer, replies, find_job).serve()
    os._exit(0)
