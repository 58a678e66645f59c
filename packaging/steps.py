"""Run checks one after the other and say clearly which passed."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path


def run_steps(steps: list[tuple[str, list[str]]], root: Path, environment: dict[str, str]) -> int:
    """Run every step, even after one failed, and print a summary.

    Args:
        steps: A name and a command line each.
        root: The folder to run in.
        environment: The environment variables of the commands.

    Returns:
        0 when all passed, else 1.
    """
    outcomes: list[tuple[str, bool, float]] = []
    for name, command in steps:
        print(f"── {name}", flush=True)
        start_s = time.monotonic()
        passed = subprocess.run(command, cwd=root, env=environment, check=False).returncode == 0
        outcomes.append((name, passed, time.monotonic() - start_s))
    print()
    for name, passed, seconds in outcomes:
        print(f"{'PASS' if passed else 'FAIL'}  {name:<14}{seconds:7.1f} s")
    failed = [name for name, passed, _ in outcomes if not passed]
    print(f"\nFAILED: {', '.join(failed)}" if failed else "\nEverything passed.", flush=True)
    return 1 if failed else 0
