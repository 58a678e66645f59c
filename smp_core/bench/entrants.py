"""Everything that can take part in a comparison: SMP's configurations, baselines, peers.

All see the same frozen backbones, inputs, prompts and sessions; none ever sees a query label.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import torch
from torch import Tensor

from smp_core.bench.datasets.prompting import Prompts
from smp_core.bench.lab import Lab
from smp_core.bench.peers.fusion import FusionModel, answer, train_fusion
from smp_core.bench.peers.peer import TrainedPeer, TrainingFree
from smp_core.errors import InputError
from smp_core.jobs import JobContext
from smp_core.model.config import ModelConfig
from smp_core.model.inputs import ClipInputs
from smp_core.model.pack import SOURCE_WEIGHTS, Pack, load_backbones
from smp_core.model.smp import SMP
from smp_core.model.weights import read_weights, write_weights
from smp_core.training.config import TrainConfig, preset, preset_settings
from smp_core.training.loop import train
from smp_core.training.overrides import apply_overrides
from smp_core.training.support_set import SupportSet, run_all

Answer = Callable[[Sequence[ClipInputs]], Tensor]
"""Clips → logits (Q, C) of a model as it is at that moment."""

Watch = Callable[[Answer], None]
"""Called after each epoch."""


@dataclass(frozen=True)
class Outcome:
    """One session's answer.

    Attributes:
        logits: float (Q, C). seconds: Of training alone. trainable_parameters: How many.
    """

    logits: Tensor
    seconds: float
    trainable_parameters: int


class Entrant(Protocol):
    """One row of a table."""

    @property
    def name(self) -> str:
        """Row label."""
        ...

    @property
    def prompts(self) -> Prompts:
        """What its prompts are written from, in source training and in sessions."""
        ...

    @property
    def edition(self) -> str:
        """Another one whenever the same sessions may be answered otherwise than before."""
        ...

    def weights_file(self, lab: Lab) -> Path | None:
        """Where its source-trained weights are kept; None if it needs none of its own.

        Raises:
            InputError: It cannot be source-trained as the lab does it.
        """
        ...

    def prepare(self, lab: Lab, file: Path, ctx: JobContext) -> None:
        """Source-train it into `file`."""
        ...

    def run(
        self, lab: Lab, support: SupportSet, query: Sequence[ClipInputs], watch: Watch | None
    ) -> Outcome:
        """One session from a fresh model."""
        ...


@dataclass(frozen=True)
class SmpEntrant:
    """SMP in some configuration.

    Attributes:
        name: Row label.
        settings: "key=value" each, over the pack's model and the preset.
        preset_name: Of the sessions; source training always uses the paper's.
        scratch: Leave out source training ("training from scratch", paper IV-A4).
        prompts: What prompts are written from.
    """

    name: str
    settings: tuple[str, ...] = ()
    preset_name: str = "paper"
    scratch: bool = False
    prompts: Prompts = "own"

    @property
    def edition(self) -> str:
        """Its settings and how its preset differs from the paper's.

        `balance_classes` is left out: sessions have equally many clips of every class, where it
        changes nothing.
        """
        plain = TrainConfig().to_json()
        own = replace(preset(self.preset_name), balance_classes=False).to_json()
        changed = [f"{key}={value}" for key, value in own.items() if value != plain[key]]
        return " ".join([*preset_settings(self.preset_name, self.settings), *changed])

    def prepare(self, lab: Lab, file: Path, ctx: JobContext) -> None:
        """Source-train this configuration."""
        model_config, config = self._configs(lab.pack, "paper")
        config, source = lab.training.config(config), lab.training.clips(lab.source(self.prompts))
        torch.manual_seed(config.seed)
        model = SMP(model_config, len(source.class_names))
        load_backbones(model, lab.pack.folder)
        model.to(lab.device)
        train(model, source, config, ctx, stage=f"Source training, {self.name}")
        write_weights(file, model.cpu().trainable())

    def run(
        self, lab: Lab, support: SupportSet, query: Sequence[ClipInputs], watch: Watch | None
    ) -> Outcome:
        """Finetune with the preset."""
        model = self.start(lab, len(support.class_names))
        seconds = _timed(
            lambda after: self.tune(lab, model, support, JobContext(), after),
            lambda clips: run_all(model, clips, support.options, 32).logits,
            watch,
        )
        logits = run_all(model, query, support.options, 32).logits
        return Outcome(logits, seconds, sum(p.numel() for p in model.trainable().values()))

    def finetuned(self, lab: Lab, support: SupportSet, ctx: JobContext) -> SMP:
        """A session's model when it is ready."""
        model = self.start(lab, len(support.class_names))
        self.tune(lab, model, support, ctx)
        return model.eval()

    def start(self, lab: Lab, n_classes: int) -> SMP:
        """The model that a session begins with."""
        model_config, config = self._configs(lab.pack, self.preset_name)
        torch.manual_seed(config.seed)
        return self._source_trained(lab, model_config, n_classes).to(lab.device)

    def tune(
        self,
        lab: Lab,
        model: SMP,
        support: SupportSet,
        ctx: JobContext,
        after_epoch: Callable[[int], None] = lambda epoch: None,
    ) -> None:
        """Finetune it in place."""
        _, config = self._configs(lab.pack, self.preset_name)
        stage = f"Finetuning, {self.name}"
        train(model, support, config, ctx, stage=stage, after_epoch=after_epoch)

    def _source_trained(self, lab: Lab, config: ModelConfig, n_classes: int) -> SMP:
        """A fresh model with a new last layer, as `Pack.new_model` makes it."""
        weights = self.weights_file(lab)
        if weights is None:
            return lab.pack.new_model(n_classes, source_trained=not self.scratch, config=config)
        model = SMP(config, max(2, len(lab.pack.source_classes)))
        load_backbones(model, lab.pack.folder)
        expected = {name: p.shape for name, p in model.trainable().items()}
        model.load_state_dict(read_weights(weights, expected), strict=False)
        model.replace_classes(n_classes)
        model.freeze_backbones()
        return model

    def _configs(self, pack: Pack, preset_name: str) -> tuple[ModelConfig, TrainConfig]:
        settings = preset_settings(preset_name, self.settings)
        return apply_overrides(pack.model, preset(preset_name), settings)

    def weights_file(self, lab: Lab) -> Path | None:
        """As `Entrant` says; SMP itself may use the pack's own."""
        if not self.scratch:
            _check_source_trained(lab.pack)
        if self.scratch:
            return None
        uses_pack = lab.training.uses_pack and self.prompts == "own"
        if uses_pack and self._configs(lab.pack, "paper") == (lab.pack.model, preset("paper")):
            return None
        if not uses_pack and self.preset_name != "paper":
            raise _only_with_pack(self.name)
        model_config, config = self._configs(lab.pack, "paper")
        return _weights_file(lab, model_config.to_json(), config, self.prompts)


@dataclass(frozen=True)
class TrainedEntrant:
    """A trained peer, with the paper preset's rate, batches and epochs."""

    peer: TrainedPeer

    @property
    def name(self) -> str:
        """Row label."""
        return self.peer.name

    @property
    def prompts(self) -> Prompts:
        """The captioner's."""
        return "own"

    @property
    def edition(self) -> str:
        """Its version."""
        return f"version {self.peer.version}"

    def prepare(self, lab: Lab, file: Path, ctx: JobContext) -> None:
        """Source-train it."""
        config = lab.training.config(TrainConfig())
        source = lab.training.clips(lab.source(self.prompts))
        torch.manual_seed(config.seed)
        model = self._new(lab, len(source.class_names))
        train_fusion(model, source, config, ctx, stage=f"Source training, {self.name}")
        write_weights(file, model.cpu().kept())

    def run(
        self, lab: Lab, support: SupportSet, query: Sequence[ClipInputs], watch: Watch | None
    ) -> Outcome:
        """Finetune it."""
        model = self.start(lab, len(support.class_names))
        seconds = _timed(
            lambda after: self.tune(model, support, JobContext(), after),
            lambda clips: answer(model, clips, support.options),
            watch,
        )
        logits = answer(model, query, support.options)
        return Outcome(logits, seconds, sum(p.numel() for p in model.trainable().values()))

    def finetuned(self, lab: Lab, support: SupportSet, ctx: JobContext) -> FusionModel:
        """A session's model when it is ready."""
        model = self.start(lab, len(support.class_names))
        self.tune(model, support, ctx)
        return model.eval()

    def start(self, lab: Lab, n_classes: int) -> FusionModel:
        """The model that a session begins with."""
        torch.manual_seed(TrainConfig().seed)
        model = self._new(lab, max(2, len(lab.pack.source_classes)))
        expected = {name: p.shape for name, p in model.kept().items()}
        weights = read_weights(self.weights_file(lab), expected)
        model.load_state_dict(weights, strict=False)
        model.replace_classes(n_classes)
        return model

    def tune(
        self,
        model: FusionModel,
        support: SupportSet,
        ctx: JobContext,
        after_epoch: Callable[[int], None] = lambda epoch: None,
    ) -> None:
        """Finetune it in place; a method that is not finetuned keeps what it needs of the clips."""
        if not model.finetunes:
            model.finish(support)
            return
        stage = f"Finetuning, {self.name}"
        train_fusion(model, support, TrainConfig(), ctx, stage=stage, after_epoch=after_epoch)

    def _new(self, lab: Lab, n_classes: int) -> FusionModel:
        model = self.peer.build(lab.pack.model, n_classes)
        model.load_backbones(lab.pack.folder)
        return model.to(lab.device)

    def weights_file(self, lab: Lab) -> Path:
        """As `Entrant` says."""
        named = [self.peer.name, self.edition] if self.peer.version > 1 else self.peer.name
        return _weights_file(lab, named, TrainConfig(), self.prompts)


@dataclass(frozen=True)
class FreeEntrant:
    """A training-free peer."""

    peer: TrainingFree

    @property
    def name(self) -> str:
        """Row label."""
        return self.peer.name

    @property
    def prompts(self) -> Prompts:
        """Those without captions see the constant prompt: P-AVeLs would let others through."""
        return "own" if self.peer.captions else "constant"

    @property
    def edition(self) -> str:
        """What its embeddings were made with."""
        return f"{self.prompts} prompts"

    def weights_file(self, lab: Lab) -> None:
        """None: it compares what the pack's own SMP gives."""
        _check_source_trained(lab.pack)
        if not lab.training.uses_pack:
            raise _only_with_pack(self.name)

    def prepare(self, lab: Lab, file: Path, ctx: JobContext) -> None:
        """Nothing to train."""

    def run(
        self, lab: Lab, support: SupportSet, query: Sequence[ClipInputs], watch: Watch | None
    ) -> Outcome:
        """Compare embeddings."""
        left, right = lab.embed(support.clips), lab.embed(query)
        started = time.monotonic()
        logits = self.peer.predict(left, support.labels, right, self.peer.captions)
        return Outcome(logits, time.monotonic() - started, 0)


def _timed(
    tune: Callable[[Callable[[int], None]], None], answers: Answer, watch: Watch | None
) -> float:
    """Finetune; seconds without those that watching took."""
    started, watched = time.monotonic(), 0.0

    def after(_epoch: int) -> None:
        nonlocal watched
        if watch is not None:
            began = time.monotonic()
            watch(answers)
            watched += time.monotonic() - began

    tune(after)
    return time.monotonic() - started - watched


def _check_source_trained(pack: Pack) -> None:
    if SOURCE_WEIGHTS not in pack.files:
        raise InputError(
            f"The pack {pack.name} has not learned from any source classes.",
            "Make one that has, with `smp pretrain`, and name it with --pack.",
        )


def _only_with_pack(name: str) -> InputError:
    return InputError(
        f"{name!r} builds on the pack's own source training, which others do not have here.",
        "Compare it with --source-training paper.",
    )


def _weights_file(lab: Lab, model: object, config: TrainConfig, prompts: Prompts) -> Path:
    """Named by all that the weights depend on."""
    training = lab.training
    whole = [lab.pack.digest, model, training.config(config).to_json(), training.clips_per_class]
    whole += [lab.source_clips, prompts]
    digest = hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()
    return lab.folder / f"source-{digest[:20]}.safetensors"
