"""Joined sentences within the limit, and cleaning what a model said."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from smp_core.jobs import JobContext, JobEvent, Warned
from smp_core.prompts import CaptionerSettings
from smp_core.prompts.joined import JoinedCaptioner, join
from smp_core.prompts.sentences import one_sentence
from smp_core.prompts.training_rules import estimated_tokens
from smp_core.types import DecodedClip

EMPTY = DecodedClip(frames=None, strip=None, waveform=None, start_s=0.0, end_s=1.0)


def words(text: str) -> int:
    return len(text.split())


class Says:
    version = "3"

    def __init__(self, name: str, *sentences: str) -> None:
        self.name = name
        self.sentences = list(sentences)

    def caption(self, clips: Sequence[DecodedClip], ctx: JobContext | None = None) -> list[str]:
        return self.sentences[: len(clips)]


@pytest.mark.parametrize(
    ("picture", "sound", "limit", "expected"),
    [
        (
            "A red cart rolls.",
            "The sound of a bell and rain.",
            77,
            ("A red cart rolls, with the sound of a bell and rain.", False),
        ),
        ("A red cart rolls.", "A bell rings.", 77, ("A red cart rolls. A bell rings.", False)),
        ("A red cart rolls.", "There is no sound.", 77, ("A red cart rolls.", False)),
        ("There is no picture.", "The sound of rain.", 77, ("The sound of rain.", False)),
        # The picture's words give way, the sound stays.
        (
            "A red cart rolls along a road.",
            "The sound of rain.",
            8,
            ("A red cart, with the sound of rain.", True),
        ),
        ("A red cart rolls.", "The sound of a bell and rain.", 5, ("The sound of a bell", True)),
    ],
)
def test_joining(picture: str, sound: str, limit: int, expected: tuple[str, bool]) -> None:
    assert join(picture, sound, words, limit) == expected


def test_the_joined_captioner_says_what_it_cut() -> None:
    settings = CaptionerSettings(count=words, limit=8)
    picture = Says("eye", "A red cart rolls along a road.", "A cart.")
    writer = JoinedCaptioner(picture, Says("ear", "The sound of rain.", "A bell."), settings)
    assert (writer.name, writer.version) == ("eye+ear", "1-3+3")
    events: list[JobEvent] = []
    said = writer.caption([EMPTY, EMPTY], JobContext(events.append))
    assert writer.caption([EMPTY], JobContext(events.append)) == said[:1]  # told once is enough
    assert said == ["A red cart, with the sound of rain.", "A cart. A bell."]
    (warned,) = [each for each in events if isinstance(each, Warned)]
    assert (
        "longer than the 8 tokens that the text encoder takes are cut at a word" in warned.message
    )


@pytest.mark.parametrize(
    ("said", "cut_off", "expected"),
    [
        ("  a man\nwalks  ", False, "A man walks."),
        ('"A man walks."', False, "A man walks."),
        ("<think>hm, a man?</think>\nA man walks!", False, "A man walks!"),
        ("<think>no end of it", True, ""),
        ("A man walks. Then he", True, "A man walks."),
        ("A man walks. Then he sits", False, "A man walks. Then he sits."),
        ("a man who walks and", True, "A man who walks and."),
        ("A 1.5 m wave rolls. It", True, "A 1.5 m wave rolls."),
        ("<s><loc_12>A bell</s>", False, "A bell."),
        ("...", False, ""),
        ("", False, ""),
    ],
)
def test_a_models_answer_becomes_one_plain_line(said: str, cut_off: bool, expected: str) -> None:
    assert one_sentence(said, cut_off=cut_off) == expected


def test_tokens_are_rather_over_than_underestimated() -> None:
    # CLIP's own counts: 9 and 16.
    assert 9 <= estimated_tokens("A man walks along a road.") <= 11
    assert 16 <= estimated_tokens("The sound of a dog barking, rain and an engine idling.") <= 20
