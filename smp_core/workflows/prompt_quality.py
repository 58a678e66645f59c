"""How much prompts tell about their class, before any training.

Two numbers, both from the pack's text encoder alone: δ of Eq. 7–8 for each class, and how many
clips their prompts alone put into the right class, each compared with the prototypes of all others
(leave-one-out). The result is kept in the cache until a prompt, a label or the pack changes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from smp_core.errors import InputError, ModelError, SmpError
from smp_core.jobs import JobContext
from smp_core.paths import atomic_write_json, write_error
from smp_core.records import MIN_JUDGED_CLIPS, ClassQuality, ClipRecord, PromptQuality
from smp_core.storage.project import Project
from smp_core.workflows.clips import list_clips
from smp_core.workflows.packs import project_manifest, project_pack
from smp_core.workflows.prompts import training_prompts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor

    from smp_core.model.pack import Pack

_FORMAT = 1
_BATCH = 32
_TIE = 1e-9
"""Distances closer than this are equal: rounding only, for texts that are the same."""


def prompt_quality(project: Project, captioner: str, ctx: JobContext) -> PromptQuality:
    """Measure the prompts of one captioner, and keep the result.

    The text encoder runs by itself here. In a model the prompts also see picture and sound, so
    that δ during training is another number; this one compares captioners.

    Args:
        captioner: Whose prompts, the operator's words in place where there are any.
        ctx: Progress, cancel.

    Raises:
        InputError: There are no prompts by that captioner.
        ModelError: The pack is gone or has no text encoder.
        StorageError, ResourceError: The result cannot be kept.
    """
    labelled = _labelled(project, captioner)
    if not labelled:
        raise InputError(
            f"There are no prompts by {captioner} in {project.folder}.", "Write prompts first."
        )
    pack = project_pack(project)
    names = tuple(dict.fromkeys(clip.class_name for clip, _ in labelled))
    texts = list(dict.fromkeys(text for _, text in labelled))
    vectors = _embed(pack, texts, ctx)  # (texts, D)
    rows = [texts.index(text) for _, text in labelled]
    labels = [names.index(clip.class_name) for clip, _ in labelled]
    measured = measure(captioner, names, vectors[rows], labels)
    keep_quality(project, measured)
    return measured


def keep_quality(project: Project, quality: PromptQuality) -> None:
    """Keep a measurement of the prompts as they are now, for `known_quality`.

    Raises:
        ModelError: The pack is gone.
        StorageError, ResourceError: The cache cannot be written.
    """
    labelled = _labelled(project, quality.captioner)
    identity = _identity(project_manifest(project).digest, labelled)
    path = _path(project, quality.captioner)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise write_error(path.parent, error) from error
    atomic_write_json(path, {"identity": identity, "quality": asdict(quality)})


def known_quality(project: Project, captioner: str) -> PromptQuality | None:
    """The quality measured last, if nothing has changed since; needs no torch."""
    try:
        stored = json.loads(_path(project, captioner).read_text(encoding="utf-8"))
        identity = _identity(project_manifest(project).digest, _labelled(project, captioner))
        if stored["identity"] != identity:
            return None
        quality = stored["quality"]
        classes = tuple(ClassQuality(**each) for each in quality.pop("classes"))
        return PromptQuality(classes=classes, **quality)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, SmpError):
        return None  # nothing there, or garbled: it is measured again


def measure(
    captioner: str,
    names: Sequence[str],
    vectors: NDArray[np.float64],
    labels: Sequence[int],
) -> PromptQuality:
    """The numbers of `prompt_quality` from text embeddings.

    Args:
        captioner: Whose prompts.
        names: C class names, each with at least one clip.
        vectors: float64 (S, D), the embedding of each clip's prompt.
        labels: S class numbers in [0, C).
    """
    import torch

    from smp_core.training.ppr import class_means, own_class_confidence, squash

    embeddings, target = torch.from_numpy(vectors), torch.tensor(labels, dtype=torch.int64)
    counts = torch.bincount(target, minlength=len(names))  # (C,)
    judged = (counts[target] >= MIN_JUDGED_CLIPS) & (len(names) > 1)  # (S,)
    prototypes = class_means(embeddings, target, len(names))  # (C, D), Eq. 5
    confidence = own_class_confidence(embeddings, prototypes, target)  # (S,), the terms of Eq. 7
    found = _found_without_itself(embeddings, prototypes, target, counts)  # (S,)
    classes = []
    for index, name in enumerate(names):
        mine = judged & (target == index)
        some = bool(mine.any())
        classes.append(
            ClassQuality(
                name,
                int(counts[index]),
                float(squash(confidence[mine].mean())) if some else None,
                float(found[mine].sum()) if some else None,
            )
        )
    n_judged = int(judged.sum())
    return PromptQuality(
        captioner,
        tuple(classes),
        float(squash(confidence[judged].mean())) if n_judged else None,
        float(found[judged].mean()) if n_judged else None,
        n_judged,
    )


def _found_without_itself(
    embeddings: Tensor, prototypes: Tensor, target: Tensor, counts: Tensor
) -> Tensor:
    """Leave-one-out nearest prototype: (S,), 1 found, 0 not, 1/k in a tie among k classes.

    What it says of a clip without others in its class means nothing.
    """
    import torch

    from smp_core.training.ppr import distances

    n = counts[target].to(embeddings.dtype)[:, None]  # (S, 1)
    own = prototypes[target]  # (S, D)
    # The own prototype without the clip itself: (n·P − x) / (n − 1) = P + (P − x) / (n − 1).
    without = own + (own - embeddings) / (n - 1).clamp_min(1)
    distance = distances(embeddings, prototypes)  # (S, C)
    to_own = (embeddings - without).norm(dim=1)  # (S,)
    distance = distance.scatter(1, target[:, None], to_own[:, None])
    nearest = distance <= distance.min(dim=1, keepdim=True).values + _TIE
    right = nearest.gather(1, target[:, None])[:, 0]
    return torch.where(right, 1 / nearest.sum(dim=1), 0.0).to(embeddings.dtype)


def _embed(pack: Pack, texts: Sequence[str], ctx: JobContext) -> NDArray[np.float64]:
    """Texts → (T, D) by the pack's text encoder alone, on the CPU: a training may hold the GPU."""
    import torch

    from smp_core.model.streams import TextStream
    from smp_core.model.weights import read_weights

    if not pack.model.has_text:
        raise ModelError(
            f'The pack "{pack.name}" has no text encoder.', "Choose a pack that reads prompts."
        )
    tokenizer, end = pack.tokenizer(), pack.model.text.end_id
    encoder = TextStream(pack.model.text).eval()
    shapes = {name: value.shape for name, value in encoder.state_dict().items()}
    encoder.load_state_dict(read_weights(pack.folder / "text.safetensors", shapes))
    parts = []
    for start in range(0, len(texts), _BATCH):
        ctx.progress("Reading prompts", start, len(texts))
        ids = [torch.tensor(tokenizer.encode(text)) for text in texts[start : start + _BATCH]]
        padded = torch.nn.utils.rnn.pad_sequence(ids, batch_first=True, padding_value=end)
        lengths = torch.tensor([len(each) for each in ids])
        mask = torch.arange(padded.shape[1])[None] < lengths[:, None]  # (B, L)
        with torch.no_grad():
            parts.append(encoder.run(padded, mask).double())  # (B, D)
    ctx.progress("Reading prompts", len(texts), len(texts))
    vectors: NDArray[np.float64] = torch.cat(parts).numpy()
    return vectors


def _labelled(project: Project, captioner: str) -> list[tuple[ClipRecord, str]]:
    """Clips that have a prompt, by class, each with it."""
    prompts = training_prompts(project, captioner)
    return [(clip, prompts[clip.id].text) for clip in list_clips(project) if clip.id in prompts]


def _identity(pack_digest: str, labelled: Sequence[tuple[ClipRecord, str]]) -> str:
    said = [[clip.class_name, text] for clip, text in labelled]
    return hashlib.sha256(json.dumps([_FORMAT, pack_digest, said]).encode()).hexdigest()


def _path(project: Project, captioner: str) -> Path:
    name = hashlib.sha256(captioner.encode()).hexdigest()[:16]  # a name may hold any character
    return project.cache_folder / "prompt_quality" / f"{name}.json"
