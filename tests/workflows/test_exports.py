"""Exports: what other programs read is what was shown, and harmless."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from answers import answered, make_run, window

from smp_core.errors import Cancelled, InputError
from smp_core.jobs import JobContext
from smp_core.workflows import exports
from smp_core.workflows.exports import COLUMNS, Exported, export_results
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
    done = export_results(project, chosen, path, kind, JobContext())
    assert done.path.exists()
    return done.count


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


def test_elan_tells_where_it_really_wrote(project, two, tmp_path):
    chosen = ResultFilter(two.id)
    made = export_results(project, chosen, tmp_path / "all.eaf", "eaf", JobContext())
    assert made == Exported(tmp_path / "all", 4)
    one = ResultFilter(two.id, classes=("alarm",))
    made = export_results(project, one, tmp_path / "one.eaf", "eaf", JobContext())
    assert made == Exported(tmp_path / "one.eaf", 1)
    made = export_results(project, chosen, tmp_path / "r.csv", "csv", JobContext())
    assert made == Exported(tmp_path / "r.csv", 4)


def test_elan_leaves_files_that_are_there_alone(project, two, tmp_path):
    """The annotators' own files have such names; nobody was asked about them."""
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "b.eaf").write_text("by hand")
    with pytest.raises(InputError, match="out is there already") as caught:
        written(project, ResultFilter(two.id), tmp_path / "out.eaf", "eaf")
    assert "another name" in caught.value.hint
    assert [each.name for each in folder.iterdir()] == ["b.eaf"]
    assert (folder / "b.eaf").read_text() == "by hand"
    (folder / "b.eaf").unlink()
    assert written(project, ResultFilter(two.id), tmp_path / "out.eaf", "eaf") == 4
    assert len(list(folder.iterdir())) == 2
    assert not list(tmp_path.glob(".*")) and not list(folder.glob(".*"))
    (tmp_path / "flat").write_text("a file")
    with pytest.raises(InputError, match="flat is there already"):
        written(project, ResultFilter(two.id), tmp_path / "flat.eaf", "eaf")
    assert (tmp_path / "flat").read_text() == "a file"


def test_elan_of_several_videos_is_there_whole_or_not_at_all(project, two, tmp_path, monkeypatch):
    answered(project, two, tmp_path / "c.mp4", [window(0, "fall", 0.8)], NOON)
    monkeypatch.setattr(exports, "_PORTION", 1)
    ctx = JobContext(lambda event: ctx.cancel() if event.done == 4 else None)
    (tmp_path / "empty").mkdir()
    for name in ("new", "empty"):
        with pytest.raises(Cancelled):
            export_results(project, ResultFilter(two.id), tmp_path / f"{name}.eaf", "eaf", ctx)
        ctx._stop.clear()
    assert not (tmp_path / "new").exists() and not list((tmp_path / "empty").iterdir())
    assert not list(tmp_path.glob(".*"))


def test_elan_of_names_that_differ_in_case_alone(project, tmp_path):
    run = make_run(project)
    for name in ("east/B.mp4", "west/b.mp4"):
        answered(project, run, tmp_path / name, [window(0, "fall", 0.9)], NOON)
    assert written(project, ResultFilter(run.id), tmp_path / "all.eaf", "eaf") == 2
    names = {each.name for each in (tmp_path / "all").iterdir()}
    assert names == {"B.eaf", "b (2).eaf"}  # one folder takes both on every system


def test_elan_counts_what_it_wrote(project, tmp_path):
    run = make_run(project)
    windows = [
        window(0, "fall", 0.9),
        replace(window(0, "fall", 0.8), end_s=5.0),  # no time is left for one of the two
        window(10, "fall", 0.7),
    ]
    answered(project, run, tmp_path / "c.mp4", windows, NOON)
    assert written(project, ResultFilter(run.id), tmp_path / "c.eaf", "eaf") == 2
    root = ElementTree.parse(tmp_path / "c.eaf").getroot()
    assert len(list(root.iter("ALIGNABLE_ANNOTATION"))) == 2


def test_results_that_arrive_meanwhile_repeat_and_drop_none(project, two, tmp_path, monkeypatch):
    """The window classifies while it exports; new videos stand before and after those read."""
    monkeypatch.setattr(exports, "_PORTION", 1)
    arrived = iter(["0.mp4", "zz.mp4", "1.mp4", "zzz.mp4"])

    def arrive(event):
        name = next(arrived, None)
        if event.done and name is not None:
            answered(project, two, tmp_path / "new" / name, [window(0, "cough", 0.5)], NOON)

    there = result_page(project, ResultFilter(two.id), "video", descending=False)
    path = tmp_path / "r.json"
    done = export_results(project, ResultFilter(two.id), path, "json", JobContext(arrive))
    found = json.loads(path.read_text(encoding="utf-8"))["results"]
    assert [(each["video"], each["start_s"]) for each in found] == [
        (str(row.path), row.start_s) for row in there
    ]
    assert done.count == len(found) == 4


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
        export_results(project, ResultFilter(two.id), out / "r.csv", "csv", ctx)
    with pytest.raises(InputError, match="is a folder"):
        written(project, ResultFilter(two.id), out, "csv")
    with pytest.raises(InputError, match="no format"):
        written(project, ResultFilter(two.id), out / "r", "xls")
    assert list(out.iterdir()) == []
