"""The clips of a source training: which they are, and reading them once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from smp_core.errors import InputError, MediaError, ResourceError, SmpError
from smp_core.jobs import JobContext
from smp_core.media.hashing import content_hash
from smp_core.model.pack import Pack
from smp_core.paths import atomic_write_json
from smp_core.training.distributed import ALONE, Team
from smp_core.training.support_set import SupportSet
from smp_core.types import DecodedClip
from smp_core.workflows.cached_clips import CachedClips, ClipReader, ReadClip
from smp_core.workflows.captioning import ClipCaptioner, Stretch
from smp_core.workflows.folder_clips import class_folders

# Clips of each source class that source training never sees, for an honest number in the log.
_HELD_OUT = 0.15
_STAGE = "Reading clips"


@dataclass(frozen=True)
class SourceClip:
    """One labelled clip to learn from.

    Attributes:
        label: Class name.
        media: The video; or the sound alone, if `frames` has the pictures.
        held_out: It is not learned from, but asked about at the end.
        start_s, end_s: The stretch that counts; None for the beginning or the end of the file.
        frames: A folder of pictures in the order of their names, if there is no video.
        prompt: A prompt that came with it; None to caption the clip.
    """

    label: str
    media: Path
    held_out: bool = False
    start_s: float | None = None
    end_s: float | None = None
    frames: Path | None = None
    prompt: str | None = None


@dataclass(frozen=True)
class SourceSet:
    """What was read.

    Attributes:
        support: To learn from. held_out: To be asked about; may be empty.
        identity: Changes with the clips, their stretches and their prompts.
    """

    support: SupportSet
    held_out: SupportSet
    identity: str


def n_learned(n_clips: int) -> int:
    """How many clips of a class a folder's source training learns from; the last are held out."""
    return n_clips - int(n_clips * _HELD_OUT)


def folder_source(folder: Path) -> tuple[SourceClip, ...]:
    """The videos of a folder with one sub-folder per class; the last ones of each are held out.

    Raises:
        InputError: See `class_folders`.
    """
    found = []
    for label, files in class_folders(folder).items():
        kept = n_learned(len(files))
        found += [SourceClip(label, file, index >= kept) for index, file in enumerate(files)]
    return tuple(found)


def read_source(
    clips: Sequence[SourceClip],
    pack: Pack,
    describe: ClipCaptioner,
    reader: ClipReader,
    ctx: JobContext,
    *,
    members: Team = ALONE,
    folder: Path | None = None,
) -> SourceSet:
    """Decode every clip into the cache and describe it; one that cannot be read is set aside.

    Args:
        describe: Whose prompts to learn from, where none came along.
        members: Each reads a part; `folder`, which all of them see, is where they tell each other.

    Raises:
        ResourceError: The machine's memory or disk is full.
        ModelError: As the captioner says.
    """
    mine = range(len(clips))[members.rank :: members.size]
    told: list[dict[str, Any]] = []
    for start in range(0, len(mine), describe.at_once):
        told += _read(clips, mine[start : start + describe.at_once], describe, reader, ctx)
        ctx.progress(_STAGE, min(start + describe.at_once, len(mine)), len(mine))
    if members.size > 1:
        if folder is None:
            raise ValueError("several processes need a folder to tell each other")
        told = _shared(told, members, folder)
        for each in told:
            if "error" in each and each["row"] % members.size != members.rank:
                ctx.set_aside(_error(each), str(clips[each["row"]].media))
    names = tuple(sorted({clip.label for clip in clips}))
    tokenizer = pack.tokenizer()
    parts: tuple[list[ReadClip], list[ReadClip]] = ([], [])
    labels: tuple[list[int], list[int]] = ([], [])
    identity: list[Any] = []
    for each in told:
        if "error" in each:
            continue
        clip = clips[each["row"]]
        read = ReadClip(
            clip.media,
            each["hash"],
            clip.start_s,
            clip.end_s,
            clip.frames,
            tuple(tokenizer.encode(each["prompt"])),
        )
        parts[clip.held_out].append(read)
        labels[clip.held_out].append(names.index(clip.label))
        if not clip.held_out:
            identity.append([each["hash"], clip.start_s, clip.end_s, each["prompt"]])
    support, held_out = (
        SupportSet(
            CachedClips(part, reader), torch.tensor(own, dtype=torch.int64), names, pack.inputs
        )
        for part, own in zip(parts, labels, strict=True)
    )
    text = json.dumps([asdict(pack.inputs), identity])
    return SourceSet(support, held_out, hashlib.sha256(text.encode()).hexdigest())


def _read(
    clips: Sequence[SourceClip],
    rows: Sequence[int],
    describe: ClipCaptioner,
    reader: ClipReader,
    ctx: JobContext,
) -> list[dict[str, Any]]:
    """What is to be known of some clips: hash and prompt, or why there is none."""
    found: list[dict[str, Any]] = []
    unnamed: list[tuple[dict[str, Any], Stretch, DecodedClip]] = []
    for row in rows:
        clip = clips[row]
        try:
            digest = content_hash(clip.media)
            read = ReadClip(clip.media, digest, clip.start_s, clip.end_s, clip.frames, ())
            decoded = reader.decoded(read)
        except ResourceError:
            raise  # the machine's fault, not the clip's
        except SmpError as error:
            ctx.set_aside(error, str(clip.media))
            told = {"row": row, "error": [error.code, error.message, error.hint]}
            found.append(told)
            continue
        told = {"row": row, "hash": digest, "prompt": clip.prompt}
        found.append(told)
        if clip.prompt is None:
            unnamed.append((told, Stretch(digest, clip.start_s, clip.end_s), decoded))
    if unnamed:
        stretches, decoded_clips = [s for _, s, _ in unnamed], [d for _, _, d in unnamed]
        prompts = describe.caption(stretches, decoded_clips, ctx)
        for (told, _, _), prompt in zip(unnamed, prompts, strict=True):
            told["prompt"] = prompt
    return found


def _shared(told: list[dict[str, Any]], members: Team, folder: Path) -> list[dict[str, Any]]:
    """What all processes found, in the order of the clips."""
    atomic_write_json(folder / f"clips-{members.rank}.json", told)
    members.wait()
    every = [
        each
        for rank in range(members.size)
        for each in json.loads((folder / f"clips-{rank}.json").read_text(encoding="utf-8"))
    ]
    return sorted(every, key=lambda each: int(each["row"]))


def _error(told: dict[str, Any]) -> SmpError:
    code, message, hint = told["error"]
    kind = InputError if code == InputError.code else MediaError
    return kind(message, hint)
