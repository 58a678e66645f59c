"""Whether a pack can be used: its checksums, its tokenizer, and weights that fit its model."""

from __future__ import annotations

from pathlib import Path

import torch

from smp_core.jobs import JobContext
from smp_core.model.pack import BACKBONES, SOURCE_WEIGHTS, open_pack
from smp_core.model.smp import SMP
from smp_core.model.variant import trained_shapes
from smp_core.model.weights import read_weights
from smp_core.workflows.pack_store import add_pack, remove_pack, verify_pack
from smp_core.workflows.packs import PackInfo
from smp_core.workflows.removal import discard_removed


def check_pack(folder: Path, ctx: JobContext) -> PackInfo:
    """Everything that can be wrong with a pack, before a training stumbles over it.

    Raises:
        ModelError: A file is missing or changed, or weights do not fit the model: another width,
            a tensor too many or too few, values that are no numbers.
    """
    info = verify_pack(folder, ctx)
    pack = open_pack(folder)
    pack.tokenizer()
    with torch.device("meta"):
        model = SMP(pack.model, max(2, len(pack.source_classes)))
    stage = "Looking at the weights"
    for number, stream in enumerate(BACKBONES):
        ctx.progress(stage, number, len(BACKBONES))
        module = getattr(model, stream)
        if module is not None:
            expected = {name: value.shape for name, value in module.state_dict().items()}
            read_weights(folder / f"{stream}.safetensors", expected)
    if SOURCE_WEIGHTS in pack.files:
        n_classes = max(2, len(pack.source_classes))
        read_weights(folder / SOURCE_WEIGHTS, trained_shapes(pack.model, n_classes))
    ctx.progress(stage, len(BACKBONES), len(BACKBONES))
    return info


def install_pack(source: Path, ctx: JobContext, folder: Path | None = None) -> PackInfo:
    """`add_pack`, then `check_pack`; what cannot be used is not kept.

    Raises:
        SmpError: As both say.
    """
    info = add_pack(source, ctx, folder)
    try:
        return check_pack(info.folder, ctx)
    except BaseException:
        discard_removed(remove_pack(info.folder))
        raise
