"""The captioners by name, and the constant one."""

from __future__ import annotations

import pytest

from smp_core.errors import InputError
from smp_core.prompts import CAPTIONER_NAMES, captioner
from smp_core.types import DecodedClip

EMPTY = DecodedClip(frames=None, strip=None, waveform=None, start_s=0.0, end_s=1.0)


def test_every_name_gives_a_captioner_of_that_name() -> None:
    assert set(CAPTIONER_NAMES) == {"constant", "descriptor"}
    for name in CAPTIONER_NAMES:
        made = captioner(name)
        assert made.name == name
        assert made.version
        assert len(made.caption([EMPTY, EMPTY])) == 2
        assert made.caption([]) == []


def test_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(InputError) as caught:
        captioner("oracle")
    assert "oracle" in caught.value.message
    for name in CAPTIONER_NAMES:
        assert name in caught.value.hint


def test_constant_prompt_is_the_papers_literal() -> None:
    assert captioner("constant").caption([EMPTY]) == ["A video of [label]"]
