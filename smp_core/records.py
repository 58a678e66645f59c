"""The plain, frozen values that storage and workflows hand out. Never ORM objects.

All times are aware UTC datetimes, all `_s` values are seconds, all paths are absolute.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

RunStatus = Literal["running", "succeeded", "failed", "cancelled"]
RunKind = Literal["finetuned", "imported"]
IncomingStatus = Literal["queued", "decoding", "classified", "failed"]
ReviewState = Literal["open", "confirmed", "corrected", "rejected"]


@dataclass(frozen=True)
class ProjectInfo:
    """What a project says about itself.

    Attributes:
        uuid: Identity of the project, kept when the folder is copied or renamed.
        name: The operator's name for it.
        pack_name, pack_digest: The pack that every run of this project builds on.
        pack_folder: Where that pack lies if it was given by folder; None for an installed pack.
        created: When the project was made.
        schema: Database revision, for example "0001".
    """

    uuid: str
    name: str
    pack_name: str
    pack_digest: str
    pack_folder: Path | None
    created: datetime
    schema: str


@dataclass(frozen=True)
class ClassRecord:
    """One event class.

    Attributes:
        position: Order in lists and in the head of the model, 0-based.
        colour: "#rrggbb".
        n_clips: Labelled clips in it.
    """

    id: int
    name: str
    position: int
    colour: str
    n_clips: int


@dataclass(frozen=True)
class ClipRecord:
    """One labelled clip: a stretch of a video file that stays where it is.

    Attributes:
        path: The file; it may have gone missing since (see `missing`).
        content_hash: "sha256:…" over the whole file.
        start_s, end_s: The chosen stretch within the file.
        duration_s: Length of the whole file.
        width_px, height_px, fps: 0 without picture.
        note: What the operator should know ("no sound"), empty if nothing.
        missing: The file was not there when this record was read.
    """

    id: int
    class_id: int
    class_name: str
    path: Path
    content_hash: str
    size_bytes: int
    start_s: float
    end_s: float
    duration_s: float
    has_audio: bool
    has_video: bool
    width_px: int
    height_px: int
    fps: float
    note: str
    missing: bool


@dataclass(frozen=True)
class LeftOut:
    """A file that was not added.

    Attributes:
        path: The file.
        reason: What about it, one sentence that names the file.
        hint: What to do, may be empty.
        code: "note" for a harmless repeat, otherwise the code of the error.
    """

    path: Path
    reason: str
    hint: str
    code: str


@dataclass(frozen=True)
class AddResult:
    """What adding files did.

    Attributes:
        added: New clips, in the order given.
        skipped: Files that were there already; nothing was changed for them.
        set_aside: Files and folders that could not be used.
    """

    added: tuple[ClipRecord, ...] = ()
    skipped: tuple[LeftOut, ...] = ()
    set_aside: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class PromptRecord:
    """The prompt of one clip by one captioner.

    Attributes:
        generated: What the captioner wrote.
        operator_text: What the operator wrote instead; None if untouched.
    """

    id: int
    clip_id: int
    captioner: str
    captioner_version: str
    generated: str
    operator_text: str | None
    created: datetime

    @property
    def text(self) -> str:
        """The operator's words where there are any, otherwise the captioner's."""
        return self.generated if self.operator_text is None else self.operator_text


@dataclass(frozen=True)
class CaptionResult:
    """What captioning did.

    Attributes:
        written: Prompts written now.
        kept: Clips that had a prompt by the same captioner and version.
        set_aside: Clips that could not be read.
    """

    written: int
    kept: int
    set_aside: tuple[LeftOut, ...] = ()


MIN_JUDGED_CLIPS = 2
"""Fewer clips with a prompt in a class are too few to judge its prompts."""


@dataclass(frozen=True)
class ClassQuality:
    """What the prompts tell about one class.

    Attributes:
        class_name: The class.
        n_clips: Its clips that have a prompt.
        delta: δ of its clips, in [0, 1]; None for too few clips, or only one class.
        found: Its clips that the prompt alone puts right; a tie among k classes counts 1/k. None
            where δ is None.
    """

    class_name: str
    n_clips: int
    delta: float | None
    found: float | None

    @property
    def too_few(self) -> bool:
        """Whether there are too few clips to judge."""
        return self.n_clips < MIN_JUDGED_CLIPS


@dataclass(frozen=True)
class PromptQuality:
    """What the prompts of one captioner tell about all classes.

    Attributes:
        captioner: Whose prompts.
        classes: Those with prompts, in their order.
        delta: δ over all judged clips, in [0, 1]; None if none could be judged.
        accuracy: Share of the judged clips that prompts alone put right; None likewise.
        n_judged: How many clips that are.
    """

    captioner: str
    classes: tuple[ClassQuality, ...]
    delta: float | None
    accuracy: float | None
    n_judged: int


@dataclass(frozen=True)
class RunRecord:
    """One finetuning, or one imported adapter.

    Attributes:
        id: UUID of the run.
        kind: "finetuned" here, or "imported".
        folder: Holds adapter.safetensors, adapter.json, MODEL_CARD.md and checkpoints.
        config: The whole training configuration, plain JSON.
        metrics: Numbers of the run, plain JSON.
        seconds: Wall time; None while it runs.
        error: Why it failed, empty otherwise.
        class_names: Classes as they were then, in the order of the model's outputs.
        active: Used for classification; at most one run of a project is.
        note: The operator's words about it.
    """

    id: str
    kind: RunKind
    status: RunStatus
    created: datetime
    finished: datetime | None
    pack_name: str
    pack_digest: str
    captioner: str
    preset: str
    config: Mapping[str, object]
    metrics: Mapping[str, object]
    folder: Path
    device: str
    seconds: float | None
    error: str
    n_clips: int
    class_names: tuple[str, ...]
    active: bool
    note: str = ""


@dataclass(frozen=True)
class IncomingRecord:
    """One incoming video.

    Attributes:
        content_hash: "sha256:…", empty if the file could never be read.
        modified: The file's modification time when it was queued.
        attempts: Decodings begun since it was queued; one that never ended was a death.
        run_id: The run it was queued, classified or set aside under; None if that run is gone.
        reason, hint: Why it failed and what to do, empty otherwise.
        duration_s, has_audio, has_video: None until it was opened once.
    """

    id: int
    path: Path
    content_hash: str
    size_bytes: int
    modified: datetime
    status: IncomingStatus
    attempts: int
    run_id: str | None
    reason: str
    hint: str
    duration_s: float | None
    has_audio: bool | None
    has_video: bool | None
    added: datetime
    finished: datetime | None


@dataclass(frozen=True)
class QueueResult:
    """What queueing did.

    Attributes:
        queued: Videos that wait for classification now, in order.
        already: Videos whose content this run has classified before.
        set_aside: Paths that could not be used.
    """

    queued: tuple[IncomingRecord, ...] = ()
    already: tuple[IncomingRecord, ...] = ()
    set_aside: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class NewPrediction:
    """The model's answer for one window, to be stored.

    Attributes:
        start_s, end_s: The window, start_s < end_s.
        prompt: The text the window was described with.
        captioner: Who wrote it.
        class_name: The most probable class.
        probability: Its probability in [0, 1].
        probabilities: All classes and their probabilities.
    """

    start_s: float
    end_s: float
    prompt: str
    captioner: str
    class_name: str
    probability: float
    probabilities: Mapping[str, float]


@dataclass(frozen=True)
class PredictionRecord:
    """A stored answer for one window of one video by one run; see `NewPrediction`."""

    id: int
    incoming_id: int
    run_id: str
    start_s: float
    end_s: float
    prompt: str
    captioner: str
    class_name: str
    probability: float
    probabilities: Mapping[str, float]
    status: str


@dataclass(frozen=True)
class ResultRecord:
    """One line of the results: a classified window, or a video that failed.

    Attributes:
        video: Absolute path of the video.
        start_s, end_s, class_name, probability: None for a failed video.
        status: "classified" or "failed".
        reason, hint: Why it failed and what to do, empty otherwise.
        run, pack: Which run and pack answered; run is empty if none was involved.
        prompt: The window's prompt, empty for a failed video.
        probabilities: All classes, empty for a failed video.
    """

    video: str
    start_s: float | None
    end_s: float | None
    class_name: str | None
    probability: float | None
    status: Literal["classified", "failed"]
    reason: str
    run: str
    pack: str
    hint: str = ""
    prompt: str = ""
    probabilities: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class ClassStatus:
    """How far one class is.

    Attributes:
        n_clips: Labelled clips.
        n_prompts: Clips with at least one prompt.
        n_missing: Clips whose file is not there.
    """

    name: str
    n_clips: int
    n_prompts: int
    n_missing: int


@dataclass(frozen=True)
class StatusRecord:
    """The state of a project at a glance.

    Attributes:
        prompts: Number of clips with a prompt, by captioner.
        missing: Files of clips that are not there.
        runs: All runs, newest first.
        active_run: The run used for classification.
        incoming: Number of videos by status, every status present.
        advice: What the operator might do next, plain sentences.
    """

    info: ProjectInfo
    folder: Path
    classes: tuple[ClassStatus, ...]
    prompts: Mapping[str, int]
    missing: tuple[Path, ...]
    runs: tuple[RunRecord, ...]
    active_run: RunRecord | None
    incoming: Mapping[str, int]
    advice: tuple[str, ...]

    @property
    def n_clips(self) -> int:
        """Labelled clips in all classes."""
        return sum(each.n_clips for each in self.classes)
