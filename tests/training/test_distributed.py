"""Several processes train as one does, and go on where they were killed."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from team_member import learn

from smp_core.errors import InputError
from smp_core.training.distributed import ALONE, Team, leads, team


def start(folder: Path, rank: int, port: int, die_after: int = 0) -> subprocess.Popen[str]:
    """One of two processes, as torchrun starts it."""
    helpers = Path(__file__).parents[1] / "helpers"
    environment = {
        **os.environ,
        **{"RANK": str(rank), "LOCAL_RANK": str(rank), "WORLD_SIZE": "2"},
        **{"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port), "OMP_NUM_THREADS": "1"},
    }
    command = [sys.executable, helpers / "team_member.py", folder, "4", "2", str(die_after)]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)


def free_port() -> int:
    # Below those that the system hands out by itself: else another program, or a connection of
    # another test, may have it until the two have loaded torch.
    for port in range(20_000 + os.getpid() % 10_000, 32_000):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("every port is taken")


def run_two(folder: Path, die_after: int = 0) -> list[tuple[int, str]]:
    """Exit status and error output of both."""
    port = free_port()
    both = [start(folder, rank, port, die_after) for rank in (0, 1)]
    try:
        told = [each.communicate(timeout=120)[1] for each in both]
    finally:
        for each in both:
            each.kill()
    return [(each.returncode, text) for each, text in zip(both, told, strict=True)]


def test_two_processes_learn_what_one_does_even_after_a_death(tmp_path: Path) -> None:
    alone, two = tmp_path / "alone", tmp_path / "two"
    for folder in (alone, two):
        folder.mkdir()
    learn(alone, 4, 2)  # two processes share each of its batches

    (killed, _), (left, told) = run_two(two, die_after=1)
    assert killed == 9 and left != 0
    assert "Another process of this training ended" in told
    assert not (two / "0.safetensors").exists()
    assert json.loads((two / "checkpoints" / "checkpoint.json").read_text())["epoch"] == 1

    assert [status for status, _ in run_two(two)] == [0, 0]
    expected, found, other = (
        load_file(file)
        for file in (alone / "0.safetensors", two / "0.safetensors", two / "1.safetensors")
    )
    for name, value in expected.items():
        torch.testing.assert_close(found[name], value, atol=2e-5, rtol=1e-4, msg=name)
        assert torch.equal(found[name], other[name]), name
    one, many = (json.loads((f / "0.json").read_text()) for f in (alone, two))
    assert len(one) == len(many) == 2
    for epoch, same in zip(one, many, strict=True):
        assert same == pytest.approx(epoch, rel=1e-4, abs=1e-6)
        assert epoch["rho"] != 1 and epoch["beta"] + epoch["gamma"] > 0  # P-PR was at work


@pytest.mark.parametrize("n", [1, 2, 7, 16])
def test_every_row_is_somebodys_and_nobody_has_none(n: int) -> None:
    rows = torch.arange(n)
    members = [Team(rank, 3) for rank in range(3)]
    assert torch.cat([rows[each.share(n)] for each in members]).tolist() == list(range(n))
    assert all(len(each.own(rows)) >= 1 for each in members)


def test_without_torchrun_there_is_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    with team(torch.device("cpu")) as members:
        assert members is ALONE
    assert leads()
    told = {"RANK": "1", "WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "1"}
    assert not leads(told)
    assert leads({**told, "WORLD_SIZE": "1"})
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(InputError, match="mps"), team(torch.device("mps")):
        pass
