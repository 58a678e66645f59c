"""Classifying incoming videos into the project's database."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from smp_core.device import pick_device
from smp_core.errors import (
    Cancelled,
    InputError,
    ModelError,
    ResourceError,
    SmpError,
    StorageError,
)
from smp_core.inference.predictor import Predictor
from smp_core.jobs import JobContext
from smp_core.media.cache import ClipCache
from smp_core.media.clip import load_clip
from smp_core.media.decode import WINDOW_S
from smp_core.media.decoder import Decoder
from smp_core.media.windows import windows
from smp_core.model.adapter import read_adapter
from smp_core.model.inputs import make_inputs
from smp_core.model.pack import Pack
from smp_core.model.tokenizer import PromptTokenizer
from smp_core.paths import quoted
from smp_core.records import IncomingRecord, LeftOut, NewPrediction
from smp_core.storage import runs
from smp_core.storage.project import Project
from smp_core.types import DecodedClip
from smp_core.workflows import incoming
from smp_core.workflows.captioning import ClipCaptioner, Stretch, clip_captioner
from smp_core.workflows.clips import clip_cache, warn_if_not_kept
from smp_core.workflows.options import ClassifyOptions, ClassifySummary
from smp_core.workflows.packs import project_pack

__all__ = ["ClassifyOptions", "ClassifySummary", "classify_paths"]

_WINDOWS_AT_ONCE = 16


@dataclass(frozen=True)
class _Tools:
    """What every video needs."""

    pack: Pack
    run_id: str
    predictor: Predictor
    tokenizer: PromptTokenizer
    captioner: ClipCaptioner
    decoder: Decoder
    cache: ClipCache
    hop_s: float
    again: bool


def classify_paths(
    project: Project, paths: Sequence[Path], options: ClassifyOptions, ctx: JobContext
) -> ClassifySummary:
    """Classify files and folders with the active run.

    Each video's predictions are stored in one transaction; a video that cannot be read is recorded
    as failed with its reason, and the others go on. What is wrong with the machine or the project
    is no video's fault: it ends the job, and the videos that are left stay queued.

    Raises:
        InputError: No trained run yet, a hop that is not above 0, or no video among `paths`.
        ResourceError: Memory or disk ran out.
        SmpError: As packs and storage say.
        Cancelled: Stopped; finished videos stay, the others stay queued.
    """
    if not options.hop_s > 0:
        raise InputError(f"The hop must be above 0 seconds, not {options.hop_s}.")
    run = runs.active_run(project)
    if run is None:
        raise InputError(
            "Nothing has been trained yet.",
            f"Train first with: smp finetune {quoted(str(project.folder))}",
        )
    pack = project_pack(project)
    adapter = read_adapter(run.folder, pack)
    name = options.captioner or adapter.captioner
    writer = clip_captioner(project, name, pack.inputs.decode, device=options.device)
    if name != adapter.captioner:
        ctx.warn(
            f"This run learned from {adapter.captioner} prompts, not from {name} ones.",
            "Expect worse results, or leave the captioner out.",
        )
    elif writer.version != adapter.captioner_version:
        ctx.warn(
            f"The captioner {name} has changed since this run learned from its prompts "
            f"({adapter.captioner_version} then, {writer.version} now).",
            "Results may be worse; train again with the present one, or put the old model back.",
        )
    if options.hop_s > WINDOW_S:
        ctx.warn(
            f"Only {WINDOW_S:g} s of every {options.hop_s:g} s of a longer video are looked at.",
            f"A hop of {WINDOW_S:g} s or less looks at everything.",
        )
    queue = incoming.queue_videos(project, paths, ctx, run_id=run.id, again=options.again)
    if not (queue.queued or queue.already or queue.set_aside):
        raise InputError("There is no video at the given paths.", "Name videos or folders of them.")
    predictor = Predictor(pack, adapter, pick_device(options.device))
    started = time.monotonic()
    classified, n_windows, set_aside = 0, 0, list(queue.set_aside)
    already = len(queue.already)
    with Decoder() as decoder:
        cache = clip_cache(project)
        tools = _Tools(
            pack,
            run.id,
            predictor,
            pack.tokenizer(),
            writer,
            decoder,
            cache,
            options.hop_s,
            options.again,
        )
        for done, video in enumerate(queue.queued):
            ctx.progress("Classifying", done, len(queue.queued))
            outcome = _classify_video(project, video, tools, ctx)
            if isinstance(outcome, LeftOut):
                set_aside.append(outcome)
            elif outcome is None:
                already += 1
            else:
                classified, n_windows = classified + 1, n_windows + outcome
        ctx.progress("Classifying", len(queue.queued), len(queue.queued))
        warn_if_not_kept(cache, ctx)
    seconds = time.monotonic() - started
    return ClassifySummary(
        classified, len(set_aside), already, n_windows, seconds, tuple(set_aside)
    )


def _classify_video(
    project: Project, video: IncomingRecord, tools: _Tools, ctx: JobContext
) -> int | LeftOut | None:
    """Windows classified; or why the video failed, which is stored; None if another program has
    classified it since it was put in line."""
    # Asked for again, an answer of just now is no reason to leave it alone.
    answered_by = None if tools.again else tools.run_id
    try:
        begun = incoming.start_attempt(project, video.id, unless_answered_by=answered_by)
        if begun is None:
            return None
        video = begun
        info = tools.decoder.probe(video.path)
        if not info.has_audio:
            ctx.warn(
                f"{video.path.name} has no sound; judged by its picture.", subject=str(video.path)
            )
        if not info.has_video:
            ctx.warn(
                f"{video.path.name} has no picture; judged by its sound.", subject=str(video.path)
            )
        predictions: list[NewPrediction] = []
        for stretch in _chunks(windows(info.duration_s, hop_s=tools.hop_s)):
            ctx.raise_if_cancelled()
            predictions += _predict(video, stretch, tools, ctx)
        incoming.store_predictions(project, video.id, tools.run_id, predictions, info=info)
        return len(predictions)
    except (Cancelled, KeyboardInterrupt):  # the operator's wish, not the video's doing
        incoming.release_attempt(project, video.id)
        raise
    except (ResourceError, StorageError, ModelError):
        with contextlib.suppress(SmpError):  # a full disk may not even take that
            incoming.release_attempt(project, video.id)
        raise
    except SmpError as error:
        ctx.set_aside(error, str(video.path))
        if not os.path.isdir(video.path.parent):  # its drive is away: it waits until it is back
            incoming.release_attempt(project, video.id)
        else:
            incoming.mark_failed(project, video.id, error, run_id=tools.run_id)
        return LeftOut(video.path, error.message, error.hint, error.code)


def _predict(
    video: IncomingRecord, stretches: Sequence[tuple[float, float]], tools: _Tools, ctx: JobContext
) -> list[NewPrediction]:
    clips: list[DecodedClip] = []
    for start_s, end_s in stretches:
        ctx.raise_if_cancelled()
        clips.append(
            load_clip(
                video.path,
                video.content_hash,
                start_s,
                end_s,
                tools.pack.inputs.decode,
                tools.cache,
                tools.decoder,
            )
        )
    keys = [Stretch(video.content_hash, start_s, end_s) for start_s, end_s in stretches]
    prompts = tools.captioner.caption(keys, clips, ctx)
    inputs = [
        make_inputs(clip, tools.tokenizer.encode(prompt), tools.pack.inputs)
        for clip, prompt in zip(clips, prompts, strict=True)
    ]
    predictions = []
    for clip, prompt, row in zip(clips, prompts, tools.predictor.predict(inputs), strict=True):
        best = int(row.argmax())
        names = tools.predictor.class_names
        predictions.append(
            NewPrediction(
                start_s=clip.start_s,
                end_s=clip.end_s,
                prompt=prompt,
                captioner=tools.captioner.name,
                class_name=names[best],
                probability=float(row[best]),
                probabilities={n: float(p) for n, p in zip(names, row, strict=True)},
            )
        )
    return predictions


def _chunks(
    stretches: Sequence[tuple[float, float]],
) -> Iterator[Sequence[tuple[float, float]]]:
    for start in range(0, len(stretches), _WINDOWS_AT_ONCE):
        yield stretches[start : start + _WINDOWS_AT_ONCE]
