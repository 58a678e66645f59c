"""A whole job from clips to labelled videos opens no socket to anything but this machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tiny_pack import write_tiny_pack
from tiny_videos import write_video

# Runs in a fresh process, where nothing has been imported or set for the tests. Python tells every
# address that is asked for, by whatever library, before it is asked.
_JOB = """
import os, sys
asked = []
def watch(event, arguments):
    if event in ("socket.connect", "socket.sendto"):
        asked.append(arguments[1])
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        asked.append(arguments[0])
sys.addaudithook(watch)

commands = {commands!r}
import smp_core.cli.main as entry
statuses = []
for command in commands:
    try:
        entry.main(command)
    except SystemExit as end:
        statuses.append(end.code)
from huggingface_hub import constants
print("RESULT", statuses, [a for a in asked if not str(a).startswith(("127.", "('127."))],
      constants.HF_HUB_OFFLINE)
"""


def test_a_whole_job_asks_nobody(tmp_path: Path, checkout: Path) -> None:
    pack, project = tmp_path / "tiny", tmp_path / "project"
    write_tiny_pack(pack)
    kinds = {"one": ("red", 0), "two": ("red", 1), "three": ("blue", 0), "four": ("red", 2)}
    clips = {
        name: str(write_video(tmp_path / f"{name}.mp4", kind, shade))
        for name, (kind, shade) in kinds.items()
    }
    commands = [
        ["new", str(project), "--pack", str(pack)],
        ["add", str(project), "first", clips["one"], clips["two"]],
        ["add", str(project), "second", clips["three"]],
        ["prompts", str(project)],
        ["finetune", str(project), "--device", "cpu", "--epochs", "1"],
        ["classify", str(project), clips["four"], "--device", "cpu"],
        ["pack", "list", "--available"],
        ["pack", "verify", str(pack)],
    ]
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HF_", "TRANSFORMERS_"))
    }
    ended = subprocess.run(
        [sys.executable, "-c", _JOB.format(commands=commands)],
        cwd=checkout,
        env={**environment, "SMP_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        timeout=240,
    )
    result = ended.stdout.splitlines()[-1]
    assert result == f"RESULT {[0] * len(commands)} [] True", ended.stdout + ended.stderr
