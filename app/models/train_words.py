"""A run's quality in plain words, and what its states and settings are called."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale

from app.texts import duration, translate

if TYPE_CHECKING:
    from smp_core.workflows.quality import ClassQuality, Quality
    from smp_core.workflows.run_history import PastRun

_MOST_NAMED = 3


def quality_sentence(quality: Quality) -> str:
    """What an operator should know: what is found, what is missed, what is confused.

    "“falls” is found in 9 of 10 cases, give or take 2; “shouting” is confused with “crying”."
    """
    judged = [each for each in quality.classes() if each.enough]
    if not judged:
        return translate("Train", "There are too few clips to judge any class.")
    parts = []
    # The weakest first: that is where something is to be done.
    order = sorted(judged, key=lambda each: (each.recall, -each.judged))
    named = len(order) if len(order) == _MOST_NAMED + 1 else _MOST_NAMED  # never "1 other"
    parts += [found_words(each) for each in order[:named]]
    if rest := order[named:]:
        found, n = sum(each.found for each in rest), sum(each.judged for each in rest)
        parts.append(
            translate("Train", "the other {0} classes in {1} of {2}").format(len(rest), found, n)
        )
    for each in order:
        wrong = each.judged - each.found
        if each.confused_with and wrong >= 2:
            parts.append(
                translate("Train", "“{0}” is confused with “{1}”").format(
                    each.name, each.confused_with
                )
            )
            break
    text = "; ".join(parts)
    few = [each.name for each in quality.classes() if not each.enough]
    sentence = f"{text[:1].upper()}{text[1:]}."
    if few:
        names = ", ".join(f"“{name}”" for name in few)
        sentence += " " + translate("Train", "Too few clips to judge {0}.").format(names)
    return sentence


def found_words(each: ClassQuality) -> str:
    """One class: how many of its clips were found, and how sure that is, in clips."""
    give = max(each.high - each.recall, each.recall - each.low) * each.judged
    return translate("Train", "“{0}” is found in {1} of {2} cases, give or take {3}").format(
        each.name, each.found, each.judged, max(1, round(give))
    )


def run_title(past: PastRun) -> str:
    """ "Run 3"."""
    return translate("Train", "Run {0}").format(past.number)


def run_state(past: PastRun, running_id: str = "") -> str:
    """How a run ended, in one word or two.

    Args:
        running_id: The run that is being trained now; any other unfinished one was interrupted.
    """
    status = past.run.status
    if status == "running" and past.run.id != running_id:
        return translate("Train", "Interrupted")
    return {
        "running": translate("Train", "Training"),
        "succeeded": translate("Train", "Imported")
        if past.run.kind == "imported"
        else translate("Train", "Done"),
        "failed": translate("Train", "Failed"),
        "cancelled": translate("Train", "Stopped"),
    }[status]


def about_duration(seconds: float) -> str:
    """Roughly: nobody knows it to the second."""
    if seconds < 55:
        step = 5 if seconds > 10 else 1
        whole = max(1, round(seconds / step) * step)
        return translate("Train", "about {0} s").format(whole)
    if seconds < 5400:
        minutes = max(1, round(seconds / 60))
        if minutes == 1:
            return translate("Train", "about 1 minute")
        return translate("Train", "about {0} minutes").format(minutes)
    return translate("Train", "about {0} hours").format(f"{seconds / 3600:.1f}")


def moment(time: datetime) -> str:
    """A time on the wall clock here, short."""
    here = QDateTime.fromSecsSinceEpoch(int(time.timestamp()))
    return QLocale().toString(here, QLocale.FormatType.ShortFormat)


def spent(seconds: float | None) -> str:
    """A wall time, or a dash."""
    return "–" if seconds is None else duration(seconds)


def preset_title(name: str) -> str:
    """What a preset is called."""
    known = {
        "paper": translate("Train", "Paper: as published, 30 epochs"),
        "fast": translate("Train", "Fast: best with few clips"),
    }
    return known.get(name, name.replace("_", " ").capitalize())


def captioner_title(name: str) -> str:
    """What a captioner is called."""
    known = {
        "constant": translate("Train", "Constant: one sentence for all"),
        "descriptor": translate("Train", "Descriptor: measured picture and sound"),
    }
    return known.get(name, name)
