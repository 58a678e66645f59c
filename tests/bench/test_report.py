"""The page of tables: our numbers, the paper's beside them where they are of the same thing."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from smp_core.bench.report import fewshot_section, write_report
from smp_core.bench.source_training import PAPER
from smp_core.bench.tables import difference_rows, table_rows


def entry(accuracy: float, draw: str, curve: list[float] | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "accuracy": accuracy, "classes": [draw], "training_seconds": 2.0,
        "trainable_parameters": 1234,
    }  # fmt: skip
    return found if curve is None else {**found, "curve": curve}


def results(dataset: str, ways: int, sessions: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "pack": {"name": "mine", "digest": "0123456789abcdef"},
        "data": {
            "name": dataset, "in_paper": dataset == "AVE", "ways": ways,
            "target_classes": ["a", "b"], "target_clips": 9,
        },
        "source_training": asdict(PAPER),
        "sessions": sessions,
        "table": table_rows(sessions, dataset if ways == 5 else ""),
        "differences": difference_rows(sessions),
    }  # fmt: skip


SESSIONS = {
    "smp/1-shot/00": entry(0.5, "a", [0.25, 0.75, 0.5]),
    "smp/1-shot/05": entry(0.7, "b"),
    "lavish/1-shot/00": entry(0.25, "a"),
    "lavish/1-shot/05": entry(0.35, "b"),
}


def test_the_papers_numbers_and_deviations_stand_beside_ours() -> None:
    page = fewshot_section(results("AVE", 5, SESSIONS))
    smp, lavish = "60.0 ± 14.1", "30.0 ± 7.1"
    best = "75.0 ± 0.0 (of 1; last 50.0)"
    assert f"| SMP, paper preset | Tables I to III | 1 | {smp} | {best} | 85.7 ± 7.0 | 2 |" in page
    assert f"| LAVISH | Table II | 1 | {lavish} |  | 55.6 ± 7.0 | 2 | 2.0 | 1,234 |" in page
    assert "| OTAM | not here | 1 |  |  | 68.5 ± 1.5 |  |  |  |" in page
    # Two draws of classes that differ by 5 points: t of 1 degree of freedom.
    assert "| SMP, paper preset | LAVISH | 1 | +30.0 | -33.5 … +93.5 | no |" in page


def test_a_row_from_scratch_is_compared_with_its_source_trained_one() -> None:
    audio = {f"audio/1-shot/{i}": entry(value, i) for i, value in (("00", 0.4), ("05", 0.5))}
    scratch = {
        f"audio-scratch/1-shot/{i}": entry(value, i) for i, value in (("00", 0.5), ("05", 0.7))
    }
    found = difference_rows({**SESSIONS, **audio, **scratch})
    pairs = {(row["reference"], row["key"]): row["mean"] for row in found}
    assert pairs["audio", "audio-scratch"] == -15.0
    assert pairs["smp", "audio-scratch"] == 0.0 and ("audio", "audio") not in pairs
    assert not any(reference not in ("smp", "audio") for reference, _ in pairs)


def test_another_number_of_ways_is_not_the_papers_test() -> None:
    page = fewshot_section(results("AVE", 2, SESSIONS))
    assert "85.7" not in page and "OTAM" not in page and "paper (best" not in page
    assert "paper (best epoch), %" in fewshot_section(results("AVE", 5, SESSIONS))
    assert "paper (best" not in fewshot_section(results("our ward", 5, SESSIONS))


def test_pictures_that_are_there_are_shown(tmp_path: Path) -> None:
    (tmp_path / "fewshot.json").write_text(json.dumps(results("our ward", 5, SESSIONS)))
    for name in ("fewshot-accuracy-1-shot.png", "attention.png"):
        (tmp_path / name).touch()
    write_report(tmp_path)
    page = (tmp_path / "README.md").read_text()
    assert "![fewshot-accuracy-1-shot](fewshot-accuracy-1-shot.png)" in page
    assert "(attention.png)" in page and "tsne.png" not in page


def test_rows_that_learned_from_other_clips_carry_a_sign() -> None:
    sessions = {key: {**each, "source_clips": 9} for key, each in SESSIONS.items()}
    for key in ("smp/1-shot/00", "smp/1-shot/05"):
        sessions[key]["source_clips"] = 8
    page = fewshot_section({**results("our ward", 5, sessions), "source_clips": 8})
    assert "| LAVISH † |" in page and "† Source-trained on 9 clips" in page
    assert "| SMP, paper preset |" in page and "on 8 source clips." in page
