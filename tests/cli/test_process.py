"""The command line as a process of its own: start-up, standard output, Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from smp_core.cli.main import run

_SCRIPT = """
import os, sys, time
from smp_core.cli import main as cli
from smp_core.cli.commands import app
from smp_core.cli.options import JsonOption
from smp_core.cli.session import session

@app.command("wait")
def wait(listens: bool = True, json_lines: JsonOption = False) -> None:
    with session(json_lines) as run:
        os.write(1, b"native chatter\\n")
        while True:
            run.ctx.progress("Waiting", 0, 1) if listens else run.ctx.warn("busy")
            time.sleep(0.01)

cli.main()
"""

posix = pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent another way there")


def _smp(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "smp_core.cli", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        timeout=60,
    )


def test_help_names_every_command_without_loading_the_model(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from smp_core.cli.main import main\n"
        "try: main(['--help'])\n"
        "finally: print([m for m in ('torch', 'av', 'cv2', 'sqlalchemy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    for command in (
        *("new", "add", "status", "prompts", "finetune", "classify", "results", "export"),
        *("import", "synth", "pretrain", "pack", "doctor", "demo"),
    ):
        assert f" {command} " in done.stdout
    assert done.stdout.rstrip().endswith("[]")


@pytest.mark.parametrize(
    "arguments",
    [
        ["fly"],
        ["status"],
        ["add", "p"],
        ["add", "p", "class"],
        ["add", "p", "class", "f.mp4", "--from-folders", "d"],
        ["prompts", "p", "--captioner", "poet"],
        ["finetune", "p", "--epochs", "0"],
        ["classify", "p"],
        ["pack", "fly"],
    ],
)
def test_wrong_usage_ends_with_2(
    arguments: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run([*arguments, "--json"], json_lines=True) == 2
    assert json.loads(capsys.readouterr().out)["code"] == "usage"
    assert list(tmp_path.iterdir()) == []


def test_wrong_usage_is_told_to_people_on_standard_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["status"], json_lines=False) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("error: Missing argument 'PROJECT'.\n")
    assert "`smp status --help` shows how." in said.err


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (["add", "p"], "smp add"),
        (["add"], "smp add"),
        (["pack", "verify"], "smp pack verify"),
        (["pack", "fly"], "smp pack"),
        (["fly"], "smp"),
        (["--fly"], "smp"),
    ],
)
def test_wrong_usage_names_the_command_that_was_meant(
    arguments: list[str], command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments, json_lines=True) == 2
    assert json.loads(capsys.readouterr().out)["hint"] == f"`{command} --help` shows how."


def test_a_file_that_is_called_json_is_no_option(tmp_path: Path) -> None:
    done = _smp("status", "--", "--json", cwd=tmp_path)
    assert done.returncode == 3
    assert done.stdout == ""
    assert "--json" in done.stderr


def test_the_version(tmp_path: Path) -> None:
    from smp_core import __version__

    done = _smp("--version", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, f"smp {__version__}\n")


def _start(*arguments: str, cwd: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _SCRIPT, "wait", *arguments, "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=cwd,
    )


@posix
def test_ctrl_c_stops_the_job_at_its_next_step(tmp_path: Path) -> None:
    with _start(cwd=tmp_path) as process:
        assert process.stdout is not None
        first = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert first == {"event": "progress", "stage": "Waiting", "done": 0, "total": 1, "values": {}}
    last = json.loads(out.splitlines()[-1])
    assert (last["event"], last["code"]) == ("error", "cancelled")
    assert process.returncode == 130
    assert "native chatter" in err
    assert "press Ctrl-C again" in err


@posix
def test_the_second_ctrl_c_stops_a_job_that_does_not_listen(tmp_path: Path) -> None:
    with _start("--no-listens", cwd=tmp_path) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        while "press Ctrl-C again" not in process.stderr.readline():
            pass
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=30)
    assert json.loads(out.splitlines()[-1])["code"] == "cancelled"
    assert process.returncode == 130


# Ctrl-C comes while this module is loaded, and the library that loads it makes another error of it.
_EARLY = """
import importlib.abc, os, signal, sys

class Interrupting(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "{module}":
            try:
                os.kill(os.getpid(), signal.SIGINT)
            except KeyboardInterrupt:
                raise ImportError("swallowed") from None

sys.meta_path.insert(0, Interrupting())
from smp_core.cli.main import main
main({arguments})
"""


@posix
@pytest.mark.parametrize("module", ["typer", "smp_core.cli.commands", "smp_core.cli.output"])
def test_ctrl_c_while_the_program_starts_is_told_like_any_other(
    module: str, tmp_path: Path
) -> None:
    for arguments in (["status", "p", "--json"], ["status", "p"]):
        done = subprocess.run(
            [sys.executable, "-c", _EARLY.format(module=module, arguments=arguments)],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            timeout=60,
        )
        assert done.returncode == 130
        if "--json" in arguments:
            assert [json.loads(line) for line in done.stdout.splitlines()] == [
                {
                    "event": "error",
                    "code": "cancelled",
                    "message": "Stopped before the end.",
                    "hint": "",
                }
            ]
            assert done.stderr == ""
        else:
            assert (done.stdout, done.stderr) == ("", "stopped: Stopped before the end.\n")


def test_the_end_of_the_input_at_a_question_ends_like_ctrl_c(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "smp_core.cli", "pack", "fetch", "smolvlm2-500m"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
        timeout=60,
    )
    assert done.returncode == 130
    question, *rest = done.stderr.splitlines()
    assert question.startswith("Fetch about") and rest == ["stopped: Stopped before the end."]
    assert list(tmp_path.iterdir()) == []


@posix
def test_one_ctrl_c_at_a_question_is_enough(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "smp_core.cli", "pack", "fetch", "smolvlm2-500m"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
    ) as process:
        assert process.stderr is not None
        question = ""
        while not question.endswith("[y/N]:"):
            question += process.stderr.read(1)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err.split(maxsplit=1)[0] == "stopped:" and "Stopped before the end." in err
    assert list(tmp_path.iterdir()) == []


@posix
def test_ctrl_c_after_the_last_line_changes_nothing(tmp_path: Path) -> None:
    code = (
        "import atexit, os, signal\n"
        "from smp_core.cli.main import main\n"
        "atexit.register(lambda: os.kill(os.getpid(), signal.SIGINT))\n"
        "main(['status', 'nowhere', '--json'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, timeout=60
    )
    assert done.returncode == 3
    assert [json.loads(line)["code"] for line in done.stdout.splitlines()] == ["input"]
    assert done.stderr == ""


def test_what_is_loaded_before_ctrl_c_is_handled_is_little(tmp_path: Path) -> None:
    code = (
        "import sys\nbefore = set(sys.modules)\nimport smp_core.cli.main\n"
        "print(sorted(m for m in set(sys.modules) - before if not m.startswith('smp_core')"
        " and m.partition('.')[0] not in sys.stdlib_module_names))\n"
        "print(sorted(m for m in sys.modules if m.startswith('smp_core')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path
    )
    assert done.stdout.splitlines() == [
        "[]",
        "['smp_core', 'smp_core.cli', 'smp_core.cli.ending', 'smp_core.cli.main']",
    ]


@posix
def test_a_reader_that_has_seen_enough_is_no_error(tmp_path: Path) -> None:
    with _start(cwd=tmp_path) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(timeout=30) == 0
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()
