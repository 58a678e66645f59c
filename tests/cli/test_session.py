"""How a command ends: the exit status, and the last thing it says."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable

import pytest
import typer
from typer.testing import CliRunner

from smp_core.cli.options import JsonOption
from smp_core.cli.output import lines
from smp_core.cli.session import Session, session
from smp_core.errors import Cancelled, MediaError, SmpError
from smp_core.log import log_file

Work = Callable[[Session], None]


def _run(work: Work, *arguments: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of a command with this body."""
    app = typer.Typer()

    @app.command()
    def command(json_lines: JsonOption = False) -> None:
        with session(json_lines) as run:
            work(run)

    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.stdout, result.stderr


def _events(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def _raise(error: BaseException) -> Work:
    def work(_run: Session) -> None:
        raise error

    return work


def _whole_job(run: Session) -> None:
    print("a library says something")
    run.ctx.progress("Reading [red]clips[/red]", 0, 2)
    run.ctx.progress("Reading [red]clips[/red]", 2, 2, loss=0.5)
    run.ctx.set_aside(MediaError("bad\x1b.mp4 is empty.", "Copy it again."), "bad\x1b.mp4")
    run.ctx.warn("One class has one clip.")
    run.done({"found": 2}, lines("2 found in [red]here"))


def test_json_is_one_object_a_line_and_nothing_else() -> None:
    code, out, err = _run(_whole_job, "--json")
    assert code == 0
    assert _events(out) == [
        {
            "event": "progress",
            "stage": "Reading [red]clips[/red]",
            "done": 0,
            "total": 2,
            "values": {},
        },
        {
            "event": "progress",
            "stage": "Reading [red]clips[/red]",
            "done": 2,
            "total": 2,
            "values": {"loss": 0.5},
        },
        {
            "event": "warning",
            "message": "bad\x1b.mp4 is empty.",
            "hint": "Copy it again.",
            "code": "media",
            "subject": "bad\x1b.mp4",
        },
        {
            "event": "warning",
            "message": "One class has one clip.",
            "hint": "",
            "code": "note",
            "subject": "",
        },
        {"event": "done", "found": 2},
    ]
    assert err == "a library says something\n"


def test_people_get_the_result_apart_from_progress_and_warnings() -> None:
    code, out, err = _run(_whole_job)
    assert code == 0
    assert out == "a library says something\n2 found in [red]here\n"
    assert "Reading [red]clips[/red]: 2/2 in 0.0 s (loss 0.5)\n" in err
    assert "set aside: bad\\x1b.mp4 is empty.\n  Copy it again.\n" in err
    assert "note: One class has one clip.\n" in err


@pytest.mark.parametrize(
    ("error", "code", "name"),
    [
        (MediaError("clip.mp4 is empty.", "Copy it again."), 3, "media"),
        (SmpError("Something.", ""), 3, "error"),
        (Cancelled(), 130, "cancelled"),
        (KeyboardInterrupt(), 130, "cancelled"),
        (typer.Abort(), 130, "cancelled"),
        (MemoryError(), 3, "resource"),
        (OSError(errno.ENOSPC, "No space left on device", "there"), 3, "resource"),
        (PermissionError(errno.EACCES, "Permission denied", "there"), 3, "storage"),
        (PermissionError("no file is named"), 1, "bug"),
        (OSError(errno.EIO, "broken"), 1, "bug"),
        (ValueError("odd"), 1, "bug"),
    ],
)
def test_every_end_has_its_status_and_one_last_error_line(
    error: BaseException, code: int, name: str
) -> None:
    status, out, _ = _run(_raise(error), "--json")
    events = _events(out)
    assert status == code
    assert [event["event"] for event in events] == ["error"]
    assert events[0]["code"] == name
    assert events[0]["message"]
    status, out, err = _run(_raise(error))
    assert (status, out) == (code, "")
    assert str(events[0]["message"]) in err


def test_an_error_says_what_happened_and_what_to_do() -> None:
    _, _, err = _run(_raise(MediaError("clip.mp4 is empty.", "Copy it again.")))
    assert err == "error: clip.mp4 is empty.\n  Copy it again.\n"


def test_a_bug_leaves_its_story_in_the_log_and_asks_to_copy_the_details() -> None:
    _, out, _ = _run(_raise(ValueError("odd number")), "--json")
    hint = str(_events(out)[0]["hint"])
    assert str(log_file()) in hint
    assert "ValueError: odd number" in hint
    logged = log_file().read_text(encoding="utf-8")
    assert "Traceback" in logged
    assert "ValueError: odd number" in logged
