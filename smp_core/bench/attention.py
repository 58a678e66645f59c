"""Where each method looks after finetuning, frame by frame (paper Fig. 6)."""

from __future__ import annotations

from pathlib import Path

from smp_core.bench.finetuned import PictureRequest, finetune_session
from smp_core.bench.inside import visual_rollout
from smp_core.bench.plots import AttentionRow, plot_attention
from smp_core.jobs import JobContext


def draw_attention(request: PictureRequest, ctx: JobContext) -> Path:
    """Draw one query of each class: its frame, and each method's attention rollout over it.

    They are the first of each class, not chosen.

    Returns:
        The picture.

    Raises:
        InputError, Cancelled: As `finetune_session` says; or a method's attention over frames
            cannot be followed.
    """
    session = finetune_session(request, ctx)
    rows = []
    for label, name in enumerate(session.class_names):
        query = session.labels.index(label)
        frames = session.methods[0].queries[query].frames.permute(0, 2, 3, 1).numpy()
        heat = {
            each.name: visual_rollout(each.model, each.queries[query], session.options)
            for each in session.methods
        }
        rows.append(AttentionRow(name, frames, heat))
    return plot_attention(rows, request.file)
