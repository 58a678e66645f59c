"""Making the maps of one stretch with one run's model."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from smp_core.device import is_out_of_memory, pick_device, release_memory
from smp_core.errors import ResourceError, SmpError, StorageError
from smp_core.inference.clip_maps import ClipMaps, StreamMaps, clip_maps
from smp_core.inference.prompt_maps import PromptWord, prompt_words
from smp_core.jobs import JobContext
from smp_core.media.clip import load_clip
from smp_core.media.decoder import Decoder
from smp_core.model.adapter import Adapter, read_adapter
from smp_core.model.inputs import ClipInputs, make_inputs
from smp_core.model.pack import Pack
from smp_core.model.smp import SMP
from smp_core.storage import runs
from smp_core.storage.project import Project
from smp_core.types import DecodedClip
from smp_core.workflows.captioning import ClipCaptioner, Stretch, clip_captioner
from smp_core.workflows.clips import clip_cache
from smp_core.workflows.explain import Kind, Subject, chosen_run, explain_folder, shrink, subject
from smp_core.workflows.explain_files import (
    VERSION,
    Explanation,
    LayerMark,
    StreamHeat,
    WordMark,
    read_explanation,
    write_explanation,
)
from smp_core.workflows.packs import project_pack
from smp_core.workflows.prompts import training_prompts

_SHOWN_PX = 180


@dataclass(frozen=True)
class RunModel:
    """A run's model, ready, and what belongs to it. device: As it was asked for."""

    project: Project
    run_id: str
    pack: Pack
    adapter: Adapter
    model: SMP
    device: str

    @cached_property
    def captioner(self) -> ClipCaptioner:
        """The run's captioner as in training: one for all clips, made when one is without prompt.

        Raises:
            InputError: There is no such captioner.
            ModelError: Its model is not on this machine, or not usable.
        """
        name, options = self.adapter.captioner, self.pack.inputs.decode
        return clip_captioner(self.project, name, options, device=self.device)


def run_model_of(project: Project, run_id: str | None, device: str = "auto") -> RunModel:
    """Load a run's model.

    Args:
        run_id: None for the active run. device: "auto", "cpu", "cuda" or "mps".

    Raises:
        InputError: There is no such finished run.
        ModelError: Its files or its pack are gone or damaged.
    """
    run = runs.get_run(project, chosen_run(project, run_id))
    pack = project_pack(project)
    adapter = read_adapter(run.folder, pack)
    model = adapter.load(pack).to(pick_device(device)).eval()
    return RunModel(project, run.id, pack, adapter, model, device)


def prompt_of(what: Subject, tools: RunModel, clip: DecodedClip, ctx: JobContext) -> str:
    """What a run reads beside a stretch: a clip's training prompt, a window's own.

    Where there is none, the run's captioner writes one now; it is not stored among the prompts.

    Raises:
        InputError, ModelError, ResourceError: The captioner cannot be used.
        Cancelled: Stopped.
    """
    if what.kind == "window" and what.prompt:
        return what.prompt
    known = training_prompts(tools.project, tools.adapter.captioner).get(what.id)
    if what.kind == "clip" and known is not None:
        return known.text
    stretch = Stretch(what.content_hash, what.start_s, what.end_s)
    (text,) = tools.captioner.caption([stretch], [clip], ctx)
    return text


def explain_clip(
    project: Project,
    kind: Kind,
    number: int,
    ctx: JobContext,
    *,
    run_id: str | None = None,
    device: str = "auto",
) -> Path:
    """Make the maps of a labelled clip or an incoming window, unless they are there already.

    Args:
        kind, number: Which; see `Subject`.
        ctx: Progress, cancel.
        run_id: Whose model; None for the active run.
        device: Where to compute.

    Returns:
        The file, for `read_explanation`; it may go when newer maps need the room.

    Raises:
        InputError: No such clip or run.
        MediaError: The file cannot be read.
        ModelError, StorageError, ResourceError: As packs, disk and memory say.
    """
    what = subject(project, kind, number)
    chosen = chosen_run(project, run_id)
    file = _file(project, what, chosen)
    if _is_there(file):
        return file
    ctx.progress("Loading the model", 0, 3)
    tools = run_model_of(project, chosen, device)
    ctx.progress("Reading the clip", 1, 3)
    with Decoder() as decoder:
        clip = load_clip(
            what.path,
            what.content_hash,
            what.start_s,
            what.end_s,
            tools.pack.inputs.decode,
            clip_cache(project),
            decoder,
        )
        shown = _larger_frames(what, clip, tools.pack, decoder)
    prompt = prompt_of(what, tools, clip, ctx)
    tokenizer = tools.pack.tokenizer()
    words = prompt_words(prompt, tokenizer.count, tools.model.config.text.max_tokens)
    inputs = make_inputs(clip, tokenizer.encode(prompt), tools.pack.inputs)
    ctx.progress("Looking at the attention", 2, 3)
    maps = _maps(tools, inputs, words)
    write_explanation(file, _explanation(what, tools, clip, shown, inputs, prompt, words, maps))
    shrink(file.parent)
    ctx.progress("Looking at the attention", 3, 3)
    return file


def _file(project: Project, what: Subject, run_id: str) -> Path:
    """Its name holds all that the maps depend on; an edited prompt has maps of its own."""
    prompt = what.prompt
    if what.kind == "clip":
        known = training_prompts(project, runs.get_run(project, run_id).captioner).get(what.id)
        prompt = "" if known is None else known.text
    parts = [VERSION, run_id, what.key, what.content_hash, what.start_s, what.end_s, prompt]
    name = hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:40]
    return explain_folder(project) / "maps" / f"{name}.npz"


def _is_there(file: Path) -> bool:
    """Whether whole maps are there; they count as used now."""
    try:
        read_explanation(file)
        os.utime(file)
    except (StorageError, OSError):
        return False
    return True


def _maps(tools: RunModel, inputs: ClipInputs, words: list[PromptWord]) -> ClipMaps:
    try:
        return clip_maps(tools.model, inputs, tools.pack.inputs, words)
    except RuntimeError as failure:
        if not is_out_of_memory(failure):
            raise
        reason = str(failure).partition("\n")[0]
    release_memory()
    raise ResourceError(
        f"Not enough memory to look into the attention ({reason}).",
        "Close other programs, or use the CPU.",
    )


def _explanation(
    what: Subject,
    tools: RunModel,
    clip: DecodedClip,
    shown: NDArray[np.uint8] | None,
    inputs: ClipInputs,
    prompt: str,
    words: list[PromptWord],
    maps: ClipMaps,
) -> Explanation:
    mel = tools.pack.inputs.mel
    frames = spectrogram = None
    spectrogram_s = mel.duration_s
    if maps.visual is not None:
        frames = _covered(inputs, shown, maps.visual)
    if maps.audio is not None:
        bands, steps = (n * maps.audio.patch_px for n in maps.audio.rollout.shape[1:])
        spectrogram = inputs.spectrogram.float().numpy()[:bands, :steps]
        spectrogram_s = mel.duration_s * steps / mel.n_frames
    return Explanation(
        run_id=tools.run_id,
        subject_key=what.key,
        path=what.path,
        start_s=clip.start_s,
        end_s=clip.end_s,
        prompt=prompt,
        captioner=what.captioner or tools.adapter.captioner,
        words=tuple(WordMark(word.text, word.last > word.first) for word in words),
        layers=tuple(LayerMark(each.block, each.beside, each.place) for each in maps.layers),
        probabilities={
            name: float(share)
            for name, share in zip(tools.adapter.class_names, maps.probabilities, strict=True)
        },
        has_video=clip.frames is not None,
        has_audio=clip.waveform is not None,
        sound_s=min(spectrogram_s, 0.0 if clip.waveform is None else clip.duration_s),
        spectrogram_s=spectrogram_s,
        frames=frames,
        spectrogram=spectrogram,
        visual=_heat(maps.visual),
        audio=_heat(maps.audio),
        embedding=maps.embedding.numpy(),
    )


def _larger_frames(
    what: Subject, clip: DecodedClip, pack: Pack, decoder: Decoder
) -> NDArray[np.uint8] | None:
    """The model's frames as a person wants to see them, if the model squashes or shrinks them."""
    options = pack.inputs.decode
    if clip.frames is None or not (options.square or options.short_side_px < _SHOWN_PX):
        return None
    larger = replace(options, short_side_px=_SHOWN_PX, square=False, multiple_px=2, strip_hz=0.01)
    try:
        return decoder.decode(what.path, what.start_s, what.end_s, larger).frames
    except ResourceError:
        raise
    except SmpError:  # the file has gone since it was cached
        return None


def _covered(
    inputs: ClipInputs, shown: NDArray[np.uint8] | None, maps: StreamMaps
) -> NDArray[np.uint8]:
    """The part of the frames that patches cover: what does not fill a patch is never looked at."""
    frames = inputs.frames.permute(0, 2, 3, 1).numpy()  # (F, H, W, 3)
    height, width = (n * maps.patch_px for n in maps.rollout.shape[2:])
    part_y, part_x = height / frames.shape[1], width / frames.shape[2]
    if shown is not None and len(shown) == len(frames):
        frames = shown
    height, width = round(part_y * frames.shape[1]), round(part_x * frames.shape[2])
    return np.ascontiguousarray(frames[:, :height, :width])


def _heat(maps: StreamMaps | None) -> StreamHeat | None:
    if maps is None:
        return None
    return StreamHeat(maps.rollout.numpy(), maps.words.numpy().astype(np.float16))
