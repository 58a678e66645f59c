"""Making one plain sentence of what a language model said."""

from __future__ import annotations

import re

# Long enough for one sentence; the text encoder takes 77 tokens in all.
MAX_NEW_TOKENS = 40

_THOUGHTS = re.compile(r"<think>.*?(</think>|$)", re.DOTALL)
_TAG = re.compile(r"<[^<>\s]{1,40}>")
_END = re.compile(r"[.!?](?=\s|$)")


def one_sentence(said: str, *, cut_off: bool = False) -> str:
    """Clean a model's answer.

    Args:
        said: As decoded.
        cut_off: It reached the most tokens allowed, so its last sentence may be a torso.

    Returns:
        Text without line breaks, thoughts, tags, or quotes around it, ending in a full stop, a
        question mark or an exclamation mark. A torso after a whole sentence is dropped. Empty if
        nothing was said.
    """
    text = _TAG.sub(" ", _THOUGHTS.sub(" ", said))
    text = " ".join(text.split()).strip("\"'“”„‚‘’` ")
    if not any(character.isalnum() for character in text):
        return ""
    ends = [match.end() for match in _END.finditer(text)]
    if cut_off and ends:
        text = text[: ends[-1]]
    text = text.rstrip(" ,;:-–")
    if text[-1] not in ".!?":
        text += "."
    return text[0].upper() + text[1:]
