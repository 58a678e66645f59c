"""What an operator does to classes and clips, each as one operation with its name for undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from app import texts
from app.changes import Change
from app.jobs.operation import Lane, Operation, read
from app.texts import translate
from smp_core.jobs import JobContext

if TYPE_CHECKING:
    from smp_core.records import AddResult, ClassRecord, ClipRecord
    from smp_core.workflows.clip_drops import Drop
    from smp_core.workflows.edit_journal import EditHistory
    from smp_core.workflows.projects import Project

Result = TypeVar("Result")

# Clips take their prompts with them when they go, and bring them back.
_CHANGES = (Change.CLIPS, Change.PROMPTS)


@dataclass(frozen=True)
class Board:
    """All classes with their clips, as they are now.

    Attributes:
        classes: In their order.
        clips: By class, then as they were added.
        history: What can be undone and redone.
    """

    classes: tuple[ClassRecord, ...]
    clips: tuple[ClipRecord, ...]
    history: EditHistory


def read_board(project: Project) -> Operation[Board]:
    """Everything that the station shows."""

    def work(_ctx: JobContext) -> Board:
        from smp_core.workflows import clips, edit_journal

        classes = tuple(clips.list_classes(project))
        return Board(classes, tuple(clips.list_clips(project)), edit_journal.history(project))

    return read("classes", work, key="classes")


def add_to_class(project: Project, name: str, paths: Sequence[Path]) -> Operation[AddResult]:
    """Add files, and folders with all that is in them, to a class; it is made if it is new."""

    def dropped() -> Drop:
        from smp_core.workflows import clip_drops

        return clip_drops.into_one_class(name, paths)

    return _adding(project, dropped, translate("Classes", "Adding clips to {0}").format(name))


def add_as_classes(
    project: Project, paths: Sequence[Path], loose_name: str
) -> Operation[AddResult]:
    """Make classes of folders; files that lie beside go into `loose_name`."""

    def dropped() -> Drop:
        from smp_core.workflows import clip_drops

        return clip_drops.into_new_classes(paths, loose_name)

    return _adding(project, dropped, translate("Classes", "Adding clips"))


def create_class(project: Project, name: str) -> Operation[ClassRecord]:
    """Make a class."""

    def work() -> ClassRecord:
        from smp_core.workflows import class_edits

        return class_edits.create_class(project, name, label)

    label = translate("Classes", "Add the class {0}").format(name)
    return _edit(label, work)


def rename_class(project: Project, record: ClassRecord, name: str) -> Operation[None]:
    """Give a class another name."""

    def work() -> None:
        from smp_core.workflows import class_edits

        class_edits.rename_class(project, record.id, name, label)

    label = translate("Classes", "Rename {0} to {1}").format(record.name, name)
    return _edit(label, work)


def colour_class(project: Project, record: ClassRecord, colour: str) -> Operation[None]:
    """Give a class another colour, "#rrggbb"."""

    def work() -> None:
        from smp_core.workflows import class_edits

        class_edits.colour_class(project, record.id, colour, label)

    label = translate("Classes", "Colour {0}").format(record.name)
    return _edit(label, work)


def order_classes(project: Project, record: ClassRecord, order: Sequence[int]) -> Operation[None]:
    """Put the classes in another order, because one of them was moved."""

    def work() -> None:
        from smp_core.workflows import class_edits

        class_edits.order_classes(project, order, label)

    label = translate("Classes", "Move {0}").format(record.name)
    return _edit(label, work)


def merge_classes(project: Project, into: ClassRecord, other: ClassRecord) -> Operation[None]:
    """Put the clips of one class into another and remove the emptied one."""

    def work() -> None:
        from smp_core.workflows import class_edits

        class_edits.merge_classes(project, into.id, [other.id], label)

    label = translate("Classes", "Merge {0} into {1}").format(other.name, into.name)
    return _edit(label, work)


def split_class(project: Project, clip_ids: Sequence[int], name: str) -> Operation[ClassRecord]:
    """Make a new class of clips."""

    def work() -> ClassRecord:
        from smp_core.workflows import class_edits

        return class_edits.split_class(project, clip_ids, name, label)

    label = translate("Classes", "Make {0} of {1}").format(name, texts.clips(len(clip_ids)))
    return _edit(label, work)


def delete_class(project: Project, record: ClassRecord) -> Operation[None]:
    """Remove a class with its clips; the files stay."""

    def work() -> None:
        from smp_core.workflows import class_edits

        class_edits.delete_class(project, record.id, label)

    label = translate("Classes", "Remove the class {0}").format(record.name)
    return _edit(label, work)


def move_clips(project: Project, clip_ids: Sequence[int], into: ClassRecord) -> Operation[int]:
    """Put clips into another class."""

    def work() -> int:
        from smp_core.workflows import clip_edits

        return clip_edits.move_clips(project, clip_ids, into.id, label)

    label = translate("Classes", "Move {0} to {1}").format(texts.clips(len(clip_ids)), into.name)
    return _edit(label, work)


def copy_clips(
    project: Project, clip_ids: Sequence[int], into: ClassRecord
) -> Operation[list[ClipRecord]]:
    """Put another stretch of the same files into a class."""

    def work() -> list[ClipRecord]:
        from smp_core.workflows import clip_edits

        return clip_edits.copy_clips(project, clip_ids, into.id, label)

    label = translate("Classes", "Copy {0} to {1}").format(texts.clips(len(clip_ids)), into.name)
    return _edit(label, work)


def remove_clips(project: Project, clip_ids: Sequence[int]) -> Operation[int]:
    """Take clips out of the project; the files stay."""

    def work() -> int:
        from smp_core.workflows import clip_edits

        return clip_edits.remove_clips(project, clip_ids, label)

    label = translate("Classes", "Remove {0}").format(texts.clips(len(clip_ids)))
    return _edit(label, work)


def set_stretch(
    project: Project, clip: ClipRecord, start_s: float, end_s: float
) -> Operation[None]:
    """Choose which part of its file a clip uses."""

    def work() -> None:
        from smp_core.workflows import clip_edits

        clip_edits.set_stretch(project, clip.id, start_s, end_s, label)

    label = translate("Classes", "Choose another part of {0}").format(clip.path.name)
    return _edit(label, work)


def undo(project: Project) -> Operation[str | None]:
    """Take the newest edit back; gives what that was."""

    def work() -> str | None:
        from smp_core.workflows import edit_journal

        return edit_journal.undo(project)

    return _edit(translate("Classes", "Undo"), work)


def redo(project: Project) -> Operation[str | None]:
    """Do again what was undone; gives what that was."""

    def work() -> str | None:
        from smp_core.workflows import edit_journal

        return edit_journal.redo(project)

    return _edit(translate("Classes", "Redo"), work)


def _edit(label: str, work: Callable[[], Result]) -> Operation[Result]:
    return Operation(label, Lane.DB, lambda _ctx: work(), changes=_CHANGES, quiet=True)


def _adding(project: Project, dropped: Callable[[], Drop], name: str) -> Operation[AddResult]:
    def work(ctx: JobContext) -> AddResult:
        from smp_core.media import Decoder
        from smp_core.workflows import clips

        drop = dropped()
        label = translate("Classes", "Add {0}").format(texts.clips(len(drop.labelled)))
        with Decoder() as decoder:
            return clips.add_labelled(project, drop.labelled, ctx, decoder, label, drop.unread)

    return Operation(name, Lane.IO, work, changes=_CHANGES)
