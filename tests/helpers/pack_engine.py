"""An engine that fetches toy packs, and adds and verifies real ones and captioners' models.

Run as a program it serves standard input, like `python -m smp_core.worker`.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from toy_engine import find_toy

from smp_core.errors import ModelError
from smp_core.jobs import JobContext
from smp_core.paths import resources_folder, user_data_folder
from smp_core.worker.job import Job
from smp_core.worker.jobs import pack_add, pack_check
from smp_core.worker.jobs.pack_add import Added, PackAddRequest
from smp_core.worker.jobs.pack_check import Checked, PackCheckRequest
from smp_core.worker.jobs.pack_fetch import Fetched, PackFetchRequest
from smp_core.worker.server import Engine
from smp_core.workflows.pack_store import add_pack, verify_pack

COMMAND = [sys.executable, str(Path(__file__).resolve())]


class _Slowed(JobContext):
    """Takes its time at every step, so that there is time to stop."""

    def __init__(self, ctx: JobContext) -> None:
        super().__init__()
        self._ctx = ctx

    def progress(self, stage: str, done: int, total: int, **values: float) -> None:
        time.sleep(0.02)
        self._ctx.progress(stage, done, total, **values)


def _fetch(request: PackFetchRequest, ctx: JobContext) -> Fetched:
    if request.name == "field":  # a slow line, until it is stopped
        for step in range(2_000):
            ctx.progress("Fetching (MB)", step, 2_000)
            time.sleep(0.02)
    if request.captioner:
        raise ModelError("No mirror answers.", "Check the network.")
    ctx.progress("Fetching (MB)", 1, 2)
    to = (request.to or user_data_folder() / "packs") / request.name
    shutil.copytree(resources_folder() / "packs" / "demo", to)
    manifest = (to / "pack.json").read_text(encoding="utf-8")
    (to / "pack.json").write_text(manifest.replace('"demo"', f'"{request.name}"'), encoding="utf-8")
    return Fetched(to)


def _check(request: PackCheckRequest, ctx: JobContext) -> Checked:
    if request.captioner:
        return pack_check.JOB.run(request, ctx)
    info = verify_pack(request.folder, ctx)
    return Checked(info.name, info.folder)


def _add(request: PackAddRequest, ctx: JobContext) -> Added:
    if not (request.source / "pack.json").is_file():
        slow = request.source.parent.name == "slow stick"
        return pack_add.JOB.run(request, _Slowed(ctx) if slow else ctx)
    info = add_pack(request.source, ctx, request.to)
    return Added(info.name, info.folder)


JOBS = {
    "pack_fetch": Job("pack_fetch", PackFetchRequest, Fetched, _fetch),
    "pack_check": Job("pack_check", PackCheckRequest, Checked, _check),
    "pack_add": Job("pack_add", PackAddRequest, Added, _add),
}


def find(name: str) -> Job[Any, Any]:
    return JOBS[name] if name in JOBS else find_toy(name)


if __name__ == "__main__":
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    Engine(sys.stdin.buffer, replies, find).serve()
    os._exit(0)
