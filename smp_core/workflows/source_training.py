"""Source training: SMP on top of a pack's backbones, from many clips (paper III-A, IV-A2)."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch

from smp_core.device import release_memory
from smp_core.errors import ModelError
from smp_core.jobs import JobContext
from smp_core.media.decoder import Decoder
from smp_core.model.comparison import whitening
from smp_core.model.config import ModelConfig
from smp_core.model.pack import BACKBONES, TOKENIZER, Pack, load_backbones
from smp_core.model.smp import SMP
from smp_core.paths import user_cache_folder
from smp_core.prompts import CaptionerSettings, captioner
from smp_core.training import checkpoint
from smp_core.training.config import TrainConfig
from smp_core.training.distributed import ALONE, Team, run_all_together
from smp_core.training.finetune import check_trainable
from smp_core.training.loop import TrainResult, train
from smp_core.training.probe import probe
from smp_core.training.small import small_model
from smp_core.training.stopping import stop_points
from smp_core.training.support_set import SupportSet
from smp_core.workflows.cached_clips import (
    ClipReader,
    clip_sizes,
    large_cache,
    memory_for_clips,
)
from smp_core.workflows.captioning import ClipCaptioner
from smp_core.workflows.clips import warn_if_not_kept
from smp_core.workflows.source_clips import SourceClip, SourceSet, read_source

_STAGE = "Source training"
# An estimate of less is no news by the time it is read.
_WORTH_TELLING_S = 60.0
# Small models are asked many clips at once; of large ones that would take gigabytes.
_SMALL_WIDTH, _ASKED_AT_ONCE = 128, 64


@dataclass(frozen=True)
class SourceTrained:
    """What a source training made.

    Attributes:
        model: On the CPU.
        statistics: Stream → whitening of its embeddings (see `comparison.whitening`).
        accuracy: On held-out clips, 0…1; None when there were none.
        classes: In head order.
        log: How it went, plain JSON.
    """

    model: SMP
    statistics: dict[str, torch.Tensor]
    accuracy: float | None
    classes: tuple[str, ...]
    log: dict[str, Any]


def train_on_source(
    clips: Sequence[SourceClip],
    base: Pack,
    captioner_name: str,
    config: TrainConfig,
    device: torch.device,
    ctx: JobContext,
    *,
    folder: Path,
    resume: bool,
    members: Team = ALONE,
) -> SourceTrained:
    """Read the clips and train; an interrupted training goes on from its last epoch.

    Args:
        base: Whose backbones to build on; P-AVeLs and the head start anew.
        captioner_name: Whose prompts to learn from.
        config: Settings; `batch_size` is that of all processes together.
        folder: Where checkpoints lie meanwhile; `clear` it when the result is kept.
        resume: Go on from the checkpoint there, if there is one.
        members: The processes that train together.

    Raises:
        InputError: See `check_trainable`.
        ModelError: The checkpoint belongs to other clips, prompts or settings.
        Others: See `loop.train` and `read_source`.
    """
    started = time.monotonic()
    processes = int(os.environ.get("LOCAL_WORLD_SIZE", "1")) if members.size > 1 else 1
    room = memory_for_clips(processes)
    _tell_room(len(clips), base, room, processes, ctx)
    cache = large_cache(len(clips), base.inputs)
    with Decoder() as decoder:
        reader = ClipReader(decoder, cache, base.inputs, room)
        describe = _describer(captioner_name, base, device)
        source = read_source(clips, base, describe, reader, ctx, members=members, folder=folder)
        del describe  # its model may hold gigabytes
        release_memory()
        warn_if_not_kept(cache, ctx)
        check_trainable(source.support)
        model_config = source_model(base.model)
        done = checkpoint_epoch(folder) if resume else 0
        if members.leads:
            _tell_time(base, model_config, config, len(source.support), done, device, ctx, members)
        torch.manual_seed(config.seed)
        model = SMP(model_config, len(source.support.class_names))
        load_backbones(model, base.folder)
        model.to(device)
        with stop_points(model, ctx) if members.size == 1 else nullcontext():
            result = _train(model, source, base, config, ctx, folder, resume, members)
        at_once = _ASKED_AT_ONCE if base.model.text.width <= _SMALL_WIDTH else result.batch_size
        accuracy = _accuracy(model, source.held_out, at_once, members)
        statistics = _statistics(model, source.support, at_once, members)
    log = {
        "classes": list(source.support.class_names),
        "clips": len(source.support),
        "held_out_clips": len(source.held_out),
        "held_out_accuracy": accuracy,
        "settings": config.to_json(),
        "processes": members.size,
        "history": result.history,
        "seconds": time.monotonic() - started,
    }
    return SourceTrained(model.cpu(), statistics, accuracy, source.support.class_names, log)


def source_model(config: ModelConfig) -> ModelConfig:
    """The pack's own model; backbones that were pretrained alone get P-AVeLs where the small
    model has them.
    """
    if config.begin_block < config.audio.depth:
        return config
    return replace(config, begin_block=min(small_model().begin_block, config.audio.depth - 1))


def checkpoint_epoch(folder: Path) -> int:
    """How many epochs an interrupted training in that folder has finished; 0 without one."""
    try:
        return int(json.loads((folder / "checkpoint.json").read_text(encoding="utf-8"))["epoch"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def clear(folder: Path) -> None:
    """Remove what a finished training needed meanwhile."""
    checkpoint.clear(folder)
    for file in folder.glob("clips-*.json"):
        file.unlink(missing_ok=True)
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _train(
    model: SMP,
    source: SourceSet,
    base: Pack,
    config: TrainConfig,
    ctx: JobContext,
    folder: Path,
    resume: bool,
    members: Team,
) -> TrainResult:
    backbones = [base.files.get(f"{stream}.safetensors") for stream in BACKBONES]
    parts = [backbones, base.files[TOKENIZER], model.config.to_json(), source.identity]
    identity = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
    try:
        return train(
            model,
            source.support,
            config,
            ctx,
            stage=_STAGE,
            folder=folder,
            identity=identity,
            resume=resume,
            team=members,
        )
    except ModelError as error:
        if resume and checkpoint_epoch(folder):
            raise ModelError(
                f"The stopped training in {folder} cannot go on: {error.message}",
                "Use the clips and options it was started with, or remove that folder to start "
                "anew.",
            ) from error
        raise


def _describer(name: str, pack: Pack, device: torch.device) -> ClipCaptioner:
    tokenizer = pack.tokenizer()
    settings = CaptionerSettings(
        device=device.type, count=tokenizer.count, limit=pack.model.text.max_tokens
    )
    kept = user_cache_folder() / "captions"
    return ClipCaptioner(captioner(name, settings), kept, pack.inputs.decode)


def _tell_room(n_clips: int, pack: Pack, room_bytes: int, processes: int, ctx: JobContext) -> None:
    """Say how much room the clips need where it is more than a process will keep in memory."""
    size = clip_sizes(pack.inputs)
    wanted = n_clips * size.memory_bytes
    if wanted <= room_bytes:
        return
    each = " in each process" if processes > 1 else ""
    ctx.warn(
        f"{n_clips} clips of {size.memory_bytes / 1e6:.1f} MB are {wanted / 1e9:.1f} GB: at most "
        f"{room_bytes / 1e9:.1f} GB of them are kept in memory{each}, the others are read from "
        "the disk each time.",
        f"Their cache takes about {n_clips * size.disk_bytes / 1e9:.1f} GB there.",
    )


def _tell_time(
    base: Pack,
    model_config: ModelConfig,
    config: TrainConfig,
    n_clips: int,
    epochs_done: int,
    device: torch.device,
    ctx: JobContext,
    members: Team,
) -> None:
    """Try a small step, and say about how long the whole takes."""
    cost = probe(base, model_config, config, device, ctx.quiet())
    left = max(0, config.epochs - epochs_done)
    seconds = cost.clip_s * n_clips * left / members.size
    if seconds < _WORTH_TELLING_S:
        return
    share = -(-min(n_clips, config.batch_size) // members.size)
    memory = cost.fixed_bytes + cost.clip_bytes * share
    before = f" after {epochs_done} that are done" if epochs_done else ""
    ctx.warn(
        f"{left} epochs of {n_clips} clips{before} take about {_duration(seconds)} here, with "
        f"{memory / 1e9:.1f} GB of memory beside the clips.",
        "It may be stopped and started again: it goes on from the last whole epoch.",
    )


def _duration(seconds: float) -> str:
    minutes = max(1, round(seconds / 60))
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def _statistics(
    model: SMP, clips: SupportSet, at_once: int, members: Team
) -> dict[str, torch.Tensor]:
    """How clips of one class differ, as the `fast` preset needs to know it."""
    out = run_all_together(model, clips.clips, clips.options, at_once, members)
    found = out.embeddings._asdict()
    count = len(clips.class_names)
    return {name: whitening(e, clips.labels, count) for name, e in found.items() if e is not None}


def _accuracy(model: SMP, clips: SupportSet, at_once: int, members: Team) -> float | None:
    if not len(clips):
        return None
    outputs = run_all_together(model, clips.clips, clips.options, at_once, members)
    return float((outputs.logits.argmax(dim=1) == clips.labels).float().mean())
