"""The one entry point: its commands, its exit status, and the files that must agree with it."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest


@pytest.mark.parametrize("argv", [[], ["fly"], ["--help"], ["shortcut", "--undo"]])
def test_wrong_usage_lists_the_commands(
    scripts: Any, capsys: pytest.CaptureFixture[str], argv: list[str]
) -> None:
    assert scripts.bootstrap.main(argv) == 2
    assert "run|test|lint|bench|setup|clean" in capsys.readouterr().out


def test_a_failed_set_up_ends_with_3_and_its_reason(
    scripts: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_environment: object) -> None:
        raise scripts.environment.SetupFailed("no network. Plug it in.")

    monkeypatch.setattr(scripts.environment.Environment, "ensure", fail)
    assert scripts.bootstrap.main(["run"]) == 3
    assert "no network. Plug it in." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "dev"),
    [
        ("run", False),
        ("setup", False),
        ("test", True),
        ("lint", True),
        ("bench", True),
        ("test-hub", True),
        ("translations", True),
    ],
)
def test_only_developers_get_the_developers_tools(
    scripts: Any, monkeypatch: pytest.MonkeyPatch, command: str, dev: bool
) -> None:
    asked = []
    monkeypatch.setattr(
        scripts.bootstrap.Environment, "ensure", lambda environment: asked.append(environment.dev)
    )
    monkeypatch.setattr(scripts.bootstrap, "ensure_system_libraries", lambda: None)
    monkeypatch.setattr(scripts.bootstrap, "_do", lambda *_: 0)
    assert scripts.bootstrap.main([command]) == 0
    assert asked == [dev]


def test_every_step_runs_and_one_failure_fails_the_whole(
    scripts: Any, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    steps = [
        ("first", [sys.executable, "-c", "raise SystemExit(3)"]),
        ("second", [sys.executable, "-c", "import os; print(os.environ['WORD'], os.getcwd())"]),
    ]
    environment = {**os.environ, "WORD": "hello"}
    assert scripts.steps.run_steps(steps, tmp_path, environment) == 1
    said = capfd.readouterr().out
    assert f"hello {tmp_path}" in said
    assert re.search(r"FAIL +first", said)
    assert re.search(r"PASS +second", said)
    assert said.rstrip().endswith("FAILED: first")
    assert scripts.steps.run_steps(steps[1:], tmp_path, environment) == 0
    assert capfd.readouterr().out.rstrip().endswith("Everything passed.")


def test_tests_run_offline_and_without_a_screen(scripts: Any) -> None:
    environment = scripts.bootstrap.offline_environment({"PATH": "here", "HF_HUB_OFFLINE": "0"})
    assert environment["PATH"] == "here"
    assert environment["HF_HUB_OFFLINE"] == "1"
    assert environment["QT_QPA_PLATFORM"] == "offscreen"


def test_the_entry_point_starts_without_anything_installed(checkout: Path, tmp_path: Path) -> None:
    script = checkout / "packaging" / "bootstrap.py"
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(script)], capture_output=True, text=True, cwd=tmp_path
    )
    assert (done.returncode, done.stderr) == (2, "")


def test_make_and_ci_lead_to_the_entry_point(checkout: Path) -> None:
    makefile = (checkout / "Makefile").read_text(encoding="utf-8")
    for command in ("run", "test", "lint", "bench", "clean", "shortcut"):
        assert f"\n{command}:\n\t@$(PYTHON) packaging/bootstrap.py {command}\n" in makefile
    assert '\nkit:\n\t@$(PYTHON) packaging/bootstrap.py kit "$(DIR)"\n' in makefile
    ci = checkout / ".ci" / "run"
    assert ci.read_text(encoding="utf-8").rstrip().endswith("exec make test")
    assert os.name == "nt" or os.access(ci, os.X_OK)


def test_constraints_agree_with_the_project_file(checkout: Path) -> None:
    packaging = importlib.import_module("packaging.requirements")
    project = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    pinned = {}
    for line in (checkout / "packaging" / "constraints.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            requirement = packaging.Requirement(line)
            pinned[requirement.name.lower()] = next(iter(requirement.specifier)).version
    for line in wanted:
        requirement = packaging.Requirement(line)
        assert requirement.name.lower() in pinned, requirement.name
        assert requirement.specifier.contains(pinned[requirement.name.lower()]), line


@pytest.mark.parametrize(
    ("system", "environment", "there"),
    [
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_a_display_is_recognised(
    scripts: Any, system: str, environment: dict[str, str], there: bool
) -> None:
    assert scripts.bootstrap.has_display(environment, system) is there


@pytest.mark.parametrize(
    ("display", "arguments", "command"),
    [
        (":0", [], ["-m", "app", "--demo"]),
        (":0", ["ward 3"], ["-m", "app", "ward 3"]),
        ("", [], ["-m", "smp_core.cli", "demo"]),
    ],
)
def test_run_opens_the_window_where_there_is_a_display(
    scripts: Any,
    monkeypatch: pytest.MonkeyPatch,
    display: str,
    arguments: list[str],
    command: list[str],
) -> None:
    called: list[list[str]] = []
    monkeypatch.setattr(scripts.bootstrap.Environment, "ensure", lambda _self: None)
    monkeypatch.setattr(scripts.bootstrap, "ensure_system_libraries", lambda: None)
    monkeypatch.setattr(scripts.bootstrap, "_call", lambda given, _env: called.append(given) or 0)
    monkeypatch.setattr(scripts.bootstrap, "has_display", lambda _environment: bool(display))
    assert scripts.bootstrap.main(["run", *arguments]) == 0
    assert called[0][1:] == command
