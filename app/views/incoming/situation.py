"""What is going on with the incoming videos, in words: never an empty line without its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.jobs.handle import State
from app.models.incoming_scans import elsewhere_reason
from app.models.incoming_watch import IncomingWatch, held_reason
from app.texts import translate, videos

if TYPE_CHECKING:
    from app.operations.incoming import IncomingState


def situation(read: IncomingState, watch: IncomingWatch) -> tuple[str, str]:
    """A headline, and a sentence that may be empty."""
    saying, hint = _situation(read, watch)
    if watch.scans.trouble:
        said = translate("Incoming", "The watched folders cannot be looked through: {0}")
        return saying, f"{hint} {said.format(watch.scans.trouble)}".strip()
    arriving = 0 if watch.scans.result is None else watch.scans.result.arriving
    if arriving:
        said = translate("Incoming", "Still being copied: {0}.").format(videos(arriving))
        hint = f"{hint} {said}".strip()
    return saying, hint


def _situation(read: IncomingState, watch: IncomingWatch) -> tuple[str, str]:
    n_waiting = read.health.waiting
    waiting = translate("Incoming", "Waiting: {0}.").format(videos(n_waiting)) if n_waiting else ""
    if watch.held:
        hint = translate("Incoming", "Look at the folders on the left, then resume.")
        return translate("Incoming", "Paused"), f"{held_reason()} {hint}"
    if watch.scans.elsewhere is not None:
        hint = translate("Incoming", "It goes on here when that program has ended.")
        said = f"{elsewhere_reason(watch.scans.elsewhere)} {hint}"
        return translate("Incoming", "Paused"), f"{said} {waiting}".strip()
    if not read.has_run:
        hint = translate("Incoming", "Videos are classified as soon as a training is done.")
        return translate("Incoming", "Nothing is trained yet"), f"{waiting} {hint}".strip()
    if watch.paused:
        return translate("Incoming", "Paused"), waiting
    if watch.trouble:
        return translate("Incoming", "Classification stopped"), watch.trouble
    if watch.job is not None:
        step = watch.job.progress
        if watch.job.state is State.WAITING:
            return translate("Incoming", "Waiting for the training to end"), waiting
        if step is not None and step.total:
            said = translate("Incoming", "Classifying {0} of {1}")
            return said.format(min(step.done + 1, step.total), step.total), waiting
        return translate("Incoming", "Starting to classify"), waiting
    if n_waiting:
        hint = translate("Incoming", "The next ones are being looked for.")
        return translate("Incoming", "{0} waiting").format(videos(n_waiting)), hint
    away = () if watch.scans.result is None else watch.scans.result.unreachable
    lost = [each.path.name for each in read.folders if each.id in away and not each.paused]
    if lost:
        hint = translate("Incoming", "{0} cannot be reached; it is looked for again and again.")
        return translate("Incoming", "Waiting for new videos"), hint.format(", ".join(lost))
    n_folders = sum(not each.paused for each in read.folders)
    if n_folders == 0:
        hint = translate("Incoming", "Drop videos here, or watch a folder.")
    elif n_folders == 1:
        hint = translate("Incoming", "One folder is watched; what arrives there is classified.")
    else:
        hint = translate("Incoming", "{0} folders are watched; what arrives there is classified.")
        hint = hint.format(n_folders)
    return translate("Incoming", "Waiting for new videos"), hint
