"""The whole job on synthetic clips: 5 classes, 25 labelled clips, 30 incoming videos."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from smp_core.errors import InputError
from smp_core.jobs import JobContext
from smp_core.media.decoder import Decoder
from smp_core.records import ResultRecord
from smp_core.storage import runs
from smp_core.storage.project import DATABASE, Project, create_project, open_project
from smp_core.synth.dataset import ClipTask, make_clips
from smp_core.synth.seeds import clip_seed
from smp_core.synth.write import truth_path
from smp_core.workflows import edit_journal
from smp_core.workflows.classify import ClassifyOptions, classify_paths
from smp_core.workflows.clips import add_clips, list_clips
from smp_core.workflows.packs import find_pack
from smp_core.workflows.results import results
from smp_core.workflows.train import FinetuneOptions, finetune_project

DEMO_CLASSES = (
    "person falls",
    "patient coughing",
    "alarm lamp beeping",
    "glass breaking",
    "phone ringing",
)
_SHOTS = 5
_INCOMING_PER_CLASS = 6
_DIFFICULTY = 0.5


@dataclass(frozen=True)
class DemoPlan:
    """How large the demo is; the defaults are the real one.

    Attributes:
        classes: Target classes of the synthetic scenes.
        shots, incoming_per_class: Clips of each.
        options: Of the finetuning.
    """

    classes: tuple[str, ...] = DEMO_CLASSES
    shots: int = _SHOTS
    incoming_per_class: int = _INCOMING_PER_CLASS
    options: FinetuneOptions = FinetuneOptions()


@dataclass(frozen=True)
class DemoResult:
    """What the demo came to.

    Attributes:
        accuracy: Share of incoming videos whose class was found, 0…1; a failed video counts as
            not found.
        class_names: Row and column order of `confusion`.
        confusion: Counts; row = true class, column = found class.
        seconds: Wall time by step, this call only.
        project_folder: The project that it leaves behind.
    """

    accuracy: float
    class_names: tuple[str, ...]
    confusion: tuple[tuple[int, ...], ...]
    seconds: Mapping[str, float]
    project_folder: Path


def run_demo(
    folder: Path,
    ctx: JobContext,
    *,
    device: str = "auto",
    seed: int = 42,
    pack: str = "demo",
    plan: DemoPlan = DemoPlan(),
) -> DemoResult:
    """Make the demo project and do the whole job; an existing one goes on where it was stopped.

    Raises:
        InputError: `folder` holds something else.
        SmpError: As every step says.
        Cancelled: Stopped; what is finished stays.
    """
    seconds: dict[str, float] = {}
    with _open_or_create(folder, pack) as project:
        with _timed(seconds, "making clips"):
            labelled = _labelled(project.folder, plan, seed)
            incoming = _incoming(project.folder, plan, seed)
            make_clips([*labelled, *incoming], ctx)
        with _timed(seconds, "adding clips"):
            _add_labelled(project, labelled, plan, ctx)
        with _timed(seconds, "prompts and finetuning"):
            if runs.active_run(project) is None:
                _train(project, plan, device, seed, ctx)
        with _timed(seconds, "classifying"):
            paths = [task.path for task in incoming]
            classify_paths(project, paths, ClassifyOptions(device=device), ctx)
        found = {Path(row.video): row for row in results(project)}
        confusion = _confusion(incoming, found, plan.classes)
    right = sum(confusion[i][i] for i in range(len(plan.classes)))
    return DemoResult(right / len(incoming), plan.classes, confusion, seconds, folder)


def make_demo_project(
    folder: Path,
    ctx: JobContext,
    *,
    seed: int = 42,
    pack: str = "demo",
    plan: DemoPlan = DemoPlan(),
) -> Path:
    """Make the demo project with its labelled clips and incoming videos, but do not train yet.

    Returns:
        `folder`; called again it completes what is missing.

    Raises:
        InputError: `folder` holds something else.
        SmpError: As packs, storage and the synthesis say.
        Cancelled: Stopped; what is finished stays.
    """
    with _open_or_create(folder, pack) as project:
        labelled = _labelled(project.folder, plan, seed)
        make_clips([*labelled, *_incoming(project.folder, plan, seed)], ctx)
        _add_labelled(project, labelled, plan, ctx)
    return folder


def finish_demo_project(
    folder: Path,
    ctx: JobContext,
    *,
    device: str = "auto",
    seed: int = 42,
    plan: DemoPlan = DemoPlan(),
) -> None:
    """Train and classify what `make_demo_project` made; what is done already is left alone.

    Raises:
        SmpError: As training and classifying say.
        Cancelled: Stopped; what is finished stays, and a second call goes on.
    """
    with open_project(folder) as project:
        if runs.active_run(project) is None:
            _train(project, plan, device, seed, ctx)
        videos = [task.path for task in _incoming(project.folder, plan, seed)]
        there = [path for path in videos if path.is_file()]
        classify_paths(project, there, ClassifyOptions(device=device), ctx)


def _train(project: Project, plan: DemoPlan, device: str, seed: int, ctx: JobContext) -> None:
    resume = runs.unfinished_run(project) is not None
    options = replace(plan.options, device=device, seed=seed, resume=resume)
    finetune_project(project, options, ctx)


def _add_labelled(
    project: Project, labelled: Sequence[ClipTask], plan: DemoPlan, ctx: JobContext
) -> None:
    new = not list_clips(project)
    quiet = ctx.quiet()  # a second call adds the same clips again, which is no news
    with Decoder() as decoder:
        for done, name in enumerate(plan.classes):
            ctx.progress("Adding clips", done, len(plan.classes))
            paths = [task.path for task in labelled if task.class_name == name]
            add_clips(project, name, paths, quiet, decoder)
    ctx.progress("Adding clips", len(plan.classes), len(plan.classes))
    if new:
        edit_journal.forget(project)


def _open_or_create(folder: Path, pack_name: str) -> Project:
    if (folder / DATABASE).exists():
        project = open_project(folder)
        if not (project.folder / "incoming").is_dir():
            project.close()
            raise InputError(
                f"{folder} is a project, but not the demo.",
                "Name another folder: smp demo FOLDER",
            )
        return project
    pack = find_pack(pack_name)
    named = Path(pack_name).is_dir()
    project = create_project(
        folder,
        "Demo",
        pack_name=pack.name,
        pack_digest=pack.digest,
        pack_folder=pack.folder if named else None,
    )
    (project.folder / "incoming").mkdir(exist_ok=True)
    return project


def _labelled(folder: Path, plan: DemoPlan, seed: int) -> list[ClipTask]:
    return [
        ClipTask(
            folder / "clips" / name / f"{name.replace(' ', '-')}-{index}.mp4",
            name,
            clip_seed(seed, "demo labelled", name, index),
            _DIFFICULTY,
        )
        for name in plan.classes
        for index in range(1, plan.shots + 1)
    ]


def _incoming(folder: Path, plan: DemoPlan, seed: int) -> list[ClipTask]:
    """Shuffled and numbered, so that no name gives its class away."""
    wanted = [(name, i) for name in plan.classes for i in range(plan.incoming_per_class)]
    random.Random(seed).shuffle(wanted)
    return [
        ClipTask(
            folder / "incoming" / f"camera-{number:02d}.mp4",
            name,
            clip_seed(seed, "demo incoming", name, index),
            _DIFFICULTY,
        )
        for number, (name, index) in enumerate(wanted, 1)
    ]


def _confusion(
    incoming: Sequence[ClipTask], found: Mapping[Path, ResultRecord], classes: tuple[str, ...]
) -> tuple[tuple[int, ...], ...]:
    counts = [[0] * len(classes) for _ in classes]
    for task in incoming:
        truth = json.loads(truth_path(task.path).read_text(encoding="utf-8"))["class"]
        row = found.get(task.path.absolute())
        if row is not None and row.class_name is not None:
            counts[classes.index(truth)][classes.index(row.class_name)] += 1
    return tuple(tuple(row) for row in counts)


@contextmanager
def _timed(seconds: dict[str, float], step: str) -> Iterator[None]:
    started = time.monotonic()
    yield
    seconds[step] = round(time.monotonic() - started, 2)
