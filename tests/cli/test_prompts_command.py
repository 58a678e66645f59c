"""`smp prompts` and `smp reword`: everything that the Prompts station can do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Smp = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture
def project(tmp_path: Path, pack: Path, clip: Callable[..., Path], smp: Smp) -> Path:
    """Two classes of three clips each."""
    folder = tmp_path / "ward 7"
    smp("new", folder, "--pack", pack)
    for kind in ("blue", "red"):
        clips = [clip(f"{kind} {shade}.mp4", kind, shade) for shade in range(3)]
        smp("add", folder, f"{kind} [bold]", *clips)
    return folder


def texts(events: list[dict[str, Any]]) -> list[str]:
    return [each["text"] for each in events[-1]["prompts"]]


def test_words_are_edited_measured_and_put_back(project: Path, smp: Smp) -> None:
    status, events = smp("prompts", project, "--quality")
    assert status == 0
    generated = texts(events)
    quality = events[-1]["quality"]
    assert [each["n_clips"] for each in quality["classes"]] == [3, 3]
    assert quality["n_judged"] == 6 and 0 <= quality["delta"] <= 1
    number = events[-1]["prompts"][4]["number"]

    status, events = smp("reword", project, number, "a red [bold] thing hums")
    assert (status, events[-1]["text"]) == (0, "a red [bold] thing hums")
    assert events[-1]["prompt"]["generated"] == generated[4]
    assert any("names its class" in each.get("message", "") for each in events)
    _, events = smp("prompts", project, "--again")  # the operator's words stay
    assert (events[-1]["written"], events[-1]["kept"]) == (6, 0)
    assert texts(events) == [*generated[:4], "a red [bold] thing hums", generated[5]]
    assert [each["edited"] for each in events[-1]["prompts"]] == [False] * 4 + [True, False]

    status, events = smp("reword", project, number, "--put-back")
    assert (status, events[-1]["text"]) == (0, generated[4])


def test_the_captioner_in_use_is_kept(project: Path, smp: Smp) -> None:
    smp("prompts", project, "--captioner", "constant", "--use")
    _, events = smp("prompts", project)
    assert events[-1]["captioner"] == "constant"
    assert set(texts(events)) == {"A video of [label]"}


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["99", "words"], 3, "no clip 99"),
        (["1", "words"], 3, "no prompt by descriptor for clip 1"),
        (["1"], 2, "TEXT or --put-back"),
    ],
)
def test_what_cannot_be_reworded_is_told(
    project: Path, smp: Smp, arguments: list[str], status: int, told: str
) -> None:
    ended, events = smp("reword", project, *arguments)
    assert ended == status
    assert told in events[-1]["message"]
