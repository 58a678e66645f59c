"""The few-shot table on a tiny pack: real clips, real sessions, resumable, nothing run twice."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from tiny_pack import write_tiny_pack
from tiny_videos import write_video

from smp_core.bench.attention import draw_attention
from smp_core.bench.fewshot import FewshotRequest, run_fewshot
from smp_core.bench.finetuned import PictureRequest, finetune_session
from smp_core.bench.peers.fusion import FusionModel, answer
from smp_core.bench.report import write_report
from smp_core.bench.tsne import draw_tsne
from smp_core.errors import InputError
from smp_core.jobs import JobContext, JobEvent, Progress, Warned
from smp_core.training.support_set import run_all

KINDS = ("red", "blue", "green")


@pytest.fixture
def request_(tmp_path: Path) -> FewshotRequest:
    for shade in range(4):
        for kind in KINDS:
            write_video(tmp_path / "target" / kind / f"{shade}.mp4", kind, shade)
        for name, kind in zip(("first", "second"), KINDS, strict=False):
            write_video(tmp_path / "source" / name / f"{shade}.mp4", kind, shade)
    return FewshotRequest(
        pack=write_tiny_pack(tmp_path / "pack").folder,
        data=tmp_path,
        methods=("smp", "audio", "prototype-captions", "tbn"),
        shots=(1,),
        out=tmp_path / "fewshot.json",
        ways=2,
        sessions=1,
        workers=1,
    )


def test_a_table_that_goes_on_where_it_was_stopped(request_: FewshotRequest) -> None:
    events: list[JobEvent] = []
    results = run_fewshot(request_, JobContext(events.append))
    keys = ["audio/1-shot/00", "prototype-captions/1-shot/00", "smp/1-shot/00", "tbn/1-shot/00"]
    assert sorted(results["sessions"]) == keys
    for session in results["sessions"].values():
        assert session["query_clips"] == 4  # 2 classes, half of 4 clips each
        assert session["accuracy"] in {0.0, 0.25, 0.5, 0.75, 1.0}
    rows = {row["method"]: row for row in results["table"]}
    assert rows["SMP, paper preset"]["sessions"] == 1
    fewer = rows["Audio Model"]["trainable_parameters"]
    assert fewer < rows["SMP, paper preset"]["trainable_parameters"]
    assert rows["Nearest prototype, with captions"]["trainable_parameters"] == 0
    assert results["data"]["target_classes"] == sorted(KINDS)
    assert json.loads(request_.out.read_text()) == results

    again: list[JobEvent] = []
    same = run_fewshot(replace(request_, methods=("smp",)), JobContext(again.append))
    assert same == results
    assert not [e for e in again if isinstance(e, Progress) and e.stage == "Sessions"]

    write_report(request_.out.parent)
    page = (request_.out.parent / "README.md").read_text()
    shown = f"{rows['SMP, paper preset']['accuracy']:.1f} ± 0.0"
    assert f"| SMP, paper preset | Tables I to III | 1 | {shown} | 1 |" in page
    assert "30 epochs at 0.0001 on 8 source clips" in page
    assert {key: e.get("source_clips") for key, e in results["sessions"].items()} == {
        "audio/1-shot/00": 8, "prototype-captions/1-shot/00": None, "smp/1-shot/00": None,
        "tbn/1-shot/00": 8,
    }  # fmt: skip


def test_baselines_need_the_classes_that_the_pack_learned_from(request_: FewshotRequest) -> None:
    shutil.rmtree(request_.data / "source" / "second")
    write_video(request_.data / "source" / "third" / "0.mp4", "red", 0)
    with pytest.raises(InputError, match="other source classes"):
        run_fewshot(request_, JobContext())


def test_what_the_pack_has_learned_is_no_test_of_it(request_: FewshotRequest) -> None:
    shutil.copytree(request_.data / "target" / "red", request_.data / "target" / "first")
    shutil.rmtree(request_.data / "source")
    with pytest.raises(InputError, match=r"already learned what is to be tested: first\."):
        run_fewshot(replace(request_, methods=("prototype",)), JobContext())
    drawn = PictureRequest(request_.pack, request_.data, request_.out, methods=("smp",), ways=2)
    with pytest.raises(InputError, match="already learned"):
        finetune_session(drawn, JobContext())


@pytest.mark.parametrize(("source", "is_paper"), [("first second", True), ("first blue", False)])
def test_the_paper_s_numbers_are_of_models_that_learned_its_source_classes(
    request_: FewshotRequest, source: str, is_paper: bool
) -> None:
    ave = request_.data / "ave"
    lines = []
    for label in ("first", "second", *KINDS):
        for shade in range(4):
            write_video(ave / "AVE" / f"{label}{shade}.mp4", "red", shade)
            lines.append(f"{label}&{label}{shade}&good&0&1\n")
    (ave / "Annotations.txt").write_text("Category&VideoID&Quality&StartTime&EndTime\n")
    (ave / "trainSet.txt").write_text("".join(lines[::2]))
    (ave / "testSet.txt").write_text("".join(lines[1::2]))
    (ave / "source.txt").write_text("\n".join(source.split()))
    pack = write_tiny_pack(ave / "pack", source_classes=("first", "second")[: 2 if is_paper else 1])
    asked = replace(
        request_, pack=pack.folder, data=ave, methods=("prototype",), source_list=ave / "source.txt"
    )
    results = run_fewshot(asked, JobContext())
    assert (results["data"]["name"], results["data"]["in_paper"]) == ("AVE", is_paper)


def test_clips_that_cannot_be_read_are_told_once(request_: FewshotRequest) -> None:
    broken = request_.data / "target" / "red" / "0.mp4"
    broken.write_bytes(b"not a video")
    events: list[JobEvent] = []
    run_fewshot(replace(request_, methods=("prototype",)), JobContext(events.append))
    told = [event for event in events if isinstance(event, Warned)]
    assert [event.subject for event in told] == [str(broken)]


def test_best_epochs_are_looked_at_only_when_asked_for(request_: FewshotRequest) -> None:
    once = replace(request_, methods=("smp",))
    assert "curve" not in run_fewshot(once, JobContext())["sessions"]["smp/1-shot/00"]
    results = run_fewshot(replace(once, curves=True), JobContext())
    session = results["sessions"]["smp/1-shot/00"]
    assert len(session["curve"]) == 30 and session["curve"][-1] == session["accuracy"]
    assert results["table"][0]["best_epoch"] == round(100 * max(session["curve"]), 2)


def test_the_same_models_answer_changed_queries(request_: FewshotRequest) -> None:
    asked = replace(request_, methods=("smp", "prototype"), variants=("delay-5s", "shuffle-50"))
    results = run_fewshot(asked, JobContext())
    found = {key: entry["variants"] for key, entry in results["sessions"].items()}
    for changed in found.values():
        assert set(changed) == {"delay-5s", "shuffle-50"}
    # Sound and picture alone do not see whose prompt a query has.
    free = results["sessions"]["prototype/1-shot/00"]
    assert free["variants"]["shuffle-50"] == free["accuracy"]
    write_report(request_.out.parent)
    assert "| delay-5s | shuffle-50 |" in (request_.out.parent / "README.md").read_text()
    with pytest.raises(InputError, match="robustness test 'noise'"):
        run_fewshot(replace(request_, variants=("noise",)), JobContext())


@pytest.mark.timeout(900)  # two trainings in processes of two threads: slow where others compute
def test_a_sessions_models_are_those_of_the_table(request_: FewshotRequest) -> None:
    asked = PictureRequest(
        request_.pack, request_.data, request_.out, methods=("lavish", "smp"), ways=2
    )
    session = finetune_session(asked, JobContext())
    assert [each.name for each in session.methods] == ["LAVISH", "SMP, paper preset"]
    assert session.labels == [0, 0, 1, 1]
    table = run_fewshot(replace(request_, methods=("lavish", "smp")), JobContext())
    for key, each in zip(("lavish", "smp"), session.methods, strict=True):
        if isinstance(each.model, FusionModel):
            logits = answer(each.model, each.queries, session.options)
        else:
            logits = run_all(each.model, each.queries, session.options, 8).logits
        right = (logits.argmax(dim=1) == torch.tensor(session.labels)).float().mean()
        assert table["sessions"][f"{key}/1-shot/00"]["accuracy"] == float(right)
    with pytest.raises(InputError, match="no session 25"):
        finetune_session(replace(asked, session=25), JobContext())
    with pytest.raises(InputError, match="trains nothing"):
        finetune_session(replace(asked, methods=("prototype",)), JobContext())


def test_a_session_in_the_plane_and_where_its_models_look(
    request_: FewshotRequest, tmp_path: Path
) -> None:
    pytest.importorskip("matplotlib", reason="matplotlib is not installed")
    asked = PictureRequest(
        request_.pack, request_.data, tmp_path / "t.png", methods=("smp", "smp-fast"), ways=2
    )
    events: list[JobEvent] = []
    plane = draw_tsne(asked, JobContext(events.append))
    assert plane.stat().st_size > 5_000
    stages = {e.stage for e in events if isinstance(e, Progress)}
    assert {"Finetuning, SMP, paper preset", "Finetuning, SMP, fast preset"} <= stages
    looks = draw_attention(replace(asked, file=tmp_path / "a.png"), JobContext())
    assert looks.stat().st_size > 5_000


def test_results_of_another_pack_are_neither_mixed_in_nor_lost(
    request_: FewshotRequest, tmp_path: Path
) -> None:
    run_fewshot(replace(request_, methods=("prototype",)), JobContext())
    before = request_.out.read_bytes()
    other = write_tiny_pack(tmp_path / "other", seed=3)
    with pytest.raises(InputError, match="another pack") as error:
        run_fewshot(replace(request_, methods=("prototype",), pack=other.folder), JobContext())
    assert "--out" in error.value.hint
    assert request_.out.read_bytes() == before


def test_what_was_answered_by_another_edition_is_answered_again(request_: FewshotRequest) -> None:
    asked = replace(request_, methods=("prototype",))
    results = run_fewshot(asked, JobContext())
    results["sessions"]["prototype/1-shot/00"] |= {"edition": "older", "accuracy": -1.0}
    request_.out.write_text(json.dumps(results))
    again = run_fewshot(asked, JobContext())["sessions"]["prototype/1-shot/00"]
    assert again["edition"] == "constant prompts" and again["accuracy"] >= 0


def test_a_row_is_of_one_kind(request_: FewshotRequest) -> None:
    asked = replace(request_, methods=("audio",))
    results = run_fewshot(replace(asked, sessions=2), JobContext())
    for entry in results["sessions"].values():
        entry["source_clips"] = 99
    request_.out.write_text(json.dumps(results))
    again = run_fewshot(asked, JobContext())["sessions"]
    assert [entry["source_clips"] for entry in again.values()] == [8]


def test_a_pack_that_learned_nothing_is_refused(request_: FewshotRequest) -> None:
    bare = write_tiny_pack(request_.data / "bare", source_classes=())
    for key in ("smp", "late-fusion", "prototype"):
        with pytest.raises(InputError, match="has not learned from any source classes") as error:
            run_fewshot(replace(request_, pack=bare.folder, methods=(key,)), JobContext())
        assert "smp pretrain" in error.value.hint


def test_numbers_do_not_depend_on_the_workers(request_: FewshotRequest) -> None:
    found = []
    for workers in (1, 2):
        asked = replace(
            request_, methods=("smp", "prototype"), sessions=2, workers=workers,
            out=request_.out.with_name(f"{workers}.json"),
        )  # fmt: skip
        sessions = run_fewshot(asked, JobContext())["sessions"]
        found.append({key: entry["accuracy"] for key, entry in sessions.items()})
    assert len(found[0]) == 4 and found[0] == found[1]
