"""Make the demo project: synthetic clips of five classes, and videos to classify."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from smp_core.jobs import JobContext
from smp_core.worker.job import Job

_MADE, _FINISHED = ".demo-made", ".demo-finished"


@dataclass(frozen=True)
class DemoRequest:
    """Attributes:
    folder: Where to; a new or empty folder, or a demo that was cut short.
    pack: The pack that it builds on.
    finish: False makes the project and its clips; True trains it and classifies its videos.
    """

    folder: Path
    pack: str = "demo"
    finish: bool = False


@dataclass(frozen=True)
class DemoMade:
    """Attributes:
    folder: The project's folder.
    """

    folder: Path


def demo_is_made(folder: Path) -> bool:
    """Whether all its clips are there; making one that was cut short goes on with it."""
    return (folder / _MADE).is_file() or demo_is_finished(folder)


def demo_is_finished(folder: Path) -> bool:
    """Whether the demo was trained and classified once; what was done to it since is its own."""
    return (folder / _FINISHED).is_file()


def _run(request: DemoRequest, ctx: JobContext) -> DemoMade:
    from smp_core.paths import atomic_write_text
    from smp_core.workflows.demo import finish_demo_project, make_demo_project

    if not request.finish:
        made = make_demo_project(request.folder, ctx, pack=request.pack)
        atomic_write_text(made / _MADE, "all clips are there\n")
        return DemoMade(made)
    finish_demo_project(request.folder, ctx)
    atomic_write_text(request.folder / _FINISHED, "trained and classified\n")
    return DemoMade(request.folder)


JOB = Job("demo", DemoRequest, DemoMade, _run)
