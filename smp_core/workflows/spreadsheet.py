"""Text that comes from anywhere, safe to open in a spreadsheet."""

from __future__ import annotations

# A spreadsheet runs a cell that begins so as a formula; names and prompts come from anywhere.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(text: str) -> str:
    """The text; one that would run as a formula with an apostrophe in front."""
    return f"'{text}" if text.startswith(_FORMULA) else text
