"""Values from outside, made safe to print and to write as JSON."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smp_core.cli.plain import (
    bytes_text,
    counted,
    plain_text,
    plain_value,
    seconds_text,
    shell_word,
)


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("Übung größer 発表.mp4", "Übung größer 発表.mp4"),
        ("a\x1b[31mred", r"a\x1b[31mred"),
        ("two\nlines\r", r"two\nlines\r"),
        ("clip\u202e4pm.exe", r"clip\u202e4pm.exe"),
        ("[bold]x[/bold]", "[bold]x[/bold]"),
    ],
)
def test_text_cannot_move_the_cursor_or_turn_the_reading(raw: str, safe: str) -> None:
    assert plain_text(raw) == safe


@given(st.text())
def test_text_is_always_one_printable_line(raw: str) -> None:
    text = plain_text(raw)
    assert len(text.splitlines()) <= 1
    assert "\x1b" not in text


@dataclass(frozen=True)
class _Thing:
    where: Path
    when: datetime
    values: tuple[float, ...]


def test_records_become_what_json_knows() -> None:
    thing = _Thing(Path("a") / "b", datetime(2026, 11, 22, tzinfo=UTC), (0.5, float("nan")))
    value = plain_value({"thing": thing, 3: np.float32(0.25), "all": np.array([1, 2]), "no": None})
    assert json.loads(json.dumps(value, allow_nan=False)) == {
        "thing": {
            "where": str(Path("a") / "b"),
            "when": "2026-11-22T00:00:00+00:00",
            "values": [0.5, None],
        },
        "3": 0.25,
        "all": [1, 2],
        "no": None,
    }


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.04, "0.0 s"),
        (9.96, "10 s"),
        (59.6, "1 min 00 s"),
        (185, "3 min 05 s"),
        (3720, "1 h 02 min"),
    ],
)
def test_durations_for_people(seconds: float, text: str) -> None:
    assert seconds_text(seconds) == text


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (27_400_000, "27.4 MB"), (6.2e9, "6.2 GB")],
)
def test_sizes_for_people(size: float, text: str) -> None:
    assert bytes_text(size) == text


@pytest.mark.skipif(os.name == "nt", reason="another shell, another way to quote")
def test_a_path_to_type_is_quoted() -> None:
    assert shell_word(Path("demo-project")) == "demo-project"
    assert shell_word(Path("ward 7/it's")) == "'ward 7/it'\"'\"'s'"


def test_numbers_of_things_are_right_in_grammar() -> None:
    assert [counted(n, "video") for n in (0, 1, 2)] == ["0 videos", "1 video", "2 videos"]
