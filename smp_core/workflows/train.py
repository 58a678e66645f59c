"""Finetuning a project's classes."""

from __future__ import annotations

import contextlib
import time
from typing import Any

from smp_core.device import describe_device, pick_device
from smp_core.errors import Cancelled, InputError, ResourceError, SmpError, StorageError
from smp_core.jobs import JobContext
from smp_core.media.decoder import Decoder
from smp_core.model.config import ModelConfig
from smp_core.model.pack import Pack
from smp_core.paths import quoted
from smp_core.prompts import captioner
from smp_core.records import RunRecord
from smp_core.storage import runs
from smp_core.storage.project import Project
from smp_core.training import checkpoint
from smp_core.training.config import TrainConfig, preset, preset_settings
from smp_core.training.finetune import check_trainable, finetune
from smp_core.training.overrides import apply_overrides
from smp_core.workflows.options import FinetuneOptions
from smp_core.workflows.packs import project_pack
from smp_core.workflows.prompts import caption_clips
from smp_core.workflows.support import load_support

__all__ = ["FinetuneOptions", "check_resumed", "finetune_project"]


def finetune_project(project: Project, options: FinetuneOptions, ctx: JobContext) -> RunRecord:
    """Learn the project's classes from its clips and prompts; the new run becomes the active one.

    A clip that cannot be read is set aside and the others are used.

    Raises:
        InputError: Nothing to learn from, or nothing to resume.
        SmpError: As packs, storage and training say.
        Cancelled: Stopped; the run stays resumable.
    """
    pack = project_pack(project)
    device = pick_device(options.device)
    unfinished = runs.unfinished_run(project) if options.resume else None
    if options.resume and unfinished is None:
        raise InputError(
            "There is no unfinished training to resume.",
            f"Start one with: smp finetune {quoted(str(project.folder))}",
        )
    if unfinished is not None:
        if options.overrides:
            raise InputError(
                "A training that goes on keeps its settings.",
                "Leave out --set, or start a new training without --resume.",
            )
        model_config, config = settings_of_run(unfinished, pack)
        captioner_name = unfinished.captioner
    else:
        changes: dict[str, Any] = {"seed": options.seed}
        if options.epochs is not None:
            changes["epochs"] = options.epochs
        config = preset(options.preset, **changes)
        settings = preset_settings(options.preset, options.overrides)
        model_config, config = apply_overrides(pack.model, config, settings)
        captioner_name = options.captioner
    with Decoder() as decoder:
        caption_clips(
            project,
            captioner_name,
            ctx,
            decoder,
            options=pack.inputs.decode,
            device=options.device,
        )
        loaded = load_support(project, pack, captioner_name, ctx, decoder)
    support, identity = loaded.support, loaded.identity
    check_trainable(support)  # before anything is written down
    if unfinished is not None:
        run = runs.resume_run(
            project, unfinished.id, class_names=support.class_names, n_clips=len(support)
        )
    else:
        run = runs.begin_run(
            project,
            captioner=captioner_name,
            preset=options.preset,
            config=_recorded(config, settings),
            class_names=support.class_names,
            n_clips=len(support),
            device=describe_device(device),
        )
    started = time.monotonic()
    try:
        result = finetune(
            pack,
            support,
            config,
            run.folder,
            device,
            ctx,
            captioner=captioner_name,
            captioner_version=captioner(captioner_name).version,
            identity=identity,
            resume=unfinished is not None,
            model_config=model_config,
            preset=run.preset,
        )
    except (Cancelled, KeyboardInterrupt):
        runs.fail_run(
            project,
            run.id,
            "Stopped by the operator.",
            cancelled=True,
            seconds=time.monotonic() - started,
        )
        raise
    except SmpError as error:
        mendable = isinstance(error, ResourceError | StorageError)
        way_on = " No finished epoch is lost: add --resume to go on." if mendable else ""
        told = type(error)(error.message, error.hint + way_on)
        with contextlib.suppress(SmpError):  # a full disk may not even take that
            runs.fail_run(project, run.id, str(told), seconds=time.monotonic() - started)
        raise told from error
    finished = runs.finish_run(
        project,
        run.id,
        metrics=result.metrics,
        seconds=time.monotonic() - started,
        device=describe_device(device),
    )
    checkpoint.clear(run.folder)  # only now is the result safe
    return finished


def check_resumed(
    project: Project,
    *,
    preset: str | None = None,
    epochs: int | None = None,
    seed: int | None = None,
    captioner: str | None = None,
) -> None:
    """Whether what was asked for is what the training that goes on was begun with.

    Args:
        preset, epochs, seed, captioner: None where nothing was asked for.

    Raises:
        InputError: Something else was asked for; it says what, and what the training has.
    """
    unfinished = runs.unfinished_run(project)
    if unfinished is None:  # `finetune_project` says so
        return
    own = {
        "preset": unfinished.preset,
        "epochs": unfinished.config.get("epochs"),
        "seed": unfinished.config.get("seed"),
        "captioner": unfinished.captioner,
    }
    asked = {"preset": preset, "epochs": epochs, "seed": seed, "captioner": captioner}
    other = [name for name, value in asked.items() if value not in (None, own[name])]
    if other:
        raise InputError(
            "A training that goes on keeps its settings: "
            + ", ".join(f"{name} {own[name]}, not {asked[name]}" for name in other)
            + ".",
            f"Leave out {' and '.join(f'--{name}' for name in other)}, or start a new training "
            "without --resume.",
        )


def _recorded(config: TrainConfig, overrides: tuple[str, ...]) -> dict[str, Any]:
    """What the run keeps of its settings. The overrides say how the model differs from the pack."""
    return {**config.to_json(), **({"overrides": list(overrides)} if overrides else {})}


def settings_of_run(run: RunRecord, pack: Pack) -> tuple[ModelConfig, TrainConfig]:
    """The inverse: what a run was trained with.

    Raises:
        InputError: It has settings that this program does not know.
    """
    recorded: dict[str, Any] = dict(run.config)
    overrides = [str(each) for each in recorded.pop("overrides", [])]
    return apply_overrides(pack.model, TrainConfig(), overrides)[0], TrainConfig.from_json(recorded)
