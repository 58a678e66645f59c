"""Background work: every operation ends exactly once, in the window's thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot
from toy_engine import TOY, ToyRequest, ToyResult

from app.changes import Change
from app.context import Context
from app.jobs.handle import State
from app.jobs.operation import EngineWork, Lane, Operation, read
from smp_core.errors import MediaError
from smp_core.jobs import JobContext
from smp_core.worker.client import EngineDied


def toy(what: str = "count", steps: int = 3, **more: object) -> Operation[ToyResult]:
    work = EngineWork(TOY, ToyRequest(what, steps))
    return Operation("Toy", Lane.ENGINE, work, **more)  # type: ignore[arg-type]


def test_a_result_comes_in_the_window_thread_after_the_changes(
    context: Context, qtbot: QtBot
) -> None:
    heard: list[object] = []
    context.changes.clips_changed.connect(lambda: heard.append("changed"))

    def done(result: str) -> None:
        heard.extend([result, threading.current_thread() is threading.main_thread()])

    def work(ctx: JobContext) -> str:
        ctx.progress("Adding", 1, 2, loss=0.5)
        return threading.current_thread().name

    operation = Operation("Add", Lane.IO, work, changes=(Change.CLIPS,))
    handle = context.start(operation, done=done)
    qtbot.waitSignal(handle.ended).wait()
    assert heard == ["changed", "io-1", True]
    assert handle.state is State.DONE
    assert handle.progress is not None and handle.progress.values == {"loss": 0.5}


def test_short_work_on_the_project_keeps_its_order(context: Context, qtbot: QtBot) -> None:
    order: list[int] = []
    for number in range(20):
        context.start(read("step", lambda _ctx, number=number: order.append(number)))  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(order) == 20)
    assert order == list(range(20))


def test_an_error_reaches_the_operator_unless_the_starter_takes_it(
    context: Context, qtbot: QtBot
) -> None:
    def work(_ctx: JobContext) -> None:
        raise MediaError("a.mp4 is empty.", "Copy it again.")

    taken: list[Exception] = []
    operation = Operation("Read", Lane.IO, work)
    qtbot.waitSignal(context.start(operation, failed=taken.append).ended).wait()
    assert [str(each) for each in taken] == ["a.mp4 is empty. Copy it again."]
    assert context.notices.history == []
    qtbot.waitSignal(context.start(operation).ended).wait()
    (notice,) = context.notices.history
    assert (notice.message, notice.hint) == ("a.mp4 is empty.", "Copy it again.")
    assert notice.details == ""


@pytest.mark.parametrize("lane", [Lane.IO, Lane.ENGINE])
def test_a_bug_offers_its_details(context: Context, qtbot: QtBot, lane: Lane) -> None:
    def work(_ctx: JobContext) -> None:
        raise KeyError("nobody thought of this")

    operation = toy("bug") if lane is Lane.ENGINE else Operation("Read", lane, work)
    handle = context.start(operation)
    qtbot.waitSignal(handle.ended, timeout=20_000).wait()
    (notice,) = context.notices.history
    assert "not your fault" in notice.hint
    assert "Traceback" in notice.details and "nobody thought of this" in notice.details


def test_cancelling_stops_at_the_next_step(context: Context, qtbot: QtBot) -> None:
    stopped: list[bool] = []

    def work(ctx: JobContext) -> None:
        while True:
            ctx.progress("Waiting", 0, 1)
            time.sleep(0.01)

    handle = context.start(Operation("Wait", Lane.IO, work), cancelled=lambda: stopped.append(True))
    context.runner.cancel(handle)
    assert handle.state is State.STOPPING
    qtbot.waitSignal(handle.ended).wait()
    assert (handle.state, stopped, context.notices.history) == (State.CANCELLED, [True], [])


def test_a_newer_read_takes_the_place_of_an_older_one(context: Context, qtbot: QtBot) -> None:
    shown: list[int] = []
    gate = threading.Event()
    context.start(read("hold", lambda _ctx: gate.wait(5)))
    for number in range(3):
        operation = read("list", lambda _ctx, number=number: number, key="list")  # type: ignore[misc]
        last = context.start(operation, done=shown.append)
    gate.set()
    qtbot.waitSignal(last.ended).wait()
    assert shown == [2]


def test_nothing_is_called_once_the_owner_is_gone(context: Context, qtbot: QtBot) -> None:
    called: list[int] = []
    owner = QObject()
    gate = threading.Event()
    operation = Operation("Hold", Lane.IO, lambda _ctx: gate.wait(5))
    handle = context.start(operation, owner=owner, done=lambda _result: called.append(1))
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(owner, QEvent.Type.DeferredDelete)
    gate.set()
    qtbot.waitSignal(handle.ended).wait()
    assert called == []


@pytest.mark.parametrize("quiet", [False, True])
def test_a_failure_is_told_when_who_asked_is_gone_unless_it_was_a_read(
    context: Context, qtbot: QtBot, quiet: bool
) -> None:
    gate = threading.Event()

    def fail(_ctx: JobContext) -> None:
        gate.wait(5)
        raise MediaError("a.mp4 is empty.", "Copy it again.")

    owner = QObject()
    heard: list[Exception] = []
    operation = Operation("Hold", Lane.IO, fail, quiet=quiet)
    handle = context.start(operation, owner=owner, failed=heard.append)
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(owner, QEvent.Type.DeferredDelete)
    gate.set()
    qtbot.waitSignal(handle.ended).wait()
    assert heard == []
    told = [each.message for each in context.notices.history]
    assert ["a.mp4 is empty." in each for each in told] == ([] if quiet else [True])


def test_who_takes_a_job_over_hears_of_its_end_alone(context: Context, qtbot: QtBot) -> None:
    first: list[int] = []
    second: list[int] = []
    gate = threading.Event()

    def hold(_ctx: JobContext) -> int:
        gate.wait(5)
        return 3

    handle = context.start(Operation("Hold", Lane.IO, hold), done=first.append)
    context.runner.take_over(
        handle, owner=context, done=second.append, failed=pytest.fail, cancelled=pytest.fail
    )
    gate.set()
    qtbot.waitSignal(handle.ended).wait()
    assert (first, second) == ([], [3])


def test_an_exception_in_a_callback_does_not_stop_the_next_one(
    context: Context, qtbot: QtBot
) -> None:
    heard: list[int] = []

    def broken(_result: int) -> None:
        raise ValueError("a broken view")

    with qtbot.captureExceptions() as caught:
        first = context.start(read("one", lambda _ctx: 1), done=broken)
        second = context.start(read("two", lambda _ctx: 2), done=heard.append)
        qtbot.waitUntil(lambda: heard == [2])
    assert [str(each[1]) for each in caught] == ["a broken view"]
    assert first.state.ended and second.state.ended


def test_a_killed_engine_is_told_and_started_again(context: Context, qtbot: QtBot) -> None:
    handle = context.start(toy(steps=3000))
    qtbot.waitUntil(lambda: handle.progress is not None, timeout=20_000)
    pid = context.runner.engine.pid
    assert pid is not None
    psutil.Process(pid).kill()
    qtbot.waitSignal(handle.ended, timeout=10_000).wait()
    assert isinstance(handle.error, EngineDied)
    (notice,) = context.notices.history
    assert "stopped unexpectedly" in notice.message
    assert "restarts by itself" in notice.hint
    results: list[ToyResult] = []
    again = context.start(toy(), done=results.append)
    qtbot.waitSignal(again.ended, timeout=20_000).wait()
    assert results[0].counted == 3
    assert results[0].pid not in (pid, None)


def test_an_engine_job_pauses_goes_on_and_stops(context: Context, qtbot: QtBot) -> None:
    handle = context.start(toy(steps=3000))
    qtbot.waitUntil(lambda: handle.progress is not None, timeout=20_000)
    context.runner.pause(handle, True)
    assert handle.state is State.PAUSED

    def done() -> int:
        assert handle.progress is not None
        return handle.progress.done

    def stands_still() -> bool:  # steps that were under way may still come
        before = done()
        qtbot.wait(300)
        return done() == before

    qtbot.waitUntil(stands_still, timeout=20_000)
    held_at = done()
    context.runner.pause(handle, False)
    qtbot.waitUntil(lambda: done() > held_at, timeout=20_000)
    context.runner.cancel(handle)
    qtbot.waitSignal(handle.ended).wait()
    assert handle.state is State.CANCELLED


def test_closing_ends_a_deaf_engine_within_five_seconds(context: Context, qtbot: QtBot) -> None:
    handle = context.start(toy("deaf"))
    qtbot.waitUntil(lambda: bool(handle.warnings), timeout=20_000)
    assert handle.state is State.RUNNING
    pid = context.runner.engine.pid
    assert pid is not None
    started = time.monotonic()
    assert context.runner.close(5.0)
    assert time.monotonic() - started < 5.5
    assert not psutil.pid_exists(pid)


def test_work_in_the_wrong_lane_is_refused() -> None:
    with pytest.raises(ValueError, match="does not belong"):
        Operation("Read", Lane.ENGINE, lambda _ctx: None)
    with pytest.raises(ValueError, match="does not belong"):
        Operation("Toy", Lane.DB, EngineWork(TOY, ToyRequest(path=Path("a"))))


def test_fast_progress_does_not_flood_the_window(
    context: Context, qtbot: QtBot, settled: Callable[[], None]
) -> None:
    changes: list[int] = []

    def work(ctx: JobContext) -> None:
        for step in range(2000):
            ctx.progress("Stepping", step, 2000)

    handle = context.start(Operation("Fast", Lane.IO, work))
    handle.progressed.connect(lambda step: changes.append(step.done))
    settled()
    assert changes == list(range(2000))  # all arrive, in order, for the charts


def test_a_closed_runner_does_nothing_and_says_so(context: Context) -> None:
    done: list[object] = []
    context.runner.close()
    operation = Operation("late", Lane.DB, lambda _ctx: done.append(1))
    handle = context.start(operation, done=done.append, cancelled=lambda: done.append(2))
    assert handle.state is State.CANCELLED and not context.runner.running(quiet=True)
    assert done == []
