"""Looks through the labelled clips for what would spoil a training, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from smp_core.jobs import JobContext
from smp_core.media.decoder import Decoder
from smp_core.media.likeness import Likeness, likeness, same_moments
from smp_core.records import ClassRecord, ClipRecord
from smp_core.storage.project import Project
from smp_core.workflows.browse import Preview, preview
from smp_core.workflows.clip_edits import remove_clips
from smp_core.workflows.clips import list_classes, list_clips

Kind = Literal[
    "missing",
    "changed",
    "unreadable",
    "two_classes",
    "duplicate",
    "near_duplicate",
    "too_short",
    "silent",
    "dark",
    "unbalanced",
]
Mend = Literal["relink", "remove", "choose_class", "choose_stretch", "add_clips", "look"]

SHORTEST_S: Final = 1.0
"""A shorter clip hardly shows an event."""
_MOST_TO_LEAST: Final = 3
_DARK_LEVEL: Final = 12.0  # of 255
_SPREAD_LEVEL: Final = 4.0


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, and what could be done.

    Attributes:
        kind: What.
        clip_ids: The clips meant, in the order of the project; empty for a class as a whole.
        class_names: Their classes, each once.
        words: One plain sentence that names file or class.
        mend: "relink": say where the file lies now (`relink`). "remove": take `remove_ids` out
            (`mend`). "choose_class": decide for one, then remove the others. "choose_stretch":
            choose a longer stretch. "add_clips": to that class. "look": listen and look.
        remove_ids: What the mend "remove" takes out; the best one of equals stays.
    """

    kind: Kind
    clip_ids: tuple[int, ...]
    class_names: tuple[str, ...]
    words: str
    mend: Mend
    remove_ids: tuple[int, ...] = ()


def dataset_check(project: Project, ctx: JobContext, decoder: Decoder) -> list[Finding]:
    """Look at all labelled clips; what was looked at before comes from the cache of previews.

    Args:
        project: Whose clips.
        ctx: Progress, cancel.
        decoder: For clips without a preview yet.

    Returns:
        Findings, the gravest kinds first; empty if all is well.

    Raises:
        ResourceError: The decoder could not be started.
        Cancelled: The operator stopped.
    """
    clips = list_clips(project)
    findings: list[Finding] = []
    seen: list[tuple[ClipRecord, Likeness]] = []
    for done, clip in enumerate(clips):
        ctx.progress("Checking clips", done, len(clips))
        shown = preview(
            project, clip.path, clip.content_hash, clip.start_s, clip.end_s, ctx, decoder
        )
        findings += _of_one(clip, shown)
        if not shown.trouble:
            seen.append((clip, likeness(shown)))
    findings += _of_many(clips, seen)
    findings += _of_classes(list_classes(project))
    ctx.progress("Checking clips", len(clips), len(clips))
    order = {kind: place for place, kind in enumerate(Kind.__args__)}  # type: ignore[attr-defined]
    return sorted(findings, key=lambda each: order[each.kind])


def mend(project: Project, finding: Finding) -> int:
    """Take out what a finding's mend "remove" takes out; it can be undone like any edit.

    Returns:
        How many clips; 0 for findings that need the operator's choice.

    Raises:
        InputError: A clip is gone.
    """
    if not finding.remove_ids:
        return 0
    return remove_clips(project, finding.remove_ids, "Mend the clips")


def _of_one(clip: ClipRecord, shown: Preview) -> list[Finding]:
    ids, names, name = (clip.id,), (clip.class_name,), clip.path.name

    def finding(kind: Kind, words: str, how: Mend) -> Finding:
        return Finding(kind, ids, names, words, how, ids if how == "remove" else ())

    if clip.missing:
        return [finding("missing", f"{clip.path} is not there any more.", "relink")]
    if shown.trouble:
        return [finding("unreadable", shown.trouble, "remove")]
    found = []
    if _size(clip) != clip.size_bytes:
        words = f"{clip.path} is another file than when it was added."
        found.append(finding("changed", words, "relink"))
    length_s = clip.end_s - clip.start_s
    if length_s < SHORTEST_S:
        longer = clip.duration_s >= SHORTEST_S
        words = f"Only {length_s:.1f} s of {name} are used."
        found.append(finding("too_short", words, "choose_stretch" if longer else "remove"))
    if shown.silent:
        what = "is silent" if clip.has_audio else "has no sound"
        found.append(finding("silent", f"{name} {what}; only its picture is learned.", "look"))
    if shown.frames is not None and _is_dark(shown):
        found.append(finding("dark", f"The picture of {name} is black.", "look"))
    return found


def _size(clip: ClipRecord) -> int:
    try:
        return clip.path.stat().st_size
    except OSError:
        return -1


def _is_dark(shown: Preview) -> bool:
    frames = np.asarray(shown.frames, dtype=np.float32)
    return bool(frames.mean() < _DARK_LEVEL and frames.std() < _SPREAD_LEVEL)


def _of_many(
    clips: Sequence[ClipRecord], seen: Sequence[tuple[ClipRecord, Likeness]]
) -> list[Finding]:
    """Equal content first; then what only looks and sounds equal."""
    exact = _groups(len(clips), _overlaps(clips))
    findings = [_repeated([clips[i] for i in group], same_file=True) for group in exact]
    told = {frozenset((clips[i].id, clips[j].id)) for g in exact for i in g for j in g}
    looked = [clip for clip, _ in seen]
    pairs = [
        (i, j)
        for i, j in same_moments([known for _, known in seen])
        if frozenset((looked[i].id, looked[j].id)) not in told
        # Two stretches of one file that do not overlap are two moments, however alike.
        and looked[i].content_hash != looked[j].content_hash
    ]
    near = _groups(len(looked), pairs)
    return findings + [_repeated([looked[i] for i in group], same_file=False) for group in near]


def _overlaps(clips: Sequence[ClipRecord]) -> list[tuple[int, int]]:
    by_content: dict[str, list[int]] = {}
    for index, clip in enumerate(clips):
        by_content.setdefault(clip.content_hash, []).append(index)
    return [
        (i, j)
        for same in by_content.values()
        for place, i in enumerate(same)
        for j in same[place + 1 :]
        if _share_most(clips[i], clips[j])
    ]


def _share_most(one: ClipRecord, other: ClipRecord) -> bool:
    """Half of the shorter stretch is in the other one."""
    shared_s = min(one.end_s, other.end_s) - max(one.start_s, other.start_s)
    return shared_s > 0.5 * min(one.end_s - one.start_s, other.end_s - other.start_s)


def _repeated(clips: Sequence[ClipRecord], *, same_file: bool) -> Finding:
    ids = tuple(clip.id for clip in clips)
    classes = tuple(dict.fromkeys(clip.class_name for clip in clips))
    files = list(dict.fromkeys(clip.path.name for clip in clips))
    what = files[0] if len(files) == 1 else f"{', '.join(files[:-1])} and {files[-1]}"
    same = "the same moment" if same_file or len(files) == 1 else "nearly the same moment"
    if len(classes) > 1:
        both = " and ".join(f"“{name}”" for name in classes)
        words = f"{what}: {same} is in {both}. The two labels contradict each other."
        return Finding("two_classes", ids, classes, words, "choose_class")
    # The larger picture, then the longer stretch, then the older one stays.
    best = max(clips, key=lambda c: (c.width_px * c.height_px, c.end_s - c.start_s, -c.id))
    words = f"{what}: {same} is in “{classes[0]}” {len(clips)} times."
    kind: Kind = "duplicate" if same_file else "near_duplicate"
    return Finding(kind, ids, classes, words, "remove", tuple(i for i in ids if i != best.id))


def _groups(n: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Sets of indices that pairs join, each sorted, those of one left out."""
    leader = list(range(n))

    def of(index: int) -> int:
        while leader[index] != index:
            index = leader[index]
        return index

    for i, j in pairs:
        low, high = sorted((of(i), of(j)))
        leader[high] = low
    groups: dict[int, list[int]] = {}
    for index in range(n):
        groups.setdefault(of(index), []).append(index)
    return [group for group in groups.values() if len(group) > 1]


def _of_classes(classes: Sequence[ClassRecord]) -> list[Finding]:
    most = max((each.n_clips for each in classes), default=0)
    findings = []
    for each in classes:
        if each.n_clips * _MOST_TO_LEAST > most:
            continue
        count = {0: "no clip", 1: "1 clip"}.get(each.n_clips, f"{each.n_clips} clips")
        words = f"“{each.name}” has {count}, another class has {most}."
        if most == 0:
            words = f"“{each.name}” has no clip."
        findings.append(Finding("unbalanced", (), (each.name,), words, "add_clips"))
    return findings
