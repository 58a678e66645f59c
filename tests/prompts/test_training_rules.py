"""Prompts that give the class away, and prompts that are too long."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smp_core.prompts.training_rules import fit_to_tokens, mentions_class


@pytest.mark.parametrize(
    ("prompt", "class_name", "expected"),
    [
        ("Someone hears a Door Slam twice.", "door slam", True),
        ("a door, then a slam", "door slam", False),
        ("a door-slam nearby", "door_slam", True),
        ("scattered things", "cat", False),
        ("The cat.", "Cat", True),
        ("Sirène au loin", "SIRÈNE", True),
        ("anything", "", False),
        ("anything", " - ", False),
        ("", "cat", False),
    ],
)
def test_mentions_class_wants_whole_words_in_order(
    prompt: str, class_name: str, expected: bool
) -> None:
    assert mentions_class(prompt, class_name) is expected


def count_words(text: str) -> int:
    """Stands for a tokenizer: two marks and one token per word."""
    return 2 + len(text.split())


def test_text_that_fits_is_untouched() -> None:
    assert fit_to_tokens("  two  words ", count_words, limit=4) == ("  two  words ", False)


def test_long_text_is_cut_at_a_word_without_trailing_comma() -> None:
    assert fit_to_tokens("one two, three four", count_words, limit=4) == ("one two", True)


def test_nothing_is_left_when_the_first_word_is_too_long() -> None:
    assert fit_to_tokens("x" * 99, lambda text: len(text), limit=10) == ("", True)


@given(st.text(alphabet="ab ,\n", max_size=80), st.integers(2, 20))
def test_the_cut_is_the_longest_that_fits(text: str, limit: int) -> None:
    fitted, cut = fit_to_tokens(text, count_words, limit)
    assert count_words(fitted) <= limit
    assert cut is (count_words(text) > limit)
    if cut:
        assert text.startswith(fitted)
        kept = text.split()[: limit - 2]
        assert fitted.split() == " ".join(kept).rstrip(" ,").split()
