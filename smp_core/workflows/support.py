"""A project's labelled clips as a support set in memory."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

import torch

from smp_core.errors import InputError, ResourceError, SmpError
from smp_core.jobs import JobContext
from smp_core.media.clip import load_clip
from smp_core.media.decoder import Decoder
from smp_core.model.inputs import ClipInputs, make_inputs
from smp_core.model.pack import Pack
from smp_core.paths import quoted
from smp_core.records import ClipRecord, PromptRecord
from smp_core.storage.project import Project
from smp_core.training.support_set import SupportSet
from smp_core.workflows.clips import clip_cache, list_clips, warn_if_not_kept
from smp_core.workflows.prompts import training_prompts


@dataclass(frozen=True)
class LoadedSupport:
    """A support set and where it comes from.

    Attributes:
        support: For training.
        identity: Changes with the clips, their stretches, their prompts and the pack.
        clips: The clip behind each row of `support`.
    """

    support: SupportSet
    identity: str
    clips: tuple[ClipRecord, ...]


def load_support(
    project: Project, pack: Pack, captioner_name: str, ctx: JobContext, decoder: Decoder
) -> LoadedSupport:
    """Read every clip that has a prompt; one that cannot be read is set aside.

    Raises:
        InputError: The project has no clips.
        ResourceError: The machine's memory or disk is full.
    """
    records = list_clips(project)
    if not records:
        raise InputError(
            "The project has no clips to learn from.",
            f"Add some with: smp add {quoted(str(project.folder))} CLASS FILE…",
        )
    prompts = training_prompts(project, captioner_name)
    cache = clip_cache(project)
    tokenizer = pack.tokenizer()
    used: list[tuple[ClipRecord, PromptRecord, ClipInputs]] = []
    for done, record in enumerate(records):
        ctx.progress("Reading clips", done, len(records))
        prompt = prompts.get(record.id)
        if prompt is None:
            continue  # it could not be captioned, which has been reported already
        try:
            clip = load_clip(
                record.path,
                record.content_hash,
                record.start_s,
                record.end_s,
                pack.inputs.decode,
                cache,
                decoder,
            )
        except ResourceError:
            raise  # the machine's fault, not the clip's
        except SmpError as error:
            ctx.set_aside(error, str(record.path))
            continue
        used.append((record, prompt, make_inputs(clip, tokenizer.encode(prompt.text), pack.inputs)))
    ctx.progress("Reading clips", len(records), len(records))
    warn_if_not_kept(cache, ctx)
    names = tuple(dict.fromkeys(record.class_name for record, _, _ in used))
    for name in {record.class_name for record in records} - set(names):
        ctx.warn(f'No clip of the class "{name}" could be read; it is left out of this training.')
    labels = torch.tensor(
        [names.index(record.class_name) for record, _, _ in used], dtype=torch.int64
    )
    identity = json.dumps(
        [
            pack.digest,
            asdict(pack.inputs),
            [[r.content_hash, r.start_s, r.end_s, prompt.text] for r, prompt, _ in used],
        ]
    )
    return LoadedSupport(
        SupportSet([inputs for _, _, inputs in used], labels, names, pack.inputs),
        hashlib.sha256(identity.encode()).hexdigest(),
        tuple(record for record, _, _ in used),
    )
