"""Classes of different size: who gets which clips, what is counted, and one run of all of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tiny_pack import write_tiny_pack
from tiny_support import make_support
from tiny_videos import write_video

from smp_core.bench.report import write_report
from smp_core.bench.sessions import draw_sessions
from smp_core.bench.uneven import Plan, ordinary_support, run_uneven, uneven_rows, uneven_support
from smp_core.jobs import JobContext, JobEvent, Progress

PLAN = Plan(counts=(3, 1), event_clips=2, ordinary_kinds=2, ordinary_clips=(2, 4), sessions=2)
POOL = make_support(30, 5)  # six clips of each of five classes


def test_the_classes_have_the_clips_of_the_plan() -> None:
    for session in draw_sessions(dict.fromkeys(POOL.class_names, 6), 2, 3):
        support, counts = uneven_support(POOL, session, PLAN)
        assert sorted(counts) == [1, 3] and support.class_names == session.classes
        assert support.labels.bincount().tolist() == counts


def test_which_class_is_small_differs_from_session_to_session() -> None:
    sessions = draw_sessions(dict.fromkeys(POOL.class_names, 6), 2, 3)
    assert {uneven_support(POOL, session, PLAN)[1][0] for session in sessions} == {1, 3}


def test_the_ordinary_class_is_of_other_kinds_and_some_stay_unseen() -> None:
    for session in draw_sessions(dict.fromkeys(POOL.class_names, 6), 2, 3):
        support, kinds, unseen = ordinary_support(POOL, session, 4, PLAN)
        assert support.labels.bincount().tolist() == [2, 2, 4]
        assert sorted([*session.classes, *kinds, *unseen]) == sorted(POOL.class_names)
        assert (len(kinds), len(unseen)) == (2, 1)
        of = {id(clip): int(label) for clip, label in zip(POOL.clips, POOL.labels, strict=True)}
        taken = [POOL.class_names[of[id(clip)]] for clip in support.clips[4:]]
        assert sorted(taken) == sorted([*kinds, *kinds])


def test_a_row_has_both_ways_and_the_change_between_them() -> None:
    cases = [
        {
            "question": "uneven", "ordinary_clips": 0, "session": session,
            "classes": [str(session)], "balance_classes": balance, "measured": {"all": share},
        }
        for session, balance, share in (
            (0, True, 0.9), (0, False, 0.7), (5, True, 0.8), (5, False, 0.7),
        )
    ]  # fmt: skip
    (row,) = uneven_rows(cases)
    assert (row["balanced"], row["not_balanced"]) == ([85.0, 7.07], [70.0, 0.0])
    # Two draws that changed by 20 and 10: t of one degree of freedom is 12.706, the error 5.
    assert row["change"] == pytest.approx([15.0, 15 - 63.53, 15 + 63.53], abs=0.01)


def test_everything_is_asked_of_real_clips(tmp_path: Path) -> None:
    for shade in range(6):
        for number, kind in enumerate(("red", "blue", "green", "red", "blue")):
            video = tmp_path / "target" / f"kind {number}" / f"{shade}.mp4"
            write_video(video, kind, shade + 6 * number)
        for name in ("first", "second"):
            write_video(tmp_path / "source" / name / f"{shade}.mp4", "red", shade)
    events: list[JobEvent] = []
    pack = write_tiny_pack(tmp_path / "pack").folder
    found = run_uneven(pack, tmp_path, JobContext(events.append), PLAN)
    assert len(found["cases"]) == 2 * 2 * 3  # sessions, with and without, questions
    last = events[-1]
    assert isinstance(last, Progress) and (last.done, last.total) == (12, 12)
    assert [
        (row["question"], row["ordinary_clips"], row["measured"]) for row in found["table"]
    ] == [
        *(
            ("ordinary", clips, name)
            for clips in (2, 4)
            for name in ("right", "missed", "seen_kinds_reported", "unseen_kinds_reported")
        ),
        ("uneven", 0, "all"),
        ("uneven", 0, "few"),
    ]
    for case in found["cases"]:
        measured = case["measured"]
        assert all(0 <= share <= 1 for share in measured.values())
        assert measured.get("right", 0) + measured.get("missed", 0) <= 1
    (tmp_path / "uneven.json").write_text(json.dumps(found))
    write_report(tmp_path)
    page = (tmp_path / "README.md").read_text()
    assert "| ordinary, 4 clips | events taken for ordinary | " in page
    assert "Uneven: 2 classes with 3, 1 clips." in page
