"""`make bench`: measure what the README says, and write docs/bench/*.json."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from smp_core.bench.fewshot import FewshotRequest, run_fewshot
from smp_core.bench.methods import METHODS
from smp_core.bench.report import write_report
from smp_core.bench.results_table import run_results
from smp_core.bench.speed import paper_size, run_speed
from smp_core.jobs import JobContext, JobEvent, Progress
from smp_core.paths import atomic_write_json, user_cache_folder
from smp_core.synth.dataset import synthesise
from smp_core.workflows.packs import find_pack

_SEED = 42
_DIFFICULTY = 0.5
_SOURCE_CLIPS = 32
_TARGET_CLIPS = 40


def main(arguments: list[str] | None = None) -> None:
    """Parse and run; without a command, `speed` and a short `fewshot`."""
    parser = argparse.ArgumentParser(prog="python -m smp_core.bench", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("docs/bench"))
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("speed", help="the demo, one clip, the paper-size model")
    few = commands.add_parser("fewshot", help="25 sessions on the synthetic target classes")
    few.add_argument("--methods", default=",".join(METHODS))
    few.add_argument("--shots", default="1,5")
    few.add_argument("--sessions", type=int, default=25)
    few.add_argument("--pack", default="demo")
    few.add_argument("--data", type=Path, help="holds source/ and target/; made if missing")
    size = commands.add_parser("paper-size", help="one step and one prediction, as JSON")
    size.add_argument("--device", default="cpu")
    table = commands.add_parser("results", help="the table of results with a million answers")
    table.add_argument("--rows", type=int, default=1_000_000)
    options = parser.parse_args(arguments)
    ctx = JobContext(_show)
    if options.command == "paper-size":
        print(json.dumps(paper_size(options.device)))
        return
    options.out.mkdir(parents=True, exist_ok=True)
    if options.command == "results":
        atomic_write_json(options.out / "results.json", run_results(ctx, options.rows))
        return
    if options.command in (None, "speed"):
        atomic_write_json(options.out / "speed.json", run_speed(ctx))
    if options.command in (None, "fewshot"):
        short = options.command is None
        data = user_cache_folder() / "bench" if short or options.data is None else options.data
        synthesise(data / "source", "source", _SOURCE_CLIPS, _SEED, _DIFFICULTY, ctx)
        synthesise(data / "target", "target", _TARGET_CLIPS, _SEED, _DIFFICULTY, ctx)
        run_fewshot(
            FewshotRequest(
                pack=find_pack("demo" if short else options.pack).folder,
                source=data / "source",
                target=data / "target",
                methods=("smp",) if short else tuple(options.methods.split(",")),
                shots=(1,) if short else tuple(int(k) for k in options.shots.split(",")),
                out=options.out / "fewshot.json",
                sessions=25 if short else options.sessions,
            ),
            ctx,
        )
    write_report(options.out)


def _show(event: JobEvent) -> None:
    if isinstance(event, Progress):
        print(f"\r{event.stage} {event.done}/{event.total}   ", end="", file=sys.stderr, flush=True)
        if event.done == event.total:
            print(file=sys.stderr)
    else:
        print(f"\n{event.message} {event.hint}", file=sys.stderr)


if __name__ == "__main__":
    main()
