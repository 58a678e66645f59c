"""What travels between window and engine arrives as it was sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import pytest

from smp_core.records import RunRecord
from smp_core.worker.codec import CodecError, decode, encode


@dataclass(frozen=True)
class Inner:
    name: str
    share: float


@dataclass(frozen=True)
class Outer:
    paths: tuple[Path, ...]
    pair: tuple[int, str]
    when: datetime | None
    numbers: Mapping[str, float]
    inner: Inner
    mode: Literal["a", "b"]
    plain: Mapping[str, object]


FULL = Outer(
    paths=(Path("a/ä b.mp4"), Path("x\udcff.mp4")),
    pair=(3, "c"),
    when=datetime(2026, 5, 1, 12, 30, tzinfo=UTC),
    numbers={"loss": 1.0},
    inner=Inner("n", 1),
    mode="b",
    plain={"deep": [1, {"x": None}]},
)


def test_a_record_comes_back_equal_through_json() -> None:
    assert decode(Outer, json.loads(json.dumps(encode(FULL)))) == FULL


def test_a_run_record_comes_back_equal() -> None:
    run = RunRecord(
        id="r",
        kind="finetuned",
        status="succeeded",
        created=datetime(2026, 5, 1, tzinfo=UTC),
        finished=None,
        pack_name="demo",
        pack_digest="d",
        captioner="descriptor",
        preset="fast",
        config={"epochs": 3},
        metrics={"history": [{"loss": 0.5}]},
        folder=Path("/p/runs/r"),
        device="CPU",
        seconds=1.5,
        error="",
        n_clips=4,
        class_names=("a", "b"),
        active=True,
    )
    assert decode(RunRecord, json.loads(json.dumps(encode(run)))) == run


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"mode": "c"}, "no "),
        ({"pair": [1]}, "no "),
        ({"pair": [True, "c"]}, "no int"),
        ({"inner": {"name": "n"}}, "missing or unexpected"),
        ({"paths": "a.mp4"}, "no "),
        ({"when": "yesterday"}, "none of"),
        ({"extra": 1}, "missing or unexpected"),
    ],
)
def test_what_does_not_fit_is_refused(change: dict[str, object], says: str) -> None:
    with pytest.raises(CodecError, match=says):
        decode(Outer, {**encode(FULL), **change})


def test_other_values_do_not_travel() -> None:
    with pytest.raises(TypeError, match="set cannot travel"):
        encode({"a": {1, 2}})
