"""`smp pack …` with captioners' models: both halves of a machine without a network."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from local_hub import LocalHub, serve
from tiny_captioners import write_tiny_captioner
from tiny_hub import COMMIT

from smp_core.cli.main import run
from smp_core.errors import ModelError
from smp_core.jobs import JobContext
from smp_core.paths import user_data_folder
from smp_core.worker.codec import decode, encode
from smp_core.worker.jobs.pack_fetch import JOB, PackFetchRequest
from smp_core.workflows import pack_hub
from smp_core.workflows.pack_fetch import fetch_captioner

Smp = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture
def smp(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Smp:
    monkeypatch.delenv("SMP_MODELS", raising=False)

    def call(*arguments: object) -> tuple[int, list[dict[str, Any]]]:
        status = run([*map(str, arguments), "--json"], json_lines=True)
        return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return call


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A hub's folder with the model of clap-tags, as published: with a pickle beside it."""
    folder = tmp_path / "hub" / "laion" / "clap-htsat-unfused"
    write_tiny_captioner("clap", folder)
    (folder / "pytorch_model.bin").write_bytes(b"pickle")
    return tmp_path / "hub"


def test_the_way_of_a_captioner_from_the_hub_to_a_machine_without_network(
    published: Path, smp: Smp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    with serve(LocalHub(published, COMMIT)) as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        status, events = smp("pack", "fetch", "clap-tags", "--to", stick, "--yes")
        assert (status, events[-1]["folder"]) == (0, str(stick / "clap-tags"))
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    assert [each.name for each in stick.iterdir()] == ["clap-tags"]
    status, events = smp("pack", "add", stick / "clap-tags")
    home = user_data_folder() / "models" / "clap-tags"
    assert (status, events[-1]["model"], events[-1]["folder"]) == (0, "clap-tags", str(home))
    assert not (home / "pytorch_model.bin").exists()
    status, events = smp("captioners")
    assert {each["name"]: each["available"] for each in events[-1]["captioners"]}["clap-tags"]
    assert smp("pack", "verify", "clap-tags")[0] == 0
    second = tmp_path / "second stick"
    status, events = smp("pack", "copy", "clap-tags", second)
    assert (status, events[-1]["folder"]) == (0, str(second / "clap-tags"))
    assert sorted(each.name for each in (second / "clap-tags").iterdir()) == sorted(
        each.name for each in home.iterdir()
    )
    assert smp("pack", "remove", "clap-tags")[0] == 3 and home.is_dir()  # nobody could be asked
    status, events = smp("pack", "remove", "clap-tags", "--yes")
    assert (status, home.exists()) == (0, False)
    assert events[-1]["freed_bytes"] > 100_000
    assert list(home.parent.iterdir()) == []
    status, events = smp("pack", "remove", "clap-tags", "--yes")
    assert status == 3 and "not on this machine" in events[-1]["message"]


def test_the_question_names_size_and_who_needs_it(
    published: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(published / "laion" / "clap-htsat-unfused", tmp_path / "clap-tags")
    assert run(["pack", "add", str(tmp_path / "clap-tags")], json_lines=False) == 0
    assert "Captioner clap-tags:" in capsys.readouterr().out
    assert run(["pack", "remove", "clap-tags"], json_lines=False) != 0  # the input is empty
    asked = " ".join(capsys.readouterr().err.split())
    assert "kB)? The captioners clap-tags, smolvlm2-500m+clap-tags, " in asked
    assert (user_data_folder() / "models" / "clap-tags").is_dir()


def test_the_window_s_job_fetches_to_a_stick(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    request = decode(PackFetchRequest, encode(PackFetchRequest("clap-tags", True, stick)))
    with serve(LocalHub(published, COMMIT)) as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        fetched = JOB.run(request, JobContext())
    assert fetched.folder == stick / "clap-tags"
    assert [each.name for each in stick.iterdir()] == ["clap-tags"]
    assert not (user_data_folder() / "models").exists()


def test_a_pack_is_copied_to_a_stick_and_comes_back(smp: Smp, tmp_path: Path) -> None:
    status, events = smp("pack", "copy", "demo", tmp_path / "stick")
    assert (status, events[-1]["pack"]) == (0, "demo")
    status, events = smp("pack", "add", tmp_path / "stick" / "demo")
    assert (status, events[-1]["folder"]) == (0, str(user_data_folder() / "packs" / "demo"))


def test_what_is_neither_pack_nor_model_is_named(smp: Smp, tmp_path: Path) -> None:
    status, events = smp("pack", "add", tmp_path)
    assert status == 3 and "neither pack.json nor config.json" in events[-1]["message"]
    for command in ("verify", "remove"):
        status, events = smp("pack", command, "no-such", *(["--yes"] * (command == "remove")))
        assert status == 3 and 'no pack called "no-such"' in events[-1]["message"]


def test_a_fetch_that_was_given_up_is_removed_by_its_name(
    published: Path, smp: Smp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pack_hub, "_wait", lambda _ctx: None)
    with serve(LocalHub(published, COMMIT, cut=[32_000] + [0] * 20)) as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        with pytest.raises(ModelError, match="could not be fetched"):
            fetch_captioner("clap-tags", None, JobContext())
    models = user_data_folder() / "models"
    status, events = smp("pack", "remove", "clap-tags", "--yes")
    assert (status, events[-1]["removed"]) == (0, "clap-tags")
    assert events[-1]["freed_bytes"] >= 32_000
    assert list(models.iterdir()) == []
