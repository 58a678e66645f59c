"""Verify a pack, or the model of a captioner."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from smp_core.jobs import JobContext
from smp_core.worker.job import Job


@dataclass(frozen=True)
class PackCheckRequest:
    """Attributes:
    folder: Where it lies.
    captioner: Whose model it is; "" for a pack.
    """

    folder: Path
    captioner: str = ""


@dataclass(frozen=True)
class Checked:
    """Attributes:
    name, folder: Of the pack or model, which is whole.
    """

    name: str
    folder: Path


def _run(request: PackCheckRequest, ctx: JobContext) -> Checked:
    if request.captioner:
        from smp_core.workflows.captioner_models import require_model
        from smp_core.workflows.captioner_store import verify_captioner

        verify_captioner(require_model(request.captioner).card, request.folder, ctx)
        return Checked(request.captioner, request.folder)
    from smp_core.workflows.pack_check import check_pack

    info = check_pack(request.folder, ctx)
    return Checked(info.name, info.folder)


JOB = Job("pack_check", PackCheckRequest, Checked, _run)
