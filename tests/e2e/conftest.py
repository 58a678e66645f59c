"""The whole job through the command line: a trained tiny project, and what must hold after it."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tiny_pack import write_tiny_pack
from tiny_videos import write_video

from smp_core.cli.main import run

Events = list[dict[str, Any]]
Smp = Callable[..., tuple[int, Events]]

_TABLES = ("classes", "clips", "prompts", "runs", "incoming", "predictions")


@pytest.fixture
def smp(capsys: pytest.CaptureFixture[str]) -> Smp:
    """Runs a command with --json and returns its exit status and its events."""

    def call(*arguments: object) -> tuple[int, Events]:
        capsys.readouterr()
        status = run([*map(str, arguments), "--json"], json_lines=True)
        return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return call


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_pack(tmp_path_factory.mktemp("packs") / "tiny").folder


@pytest.fixture(scope="session")
def trained_project(tmp_path_factory: pytest.TempPathFactory, pack: Path) -> Path:
    """Made once: two classes of two clips within the project's folder, prompts, one training."""
    folder = tmp_path_factory.mktemp("trained") / "ward 7"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SMP_HOME", str(folder.parent / "home"))
        assert run(["new", str(folder), "--pack", str(pack)], json_lines=False) == 0
        for kind in ("red", "blue"):
            for shade in range(2):
                write_video(folder / "clips" / kind / f"{kind} {shade}.mp4", kind, shade)
        add = ["add", str(folder), "--from-folders", str(folder / "clips")]
        assert run(add, json_lines=False) == 0
        train = ["finetune", str(folder), "--epochs", "2", "--preset", "fast", "--device", "cpu"]
        assert run(train, json_lines=False) == 0
    return folder


@pytest.fixture
def project(trained_project: Path, tmp_path: Path) -> Path:
    """A trained project of the test's own; its clips lie inside it, so it can be copied."""
    return Path(shutil.copytree(trained_project, tmp_path / "ward 7"))


@pytest.fixture
def empty_project(tmp_path: Path, pack: Path, smp: Smp) -> Path:
    folder = tmp_path / "ward 7"
    assert smp("new", folder, "--pack", pack)[0] == 0
    return folder


class Stored:
    """What a project's database holds, read past the program."""

    def __init__(self, project: Path) -> None:
        self._file = project / "project.db"

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        # Not read-only: after a kill SQLite has to roll back first, as at the next opening.
        with closing(sqlite3.connect(f"{self._file.as_uri()}?mode=rw", uri=True)) as connection:
            return connection.execute(sql).fetchall()

    def counts(self) -> dict[str, int]:
        return {table: self.query(f"SELECT count(*) FROM {table}")[0][0] for table in _TABLES}

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        return {table: self.query(f"SELECT * FROM {table} ORDER BY id") for table in _TABLES}

    def check_whole(self) -> None:
        """Nothing damaged, nothing dangling, nothing half-written lying around."""
        assert self.query("PRAGMA integrity_check") == [("ok",)]
        assert self.query("PRAGMA foreign_key_check") == []
        folder = self._file.parent
        left = [p for p in folder.rglob("*") if p.suffix == ".part" or p.name.startswith(".tmp")]
        assert left == []
        assert not self._file.with_name("project.db-journal").exists()
        for (run_folder,) in self.query("SELECT folder FROM runs WHERE status = 'succeeded'"):
            assert {"adapter.safetensors", "adapter.json"} <= {
                each.name for each in (folder / run_folder).iterdir()
            }
        windowless = self.query(
            "SELECT id FROM incoming WHERE status = 'classified'"
            " AND id NOT IN (SELECT incoming_id FROM predictions)"
        )
        assert windowless == []


@pytest.fixture
def stored() -> Callable[[Path], Stored]:
    return Stored
