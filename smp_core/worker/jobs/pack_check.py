"""Verify a pack, after adding it from a folder or a zip file if one is named."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from smp_core.jobs import JobContext
from smp_core.worker.job import Job


@dataclass(frozen=True)
class PackCheckRequest:
    """Attributes:
    folder: The pack's folder; with `add`, a folder or zip file from elsewhere.
    add: Copy it to the user's packs first.
    """

    folder: Path
    add: bool = False


@dataclass(frozen=True)
class Checked:
    """Attributes:
    name, folder: Of the pack, which is whole.
    """

    name: str
    folder: Path


def _run(request: PackCheckRequest, ctx: JobContext) -> Checked:
    from smp_core.workflows.pack_check import check_pack, install_pack

    work = install_pack if request.add else check_pack
    info = work(request.folder, ctx)
    return Checked(info.name, info.folder)


JOB = Job("pack_check", PackCheckRequest, Checked, _run)
