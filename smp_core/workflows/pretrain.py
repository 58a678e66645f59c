"""From nothing to a pack: backbones on random scenes, then SMP on a source set (paper III-A)."""

from __future__ import annotations

import json
import platform
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import torch

from smp_core import __version__
from smp_core.device import describe_device, pick_device
from smp_core.errors import InputError
from smp_core.jobs import JobContext
from smp_core.model.inputs import make_inputs
from smp_core.model.pack import TOKENIZER, Pack, open_pack, write_pack
from smp_core.model.smp import SMP
from smp_core.model.tokenizer import PromptTokenizer
from smp_core.paths import atomic_write_json
from smp_core.synth.write import truth_path
from smp_core.training.config import TrainConfig
from smp_core.training.contrastive import CaptionedScene, ContrastiveConfig, pretrain_backbones
from smp_core.training.distributed import Team, is_team_member, team
from smp_core.training.facts import FactTable
from smp_core.training.pictures import PictureConfig, pretrain_pictures
from smp_core.training.small import SMALL_INPUTS, SMALL_VOCABULARY, place_positions, small_model
from smp_core.training.teacher import TeacherConfig, heard_maps, seen_maps
from smp_core.training.vocabulary import learn_vocabulary
from smp_core.types import DecodedClip
from smp_core.workflows.scenes import captioned_scenes
from smp_core.workflows.source_clips import SourceClip, folder_source
from smp_core.workflows.source_pack import TRAINING_LOG, SourceNames, keep_source_training
from smp_core.workflows.source_training import clear, train_on_source

_SCENES = "synthetic scenes only"
_UNFINISHED = "unfinished"
_NOTHING = DecodedClip(None, None, None, 0.0, 0.0)


@dataclass(frozen=True)
class PretrainRequest:
    """What to make a pack from.

    Attributes:
        data: A folder with one sub-folder of videos per source class; not looked at with `clips`.
        out: The pack's folder; made, or completed.
        name: The pack's name.
        backbones: A pack whose backbones to take instead of pretraining new ones.
        scenes, scene_epochs: Size of the contrastive pretraining.
        epochs: Of the source training; the paper's 30.
        difficulty: Of the scenes, 0…1.
        device, seed: As everywhere.
        batch_size: Clips a step, of all processes together; the paper's 16.
        captioner: Whose prompts to learn from; None for the pack's own.
        clips: The source clips of a data set, instead of those in `data`.
        data_name: What the data set is called, for the pack's description.
    """

    data: Path
    out: Path
    name: str = "demo"
    backbones: Path | None = None
    scenes: int = 8000
    scene_epochs: int = 5
    epochs: int = 30
    difficulty: float = 0.5
    device: str = "auto"
    seed: int = 42
    batch_size: int = 16
    captioner: str | None = None
    clips: tuple[SourceClip, ...] | None = None
    data_name: str = ""


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

    With `backbones`, a training that was stopped or killed goes on from its last whole epoch when
    it is asked for again. Started by torchrun, all processes call this together.

    Raises:
        InputError: The data folder holds no usable classes.
        SmpError: As training and files say.
        Cancelled: Stopped; backbones already written stay.
    """
    started = time.monotonic()
    device = pick_device(request.device)
    # Read later, but hours of work before that would be lost if it could not be.
    clips = request.clips if request.clips is not None else folder_source(request.data)
    if request.backbones is None and is_team_member():
        raise InputError(
            "New backbones are trained by one process.",
            "Start without torchrun, or name a pack with --backbones.",
        )
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
    with team(device) as members:
        accuracy = _train_on_source(request, clips, base, device, log, ctx, members)
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
    return _write(request, model, log)


def _train_on_source(
    request: PretrainRequest,
    clips: Sequence[SourceClip],
    base: Pack,
    device: torch.device,
    log: dict[str, Any],
    ctx: JobContext,
    members: Team,
) -> float | None:
    folder = request.out / _UNFINISHED
    told = request.captioner or base.captioner
    found = train_on_source(
        clips,
        base,
        told,
        TrainConfig(epochs=request.epochs, batch_size=request.batch_size, seed=request.seed),
        device,
        ctx,
        folder=folder,
        # New backbones are never those that an earlier training was stopped on.
        resume=request.backbones is not None,
        members=members,
    )
    if members.leads:
        log["source"] = {**found.log, "captioner": told}
        keep_source_training(request.out, found, base, told, _named(request, clips, base), log)
        clear(folder)
    members.wait()
    return found.accuracy


def _named(request: PretrainRequest, clips: Sequence[SourceClip], base: Pack) -> SourceNames:
    """What the pack says about itself."""
    scenes = base.learned_from == _SCENES and (
        request.backbones is None or all(truth_path(clip.media).is_file() for clip in clips)
    )
    if scenes:
        return SourceNames(request.name, base.description, base.learned_from)
    of = request.data_name or "your own data"
    count = len({clip.label for clip in clips})
    return SourceNames(
        request.name,
        f"{base.name}, source-trained on {count} classes of {of}.",
        f"{base.learned_from}; then {count} classes of {of}",
    )


def _write(request: PretrainRequest, model: SMP, log: dict[str, Any]) -> Pack:
    atomic_write_json(request.out / TRAINING_LOG, log)
    return write_pack(
        request.out,
        model,
        name=request.name,
        description="Small model for trying the program out; learned only from synthetic scenes.",
        licence="Apache-2.0",
        learned_from=_SCENES,
        captioner="descriptor",
        inputs=SMALL_INPUTS,
        source_classes=(),
        extra_files=(TRAINING_LOG,),
    )


def _command(request: PretrainRequest) -> dict[str, Any]:
    """The request without anything that names a place on one machine."""
    places = ("data", "out", "backbones", "clips")
    return {f.name: getattr(request, f.name) for f in fields(request) if f.name not in places}
