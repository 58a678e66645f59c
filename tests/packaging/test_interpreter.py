"""Finding a Python to run on."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest


def test_this_very_python_is_recognised(scripts: Any) -> None:
    found = scripts.interpreter.probe([sys.executable])
    assert found.version == sys.version_info[:2]


@pytest.mark.skipif(os.name == "nt", reason="shell stubs belong to POSIX systems")
@pytest.mark.parametrize("body", ["exit 127", "echo 3 13", "echo nonsense"])
def test_a_stub_that_only_looks_like_python_is_not_taken(
    scripts: Any, tmp_path: Path, body: str
) -> None:
    stub = tmp_path / "python3.13"
    stub.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    stub.chmod(0o755)
    assert scripts.interpreter.probe([str(stub)]) is None
    assert scripts.interpreter.probe([str(tmp_path / "absent")]) is None


@pytest.mark.parametrize(
    ("versions", "taken"),
    [
        ({"a": (3, 9), "b": (3, 13)}, "b"),
        ({"a": (3, 11), "b": (3, 13)}, "a"),
        ({"a": (3, 14), "b": None, "c": (3, 12)}, "c"),
        ({"a": (3, 10), "b": (3, 14)}, None),
        ({}, None),
    ],
)
def test_the_first_supported_one_is_taken(
    scripts: Any, versions: dict[str, tuple[int, int] | None], taken: str | None
) -> None:
    def ask(command: list[str]) -> Any:
        version = versions[command[0]]
        return None if version is None else scripts.interpreter.Interpreter(command, version)

    found = scripts.interpreter.find_interpreter(commands=[[name] for name in versions], ask=ask)
    assert (None if found is None else found.command) == (None if taken is None else [taken])


def test_only_the_asked_version_is_taken(scripts: Any) -> None:
    there = {"a": (3, 12), "b": (3, 13)}

    def ask(command: list[str]) -> Any:
        return scripts.interpreter.Interpreter(command, there[command[0]])

    for versions, taken in ((((3, 13),), ["b"]), (((3, 11),), None)):
        found = scripts.interpreter.find_interpreter(versions, [[name] for name in there], ask)
        assert (None if found is None else found.command) == taken
