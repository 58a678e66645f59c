"""What the core advises, in the words of the window: its hints name commands of `smp`."""

from __future__ import annotations

import re

from app.core_texts import core_text
from app.texts import translate

_COMMAND = re.compile(r"\bsmp [a-z]|(?<![\w-])--[a-z]")


def window_hint(hint: str) -> str:
    """A hint of the core for somebody who has no command line before them.

    Args:
        hint: As the core gave it; one that names no command is given back as it is.

    Returns:
        What to do in the window; empty if only a command would help.
    """
    replaced = _replaced(hint)
    return "" if _COMMAND.search(replaced) else window_words(hint)


def window_words(text: str) -> str:
    """The same for a text that says what happened too, of which nothing may be lost.

    A translation of the core's text names what the window has, not the command.
    """
    said = core_text(text)
    return _replaced(text) if said == text else said


def _replaced(text: str) -> str:
    if not _COMMAND.search(text):
        return text
    for pattern, words in _table():
        text = re.sub(pattern, lambda _found, words=words: words, text)  # type: ignore[misc]
    return text.strip()


def _table() -> list[tuple[str, str]]:
    """(What the core says, what the window says instead); what is around it stays."""
    models = translate("Remedies", "See “Models…” in the settings menu.")
    training = translate("Remedies", "Go to Train and train first.")
    clips = translate("Remedies", "Add clips in Classes.")
    cpu = translate("Remedies", "Close other programs, or choose the CPU as the device.")
    exported = translate("Remedies", "Choose the folder that “Export adapter…” wrote.")
    return [
        (r"Make one with: smp new .*", no_project_hint()),
        (r"(Train|Start) (first|one|again) with:? `?smp finetune.*", training),
        (r"Add some with:? `?smp add.*", clips),
        (
            r"`?smp prompts .* writes what is missing.*",
            translate("Remedies", "Go to Prompts and write what is missing."),
        ),
        (
            r"Check the network, or fetch on another machine.*smp pack add.*",
            translate(
                "Remedies",
                "Check the network, or fetch on another machine and add it under “Models…”.",
            ),
        ),
        (
            r"Check it with:? `?smp pack verify .*, or remove it first\.",
            translate("Remedies", "Verify it under “Models…”, or remove it first."),
        ),
        (r"(Name a folder that holds a pack, or see|See):? `?smp pack list`?\.?", models),
        (
            r"or fetch them with: smp pack fetch .*",
            translate("Remedies", "or fetch them under “Models…” in the settings menu."),
        ),
        (r"Name the folder that `?smp export`? wrote\.", exported),
        (
            r"See the runs with: smp status",
            translate("Remedies", "See the runs in the history of Train."),
        ),
        (
            r"Train with a smaller --batch-size\.",
            translate("Remedies", "Train with a smaller batch size."),
        ),
        (r"Close other programs, or (train on the CPU with|use) --device cpu\.", cpu),
        (
            r"Use --device auto or cpu\.",
            translate("Remedies", "Choose another device."),
        ),
        (
            r"Free some space, or fetch to another disk with --to\.",
            translate("Remedies", "Free some space, then fetch it again."),
        ),
        (
            r"No finished epoch is lost: add --resume to go on\.",
            translate("Remedies", "No finished epoch is lost: press “Go on” in Train."),
        ),
        (
            r"(Start one|Leave out .*, or start a new training) without --resume\.",
            translate("Remedies", "Start a new training."),
        ),
    ]


def no_project_hint() -> str:
    """What to do where no project lies."""
    return translate(
        "Remedies",
        "The share or drive that it lies on may be away at present. Otherwise choose another "
        "folder, or make a new project.",
    )
