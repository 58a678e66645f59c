"""Set up and run SMP Studio from a fresh checkout, with nothing but Python.

    python packaging/bootstrap.py COMMAND [ARGUMENT…]

COMMAND is one of those below; `kit` and `bundle` take a folder, `shortcut` at most --remove.

The Makefile calls this; on Windows and macOS it is the command to type. Only the standard library
is used, in the syntax of Python 3.9, so that an older Python can still say which one is needed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from bundle_maker import make_bundle  # noqa: E402
from environment import Environment, SetupFailed  # noqa: E402
from kit_maker import make_kit  # noqa: E402
from shortcut import change_shortcut, shortcut  # noqa: E402
from steps import run_steps  # noqa: E402
from system_libraries import ensure_system_libraries, tell_system_libraries  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = (
    "run",
    "test",
    "lint",
    "bench",
    "setup",
    "clean",
    "test-hub",
    "translations",
    "shortcut",
    "kit",
    "bundle",
)
# What needs the developers' tools: the others leave them out.
DEVELOPING = ("test", "lint", "bench", "test-hub", "translations", "bundle")

_SHORTCUT = ([], ["--remove"])  # what `shortcut` takes
# A file's tests stay together and in order, so what they share is made once, as in one process.
_TWO_PROCESSES = ("-n", "2", "--dist", "loadfile")
_LINT = "lint_imports_command"
LINT_STEPS = (
    ("style", ["-m", "ruff", "check", "."]),
    ("formatting", ["-m", "ruff", "format", "--check", "."]),
    ("types", ["-m", "mypy"]),
    ("architecture", ["-c", f"from importlinter.cli import {_LINT} as c; c(['--no-logo'])"]),
)


def main(argv: list[str]) -> int:
    """Do one command.

    Args:
        argv: The command and the arguments that it passes on.

    Returns:
        The exit status: that of the command, or 3 when setting up failed, 2 on wrong usage.
    """
    if not argv or argv[0] not in COMMANDS or (argv[0] == "shortcut" and argv[1:] not in _SHORTCUT):
        print(f"usage: python packaging/bootstrap.py {'|'.join(COMMANDS)} [ARGUMENT…]")
        return 2
    command, rest = argv[0], argv[1:]
    environment = Environment(ROOT, dev=command in DEVELOPING)
    if command == "clean":
        environment.remove()
        return 0
    if argv == ["shortcut", "--remove"]:  # needs nothing that would be set up first
        return _shortcut(environment, remove=True)
    try:
        if command == "kit":
            return make_kit(ROOT, rest)
        environment.ensure()
        if command == "bundle":
            return make_bundle(ROOT, str(environment.python), rest)
    except SetupFailed as failure:
        print(f"\nSetting up did not work: {failure}", file=sys.stderr)
        return 3
    if environment.kit is not None:
        tell_system_libraries()
    elif command != "lint":
        ensure_system_libraries()
    return _do(command, rest, environment)


def _do(command: str, rest: list[str], environment: Environment) -> int:
    python = str(environment.python)
    if command == "setup":
        print(f"Everything is set up. The command line is {environment.script('smp')}")
        return 0
    if command == "shortcut":
        return _shortcut(environment, remove=False)
    if command == "run":
        window = [python, "-m", "app", *(rest or ["--demo"])]
        terminal = [python, "-m", "smp_core.cli", "demo", *rest]
        return _call(window if has_display(os.environ) else terminal, dict(os.environ))
    if command == "translations":
        return _call([python, "packaging/translations.py"], dict(os.environ))
    if command == "bench":
        return _bench(python, rest)
    if command == "test-hub":
        hub = [python, "-m", "pytest", "-m", "hub", "-rs", "tests/prompts", "tests/packs", *rest]
        return _call(hub, {**offline_environment(os.environ), "SMP_TEST_HUB": "1"})
    steps = [(name, [python, *arguments]) for name, arguments in LINT_STEPS]
    if command == "test":
        steps.append(("tests", [python, "-m", "pytest", *_TWO_PROCESSES, *rest]))
    return run_steps(steps, ROOT, offline_environment(os.environ))


def _shortcut(environment: Environment, *, remove: bool) -> int:
    icon = shortcut(ROOT, environment.script, os.environ, Path.home())
    try:
        print(change_shortcut(icon, remove=remove))
    except SetupFailed as failure:
        print(failure, file=sys.stderr)
        return 3
    return 0


def _bench(python: str, rest: list[str]) -> int:
    """One part of the core's measurements, or everything, the window's too, and then the page."""
    parts = [["smp_core.bench", *rest]]
    if not rest:
        parts += [["app.bench"], ["smp_core.bench", "report"]]
    environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
    return max(_call([python, "-m", *part], environment) for part in parts)


def has_display(environment: os._Environ[str] | dict[str, str], system: str = sys.platform) -> bool:
    """Whether a window can be shown. Windows and macOS always have a display.

    Args:
        environment: The environment variables.
        system: As `sys.platform` names it.
    """
    if environment.get("QT_QPA_PLATFORM", "") in ("offscreen", "minimal"):
        return False
    if system in ("win32", "darwin"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def offline_environment(base: os._Environ[str] | dict[str, str]) -> dict[str, str]:
    """The environment of tests: no window, no download."""
    return {
        **base,
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONUTF8": "1",
    }


def _call(command: list[str], environment: dict[str, str]) -> int:
    """Run a command in the checkout; Ctrl-C is the command's to handle."""
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        sys.exit(130)
