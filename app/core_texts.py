"""What the core says, in the language of the window.

The core writes plain English sentences and knows no language. Here a finished sentence is traced
back to its template and the values in it, and the template is translated. What is not recognised
stays as it is; values (names of files above all) are only ever put in, never read as a format.

The templates are listed in `resources/translations/core_messages.json`
(`python packaging/bootstrap.py translations` reads them out of the core).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from string import Formatter

from PySide6.QtCore import QCoreApplication

from smp_core.paths import resources_folder

# Not `translate`: by that name Qt's tool looks for texts that are written here.
_translation = QCoreApplication.translate
_CONTEXT = "Core"
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=\S)")
_MOST_SENTENCES = 12


@dataclass(frozen=True)
class Template:
    """A sentence of the core with places for values.

    Attributes:
        text: With `{0}`, `{1}` …, as the catalogue has it.
        pieces: What stands before, between and after the values.
        messages: The values that are a text of the core themselves.
    """

    text: str
    pieces: tuple[str, ...]
    messages: tuple[int, ...] = ()

    @property
    def weight(self) -> int:
        """Characters that are not values."""
        return sum(map(len, self.pieces))


@dataclass(frozen=True)
class Said:
    """A template with the values found in a text.

    Attributes:
        template: The template.
        values: In the order of its places.
        other: The values if each ends as late as it can; mostly the same.
    """

    template: Template
    values: tuple[str, ...]
    other: tuple[str, ...]


def core_text(text: str) -> str:
    """A text of the core in the language of the window.

    Args:
        text: One or more sentences.

    Returns:
        The translation; the text itself, unchanged, where there is none.
    """
    whole = ""
    for said in recognise(text):
        sentence = _translated(said)
        if sentence is None:
            return text
        # Full stops of other scripts bring their own room.
        whole += f" {sentence}" if whole and whole[-1].isascii() else sentence
    return whole or text


@lru_cache(maxsize=4096)
def recognise(text: str) -> tuple[Said, ...]:
    """The templates that a text was made of, sentence by sentence; none if it is not the core's."""
    ends = list(_SENTENCE_END.finditer(text))
    for end in ends if len(ends) < _MOST_SENTENCES else ():
        first = _whole(text[: end.start()])
        rest = recognise(text[end.end() :]) if first is not None else ()
        if first is not None and rest:
            return (first, *rest)
    whole = _whole(text)
    return () if whole is None else (whole,)


def _whole(text: str) -> Said | None:
    """The template of a single sentence.

    A value may hold words of another template (a file of that name, a message within a message).
    So the one whose own words begin first is meant, and of those the one that says most; one that
    only joins known messages ("{0}; {1}") goes before all.
    """
    best: tuple[tuple[int, int], Said] | None = None
    for template in _templates():
        values = _values(template.pieces, text)
        if values is None:
            continue
        said = Said(template, values, _values_from_the_end(template.pieces, text))
        if not _has_words(template):
            if all(recognise(values[place]) for place in template.messages):
                return said
            continue
        rank = (_first_word(said), -template.weight)
        if best is None or rank < best[0]:
            best = (rank, said)
    return None if best is None else best[1]


def _values(pieces: tuple[str, ...], text: str) -> tuple[str, ...] | None:
    """What stands between the pieces, each value as short as it can be; None if one is missing."""
    first, *inner, last = pieces if len(pieces) > 1 else (*pieces, "")
    begin, end = len(first), len(text) - len(last)
    if end < begin or not text.startswith(first) or not text.endswith(last):
        return None
    if len(pieces) == 1:
        return () if text == first else None
    values = []
    for piece in inner:
        at = text.find(piece, begin, end)
        if at < 0:
            return None
        values.append(text[begin:at])
        begin = at + len(piece)
    return (*values, text[begin:end])


def _values_from_the_end(pieces: tuple[str, ...], text: str) -> tuple[str, ...]:
    """The same, each value but the last as long as it can be; the text must fit the pieces."""
    turned = _values(tuple(piece[::-1] for piece in reversed(pieces)), text[::-1]) or ()
    return tuple(value[::-1] for value in reversed(turned))


def _first_word(said: Said) -> int:
    """Where the template's own words begin in the text."""
    at = 0
    for piece, value in zip(said.template.pieces, (*said.values, ""), strict=True):
        if any(each.isalpha() for each in piece):
            break
        at += len(piece) + len(value)
    return at


def _has_words(template: Template) -> bool:
    return any(each.isalpha() for piece in template.pieces for each in piece)


def _translated(said: Said) -> str | None:
    """The sentence in the language of the window.

    Returns:
        None if there is no translation, or if it cannot be told where a value ends and that
        matters: a wrong sentence about a file is worse than one in English.
    """
    template = said.template
    pattern = _translation(_CONTEXT, template.text)
    if pattern == template.text:
        return None

    def put_in(values: tuple[str, ...]) -> str:
        return pattern.format(
            *(
                core_text(value) if place in template.messages else value
                for place, value in enumerate(values)
            )
        )

    whole = put_in(said.values)
    return whole if said.other == said.values or put_in(said.other) == whole else None


@cache
def _templates() -> tuple[Template, ...]:
    file = resources_folder() / "translations" / "core_messages.json"
    listed = json.loads(file.read_text(encoding="utf-8"))
    return tuple(template_of(each["text"], tuple(each.get("messages", ()))) for each in listed)


def template_of(text: str, messages: tuple[int, ...] = ()) -> Template:
    """A template as the list has it, taken apart."""
    pieces = [""]
    for literal, place, _form, _conversion in Formatter().parse(text):
        pieces[-1] += literal
        if place is not None:
            pieces.append("")
    return Template(text, tuple(pieces), messages)
