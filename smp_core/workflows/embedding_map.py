"""Where a run's model puts labelled and incoming clips."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import zipfile
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from smp_core.errors import InputError, ResourceError, SmpError
from smp_core.inference.embedding_map import neighbour_plane, principal_plane, unit_rows
from smp_core.jobs import JobContext
from smp_core.media.clip import load_clip
from smp_core.media.decoder import Decoder
from smp_core.model.inputs import ClipInputs, make_inputs
from smp_core.paths import atomic_write_bytes
from smp_core.storage import runs
from smp_core.storage.project import Project
from smp_core.training.support_set import run_all
from smp_core.workflows.clips import clip_cache
from smp_core.workflows.explain import (
    MAX_WINDOWS,
    Subject,
    chosen_run,
    explain_folder,
    list_subjects,
    shrink,
)
from smp_core.workflows.explain_clip import RunModel, prompt_of, run_model_of
from smp_core.workflows.explain_files import EmbeddingMap, write_embedding_map
from smp_core.workflows.prompts import training_prompts

_AT_ONCE = 8
_KEPT_BYTES = 128 << 20


def make_embedding_map(
    project: Project,
    ctx: JobContext,
    *,
    run_id: str | None = None,
    max_windows: int = MAX_WINDOWS,
    device: str = "auto",
) -> Path:
    """Put all labelled clips and the newest incoming windows into one plane.

    Embeddings are kept, so that a later map computes only what is new. A clip that cannot be read
    is left out with a warning.

    Args:
        ctx: Progress, warnings, cancel.
        run_id: Whose model; None for the active run.
        max_windows: At most so many incoming windows.
        device: Where to compute.

    Returns:
        The file, for `read_embedding_map`.

    Raises:
        InputError: No finished run, or no clip that could be read.
        ModelError, StorageError, ResourceError: As packs, disk and memory say.
    """
    chosen = chosen_run(project, run_id)
    subjects = list_subjects(project, chosen, max_windows)
    names = _identities(project, subjects, chosen)
    folder = explain_folder(project) / "embeddings"
    kept_file = folder / f"{chosen}.npz"
    kept = _read_kept(kept_file)
    tools: RunModel | None = None
    found: dict[str, NDArray[np.float32]] = {}
    try:
        with Decoder() as decoder:
            for start in range(0, len(subjects), _AT_ONCE):
                ctx.progress("Comparing clips", start, len(subjects))
                part = subjects[start : start + _AT_ONCE]
                new = [each for each in part if names[each.key] not in kept]
                if new and tools is None:
                    tools = run_model_of(project, chosen, device)
                if new and tools is not None:
                    for key, row in _embed(project, new, tools, ctx, decoder).items():
                        kept[names[key]] = row
                for each in part:
                    if names[each.key] in kept:
                        found[each.key] = kept[names[each.key]]
    finally:  # what was computed stays, also after a stop
        used = {name: kept[name] for name in names.values() if name in kept}
        with contextlib.suppress(SmpError):
            _write_kept(kept_file, used)
            shrink(folder, _KEPT_BYTES)
    ctx.progress("Drawing the map", len(subjects), len(subjects))
    shown = [each for each in subjects if each.key in found]
    if not shown:
        raise InputError(
            "No clip could be read.",
            "The warnings say why for each; mostly it helps to put the files back where they lay.",
        )
    unit = unit_rows(np.stack([found[each.key] for each in shown]))
    pca, explained = principal_plane(unit)
    file = explain_folder(project) / "plane" / f"{chosen}.npz"
    write_embedding_map(
        file,
        EmbeddingMap(
            run_id=chosen,
            keys=tuple(each.key for each in shown),
            names=tuple(each.path.name for each in shown),
            classes=tuple(each.class_name for each in shown),
            pca=pca,
            tsne=neighbour_plane(unit),
            explained=explained,
            unit=unit,
        ),
    )
    shrink(file.parent, _KEPT_BYTES)
    return file


def _embed(
    project: Project, subjects: list[Subject], tools: RunModel, ctx: JobContext, decoder: Decoder
) -> dict[str, NDArray[np.float32]]:
    """Embeddings by key; what cannot be read is set aside."""
    tokenizer, inputs = tools.pack.tokenizer(), tools.pack.inputs
    ready: list[tuple[Subject, ClipInputs]] = []
    for each in subjects:
        ctx.raise_if_cancelled()
        try:
            clip = load_clip(
                each.path,
                each.content_hash,
                each.start_s,
                each.end_s,
                inputs.decode,
                clip_cache(project),
                decoder,
            )
        except ResourceError:
            raise  # the machine's fault, not the clip's
        except SmpError as error:
            ctx.set_aside(error, str(each.path))
            continue
        prompt = prompt_of(each, tools, clip, ctx)
        ready.append((each, make_inputs(clip, tokenizer.encode(prompt), inputs)))
    if not ready:
        return {}
    embeddings = run_all(tools.model, [clip for _, clip in ready], inputs, _AT_ONCE).embeddings
    parts = [getattr(embeddings, stream) for stream in tools.model.config.head_streams]
    rows = torch.cat(parts, dim=1).numpy()
    return {each.key: row for (each, _), row in zip(ready, rows, strict=True)}


def _identities(project: Project, subjects: list[Subject], run_id: str) -> dict[str, str]:
    """By key, what an embedding depends on apart from the run: the stretch and its prompt."""
    prompts = training_prompts(project, runs.get_run(project, run_id).captioner)
    found = {}
    for each in subjects:
        known = prompts.get(each.id) if each.kind == "clip" else None
        prompt = each.prompt if known is None else known.text
        parts = [each.content_hash, each.start_s, each.end_s, prompt, each.kind]
        found[each.key] = hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
    return found


def _read_kept(file: Path) -> dict[str, NDArray[np.float32]]:
    try:
        with open(file, "rb") as opened, np.load(opened, allow_pickle=False) as data:
            return dict(zip(data["keys"].tolist(), data["rows"], strict=True))
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return {}  # there is none, or it is damaged: then they are computed again


def _write_kept(file: Path, kept: dict[str, NDArray[np.float32]]) -> None:
    if not kept:
        return
    buffer = io.BytesIO()
    np.savez(buffer, keys=np.array(list(kept)), rows=np.stack(list(kept.values())))
    atomic_write_bytes(file, buffer.getvalue())
