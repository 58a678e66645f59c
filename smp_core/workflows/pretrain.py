"""From nothing to a pack: backbones on random scenes, then SMP on a source set (paper III-A)."""

from __future__ import annotations

import json
import platform
import sys
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import torch

from smp_core import __version__
from smp_core.device import describe_device, pick_device
from smp_core.jobs import JobContext
from smp_core.media.cache import ClipCache
from smp_core.media.decoder import Decoder
from smp_core.model.comparison import whitening
from smp_core.model.inputs import make_inputs
from smp_core.model.pack import TOKENIZER, Pack, load_backbones, open_pack, write_pack
from smp_core.model.smp import SMP
from smp_core.model.tokenizer import PromptTokenizer
from smp_core.paths import atomic_write_bytes, atomic_write_json, user_cache_folder
from smp_core.training.config import TrainConfig
from smp_core.training.contrastive import CaptionedScene, ContrastiveConfig, pretrain_backbones
from smp_core.training.facts import FactTable
from smp_core.training.finetune import check_trainable
from smp_core.training.loop import train
from smp_core.training.pictures import PictureConfig, pretrain_pictures
from smp_core.training.small import SMALL_INPUTS, SMALL_VOCABULARY, place_positions, small_model
from smp_core.training.support_set import SupportSet, run_all
from smp_core.training.teacher import TeacherConfig, heard_maps, seen_maps
from smp_core.training.vocabulary import learn_vocabulary
from smp_core.types import DecodedClip
from smp_core.workflows.folder_clips import class_folders, labelled_clips
from smp_core.workflows.scenes import captioned_scenes

TRAINING_LOG = "training.json"
# Clips of each source class that source training never sees, for an honest number in the log.
_HELD_OUT = 0.15
_NOTHING = DecodedClip(None, None, None, 0.0, 0.0)


@dataclass(frozen=True)
class PretrainRequest:
    """What to make a pack from.

    Attributes:
        data: A folder with one sub-folder of videos per source class.
        out: The pack's folder; made, or completed.
        name: The pack's name.
        backbones: A pack whose backbones to take instead of pretraining new ones.
        scenes, scene_epochs: Size of the contrastive pretraining.
        epochs: Of the source training; the paper's 30.
        difficulty: Of the scenes, 0…1.
        device, seed: As everywhere.
    """

    data: Path
    out: Path
    name: str = "demo"
    backbones: Path | None = None
    scenes: int = 8000
    scene_epochs: int = 6
    epochs: int = 30
    difficulty: float = 0.5
    device: str = "auto"
    seed: int = 42


@dataclass(frozen=True)
class PretrainResult:
    """What was made.

    Attributes:
        pack: Its folder. digest: Its digest.
        source_accuracy: On held-out clips of the source classes, 0…1; None when there were too few.
        seconds: Wall time.
    """

    pack: Path
    digest: str
    source_accuracy: float | None
    seconds: float


def pretrain(request: PretrainRequest, ctx: JobContext) -> PretrainResult:
    """Make a pack. Finished backbones are kept in `out` before the source training starts.

    Raises:
        InputError: The data folder holds no usable classes.
        SmpError: As training and files say.
        Cancelled: Stopped; backbones already written stay.
    """
    started = time.monotonic()
    device = pick_device(request.device)
    class_folders(request.data)  # it is needed only hours later
    log: dict[str, Any] = {
        "command": {key: str(value) for key, value in _command(request).items()},
        "program": __version__,
        "python": sys.version.split()[0],
        "torch": torch.__version__,
        "machine": f"{platform.system()} {platform.machine()}, {describe_device(device)}",
    }
    if request.backbones is None:
        base = _make_backbones(request, device, log, ctx)
    else:
        base = open_pack(request.backbones)
        previous = base.folder / TRAINING_LOG
        if previous.is_file():
            log["backbones"] = json.loads(previous.read_text(encoding="utf-8")).get("backbones")
    accuracy = _train_on_source(request, base, device, log, ctx)
    pack = open_pack(request.out)
    return PretrainResult(pack.folder, pack.digest, accuracy, time.monotonic() - started)


def _make_backbones(
    request: PretrainRequest, device: torch.device, log: dict[str, Any], ctx: JobContext
) -> Pack:
    started = time.monotonic()
    config = ContrastiveConfig(epochs=request.scene_epochs, seed=request.seed)
    tokenizer_file = request.out / TOKENIZER
    rendered, inputs = [], []
    for scene in captioned_scenes(
        request.scenes, request.seed, request.difficulty, SMALL_INPUTS.decode, ctx
    ):
        inputs.append(make_inputs(scene.clip, (), SMALL_INPUTS))
        rendered.append(replace(scene, clip=_NOTHING))  # its arrays are in `inputs` now
    texts = (text for scene in rendered for text in scene.captions)
    learn_vocabulary(texts, tokenizer_file, SMALL_VOCABULARY)
    torch.manual_seed(request.seed)
    model = SMP(small_model(begin_block=small_model().audio.depth), 2)
    place_positions(model)
    model.to(device)
    tokenizer = PromptTokenizer(tokenizer_file, model.config.text)
    heard = FactTable([scene.heard for scene in rendered])
    seen = FactTable([scene.seen for scene in rendered])
    heard_facts = torch.stack([heard.targets(scene.heard) for scene in rendered])
    seen_facts = torch.stack([seen.targets(scene.seen) for scene in rendered])
    teachers = TeacherConfig(seed=request.seed)
    seen_by = seen_maps(inputs, seen_facts, seen, SMALL_INPUTS, teachers, ctx, device)
    heard_by = heard_maps(inputs, heard_facts, heard, teachers, ctx, device)
    scenes = [
        CaptionedScene(
            clip,
            tuple(torch.tensor(tokenizer.encode(text)) for text in scene.captions),
            heard_facts[row],
            seen_facts[row],
            heard_by[row],
            seen_by[row],
        )
        for row, (clip, scene) in enumerate(zip(inputs, rendered, strict=True))
    ]
    if model.visual is None:
        raise ValueError("the small model has a picture stream")
    alone = PictureConfig(seed=request.seed)
    pictures = pretrain_pictures(model.visual, scenes, SMALL_INPUTS, seen, alone, ctx)
    history = pretrain_backbones(model, scenes, SMALL_INPUTS, (heard, seen), config, ctx)
    log["backbones"] = {
        "scenes": request.scenes,
        "teachers": asdict(teachers),
        "pictures": {"settings": asdict(alone), "history": pictures},
        "settings": asdict(config),
        "history": history,
        "seconds": time.monotonic() - started,
    }
    return _write(request, model, (), log)


def _train_on_source(
    request: PretrainRequest, base: Pack, device: torch.device, log: dict[str, Any], ctx: JobContext
) -> float | None:
    started = time.monotonic()
    cache = ClipCache(user_cache_folder() / "clips", 8 << 30)
    with Decoder() as decoder:
        support, held_out = labelled_clips(
            request.data, base, base.captioner, ctx, decoder, cache, held_out=_HELD_OUT
        )
    check_trainable(support)
    config = TrainConfig(epochs=request.epochs, seed=request.seed)
    torch.manual_seed(request.seed)
    model_config = replace(base.model, begin_block=small_model().begin_block)
    model = SMP(model_config, len(support.class_names))
    load_backbones(model, base.folder)
    model.to(device)
    result = train(model, support, config, ctx, stage="Source training")
    accuracy = _accuracy(model, held_out)
    log["source"] = {
        "classes": list(support.class_names),
        "clips": len(support),
        "held_out_clips": len(held_out),
        "held_out_accuracy": accuracy,
        "settings": config.to_json(),
        "history": result.history,
        "seconds": time.monotonic() - started,
    }
    if base.folder.resolve() != request.out.resolve():
        atomic_write_bytes(request.out / TOKENIZER, (base.folder / TOKENIZER).read_bytes())
    _write(
        request, model.cpu(), support.class_names, log,
        backbones=base.folder, statistics=_statistics(model, support),
    )  # fmt: skip
    return accuracy


def _statistics(model: SMP, clips: SupportSet) -> dict[str, torch.Tensor]:
    """How clips of one class differ, as the `fast` preset needs to know it."""
    found = run_all(model, clips.clips, clips.options, 64).embeddings._asdict()
    count = len(clips.class_names)
    return {name: whitening(e, clips.labels, count) for name, e in found.items() if e is not None}


def _accuracy(model: SMP, clips: SupportSet) -> float | None:
    if not len(clips):
        return None
    outputs = run_all(model, clips.clips, clips.options, 64)
    return float((outputs.logits.argmax(dim=1) == clips.labels).float().mean())


def _write(
    request: PretrainRequest,
    model: SMP,
    source_classes: tuple[str, ...],
    log: dict[str, Any],
    *,
    backbones: Path | None = None,
    statistics: dict[str, torch.Tensor] | None = None,
) -> Pack:
    atomic_write_json(request.out / TRAINING_LOG, log)
    return write_pack(
        request.out,
        model,
        name=request.name,
        description="Small model for trying the program out; learned only from synthetic scenes.",
        licence="Apache-2.0",
        learned_from="synthetic scenes only",
        captioner="descriptor",
        inputs=SMALL_INPUTS,
        source_classes=source_classes,
        extra_files=(TRAINING_LOG,),
        backbones=backbones,
        statistics=statistics,
    )


def _command(request: PretrainRequest) -> dict[str, Any]:
    """The request without anything that names a place on one machine."""
    fields = asdict(request)
    return {key: value for key, value in fields.items() if key not in ("data", "out", "backbones")}
