"""A session's queries in the plane, before and after finetuning (paper Fig. 5)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from smp_core.bench.datasets.loading import read_part
from smp_core.bench.datasets.opening import open_dataset
from smp_core.bench.fewshot import queries, support_of
from smp_core.bench.plots import plot_tsne
from smp_core.bench.sessions import draw_sessions
from smp_core.device import pick_device
from smp_core.errors import InputError
from smp_core.jobs import JobContext
from smp_core.model.inputs import ClipInputs
from smp_core.model.pack import Pack, open_pack
from smp_core.model.smp import SMP
from smp_core.training.config import preset, preset_settings
from smp_core.training.loop import train
from smp_core.training.overrides import apply_overrides
from smp_core.training.support_set import run_all


@dataclass(frozen=True)
class TsneRequest:
    """What to draw.

    Attributes:
        pack, data: As for `fewshot`.
        file: The picture.
        presets: One panel each, beside the source-trained model's.
        ways, shots, session: Which of the sessions.
        device: As everywhere.
    """

    pack: Path
    data: Path
    file: Path
    presets: tuple[str, ...] = ("paper", "fast")
    ways: int = 5
    shots: int = 1
    session: int = 0
    device: str = "cpu"


def draw_tsne(request: TsneRequest, ctx: JobContext) -> Path:
    """Finetune on one session's support set and draw where its queries lie.

    Returns:
        The picture.

    Raises:
        InputError: There is no such session, or the data set is too small.
    """
    pack, data = open_pack(request.pack), open_dataset(request.data)
    sizes = {name: len(data.of([name], "train")) for name in data.target_classes}
    sessions = draw_sessions(sizes, request.ways, request.shots)
    if not 0 <= request.session < len(sessions):
        raise InputError(f"There is no session {request.session}.", "Use 0 to 24.")
    session = sessions[request.session]
    pool = read_part(data, pack, data.target_classes, "train", ctx)
    clips, labels = queries(read_part(data, pack, data.target_classes, "test", ctx), session)
    support = support_of(pool, session)
    device = pick_device(request.device)
    panels = {}
    for name in ("", *request.presets):
        base = name or "paper"
        model_config, config = apply_overrides(pack.model, preset(base), preset_settings(base))
        torch.manual_seed(config.seed)
        model = pack.new_model(len(session.classes), config=model_config).to(device)
        if name:
            train(model, support, config, ctx, stage=f"Finetuning, {name}")
        title = f"finetuned, {name}" if name else "source-trained"
        panels[title] = _embedded(model, clips, pack)
    return plot_tsne(panels, labels, session.classes, request.file)


def _embedded(model: SMP, clips: list[ClipInputs], pack: Pack) -> NDArray[np.float32]:
    """Sound and picture side by side, each of length 1: (Q, D)."""
    found = run_all(model, clips, pack.inputs, 32).embeddings
    parts = [e for e in (found.audio, found.visual) if e is not None]
    unit = [torch.nn.functional.normalize(e, dim=1) for e in parts]
    return np.asarray(torch.cat(unit, dim=1).numpy(), dtype=np.float32)
