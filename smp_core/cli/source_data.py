"""What `smp pretrain` learns from: any folder of classes, or a published data set."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from smp_core.bench.datasets.ave import is_ave
from smp_core.bench.datasets.examples import Example
from smp_core.bench.datasets.kinetics_sounds import is_kinetics
from smp_core.bench.datasets.opening import open_dataset
from smp_core.bench.datasets.research_csv import is_research
from smp_core.bench.datasets.vggsound import is_vggsound
from smp_core.errors import InputError
from smp_core.jobs import JobContext
from smp_core.workflows.source_clips import SourceClip, folder_source


@dataclass(frozen=True)
class SourceData:
    """Source clips.

    Attributes:
        clips: None for those of a plain folder.
        name: The data set's, as it may be told; empty for a person's own clips.
    """

    clips: tuple[SourceClip, ...] | None
    name: str


def source_data(folder: Path, source_list: Path | None, ctx: JobContext) -> SourceData:
    """Find out what lies in a folder.

    A published data set gives its source classes, its test list held out; so do our own scenes in
    `source/` and `target/`; of a plain folder every class is taken, unless a list names some.

    Raises:
        InputError: No clips of two source classes.
    """
    if any(known(folder) for known in (is_ave, is_vggsound, is_kinetics, is_research)):
        return _published(folder, source_list, ctx)
    if (folder / "target").is_dir():
        if not (folder / "source").is_dir():
            raise InputError(
                f"{folder} has target classes only.", "Put the source classes into source/ there."
            )
        folder = folder / "source"
    elif source_list is None:
        return SourceData(None, "")
    clips = folder_source(folder)
    if source_list is None:
        return SourceData(clips, "")
    wanted = set(open_dataset(folder, source_list).source_classes)
    return SourceData(tuple(clip for clip in clips if clip.label in wanted), "")


def _published(folder: Path, source_list: Path | None, ctx: JobContext) -> SourceData:
    data = open_dataset(folder, source_list)
    if data.missing:
        ctx.warn(f"{data.missing} clips that {data.name} lists are not there.")
    examples = data.of(data.source_classes)
    learned = {example.label for example in examples if example.split == "train"}
    if len(learned) < 2:
        raise InputError(
            f"{data.name} in {folder} has fewer than two source classes to learn from.",
            "Name a list of source classes with --source-classes.",
        )
    # A class without a clip to learn from cannot be asked about either.
    return SourceData(
        tuple(_clip(example) for example in examples if example.label in learned), data.name
    )


def _clip(example: Example) -> SourceClip:
    return SourceClip(
        example.label,
        example.media,
        example.split == "test",
        example.start_s,
        example.end_s,
        example.frames,
        example.prompt,
    )
