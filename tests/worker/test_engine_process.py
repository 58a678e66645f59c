"""The engine process: results, events, errors, stopping, dying; with toy jobs in a real process."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
import toy_engine
from toy_engine import TOY, ToyRequest, ToyResult

from smp_core.errors import Cancelled, MediaError
from smp_core.jobs import JobEvent, Progress, Warned
from smp_core.worker import client
from smp_core.worker.client import EngineBug, EngineDied, EngineProcess
from smp_core.worker.job import find_job

Run = Callable[..., ToyResult]


@pytest.fixture
def engine() -> Iterator[EngineProcess]:
    process = EngineProcess(toy_engine.COMMAND)
    process.start()
    yield process
    process.close()
    assert not psutil.pid_exists(process.pid)


def _run(
    engine: EngineProcess, request: ToyRequest, on_event: Callable[[JobEvent], None] | None = None
) -> ToyResult:
    return engine.run(TOY, request, on_event or (lambda event: None), threading.Event())


def test_a_result_and_its_events_arrive(engine: EngineProcess) -> None:
    events: list[JobEvent] = []
    result = _run(engine, ToyRequest(steps=4, path=Path("ä\udcff <b>.mp4")), events.append)
    assert result == ToyResult(4, Path("ä\udcff <b>.mp4"), engine.pid)
    steps = [event for event in events if isinstance(event, Progress)]
    assert steps[0] == Progress("Counting", 0, 4, {"loss": 1.0})
    assert steps[-1] == Progress("Counting", 4, 4, {})
    assert events[-1] == Warned("One was odd.", "Look at it.", "note", "ä\udcff <b>.mp4")


def test_jobs_follow_each_other_in_one_process(engine: EngineProcess) -> None:
    first, second = (_run(engine, ToyRequest(steps=n)) for n in (1, 2))
    assert (first.counted, second.counted, first.pid) == (1, 2, second.pid)


def test_an_error_for_people_keeps_its_kind(engine: EngineProcess) -> None:
    with pytest.raises(MediaError) as caught:
        _run(engine, ToyRequest("fail"))
    assert (caught.value.message, caught.value.hint) == ("a.mp4 is empty.", "Copy it again.")
    assert engine.alive


def test_a_bug_tells_its_story_and_ends_the_engine(engine: EngineProcess) -> None:
    with pytest.raises(EngineBug, match="nobody thought of this"):
        _run(engine, ToyRequest("bug"))
    psutil.Process(engine.pid).wait(10)
    with pytest.raises(EngineDied):
        _run(engine, ToyRequest())


def test_cancelling_stops_within_a_step(engine: EngineProcess) -> None:
    seen: list[float] = []

    def stop_at_the_first(event: JobEvent) -> None:
        if not seen:
            engine.cancel()
        seen.append(time.monotonic())

    with pytest.raises(Cancelled):
        _run(engine, ToyRequest(steps=1500), stop_at_the_first)
    assert time.monotonic() - seen[0] < 5
    assert _run(engine, ToyRequest(steps=2)).counted == 2


def test_a_job_cancelled_before_it_began_never_runs(engine: EngineProcess) -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(Cancelled):
        engine.run(TOY, ToyRequest("die"), lambda event: None, stop)
    assert engine.alive


def test_an_engine_that_does_not_listen_is_ended(
    engine: EngineProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "_CANCEL_S", 0.2)
    with pytest.raises(Cancelled):
        _run(engine, ToyRequest("deaf"), lambda _event: engine.cancel())  # it has begun
    assert psutil.Process(engine.pid).wait(10) != 0


def test_a_paused_job_waits_and_goes_on(engine: EngineProcess) -> None:
    numbers: list[int] = []

    def pause_at_the_first(event: JobEvent) -> None:
        if not numbers:
            engine.pause(True)
            threading.Timer(1.5, engine.pause, (False,)).start()
        numbers.append(1)

    started = time.monotonic()
    # A second of steps, so that the pause comes before the last one.
    assert _run(engine, ToyRequest(steps=50), pause_at_the_first).counted == 50
    assert time.monotonic() - started > 1.5


def test_a_death_carries_the_last_words(engine: EngineProcess) -> None:
    with pytest.raises(EngineDied) as caught:
        _run(engine, ToyRequest("die"))
    assert "my last words" in caught.value.details
    assert "exit status 7" in caught.value.details
    assert not engine.alive


def test_a_kill_from_outside_is_noticed(engine: EngineProcess) -> None:
    timer = threading.Timer(0.2, os.kill, (engine.pid, signal.SIGTERM))
    timer.start()
    with pytest.raises(EngineDied):
        _run(engine, ToyRequest(steps=1500))
    timer.join()


def test_an_engine_that_cannot_start_says_so() -> None:
    with pytest.raises(EngineDied, match="could not be started"):
        _close_after_start([sys.executable, "-c", "raise SystemExit('broken')"])
    with pytest.raises(EngineDied, match="could not be started"):
        EngineProcess(["/no/such/program"])


def _close_after_start(command: list[str]) -> None:
    with contextlib.closing(EngineProcess(command)) as process:
        process.start()


def test_the_engine_ends_with_its_parent(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, time, threading, toy_engine\n"
            "from smp_core.worker.client import EngineProcess\n"
            "engine = EngineProcess(toy_engine.COMMAND)\n"
            "print(engine.pid, flush=True)\n"
            "engine.run(toy_engine.TOY, toy_engine.ToyRequest(steps=10_000), print,"
            " threading.Event())\n",
        ],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
    )
    assert parent.stdout is not None
    engine = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.stdout.close()
    parent.wait()
    engine.wait(10)
    assert not engine.is_running()


def test_every_shipped_job_is_found_by_its_name() -> None:
    for name in ("finetune", "classify", "caption", "demo", "device"):
        assert find_job(name).name == name
    for name in ("nothing", "../x", "os.path"):
        with pytest.raises(LookupError):
            find_job(name)


def test_window_and_engine_types_need_no_torch() -> None:
    code = (
        "import sys, pkgutil, importlib, smp_core.worker.client, smp_core.worker.jobs as jobs\n"
        "for each in pkgutil.iter_modules(jobs.__path__):\n"
        "    importlib.import_module(f'smp_core.worker.jobs.{each.name}')\n"
        "for name in ('projects', 'clips', 'prompts', 'incoming', 'results', 'packs', 'options',"
        " 'queueing'):\n"
        "    importlib.import_module(f'smp_core.workflows.{name}')\n"
        "print(sorted({'torch', 'transformers', 'timm'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
