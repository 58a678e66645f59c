"""A session's queries in the plane, as each method sees them after finetuning (paper Fig. 5)."""

from __future__ import annotations

from pathlib import Path

from smp_core.bench.finetuned import PictureRequest, finetune_session
from smp_core.bench.inside import cls_tokens
from smp_core.bench.plots import plot_tsne
from smp_core.jobs import JobContext


def draw_tsne(request: PictureRequest, ctx: JobContext) -> Path:
    """Draw a panel a method.

    Returns:
        The picture.

    Raises:
        InputError, Cancelled: As `finetune_session` says.
    """
    session = finetune_session(request, ctx)
    panels = {
        each.name: cls_tokens(each.model, each.queries, session.options) for each in session.methods
    }
    return plot_tsne(panels, session.labels, session.class_names, request.file)
