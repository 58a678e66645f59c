"""A pack out of a checkpoint of the paper's research code."""

from __future__ import annotations

import shutil
import uuid
from dataclasses import dataclass
from pathlib import Path

import torch

from smp_core.errors import InputError
from smp_core.jobs import JobContext
from smp_core.model.inputs import InputOptions
from smp_core.model.pack import TOKENIZER, Pack, open_pack, write_pack
from smp_core.model.research import read_research_checkpoint
from smp_core.model.tokenizer import PromptTokenizer
from smp_core.paths import write_error


@dataclass(frozen=True)
class ImportResearchRequest:
    """What to make a pack of.

    Attributes:
        file: The checkpoint.
        tokenizer: CLIP's tokenizer.json, which a checkpoint does not hold.
        folder: The pack's folder, new.
        classes: Names of the source classes in the checkpoint's order; numbers if empty.
        captioner: Whose prompts new clips get. The authors' own captions came from outside.
    """

    file: Path
    tokenizer: Path
    folder: Path
    classes: tuple[str, ...] = ()
    captioner: str = "constant"


def import_research(request: ImportResearchRequest, ctx: JobContext) -> Pack:
    """Write the pack, whole or not at all.

    Frames and sound are prepared as the research code does, and weights keep full precision, so
    that the pack's outputs equal that code's.

    Raises:
        InputError: The folder exists, or another number of classes than the checkpoint has.
        ModelError: The checkpoint or the tokenizer cannot be used.
        ResourceError: The disk is full or not writable.
    """
    if request.folder.exists():
        raise InputError(f"{request.folder} exists already.", "Name a new folder.")
    ctx.progress("Reading the checkpoint", 0, 2)
    model = read_research_checkpoint(request.file)
    n_classes = model.head.classify.out_features
    names = request.classes or tuple(f"source class {n + 1}" for n in range(n_classes))
    if len(names) != n_classes or len(set(names)) != n_classes:
        raise InputError(
            f"{len(set(names))} different class names for a checkpoint of {n_classes} classes.",
            "Give one name a line, in the order of its labels, or none at all.",
        )
    PromptTokenizer(request.tokenizer, model.config.text)  # says what is wrong with it
    ctx.progress("Writing the pack", 1, 2)
    part = request.folder.parent / f".{request.folder.name}.{uuid.uuid4().hex[:8]}.part"
    try:
        part.mkdir(parents=True)
        shutil.copyfile(request.tokenizer, part / TOKENIZER)
        write_pack(
            part,
            model,
            name=request.folder.name,
            description=f"Research checkpoint {request.file.name}.",
            licence="as the checkpoint's authors say",
            learned_from=f"the {n_classes} source classes of the checkpoint",
            captioner=request.captioner,
            inputs=InputOptions(),
            source_classes=names,
            backbone_dtype=torch.float32,
        )
        part.rename(request.folder)
    except OSError as error:
        raise write_error(request.folder, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    ctx.progress("Writing the pack", 2, 2)
    return open_pack(request.folder)


def read_names(file: Path) -> tuple[str, ...]:
    """One name a line; blank lines are left out.

    Raises:
        InputError: It cannot be read as text.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file} cannot be read as text.", "Name a UTF-8 text file.") from error
    return tuple(line.strip() for line in text.splitlines() if line.strip())
