"""`smp pack …`: the offer before anything is fetched, and the whole way of a pack."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from local_hub import LocalHub, serve
from tiny_hub import COMMIT, TinyHub
from tiny_pack import write_tiny_pack

from smp_core.cli.main import run
from smp_core.cli.plain import shell_word
from smp_core.paths import user_data_folder
from smp_core.workflows import pack_catalogue, pack_fetch

Smp = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture
def smp(capsys: pytest.CaptureFixture[str]) -> Smp:
    def call(*arguments: object) -> tuple[int, list[dict[str, Any]]]:
        status = run([*map(str, arguments), "--json"], json_lines=True)
        return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return call


@pytest.fixture
def offered(hub: TinyHub, monkeypatch: pytest.MonkeyPatch) -> None:
    """The catalogue offers the tiny hub's models."""
    for module in (pack_catalogue, pack_fetch):
        monkeypatch.setattr(module, "catalogue_pack", lambda _name, _file=None: hub.recipe)


def test_the_way_of_a_pack(
    hub: TinyHub, offered: None, smp: Smp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve(LocalHub(hub.folder, COMMIT)) as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        status, events = smp("pack", "fetch", "tiny-field", "--to", tmp_path / "stick")
        assert (status, server.asked) == (3, [])  # nobody could be asked: nothing is fetched
        assert events[0]["event"] == "offer"
        assert events[0]["bytes"] == hub.recipe.download_bytes
        status, events = smp("pack", "fetch", "tiny-field", "--to", tmp_path / "stick", "--yes")
        assert (status, events[-1]["folder"]) == (0, str(tmp_path / "stick" / "tiny-field"))
    status, events = smp("pack", "add", tmp_path / "stick" / "tiny-field")
    home = user_data_folder() / "packs" / "tiny-field"
    assert (status, events[-1]["folder"]) == (0, str(home))
    status, events = smp("pack", "list")
    assert [(each["name"], each["licence"]) for each in events[-1]["packs"]][0] == (
        "tiny-field",
        "BSD-3-Clause · Apache-2.0 · MIT",
    )
    assert smp("pack", "verify", "tiny-field")[0] == 0
    assert smp("pack", "remove", "tiny-field")[0] == 3 and home.is_dir()
    assert smp("pack", "remove", "tiny-field", "--yes")[0] == 0 and not home.exists()


def test_build_from_folders(hub: TinyHub, offered: None, smp: Smp, tmp_path: Path) -> None:
    folders = [f"--{stream}={folder}" for stream, folder in hub.sources.items()]
    status, events = smp("pack", "build", tmp_path / "mine", *folders, "--recipe", "field")
    assert (status, events[-1]["pack"]) == (0, "mine")
    assert smp("pack", "verify", tmp_path / "mine")[0] == 0


def test_the_next_step_after_building_can_be_typed_as_it_stands(
    hub: TinyHub, offered: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = [f"--{stream}={folder}" for stream, folder in hub.sources.items()]
    made = tmp_path / "my own"
    command = ["pack", "build", str(made), *folders, "--recipe", "field"]
    assert run(command, json_lines=False) == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"Next: smp pack add {shell_word(made)}"


def test_a_pack_that_cannot_be_used_is_not_kept(smp: Smp, tmp_path: Path) -> None:
    from smp_core.model.checksums import file_sha256

    folder = tmp_path / "stick" / "tiny"
    write_tiny_pack(folder)
    (folder / "tokenizer.json").write_text("{}")
    manifest = json.loads((folder / "pack.json").read_text())
    manifest["files"]["tokenizer.json"] = file_sha256(folder / "tokenizer.json")
    (folder / "pack.json").write_text(json.dumps(manifest))
    status, events = smp("pack", "add", folder)
    assert (status, events[-1]["code"]) == (3, "model")
    assert list((user_data_folder() / "packs").iterdir()) == []


def test_what_can_be_fetched_is_listed_with_size_and_licence(smp: Smp) -> None:
    status, events = smp("pack", "list", "--available")
    found = {each["name"]: each for each in events[-1]["available"]}
    assert status == 0
    assert found["paper"]["bytes"] > 2e9 and "MIT" in found["paper"]["licence"]
    assert found["smolvlm2-500m"]["kind"] == "captioner"
    status, events = smp("pack", "fetch", "no-such", "--yes")
    assert (status, events[-1]["code"]) == (3, "model")
    assert os.environ["HF_HUB_OFFLINE"] == "1"
