"""The numbers that are told are those of the committed result files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from smp_core.bench.methods import entrant
from smp_core.bench.report import write_report
from smp_core.bench.tables import difference_rows, table_rows
from smp_core.bench.uneven import uneven_rows

ROOT = Path(__file__).parents[2]
BENCH = ROOT / "docs" / "bench"
ROWS = {
    "**SMP, `fast` (what you get without asking)**": "smp-fast",
    "SMP, `fast`, from scratch": "smp-fast-scratch",
    "SMP, `paper` (exactly as published)": "smp",
    "nearest prototype with captions, no training": "prototype-captions",
    "MBT": "mbt",
    "TBN": "tbn",
    "prompt concatenated before the head (AVP)": "avp",
    "G-Blend": "g-blend",
    "LAVISH": "lavish",
    "nearest prototype, sound and picture only": "prototype",
    "late fusion, finetuned": "late-fusion",
    "late fusion, from scratch": "late-fusion-scratch",
    "sound alone, finetuned": "audio",
    "sound alone, from scratch": "audio-scratch",
    "picture alone, finetuned": "visual",
    "picture alone, from scratch": "visual-scratch",
}
SIGNS = {25: "", 10: " a", 5: " b"}  # by number of sessions


@pytest.fixture(scope="module")
def fewshot() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((BENCH / "fewshot.json").read_text(encoding="utf-8"))
    return found


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def readme_rows() -> dict[str, list[str]]:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    rows = [cells(line) for line in lines if line.startswith("|")]
    return {row[0]: row[1:] for row in rows}


def test_tables_and_differences_are_those_of_the_sessions(fewshot: dict[str, Any]) -> None:
    assert fewshot["table"] == table_rows(fewshot["sessions"], "")
    assert fewshot["differences"] == difference_rows(fewshot["sessions"])


def test_what_was_measured_is_what_would_be_measured_now(fewshot: dict[str, Any]) -> None:
    """Answers of another edition are asked anew: a change must not make all of them that unseen."""
    kept = {(key.partition("/")[0], each["edition"]) for key, each in fewshot["sessions"].items()}
    assert kept == {(method, entrant(method).edition) for method, _ in kept}


def test_the_page_is_that_of_the_result_files(tmp_path: Path) -> None:
    for file in BENCH.iterdir():
        if file.name != "README.md":
            shutil.copy(file, tmp_path)
    write_report(tmp_path)
    made, kept = ((each / "README.md").read_text(encoding="utf-8") for each in (tmp_path, BENCH))
    assert made == kept


def test_the_readme_tells_the_accuracies_that_were_measured(fewshot: dict[str, Any]) -> None:
    rows = {(row["key"], row["shots"]): row for row in fewshot["table"]}
    told = readme_rows()
    for label, key in ROWS.items():
        one, five = rows[key, 1], rows[key, 5]
        wanted = [
            f"{row['accuracy']:.1f} ± {row['deviation']:.1f} %{SIGNS[row['sessions']]}"
            for row in (one, five)
        ]
        spent = [f"{row['training_seconds_median']:.0f} s" for row in (one, five)]
        training = "none" if one["trainable_parameters"] == 0 else ", ".join(spent)
        assert [cell.replace("**", "") for cell in told[label]] == [*wanted, training], label


def test_the_readme_tells_the_times_that_were_measured() -> None:
    speed = json.loads((BENCH / "speed.json").read_text(encoding="utf-8"))
    told = readme_rows()
    demo, (size,) = speed["demo"], speed["paper_size"].values()
    tuned = demo["finetuning"]
    wanted = {
        "`smp demo` from nothing to 30 classified videos": f"{demo['whole_command_s']:.0f} s",
        "… incoming videos recognised (5 classes, 5 clips each)": f"{100 * demo['accuracy']:.0f} %",
        "… finetuning 25 clips": f"{tuned['seconds']:.0f} s",
        "… peak memory of the finetuning": f"{tuned['peak_memory_mb'] / 1000:.1f} GB",
        "Classifying a 10 s clip, decoding included": (
            f"{speed['classify_one_clip']['all_s']:.2f} s"
        ),
    }
    assert {label: told[label][-1] for label in wanted} == wanted
    training, answering = size["peak_memory_mb"] / 1000, size["prediction_peak_memory_mb"] / 1000
    assert told["`paper`"][3] == f"{training:.1f} GB training, clip by clip"
    assert told["`field`"][3] == f"{answering:.1f} GB, the model alone"


def test_the_readme_tells_what_uneven_classes_were_measured_to_cost() -> None:
    data = json.loads((BENCH / "uneven.json").read_text(encoding="utf-8"))
    assert data["table"] == uneven_rows(data["cases"])
    rows = {(row["ordinary_clips"], row["measured"]): row for row in data["table"]}
    told = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())

    def percent(clips: int, name: str, how: str = "balanced") -> str:
        return f"{rows[clips, name][how][0]:.1f} %"

    def points(name: str) -> tuple[str, str]:
        mean, low, high = rows[0, name]["change"]
        return f"{mean:.1f}", f"{low:.1f} to {high:.1f}"

    every, few = points("all"), points("few")
    assert (
        f"`fast` recognises {percent(0, 'all')} of each on average, and {percent(0, 'few')} of "
        "those with 3 and 2. It lets every class count alike; without that it is "
        f"{percent(0, 'all', 'not_balanced')} and {percent(0, 'few', 'not_balanced')} "
        f"({every[0]} points, {every[1]}, and {few[0]}, {few[1]}; five sessions;"
    ) in told
    assert (
        f"{percent(20, 'right')} of the events are recognised and {percent(20, 'missed')} taken "
        "for ordinary; of what is ordinary, "
        f"{percent(20, 'seen_kinds_reported')} are reported as an event if scenes of their kind "
        f"were among the 20, and {percent(20, 'unseen_kinds_reported')} if not"
    ) in told
