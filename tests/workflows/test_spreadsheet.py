"""Text for spreadsheets: no cell runs as a formula, in whichever file it stands."""

from __future__ import annotations

import pytest

from smp_core.workflows import exports, results
from smp_core.workflows.spreadsheet import harmless


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_text_that_would_run_gets_an_apostrophe(start: str) -> None:
    assert harmless(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("text", ["", "ward 7", "a=b", "'=1"])
def test_other_text_stays(text: str) -> None:
    assert harmless(text) == text


def test_both_tables_use_the_one_rule() -> None:
    assert exports.harmless is harmless and results.harmless is harmless
