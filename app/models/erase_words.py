"""What erasing would take and what it took, in the operator's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.texts import byte_size, clips, translate

if TYPE_CHECKING:
    from smp_core.workflows.erase import Erased
    from smp_core.workflows.removable import Removable


def goes(found: Removable | None) -> list[str]:
    """What would go, a line each; without numbers as long as nothing was counted."""
    reports = translate("Erasing", "Names of removed clips in the reports on trainings")
    if found is None:
        return [
            translate("Erasing", "All steps of undo, with the removed clips that they hold"),
            translate("Erasing", "All older backups; a new one is made first"),
            translate("Erasing", "What lies in the cache; it is made again when it is needed"),
            reports,
        ]
    if not found.edits:
        edits = translate("Erasing", "No step of undo: the history is empty")
    elif not found.clips:
        edits = translate("Erasing", "{0}; no removed clip is left in the history").format(
            _steps(found.edits)
        )
    else:
        edits = _removed_in(found.edits, clips(found.clips))
    return [
        edits,
        translate("Erasing", "{0}; a new one is made first").format(_backups(found.backups)),
        translate(
            "Erasing",
            "{0} of small pictures, sound and sentences in the cache; they are made again when "
            "they are needed",
        ).format(byte_size(found.cached_bytes)),
        reports,
    ]


def erased(done: Erased) -> tuple[str, str]:
    """What was done, and what the operator should know about it."""
    message = translate(
        "Erasing", "Erased for good: {0}, {1} and {2}. {3} became free; a new backup was made."
    ).format(
        _steps(done.edits), _backups(done.backups), _files(done.cached), byte_size(done.freed_bytes)
    )
    hints = [translate("Erasing", "The undo history is empty now.")]
    if done.reported:
        hints.append(
            translate("Erasing", "Reports on trainings no longer name {0}.").format(
                clips(done.reported)
            )
        )
    if done.left:
        hints.append(
            translate("Erasing", "Not deleted, because this program did not make it: {0}").format(
                ", ".join(map(str, done.left))
            )
        )
    return message, " ".join(hints)


def _removed_in(steps: int, removed: str) -> str:
    if steps == 1:
        said = translate("Erasing", "1 step of undo, and in it {0} that you removed")
        return said.format(removed)
    said = translate("Erasing", "{0} steps of undo, and in them {1} that you removed")
    return said.format(steps, removed)


def _steps(number: int) -> str:
    if number == 1:
        return translate("Erasing", "1 step of undo")
    return translate("Erasing", "{0} steps of undo").format(number)


def _backups(number: int) -> str:
    if number == 1:
        return translate("Erasing", "1 older backup")
    return translate("Erasing", "{0} older backups").format(number)


def _files(number: int) -> str:
    if number == 1:
        return translate("Erasing", "1 cached file")
    return translate("Erasing", "{0} cached files").format(number)
