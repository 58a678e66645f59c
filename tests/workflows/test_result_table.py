"""The table of results: the right rows, in order, page by page, from the index alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from answers import answered, make_run, window

from smp_core.jobs import JobContext
from smp_core.storage.recording_times import recording_start_s
from smp_core.workflows.incoming import queue_videos
from smp_core.workflows.result_table import (
    ORDERS,
    ResultFilter,
    count_results,
    folders_within,
    list_folders,
    result_classes,
    result_page,
)
from smp_core.workflows.result_timeline import time_span, timeline
from smp_core.workflows.review import confirm, correct

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def run(project, tmp_path):
    """Three videos in two folders, seven windows; the recordings end at noon, +1 h and +2 h."""
    run = make_run(project)
    for hour, (name, windows) in enumerate(
        {
            "ward/b.mp4": [window(0, "fall", 0.9), window(10, "cough", 0.5)],
            "ward/night/a.mp4": [window(0, "alarm", 0.4), window(10, "fall", 0.8)],
            "yard/c.mp4": [
                window(0, "cough", 0.7),
                window(10, "cough", 0.6),
                window(20, "fall", 1),
            ],
        }.items()
    ):
        answered(project, run, tmp_path / name, windows, NOON + timedelta(hours=hour))
    return run


def seen(project, chosen, order="time", **how):
    rows = result_page(project, chosen, order, **how)
    return [(each.path.name, each.start_s, each.final_class) for each in rows]


def test_orders(project, run):
    everything = ResultFilter(run.id)
    newest = [("c.mp4", 20, "fall"), ("c.mp4", 10, "cough"), ("c.mp4", 0, "cough")]
    assert seen(project, everything)[:3] == newest
    assert seen(project, everything, descending=False)[0] == ("b.mp4", 0, "fall")
    assert seen(project, everything, "class", descending=False)[:2] == [
        ("a.mp4", 0, "alarm"),
        ("b.mp4", 10, "cough"),
    ]
    surest = [each.probability for each in result_page(project, everything, "probability")]
    assert surest == [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4]
    assert [n for n, _, _ in seen(project, everything, "video", descending=False)][::2] == [
        *("a.mp4", "b.mp4", "c.mp4", "c.mp4")
    ]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("descending", [True, False])
def test_pages_join_without_a_gap_from_either_end(project, run, order, descending):
    everything = ResultFilter(run.id)
    how = {"descending": descending}
    whole = seen(project, everything, order, **how)
    for total in (None, 7):
        pages = [
            seen(project, everything, order, offset=o, limit=2, total=total, **how)
            for o in range(0, 8, 2)
        ]
        assert sum(pages, []) == whole


def test_filters(project, run, tmp_path):
    def count(**fields):
        chosen = ResultFilter(run.id, **fields)
        assert count_results(project, chosen) == len(result_page(project, chosen))
        return count_results(project, chosen)

    first = NOON.timestamp() - 20
    ward = folders_within(project, tmp_path / "ward")
    assert count() == 7
    assert (count(classes=("fall",)), count(classes=("fall", "alarm"))) == (3, 4)
    assert (count(begin_s=first, end_s=first + 10), count(begin_s=first + 10)) == (1, 6)
    assert (count(low=0.6, high=0.8), count(low=0.95)) == (3, 1)
    assert [each.path for each in list_folders(project)] == [
        *(tmp_path / "ward", tmp_path / "ward" / "night", tmp_path / "yard")
    ]
    assert (len(ward), count(folder_ids=ward)) == (2, 4)
    best = result_page(project, ResultFilter(run.id), "probability")
    confirm(project, [best[0].id])
    correct(project, [best[1].id], "alarm")
    assert (count(reviews=("open",)), count(reviews=("confirmed", "corrected"))) == (5, 2)
    assert count(classes=("alarm",)) == 2  # the corrected one counts as what it was corrected to
    assert count_results(project, ResultFilter("another run")) == 0


def test_each_order_is_a_walk_through_one_index(project, run):
    plans = []

    def listen(connection, cursor, statement, parameters, context, many):
        if "count" in statement or "LIMIT" in statement:
            plan = connection.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans.append([line[3] for line in plan.fetchall()])

    sa.event.listen(project.database.engine, "before_cursor_execute", listen)
    everything = ResultFilter(run.id, low=0.1, reviews=("open",), folder_ids=(1, 2))
    for order in ORDERS:
        result_page(project, everything, order)
    count_results(project, everything)
    assert len(plans) == 5
    for plan in plans:
        assert "SEARCH predictions USING COVERING INDEX" in plan[0], plan
        assert "USE TEMP B-TREE FOR ORDER BY" not in plan, plan  # ties at most are sorted


def test_what_lies_no_longer_at_a_path_is_left_out(project, run, tmp_path):
    (tmp_path / "yard" / "c.mp4").write_bytes(b"something else")
    queue_videos(project, [tmp_path / "yard" / "c.mp4"], JobContext(), run_id=run.id)
    assert count_results(project, ResultFilter(run.id)) == 4


def test_a_moved_video_is_listed_where_it_is(project, run, tmp_path):
    (tmp_path / "attic").mkdir()
    (tmp_path / "yard" / "c.mp4").rename(tmp_path / "attic" / "z.mp4")
    queue_videos(project, [tmp_path / "attic" / "z.mp4"], JobContext(), run_id=run.id)
    attic = folders_within(project, tmp_path / "attic")
    assert seen(project, ResultFilter(run.id, folder_ids=attic))[0] == ("z.mp4", 20, "fall")
    assert seen(project, ResultFilter(run.id), "video")[0][0] == "z.mp4"


def test_classes_of_a_run_and_those_corrected_to(project, run):
    row = result_page(project, ResultFilter(run.id))[0]
    correct(project, [row.id], "crying")
    assert result_classes(project, run.id) == ("fall", "cough", "alarm", "crying")


def test_timeline_counts_by_folder_and_time(project, run):
    first, last = time_span(project, run.id)
    assert (first, last) == (NOON.timestamp() - 20, NOON.timestamp() + 7200 - 10)
    shown = timeline(project, ResultFilter(run.id), first, last + 1, JobContext(), 40)
    counts = {
        shown.names[folder].rpartition("/")[2]: {t.class_name: t.count for t in ticks}
        for folder, ticks in shown.folders.items()
    }
    assert counts["ward"] == {"fall": 1, "cough": 1}
    assert counts["night"] == {"alarm": 1, "fall": 1}
    assert counts["yard"] == {"cough": 2, "fall": 1}
    ward = next(t for f, t in shown.folders.items() if shown.names[f].endswith("ward"))
    assert {t.class_name: (t.begin_s, t.best) for t in ward} == {
        "fall": (first, 0.9),
        "cough": (first, 0.5),  # ten seconds later, in the same bin of three minutes
    }
    chosen = ResultFilter(run.id, classes=("alarm",))
    assert len(timeline(project, chosen, first, last, JobContext(), 40).folders) == 1


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("cam2_20260131_235959.mp4", datetime(2026, 1, 31, 23, 59, 59).timestamp()),
        ("2026-01-31T23-59-59.mkv", datetime(2026, 1, 31, 23, 59, 59).timestamp()),
        ("20261399_250000.mp4", NOON.timestamp() - 8),  # no date
        ("camera 7.mp4", NOON.timestamp() - 8),
    ],
)
def test_when_a_video_was_recorded(name, expected):
    assert recording_start_s(name, NOON, 8) == expected
