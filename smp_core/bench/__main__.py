"""`make bench`: measure what the README says; `--out docs/bench` is what is committed."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from smp_core.bench.datasets.scenes import make_scenes
from smp_core.bench.fewshot import FewshotRequest, run_fewshot
from smp_core.bench.plots import can_plot, plot_results
from smp_core.bench.report import write_report
from smp_core.bench.results_table import filled_project, run_results
from smp_core.bench.speed import paper_size, run_speed
from smp_core.bench.uneven import run_uneven
from smp_core.jobs import JobContext, JobEvent, Progress
from smp_core.paths import atomic_write_json, user_cache_folder
from smp_core.workflows.packs import find_pack

# What two cores do within half an hour; `smp bench fewshot` measures more.
_SHORT = ("smp", "smp-fast", "prototype", "prototype-captions", "tip-adapter", "gaussian")


def main(arguments: list[str] | None = None) -> None:
    """Parse and run; without a command: speed, a short few-shot table, the results table."""
    parser = argparse.ArgumentParser(prog="python -m smp_core.bench", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("build/bench"))
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("speed", help="the demo, one clip, the paper-size model")
    commands.add_parser("fewshot", help="25 sessions of 1 shot; see `smp bench fewshot` for more")
    commands.add_parser("uneven", help="classes of different size, and one for ordinary footage")
    size = commands.add_parser("paper-size", help="one step and one prediction, as JSON")
    size.add_argument("--device", default="cpu")
    table = commands.add_parser("results", help="the table of results with a million answers")
    table.add_argument("--rows", type=int, default=1_000_000)
    filled = commands.add_parser("fill", help="a project with many answers, for the window")
    filled.add_argument("folder", type=Path)
    filled.add_argument("--rows", type=int, default=1_000_000)
    commands.add_parser("report", help="the result files as one page")
    options = parser.parse_args(arguments)
    ctx = JobContext(_show)
    if options.command == "paper-size":
        print(json.dumps(paper_size(options.device)))
        return
    if options.command == "fill":
        filled_project(options.folder, options.rows)
        return
    options.out.mkdir(parents=True, exist_ok=True)
    if options.command in (None, "results"):
        rows = options.rows if options.command else 1_000_000
        atomic_write_json(options.out / "results.json", run_results(ctx, rows))
    if options.command in (None, "speed"):
        atomic_write_json(options.out / "speed.json", run_speed(ctx))
    pack = find_pack("demo").folder
    if options.command == "uneven":
        scenes = make_scenes(user_cache_folder() / "scenes", ctx)
        atomic_write_json(options.out / "uneven.json", run_uneven(pack, scenes, ctx))
    if options.command in (None, "fewshot"):
        request = FewshotRequest(
            pack=pack,
            data=make_scenes(user_cache_folder() / "scenes", ctx),
            methods=_SHORT,
            shots=(1,),
            out=options.out / "fewshot.json",
        )
        results = run_fewshot(request, ctx)
        if can_plot():
            plot_results(results, request.out)
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
