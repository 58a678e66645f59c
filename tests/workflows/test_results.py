"""Results and their CSV file."""

from __future__ import annotations

import csv
import shlex

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smp_core.errors import InputError, MediaError, StorageError
from smp_core.records import NewPrediction
from smp_core.storage.runs import begin_run, finish_run
from smp_core.workflows.incoming import mark_failed, queue_videos, store_predictions
from smp_core.workflows.projects import project_status
from smp_core.workflows.results import COLUMNS, results, write_csv


@pytest.fixture
def run(project):
    run = begin_run(project, captioner="c", preset="p", config={}, class_names="ab", n_clips=2)
    return finish_run(project, run.id, metrics={}, seconds=1.0)


def window(start_s, p, name="a", prompt="words"):
    return NewPrediction(start_s, start_s + 10, prompt, "c", name, p, {name: p, "z": 1 - p})


def queue(project, listener, *paths):
    for number, path in enumerate(paths):
        path.write_bytes(f"content {number} {path}".encode())
    return queue_videos(project, list(paths), listener.ctx).queued


def test_windows_and_failures_stand_in_order_of_video_and_time(project, run, listener, tmp_path):
    names = [tmp_path / "b.mp4", tmp_path / "a.mp4", tmp_path / "c.mp4"]
    b, a, c = queue(project, listener, *names)
    store_predictions(project, b.id, run.id, [window(10, 0.6), window(0, 0.9, "fall")])
    mark_failed(project, a.id, MediaError("It is torn.", "Copy it again."), run_id=run.id)
    found = results(project)
    assert [(each.video, each.start_s, each.class_name, each.status) for each in found] == [
        (str(names[1]), None, None, "failed"),
        (str(names[0]), 0, "fall", "classified"),
        (str(names[0]), 10, "a", "classified"),
    ]  # c waits: nothing to say about it yet
    assert (found[0].reason, found[0].hint) == ("It is torn.", "Copy it again.")
    assert {(each.run, each.pack) for each in found} == {(run.id, "demo")}
    assert found[1].probabilities == {"fall": 0.9, "z": pytest.approx(0.1)}


def test_each_run_has_its_own_results(project, run, listener, tmp_path):
    (video,) = queue(project, listener, tmp_path / "a.mp4")
    store_predictions(project, video.id, run.id, [window(0, 0.6)])
    newer = begin_run(project, captioner="c", preset="p", config={}, class_names="ab", n_clips=2)
    assert len(results(project)) == 1  # until the newer one succeeds, the older one counts
    finish_run(project, newer.id, metrics={}, seconds=1.0)
    assert results(project) == []
    assert [each.probability for each in results(project, run.id[:8])] == [0.6]
    with pytest.raises(InputError, match="no run 'nope'"):
        results(project, "nope")


def test_a_failure_under_one_run_does_not_hide_anothers_answer(project, run, listener, tmp_path):
    (video,) = queue(project, listener, tmp_path / "a.mp4")
    store_predictions(project, video.id, run.id, [window(0, 0.6)])
    mark_failed(project, video.id, MediaError("gone.", ""), run_id=run.id)
    assert [each.status for each in results(project)] == ["classified"]


def test_failures_under_an_older_run_are_shown(project, run, listener, tmp_path):
    (video,) = queue(project, listener, tmp_path / "a.mp4")
    mark_failed(project, video.id, MediaError("It is torn.", "Copy it."), run_id=run.id)
    newer = begin_run(project, captioner="c", preset="p", config={}, class_names="ab", n_clips=2)
    finish_run(project, newer.id, metrics={}, seconds=1.0)
    typed = shlex.quote(str(project.folder))
    sent = f"1 video failed; the reasons: smp results {typed}"
    assert sent in project_status(project).advice
    (found,) = results(project)
    assert (found.status, found.reason, found.run) == ("failed", "It is torn.", run.id)


def test_failures_before_any_run_are_shown(project, listener, tmp_path):
    (video,) = queue(project, listener, tmp_path / "a.mp4")
    mark_failed(project, video.id, MediaError("torn.", ""))
    assert [(each.status, each.run, each.pack) for each in results(project)] == [
        ("failed", "", "demo")
    ]


def test_csv_is_plain_and_harmless_in_a_spreadsheet(project, run, listener, tmp_path):
    b, a = queue(project, listener, tmp_path / 'b, "x"\n=1.mp4', tmp_path / "a ü.mp4")
    store_predictions(
        project, b.id, run.id, [window(2.5, 0.123456789, "=HYPERLINK()", "@cmd"), window(13, 1)]
    )
    mark_failed(project, a.id, MediaError("-2+3", ""), run_id=run.id)
    target = tmp_path / "out" / "results.csv"
    assert write_csv(project, target) == 3
    assert not target.read_bytes().startswith(b"\xef\xbb\xbf")
    with open(target, encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    assert lines == [
        list(COLUMNS),
        [str(a.path), "", "", "", "", "failed", "'-2+3", run.id, "demo", ""],
        [
            str(b.path), "2.500", "12.500", "'=HYPERLINK()", "0.123457",
            "classified", "", run.id, "demo", "'@cmd",
        ],
        [
            str(b.path), "13.000", "23.000", "a", "1.000000",
            "classified", "", run.id, "demo", "words",
        ],
    ]  # fmt: skip


def test_csv_to_a_folder_or_through_a_file_is_refused(project, run, tmp_path):
    with pytest.raises(InputError, match="is a folder"):
        write_csv(project, tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match=r"results\.csv could not be written"):
        write_csv(project, tmp_path / "file" / "results.csv")


text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(st.integers(0, 1000), text, text.filter(bool), st.floats(0, 1)),
        min_size=1,
        max_size=6,
        unique_by=lambda each: each[0],
    )
)
def test_whatever_is_stored_comes_back_from_the_csv(project, run, listener, tmp_path, rows):
    path = tmp_path / "v.mp4"
    path.write_bytes(b"content")
    result = queue_videos(project, [path], listener.ctx, again=True)
    store_predictions(
        project,
        result.queued[0].id,
        run.id,
        [NewPrediction(s, s + 1, prompt, "c", name, p, {name: p}) for s, prompt, name, p in rows],
    )
    write_csv(project, tmp_path / "r.csv")
    with open(tmp_path / "r.csv", encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == len(rows)
    for line, (start_s, prompt, name, p) in zip(lines, sorted(rows), strict=True):
        assert float(line["start_s"]) == start_s
        assert float(line["probability"]) == pytest.approx(p, abs=5e-7)
        for cell, value in ((line["prompt"], prompt), (line["class"], name)):
            assert cell in (value, f"'{value}")
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
