"""Fetch a pack, or the model of a captioner."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from smp_core.jobs import JobContext
from smp_core.worker.job import Job


@dataclass(frozen=True)
class PackFetchRequest:
    """Attributes:
    name: A pack of the catalogue, or a captioner's model.
    captioner: Whether it is the latter.
    to: Where to; None for where the user's own lie.
    """

    name: str
    captioner: bool = False
    to: Path | None = None


@dataclass(frozen=True)
class Fetched:
    """Attributes:
    folder: Where it lies now.
    """

    folder: Path


def _run(request: PackFetchRequest, ctx: JobContext) -> Fetched:
    from smp_core.workflows.pack_fetch import FetchRequest, fetch_captioner, fetch_pack

    if request.captioner:
        return Fetched(fetch_captioner(request.name, request.to, ctx))
    return Fetched(fetch_pack(FetchRequest(request.name, request.to), ctx).folder)


JOB = Job("pack_fetch", PackFetchRequest, Fetched, _run)
