"""Exports: what other programs read is what was shown, and harmless."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from answers import answered, make_run, window

from smp_core.errors import Cancelled, InputError
from smp_core.jobs import JobContext
from smp_core.workflows.exports import COLUMNS, write_results
from smp_core.workflows.result_table import ResultFilter, result_page
from smp_core.workflows.review import correct, reject

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def run(project, tmp_path):
    run = make_run(project)
    windows = [window(0, "fall", 0.9), window(10, "fall", 0.75), window(30, "cough", 0.6)]
    answered(project, run, tmp_path / "east" / '=a "x" <&>\x01.mp4', windows, NOON)
    return run


@pytest.fixture
def two(project, run, tmp_path):
    answered(project, run, tmp_path / "west" / "b.mp4", [window(0, "alarm", 0.5)], NOON)
    return run


def written(project, chosen, path, kind):
    return write_results(project, chosen, path, kind, JobContext())


def test_csv_holds_the_filtered_rows_and_no_formula(project, two, tmp_path):
    rows = result_page(project, ResultFilter(two.id), "probability")
    correct(project, [rows[0].id], "@cmd")
    path = tmp_path / "out" / "results.csv"
    assert written(project, ResultFilter(two.id, low=0.6), path, "csv") == 3
    with path.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert tuple(found[0]) == COLUMNS
    assert [each["class"] for each in found] == ["'@cmd", "fall", "cough"]
    assert [each["model_class"] for each in found] == ["fall", "fall", "cough"]
    assert (found[0]["recorded"], found[0]["start_s"]) == ("2026-05-01T11:59:20Z", "0.0")
    assert found[1]["probability"] == "0.75" and found[0]["review"] == "corrected"
    assert list(path.parent.iterdir()) == [path]


def test_json_is_one_document(project, two, tmp_path):
    path = tmp_path / "r.json"
    assert written(project, ResultFilter(two.id), path, "json") == 4
    document = json.loads(path.read_text(encoding="utf-8"))
    assert document["run"] == two.id and document["pack"] == "demo"
    assert [each["class"] for each in document["results"]] == ["fall", "fall", "cough", "alarm"]
    assert document["results"][0]["probabilities"]["fall"] == 0.9
    assert written(project, ResultFilter("nothing"), path, "json") == 0
    assert json.loads(path.read_text(encoding="utf-8"))["results"] == []


def test_elan_has_a_tier_for_each_class(project, run, tmp_path):
    path = tmp_path / "east" / "one.eaf"
    assert written(project, ResultFilter(run.id), path, "eaf") == 3
    root = ElementTree.parse(path).getroot()
    times = {
        each.get("TIME_SLOT_ID"): int(each.get("TIME_VALUE")) for each in root.iter("TIME_SLOT")
    }
    tiers = {
        tier.get("TIER_ID"): [
            (times[note.get("TIME_SLOT_REF1")], times[note.get("TIME_SLOT_REF2")])
            for note in tier.iter("ALIGNABLE_ANNOTATION")
        ]
        for tier in root.iter("TIER")
    }
    assert tiers == {"fall": [(0, 10_000), (10_000, 20_000)], "cough": [(30_000, 40_000)]}
    media = root.find("HEADER/MEDIA_DESCRIPTOR")
    assert media.get("MEDIA_URL").startswith("file:///") and media.get("MIME_TYPE") == "video/mp4"
    assert media.get("RELATIVE_MEDIA_URL").startswith('./=a "x" <&>')
    assert next(root.iter("ANNOTATION_VALUE")).text == "fall (90%, open)"


def test_elan_of_several_videos_is_a_folder_and_leaves_rejected_out(project, two, tmp_path):
    answered(project, two, tmp_path / "yard" / "b.mp4", [window(0, "fall", 0.8)], NOON)
    first = result_page(project, ResultFilter(two.id, classes=("cough",)))[0]
    reject(project, [first.id])
    assert written(project, ResultFilter(two.id), tmp_path / "all.eaf", "eaf") == 4
    names = sorted(each.name for each in (tmp_path / "all").iterdir())
    assert names == sorted(['=a "x" <&>\x01.eaf', "b (2).eaf", "b.eaf"])
    with pytest.raises(InputError, match="no results to write"):
        written(project, ResultFilter("nothing"), tmp_path / "none.eaf", "eaf")


def test_overlapping_windows_do_not_overlap_in_elan(project, tmp_path):
    run = make_run(project)
    answered(project, run, tmp_path / "c.mp4", [window(s, "fall", 0.9) for s in (0, 5, 10)], NOON)
    path = tmp_path / "c.eaf"
    written(project, ResultFilter(run.id), path, "eaf")
    root = ElementTree.parse(path).getroot()
    times = [int(each.get("TIME_VALUE")) for each in root.iter("TIME_SLOT")]
    assert times == [0, 5000, 5000, 10_000, 10_000, 20_000]


def test_boris_joins_windows_of_one_class_to_one_event(project, two, tmp_path):
    path = tmp_path / "p.boris"
    assert written(project, ResultFilter(two.id), path, "boris") == 4
    document = json.loads(path.read_text(encoding="utf-8"))
    assert [each["code"] for each in document["behaviors_conf"].values()] == [
        *("alarm", "cough", "fall")
    ]
    first = next(each for name, each in document["observations"].items() if name != "b")
    assert [(each[0], each[2]) for each in first["events"]] == [
        *((0.0, "fall"), (20.0, "fall"), (30.0, "cough"), (40.0, "cough"))
    ]
    (file,) = first["file"]["1"]
    assert Path(file).parent.name == "east"
    assert first["media_info"]["length"][file] == 40.0 and first["date"] == "2026-05-01T11:59:20"


def test_nothing_is_left_when_it_is_stopped_or_cannot_be_written(project, two, tmp_path):
    ctx = JobContext()
    ctx.cancel()
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(Cancelled):
        write_results(project, ResultFilter(two.id), out / "r.csv", "csv", ctx)
    with pytest.raises(InputError, match="is a folder"):
        written(project, ResultFilter(two.id), out, "csv")
    with pytest.raises(InputError, match="no format"):
        written(project, ResultFilter(two.id), out / "r", "xls")
    assert list(out.iterdir()) == []
