"""A desktop bundle is made whole and tried, or not at all; a script plays PyInstaller."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app import project_session
from smp_core.log import _FORMAT
from smp_core.workflows.demo import DemoPlan

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")

DOCTOR = 'echo "$@" >> "$SMP_HOME/asked"; echo \'{"event": "done"}\''
# As the window does: make the demo's answers, then stay.
WINDOW = """
mkdir -p "$SMP_HOME/demo-project"
{python} - "$SMP_HOME/demo-project/project.db" <<'END'
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as stored:
    stored.execute("CREATE TABLE predictions (incoming_id INTEGER)")
    stored.executemany("INSERT INTO predictions VALUES (?)", [(i // 2,) for i in range(60)])
END
[ "$1" = --demo ] && [ "$QT_QPA_PLATFORM" = offscreen ] && [ -z "$PYTHONPATH" ] && exec sleep 600
"""


def _script(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def maker(
    scripts: Any, checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> SimpleNamespace:
    """Makes `tmp_path / "bundle"`; what the two programs do can be changed before."""
    monkeypatch.setattr(scripts.bundle_smoke, "EVERY_S", 0.05)
    monkeypatch.setattr(scripts.bundle_maker, "BUNDLE_BYTES", 1)
    monkeypatch.setenv("PYTHONPATH", "/somewhere/else")
    plays = SimpleNamespace(
        smp=DOCTOR, window=WINDOW.replace("{python}", sys.executable), pyinstaller="true"
    )

    def make() -> int:
        pieces = tmp_path / "pieces"
        pieces.mkdir()
        (pieces / "program").mkdir()
        (pieces / "program" / "library.so").write_bytes(b"library")
        (pieces / "link.so").symlink_to(Path("program", "library.so"))
        _script(pieces / "smp", plays.smp)
        _script(pieces / "smp-studio", plays.window)
        copy = f'cp -a "{pieces}" "$4/SMP Studio"'  # -m PyInstaller --distpath FOLDER
        python = _script(tmp_path / "python", f"{plays.pyinstaller} && {copy}")
        return scripts.bundle_maker.make_bundle(checkout, str(python), [str(tmp_path / "bundle")])

    plays.make = make
    return plays


def test_a_bundle_that_works_gets_its_name(maker: SimpleNamespace, tmp_path: Path) -> None:
    assert maker.make() == 0
    made = tmp_path / "bundle"
    listed = dict(
        reversed(line.split("  ", 1))
        for line in (made / "SHA256SUMS").read_text("utf-8").splitlines()
    )
    assert set(listed) == {"smp", "smp-studio", "START.txt", "program/library.so"}
    assert listed["program/library.so"] == hashlib.sha256(b"library").hexdigest()
    assert (made / "link.so").is_symlink()
    text = (made / "START.txt").read_text("utf-8")
    assert 'start "smp-studio"' in text and "{" not in text
    assert not (tmp_path / "bundle.unfinished").exists()


@pytest.mark.parametrize(
    ("part", "does", "told"),
    [
        ("pyinstaller", "false", "PyInstaller could not make the bundle"),
        ("smp", 'echo \'{"event": "error"}\'; exit 3', 'smp doctor ended with 3: {"event"'),
        ("window", "exit 7", "the bundle's window ended with 7; see "),
        (
            "window",
            'mkdir -p "$SMP_HOME/logs"; echo "2026-01-01 00:00:00 ERROR app: x" >'
            ' "$SMP_HOME/logs/smp.log"' + WINDOW.replace("{python}", sys.executable),
            "smp.log tells of errors",
        ),
    ],
)
def test_a_bundle_that_does_not_work_gets_no_name(
    maker: SimpleNamespace, scripts: Any, tmp_path: Path, part: str, does: str, told: str
) -> None:
    setattr(maker, part, does)
    with pytest.raises(scripts.failure.SetupFailed, match=".*") as failed:
        maker.make()
    assert told in str(failed.value)
    assert not (tmp_path / "bundle").exists()


def test_a_window_that_never_finishes_is_told(
    maker: SimpleNamespace, scripts: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scripts.bundle_smoke, "PATIENCE_S", 0.2)
    maker.window = "exec sleep 600"
    with pytest.raises(scripts.failure.SetupFailed, match="did not finish its demo"):
        maker.make()


def test_a_folder_that_is_there_is_left_alone(
    maker: SimpleNamespace, scripts: Any, tmp_path: Path
) -> None:
    (tmp_path / "bundle").mkdir()
    with pytest.raises(scripts.failure.SetupFailed, match="is there already"):
        maker.make()
    assert list((tmp_path / "bundle").iterdir()) == []


def test_what_is_tried_is_what_the_program_does(scripts: Any) -> None:
    smoke = scripts.bundle_smoke
    assert smoke._DEMO == project_session._DEMO
    plan = DemoPlan()
    assert len(plan.classes) * plan.incoming_per_class == smoke._INCOMING
    assert " %(levelname)s " in _FORMAT


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--module", "smp_core.media.decoder_child"], 0),  # ends with its input
        (["--module", "this"], 2),
        (["--version"], 0),
    ],
)
def test_the_terminal_program_runs_modules_of_ours_alone(
    checkout: Path, arguments: list[str], status: int
) -> None:
    script = checkout / "packaging" / "bundle_terminal.py"
    done = subprocess.run(
        [sys.executable, str(script), *arguments], stdin=subprocess.DEVNULL, capture_output=True
    )
    assert done.returncode == status
