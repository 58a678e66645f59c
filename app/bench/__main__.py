"""Measure what the window takes, and write it as window.json."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from app.bench.material import Material
from app.bench.story import Values
from smp_core.paths import atomic_write_json

PARTS = ("start", "training", "drop", "results")


def main(arguments: list[str] | None = None) -> None:
    """Parse and run. Every measurement is in a process and a home of its own."""
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == ["child"]:
        print(json.dumps(_child(given[1], Path(given[2]), given[3:])))
        return
    parser = argparse.ArgumentParser(prog="python -m app.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {PARTS}; all if left out")
    parser.add_argument("--out", type=Path, default=Path("build/bench/window.json"))
    parser.add_argument("--starts", type=int, default=5, help="starts to take the median of")
    parser.add_argument("--dropped", type=int, default=200, help="clips dropped while it trains")
    parser.add_argument("--clips", type=int, default=1000, help="clips dropped at once")
    parser.add_argument("--rows", type=int, default=1_000_000, help="results in the table")
    options = parser.parse_args(given)
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    if sys.platform == "linux" and not {"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ["SMP_HOME"] = str(Path(folder) / "home")
        values = _measure(options, Material(Path(folder)))
    before = _read(options.out)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    # Parts that were left out keep what was measured before.
    atomic_write_json(options.out, {**before, **values} if options.parts else values)


def _measure(options: argparse.Namespace, material: Material) -> Values:
    from app.bench.starting import measure_start

    wanted = options.parts or PARTS
    values: Values = {}
    _say("making scenes")
    material.make_scenes()
    project = material.trained_project()
    if "start" in wanted:
        _say("starting")
        values.update(measure_start(project, options.starts))
    if "training" in wanted:
        _say("training")
        files = material.copies("while training", options.dropped)
        values.update(_in_child("training", project, files[0].parent.parent))
    if "drop" in wanted:
        _say("dropping")
        files = material.copies("at once", options.clips)
        folders = sorted({each.parent for each in files})
        values.update(_in_child("drop", material.empty_project("dropped"), options.clips, *folders))
    if "results" in wanted:
        _say("filling the table of results")
        values.update(_in_child("results", material.answered_project(options.rows)))
    return values


def _in_child(name: str, project: Path, *arguments: object) -> Values:
    command = [sys.executable, "-m", "app.bench", "child", name, str(project)]
    done = subprocess.run(
        [*command, *map(str, arguments)], check=True, stdout=subprocess.PIPE, text=True
    )
    values: Values = json.loads(done.stdout.splitlines()[-1])
    for what, value in values.items():
        _say(f"{what} = {value}")
    return values


def _child(name: str, project: Path, rest: list[str]) -> Values:
    if name == "start":
        from app.bench.starting import start

        return start(project, float(rest[0]))
    from app.bench.browsing import results_table
    from app.bench.dropping import dropped_at_once, dropped_in_training
    from app.bench.story import tell

    if name == "training":
        files = sorted(Path(rest[0]).rglob("*.mp4"))
        return tell(project, lambda window: dropped_in_training(window, files))
    if name == "drop":
        folders = [Path(each) for each in rest[1:]]
        return tell(project, lambda window: dropped_at_once(window, folders, int(rest[0])))
    return tell(project, results_table)


def _read(path: Path) -> Values:
    if not path.is_file():
        return {}
    found: Values = json.loads(path.read_text(encoding="utf-8"))
    return found


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
