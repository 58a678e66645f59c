"""What a prompt should and should not be before it meets the text encoder."""

from __future__ import annotations

import re
from collections.abc import Callable

CLIP_TOKEN_LIMIT = 77

_WORD = re.compile(r"\w+", re.UNICODE)
_MARK = re.compile(r"[^\w\s]", re.UNICODE)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.replace("_", " ").casefold())


def mentions_class(prompt: str, class_name: str) -> bool:
    """Tell whether a prompt gives its class away.

    Args:
        prompt: Any text.
        class_name: The operator's name for the class; underscores and hyphens count as spaces.

    Returns:
        True when the class name's words occur in the prompt one after the other as whole words,
        whatever their case. An empty class name is never mentioned.
    """
    said, wanted = _words(prompt), _words(class_name)
    if not wanted:
        return False
    n = len(wanted)
    return any(said[i : i + n] == wanted for i in range(len(said) - n + 1))


def estimated_tokens(text: str) -> int:
    """Tokens of English text for a CLIP-like encoder, where its tokenizer is not at hand.

    A word counts 4/3 tokens and a mark one, which is more than CLIP needs for everyday words.
    """
    words, marks = len(_WORD.findall(text)), len(_MARK.findall(text))
    return 2 + -(-4 * words // 3) + marks


def fit_to_tokens(
    text: str, count: Callable[[str], int], limit: int = CLIP_TOKEN_LIMIT
) -> tuple[str, bool]:
    """Cut a text at a word so that it fits the text encoder.

    Args:
        text: The prompt.
        count: Number of tokens of a text, start and end tokens included; it must not fall when
            words are added.
        limit: Most tokens allowed.

    Returns:
        The longest run of leading words that fits, and whether anything was cut. Text that fits
        comes back untouched. When not even the first word fits, the text is empty.
    """
    if count(text) <= limit:
        return text, False
    ends = [match.end() for match in re.finditer(r"\S+", text)]
    low, high = 0, max(len(ends) - 1, 0)
    while low < high:
        middle = (low + high + 1) // 2
        if count(text[: ends[middle - 1]]) <= limit:
            low = middle
        else:
            high = middle - 1
    return (text[: ends[low - 1]].rstrip(" ,;:-") if low else ""), True
