"""How good a run's settings are, judged by leave-out on the labelled clips. Needs no torch to read.

The result lies beside the adapter as `quality.json`.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from smp_core.errors import InputError, StorageError
from smp_core.jobs import JobContext
from smp_core.paths import atomic_write_json
from smp_core.records import RunRecord
from smp_core.storage.project import Project
from smp_core.storage.runs import get_run

QUALITY_FILE = "quality.json"
FEWEST_CLIPS = 3
_FORMAT = 1
_Z95 = 1.959963984540054


@dataclass(frozen=True)
class ClipAnswer:
    """What a model that had not seen a clip said about it.

    Attributes:
        clip_id: It may be gone since; path and stretch stay readable.
        content_hash: Of the file then.
        truth, answer: Class names.
        probability: Of the answer, 0…1.
    """

    clip_id: int
    path: Path
    content_hash: str
    start_s: float
    end_s: float
    truth: str
    answer: str
    probability: float


@dataclass(frozen=True)
class ClassQuality:
    """One class.

    Attributes:
        n_clips: Labelled clips. judged: Clips that were left out once. found: Right answers.
        low, high: The Wilson 95 % interval of the recall, 0…1.
        confused_with: The class that most of the others were taken for, empty if none were.
    """

    name: str
    n_clips: int
    judged: int
    found: int
    low: float
    high: float
    confused_with: str

    @property
    def enough(self) -> bool:
        """Whether the number says anything."""
        return self.judged >= FEWEST_CLIPS

    @property
    def recall(self) -> float:
        """Share of its clips that were found, 0…1; 0 if none was judged."""
        return self.found / self.judged if self.judged else 0.0


@dataclass(frozen=True)
class Quality:
    """The result of a leave-out evaluation.

    Attributes:
        run_id: Whose settings were judged.
        made: When. seconds: Wall time. device: Where.
        folds: Trainings that it took.
        class_names: In head order.
        counts: Labelled clips of each class at that time.
        answers: One for every clip that was left out once.
    """

    run_id: str
    made: datetime
    seconds: float
    device: str
    folds: int
    class_names: tuple[str, ...]
    counts: tuple[int, ...]
    answers: tuple[ClipAnswer, ...]

    def confusion(self) -> list[list[int]]:
        """(C, C): row = true class, column = answer."""
        place = {name: i for i, name in enumerate(self.class_names)}
        matrix = [[0] * len(place) for _ in place]
        for each in self.answers:
            matrix[place[each.truth]][place[each.answer]] += 1
        return matrix

    def classes(self) -> tuple[ClassQuality, ...]:
        """Recall of each class with its interval."""
        made = []
        for i, (name, row) in enumerate(zip(self.class_names, self.confusion(), strict=True)):
            judged, found = sum(row), row[i]
            low, high = wilson(found, judged)
            wrong = [(n, j) for j, n in enumerate(row) if j != i and n]
            other = self.class_names[max(wrong, key=lambda e: (e[0], -e[1]))[1]] if wrong else ""
            made.append(ClassQuality(name, self.counts[i], judged, found, low, high, other))
        return tuple(made)

    def right(self) -> tuple[int, int]:
        """(right answers, clips judged) over all classes."""
        return sum(each.truth == each.answer for each in self.answers), len(self.answers)


def wilson(found: int, n: int) -> tuple[float, float]:
    """The Wilson score interval at 95 % of a share `found` / `n` (Wilson 1927).

    Returns:
        (low, high) in 0…1; (0, 1) without any clip.
    """
    if n == 0:
        return 0.0, 1.0
    share, z2 = found / n, _Z95**2
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z95 / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    # At the ends the bound is exactly 0 or 1; rounding must not make it less.
    low = 0.0 if found == 0 else max(0.0, centre - half)
    high = 1.0 if found == n else min(1.0, centre + half)
    return low, high


def measure_quality(
    project: Project, run_id: str, ctx: JobContext, *, device: str = "auto"
) -> Quality:
    """Judge a run's settings on today's labelled clips, and keep the result in the run's folder.

    Args:
        run_id: A run that was trained here.
        device: "auto", "cpu", "cuda" or "mps".

    Raises:
        InputError: An imported run, or too few clips.
        SmpError: As packs, storage and training say.
        Cancelled: Stopped; an earlier result stays.
    """
    # Imported here: reading a result must not load torch.
    from smp_core.device import describe_device, pick_device
    from smp_core.media.decoder import Decoder
    from smp_core.training.evaluate import leave_out, make_folds
    from smp_core.training.finetune import check_trainable
    from smp_core.workflows.packs import project_pack
    from smp_core.workflows.prompts import caption_clips
    from smp_core.workflows.support import load_support
    from smp_core.workflows.train import settings_of_run

    run = get_run(project, run_id)
    if run.kind != "finetuned":
        raise InputError(
            "This run came from elsewhere, so it is not known what it learned from.",
            "Train here with the same settings and judge that run.",
        )
    started = time.monotonic()
    pack = project_pack(project)
    model_config, config = settings_of_run(run, pack)
    where = pick_device(device)
    with Decoder() as decoder:
        caption_clips(
            project, run.captioner, ctx, decoder, options=pack.inputs.decode, device=device
        )
        loaded = load_support(project, pack, run.captioner, ctx, decoder)
    check_trainable(loaded.support)
    labels = [int(each) for each in loaded.support.labels]
    folds = make_folds(labels, [clip.content_hash for clip in loaded.clips], config.seed)
    answers = leave_out(pack, loaded.support, folds, config, where, ctx, model_config=model_config)
    names = loaded.support.class_names
    said = []
    for row, probabilities in zip(answers.rows, answers.probabilities.tolist(), strict=True):
        clip = loaded.clips[row]
        best = max(range(len(names)), key=lambda i, p=probabilities: float(p[i]))  # type: ignore[misc]
        said.append(
            ClipAnswer(
                clip.id,
                clip.path,
                clip.content_hash,
                clip.start_s,
                clip.end_s,
                clip.class_name,
                names[best],
                float(probabilities[best]),
            )
        )
    quality = Quality(
        run_id=run.id,
        made=datetime.now(UTC),
        seconds=round(time.monotonic() - started, 2),
        device=describe_device(where),
        folds=answers.folds,
        class_names=names,
        counts=tuple(labels.count(i) for i in range(len(names))),
        answers=tuple(said),
    )
    write_quality(project, run, quality)
    return quality


def read_quality(project: Project, run: RunRecord) -> Quality | None:
    """The stored result of a run; None if it was never judged.

    Raises:
        StorageError: The file is damaged.
    """
    file = run.folder / QUALITY_FILE
    try:
        return _from_json(json.loads(file.read_text(encoding="utf-8")), project.folder)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StorageError(f"{file} cannot be read.", "Judge the run again.") from error


def write_quality(project: Project, run: RunRecord, quality: Quality) -> None:
    """Keep a result in its run's folder, in the place of an earlier one.

    Raises:
        StorageError, ResourceError: It cannot be written.
    """
    atomic_write_json(run.folder / QUALITY_FILE, _to_json(quality, project.folder))


def _to_json(quality: Quality, folder: Path) -> dict[str, Any]:
    answers = [{**asdict(each), "path": _relative(each.path, folder)} for each in quality.answers]
    data = {**asdict(quality), "made": quality.made.isoformat(), "answers": answers}
    return {"format": _FORMAT, **data}


def _from_json(data: Mapping[str, Any], folder: Path) -> Quality:
    if data["format"] != _FORMAT:
        raise ValueError(data["format"])
    names = tuple(str(name) for name in data["class_names"])
    answers = tuple(
        ClipAnswer(
            int(each["clip_id"]),
            folder / str(each["path"]),  # an absolute right side wins
            str(each["content_hash"]),
            float(each["start_s"]),
            float(each["end_s"]),
            str(each["truth"]),
            str(each["answer"]),
            float(each["probability"]),
        )
        for each in data["answers"]
    )
    if not {name for each in answers for name in (each.truth, each.answer)} <= set(names):
        raise ValueError("unknown class")
    return Quality(
        run_id=str(data["run_id"]),
        made=datetime.fromisoformat(data["made"]),
        seconds=float(data["seconds"]),
        device=str(data["device"]),
        folds=int(data["folds"]),
        class_names=names,
        counts=tuple(int(n) for n in data["counts"]),
        answers=answers,
    )


def _relative(path: Path, folder: Path) -> str:
    """As clips' paths are kept: a project can be carried to another place."""
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)
