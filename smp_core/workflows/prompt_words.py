"""The operator's words in place of the captioner's, several at once, and taking them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from smp_core.errors import InputError
from smp_core.storage.locations import real_path
from smp_core.storage.project import Project
from smp_core.storage.schema import ClipRow, PromptRow
from smp_core.workflows.taking_back import Replaced, TakenBack, take_back


@dataclass(frozen=True)
class Words:
    """What the operator says about a clip in place of one captioner.

    Attributes:
        clip_id, added: Which clip; a number may be given to another one once its clip is gone.
        captioner: Whose newest prompt it is.
        text: The words; None for the captioner's own.
    """

    clip_id: int
    added: datetime
    captioner: str
    text: str | None


def edit_prompts(
    project: Project, edits: Sequence[tuple[int, str | None]]
) -> tuple[Replaced[Words], ...]:
    """Like `prompts.edit_prompt` for several prompts: all of them, or none.

    Args:
        edits: Pairs of prompt id and text; None goes back to the captioner's.

    Returns:
        What was changed, for `restore_words`.

    Raises:
        InputError: One of the prompts is not there, or a text is empty.
    """
    changes = []
    with project.database.write() as session:
        for prompt_id, text in edits:
            row = prompt_row(session, prompt_id)
            clip = session.get_one(ClipRow, row.clip_id)
            before = _words(row, clip)
            put_words(row, text)
            name = real_path(project.folder, clip.path).name
            changes.append(Replaced(name, before, _words(row, clip)))
    return tuple(changes)


def restore_words(project: Project, changes: Sequence[Replaced[Words]]) -> TakenBack[Words]:
    """Take edits back; words that were changed since, or whose clip is gone, stay as they are."""
    with project.database.write() as session:

        def now(words: Words) -> Words | None:
            found = _newest(session, words)
            return None if found is None else _words(*found)

        def put(words: Words) -> Words:
            found = _newest(session, words)
            if found is None:
                raise RuntimeError("words of a clip that is gone")
            put_words(found[0], words.text)
            return _words(*found)

        return take_back(changes, now, put)


def prompt_row(session: Session, prompt_id: int) -> PromptRow:
    """A prompt's row.

    Raises:
        InputError: There is no such prompt.
    """
    row = session.get(PromptRow, prompt_id)
    if row is None:
        raise InputError(f"There is no prompt {prompt_id}.", "It may have been removed.")
    return row


def put_words(row: PromptRow, text: str | None) -> None:
    """Put words in place of the captioner's, or with None the captioner's again.

    Raises:
        InputError: The text is empty.
    """
    if text is not None:
        text = " ".join(text.split())
        if not text:
            raise InputError("A prompt cannot be empty.", "Write what is to be seen and heard.")
    row.operator_text = None if text == row.generated else text


def _newest(session: Session, words: Words) -> tuple[PromptRow, ClipRow] | None:
    """The prompt that these words belong to; a newer captioner may have taken them over."""
    found = session.execute(
        sa.select(PromptRow, ClipRow)
        .join(ClipRow, PromptRow.clip_id == ClipRow.id)
        .where(ClipRow.id == words.clip_id, PromptRow.captioner == words.captioner)
        .order_by(PromptRow.id.desc())
        .limit(1)
    ).first()
    return None if found is None else (found[0], found[1])


def _words(row: PromptRow, clip: ClipRow) -> Words:
    return Words(clip.id, clip.created, row.captioner, row.operator_text)
