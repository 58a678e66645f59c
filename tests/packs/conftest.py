"""Tiny published models, a catalogue entry that names them, and a hub that serves them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from local_hub import LocalHub, serve
from tiny_captioners import write_tiny_captioner
from tiny_hub import COMMIT, REPOS, TinyHub, recipe_of, write_ast, write_clip, write_timm

from smp_core.workflows import pack_fetch, pack_hub
from smp_core.workflows.pack_fetch import FetchRequest


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory) -> TinyHub:
    """An AST, a DINOv2 and a CLIP of 3 blocks of 24 channels; do not change it."""
    folder = tmp_path_factory.mktemp("hub")
    write_ast(folder / REPOS["audio"])
    write_timm(folder / REPOS["visual"], patch_px=14, side=4)
    write_clip(folder / REPOS["text"])
    return TinyHub(folder, recipe_of(folder))


@pytest.fixture
def server(hub: TinyHub, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalHub]:
    with serve(LocalHub(hub.folder, COMMIT)) as served:
        monkeypatch.setenv("HF_ENDPOINT", served.url)
        monkeypatch.setattr(pack_fetch, "catalogue_pack", lambda _name, _file: hub.recipe)
        monkeypatch.setattr(pack_hub, "_wait", lambda _ctx: None)
        yield served


@pytest.fixture
def request_(tmp_path: Path) -> FetchRequest:
    return FetchRequest("tiny-field", tmp_path / "packs")


@pytest.fixture
def clap(server: LocalHub, hub: TinyHub, tmp_path: Path) -> LocalHub:
    """The server, with a captioner's model beside the others."""
    published = tmp_path / "hub" / "laion" / "clap-htsat-unfused"
    shutil.copytree(hub.folder / "words" / "clip", published)
    (published / "config.json").write_text(json.dumps({"model_type": "clap"}))
    server.folder = tmp_path / "hub"
    return server


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Tiny models by architecture; do not change them."""
    folder = tmp_path_factory.mktemp("written")
    for architecture in ("blip", "clap", "smolvlm"):
        write_tiny_captioner(architecture, folder / architecture)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def no_models_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what a test puts there itself."""
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "no-hub"))
    monkeypatch.delenv("SMP_MODELS", raising=False)


@pytest.fixture
def stick(written: Path, tmp_path: Path) -> Path:
    """BLIP on a stick, in a folder called like the captioner."""
    shutil.copytree(written / "blip", tmp_path / "stick" / "blip-base")
    return tmp_path / "stick" / "blip-base"
