"""The training loop of source training and finetuning alike (spec, "Training and protocol")."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from smp_core.device import is_out_of_memory, precision, release_memory
from smp_core.errors import ResourceError
from smp_core.jobs import JobContext
from smp_core.model.config import ModelConfig
from smp_core.model.smp import SMP, Embeddings, SmpOutput
from smp_core.training import checkpoint
from smp_core.training.class_balance import log_shares
from smp_core.training.config import TrainConfig
from smp_core.training.distributed import ALONE, Team, run_all_together
from smp_core.training.gates import gates
from smp_core.training.ppr import Prototypes, class_means, rebalance
from smp_core.training.support_set import SupportSet, run_all, run_model
from smp_core.training.views import N_VIEWS, views


@dataclass(frozen=True)
class TrainResult:
    """What a training did.

    Attributes:
        history: One dictionary an epoch: loss, accuracy, seconds and, with P-PR, rho, delta, beta,
            gamma; each the mean over the epoch's steps.
        batch_size: In use at the end.
        seconds: Wall time of this call.
    """

    history: list[dict[str, float]]
    batch_size: int
    seconds: float


def train(
    model: SMP,
    support: SupportSet,
    config: TrainConfig,
    ctx: JobContext,
    *,
    stage: str = "Training",
    folder: Path | None = None,
    identity: str = "",
    resume: bool = False,
    after_epoch: Callable[[int], None] = lambda epoch: None,
    team: Team = ALONE,
) -> TrainResult:
    """Train what is trainable in `model`, in place.

    Every epoch draws its shuffle and dropout from (seed, epoch) alone, so a training resumed from
    the checkpoint of an epoch ends with exactly the weights of an uninterrupted one on the same
    machine. Cancelling takes effect within one step.

    Args:
        model: On its device; the head already has the right number of classes.
        support: At least one clip a class.
        config: Settings.
        ctx: Progress with live numbers, warnings, cancel.
        stage: What the progress is called.
        folder: Where a checkpoint is written each epoch; None for none.
        identity: What else must be equal for a resume (pack digest, clip hashes, prompts).
        resume: Go on from the checkpoint in `folder`, if there is one.
        after_epoch: Called with the number of epochs finished (for curves); not to be used to pick
            an epoch by query labels.
        team: The processes that train together; each takes a part of every batch.

    Raises:
        ResourceError: Memory runs out even with one clip a batch, or the disk is full.
        ModelError: A checkpoint that belongs to something else.
        Cancelled: Stopped; the last epoch's checkpoint stays.
    """
    started = time.monotonic()
    parameters = model.trainable()
    optimizer = torch.optim.Adam(parameters.values(), lr=config.learning_rate)
    fingerprint = _fingerprint(config, support, identity)
    state = checkpoint.Progressed(0, config.batch_size, [], fingerprint)
    if resume and folder is not None:
        state = checkpoint.load(folder, parameters, optimizer, fingerprint) or state
    team.start_alike(model)

    while state.epoch < config.epochs:
        numbers, error = None, ""
        try:
            numbers = _epoch(model, optimizer, support, config, ctx, state, stage, team)
        except RuntimeError as failure:
            if not is_out_of_memory(failure):
                raise
            error = str(failure).partition("\n")[0]
        if numbers is None:  # recover outside the except block, where nothing holds the tensors
            optimizer.zero_grad(set_to_none=True)
            release_memory()
            state = _smaller_batch(state, error, ctx, team)
            continue
        state = replace(state, epoch=state.epoch + 1, history=[*state.history, numbers])
        if folder is not None and team.leads:
            checkpoint.save(folder, parameters, optimizer, state)
        after_epoch(state.epoch)
    model.eval()
    return TrainResult(state.history, state.batch_size, time.monotonic() - started)


def _epoch(
    model: SMP,
    optimizer: torch.optim.Adam,
    support: SupportSet,
    config: TrainConfig,
    ctx: JobContext,
    state: checkpoint.Progressed,
    stage: str,
    team: Team,
) -> dict[str, float]:
    started = time.monotonic()
    if state.epoch == 0 and model.comparison is not None:
        start_comparison(model, support, state.batch_size, ctx)
    rebalanced = config.rebalance and can_rebalance(model.config)
    prototypes = (
        support_prototypes(model, support, state.batch_size, ctx, team) if rebalanced else None
    )
    shift = None
    if config.balance_classes:
        shift = log_shares(support.labels, len(support.class_names)).to(model.device)
    generator = torch.Generator().manual_seed(_mix(config.seed, state.epoch))
    order = torch.randperm(len(support), generator=generator)
    torch.manual_seed(_mix(config.seed, state.epoch) + 1 + team.rank)  # dropout
    steps = order.split(state.batch_size)
    total = config.epochs * len(steps)
    sums: dict[str, float] = {}
    parameters = list(model.trainable().values())
    model.train()
    for index, rows in enumerate(steps):
        done = state.epoch * len(steps) + index
        labels = support.labels[rows].to(model.device)
        with precision(model.device, config.mixed_precision):
            own = [support.clips[int(r)] for r in team.own(rows)]
            output = run_model(model, own, support.options)
        whole = _gathered(output, len(rows), team)
        loss, numbers = _loss(whole, labels, prototypes, shift, config)
        optimizer.zero_grad(set_to_none=True)
        if loss.requires_grad:  # a process that had no clip of this batch has nothing to add
            loss.backward()
        team.sum_gradients(parameters)
        optimizer.step()
        for name, value in numbers.items():
            sums[name] = sums.get(name, 0.0) + value * len(rows)
        shown = {**numbers, **gates(model)} if index + 1 == len(steps) else numbers
        ctx.progress(stage, done + 1, total, epoch=state.epoch + 1, **shown)
    means = {name: value / len(support) for name, value in sums.items()}
    return {**means, "seconds": time.monotonic() - started}


def start_comparison(model: SMP, support: SupportSet, batch_size: int, ctx: JobContext) -> None:
    """Start the prototypes that clips are compared with at the class means of all clips' views."""
    if model.comparison is None:
        raise ValueError("the model compares nothing")
    out = run_all(
        model, views(support.clips), support.options, batch_size,
        lambda done: ctx.raise_if_cancelled(),
    ).embeddings  # fmt: skip
    found = {name: e for name, e in out._asdict().items() if e is not None}
    model.comparison.start(found, support.labels.repeat(N_VIEWS))


def can_rebalance(config: ModelConfig) -> bool:
    """P-PR is part of SMP with both streams; the baselines and one-stream SMP have none."""
    return config.pavel and len(config.streams) == 2


def support_prototypes(
    model: SMP, support: SupportSet, batch_size: int, ctx: JobContext, team: Team = ALONE
) -> Prototypes:
    """Class means over the whole support set in eval mode (Eq. 5; spec, "P-PR")."""
    out = run_all_together(
        model,
        support.clips,
        support.options,
        batch_size,
        team,
        lambda done: ctx.raise_if_cancelled(),
    ).embeddings
    if out.audio is None or out.visual is None or out.text is None:
        raise ValueError("P-PR needs all three streams")
    n = len(support.class_names)
    audio, visual, text = (
        class_means(e, support.labels, n).to(model.device)
        for e in (out.audio, out.visual, out.text)
    )
    return Prototypes(audio, visual, text)


def _gathered(output: SmpOutput, n: int, team: Team) -> SmpOutput:
    """What all processes say of a batch of n: ρ and δ are of the whole batch (Eq. 7, 12)."""
    if team.size == 1:
        return output
    embeddings = (None if e is None else team.gather(e.float(), n) for e in output.embeddings)
    return SmpOutput(team.gather(output.logits.float(), n), Embeddings(*embeddings))


def _loss(
    output: SmpOutput,
    labels: Tensor,
    prototypes: Prototypes | None,
    shift: Tensor | None,
    config: TrainConfig,
) -> tuple[Tensor, dict[str, float]]:
    """Eq. 10 in full precision, and the numbers to show."""
    logits = output.logits.float()
    loss = functional.cross_entropy(logits if shift is None else logits + shift, labels)
    numbers = {"accuracy": float((logits.detach().argmax(dim=1) == labels).float().mean())}
    if prototypes is not None:
        audio, visual, text = output.embeddings
        if audio is None or visual is None or text is None:
            raise ValueError("P-PR needs all three streams")
        part = rebalance(
            audio.float(),
            visual.float(),
            text.float(),
            prototypes,
            labels,
            alpha=config.alpha,
            detach=config.detach_rebalance,
            tune=config.tune_prototypes,
        )
        loss = loss + part.loss
        for name in ("rho", "delta", "beta", "gamma"):
            numbers[name] = float(getattr(part, name).detach())
    numbers["loss"] = float(loss.detach())
    return loss, numbers


def _smaller_batch(
    state: checkpoint.Progressed, error: str, ctx: JobContext, team: Team
) -> checkpoint.Progressed:
    if team.size > 1:  # the others are amid a batch of that size
        raise ResourceError(
            f"Not enough memory for {state.batch_size} clips a batch over {team.size} processes "
            f"({error}).",
            "Train with a smaller --batch-size.",
        )
    if state.batch_size == 1:
        raise ResourceError(
            f"Not enough memory to train even one clip at a time ({error}).",
            "Close other programs, or train on the CPU with --device cpu.",
        )
    smaller = state.batch_size // 2
    ctx.warn(
        f"Memory ran out with {state.batch_size} clips a batch; going on with {smaller}.",
        "Results may differ slightly from a training with the full batch.",
    )
    return replace(state, batch_size=smaller)


def _mix(seed: int, epoch: int) -> int:
    return (seed * 1_000_003 + epoch * 7_919) % 2**63


def _fingerprint(config: TrainConfig, support: SupportSet, identity: str) -> str:
    settings = {k: v for k, v in config.to_json().items() if k != "epochs"}
    # So that trainings begun before these existed can go on.
    if config.tune_prototypes:
        del settings["tune_prototypes"]
    if not config.balance_classes:
        del settings["balance_classes"]
    text = json.dumps([settings, support.labels.tolist(), support.class_names, identity])
    return hashlib.sha256(text.encode()).hexdigest()
