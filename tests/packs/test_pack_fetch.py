"""Fetching from a hub on this machine: whole, resumed, refused, and offline before and after."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from huggingface_hub import constants
from huggingface_hub.errors import OfflineModeIsEnabled
from huggingface_hub.utils import get_session
from local_hub import LocalHub, serve
from tiny_hub import COMMIT, REPOS, TinyHub

from smp_core.errors import Cancelled, InputError, ModelError, ResourceError
from smp_core.jobs import JobContext, Progress
from smp_core.model.checksums import file_sha256
from smp_core.model.pack import open_pack
from smp_core.prompts.model_folder import check_model_folder
from smp_core.workflows import pack_fetch
from smp_core.workflows.captioner_files import read_sums
from smp_core.workflows.pack_fetch import FetchRequest, fetch_captioner, fetch_pack
from smp_core.workflows.pack_hub import mirrors

WEIGHTS = "sight/dino/model.safetensors"


def test_a_pack_is_fetched_built_and_nothing_else_is_left(
    server: LocalHub, request_: FetchRequest
) -> None:
    events: list[object] = []
    info = fetch_pack(request_, JobContext(events.append))
    pack = open_pack(info.folder)
    pack.verify()
    assert pack.new_model(2).text is not None
    assert (info.name, info.problem) == ("tiny-field", "")
    assert [part.source for part in info.parts] == [
        f"{REPOS[stream]}@{COMMIT}" for stream in ("audio", "visual", "text")
    ]
    assert [entry.name for entry in request_.folder.iterdir()] == ["tiny-field"]  # type: ignore[union-attr]
    steps = [each for each in events if isinstance(each, Progress)]
    assert {each.stage for each in steps} >= {"Fetching (MB)", "Building the pack"}
    assert all(0 <= each.done <= each.total for each in steps)
    with pytest.raises(InputError, match="is there already"):
        fetch_pack(request_, JobContext())


def test_the_library_is_offline_before_and_after(server: LocalHub, request_: FetchRequest) -> None:
    fetch_pack(request_, JobContext())
    assert constants.HF_HUB_OFFLINE
    before = len(server.asked)
    with pytest.raises(OfflineModeIsEnabled):
        get_session().get(f"{server.url}/{WEIGHTS}")
    assert len(server.asked) == before


def test_a_cut_connection_is_continued_where_it_broke(
    server: LocalHub, request_: FetchRequest
) -> None:
    server.cut = [32_000, 48_000]
    fetch_pack(request_, JobContext())
    ranges = server.sent("blobs/sound/ast/model.safetensors")
    assert ranges == ["", "bytes=32000-", "bytes=80000-"]


def test_a_later_run_continues_what_an_earlier_one_left(
    server: LocalHub, request_: FetchRequest, tmp_path: Path
) -> None:
    server.cut = [32_000] + [0] * 20
    with pytest.raises(ModelError, match="could not be fetched") as caught:
        fetch_pack(request_, JobContext())
    assert "smp pack add" in caught.value.hint
    assert not (tmp_path / "packs" / "tiny-field").exists()
    server.cut = []
    server.asked.clear()
    fetch_pack(request_, JobContext())
    assert server.sent("blobs/sound/ast/model.safetensors") == ["bytes=32000-"]


def test_stopping_keeps_what_came(server: LocalHub, request_: FetchRequest) -> None:
    server.pause_s = 0.01
    store = request_.folder / ".fetched"  # type: ignore[operator]

    def kept() -> int:
        return sum(file.stat().st_size for file in store.rglob("*") if file.is_file())

    class StopHalfWay(JobContext):
        def raise_if_cancelled(self) -> None:
            if kept() > 16_000:  # more than all small files have: within a large one
                self.cancel()
            super().raise_if_cancelled()

    with pytest.raises(Cancelled):
        fetch_pack(request_, StopHalfWay())
    assert kept() > 16_000
    server.pause_s = 0
    assert fetch_pack(request_, JobContext()).problem == ""


@pytest.mark.parametrize(
    ("trouble", "message"),
    [
        ("damage", r"sound/ast/model\.safetensors could not be fetched.*checksum is wrong"),
        ("missing", r"words/clip/tokenizer\.json cannot be reached.*no such file or revision"),
        ("pinned", r"config\.json could not be fetched.*checksum is wrong"),
        ("no network", r"cannot be reached.*ConnectError"),
    ],
)
def test_what_goes_wrong_is_named_and_nothing_is_installed(
    trouble: str,
    message: str,
    server: LocalHub,
    hub: TinyHub,
    request_: FetchRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if trouble == "damage":
        server.damage = True
    elif trouble == "missing":
        server.missing = {"tokenizer.json"}
    elif trouble == "no network":
        monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    else:  # another file than the one that the catalogue names, though the hub vouches for it
        audio = hub.recipe.sources["audio"]
        files = tuple(replace(each, sha256="0" * 64) for each in audio.files)
        other = {**hub.recipe.sources, "audio": replace(audio, files=files)}
        entry = replace(hub.recipe, sources=other)
        monkeypatch.setattr(pack_fetch, "catalogue_pack", lambda _name, _file: entry)
    with pytest.raises(ModelError, match=message):
        fetch_pack(request_, JobContext())
    packs = request_.folder
    assert packs is not None and not list(packs.glob("*/pack.json"))


def test_the_next_mirror_helps_where_one_is_down_or_damaged(
    server: LocalHub, hub: TinyHub, request_: FetchRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.damage = True
    with serve(LocalHub(hub.folder, COMMIT)) as second:
        named = f"http://127.0.0.1:9, {server.url}/,{second.url}"
        monkeypatch.setenv("HF_ENDPOINT", named)
        assert mirrors() == ["http://127.0.0.1:9", server.url, second.url]
        assert fetch_pack(request_, JobContext()).problem == ""
        assert second.sent("model.safetensors")


@pytest.mark.parametrize("named", ["file:///etc", "mirror.example", "http://"])
def test_a_mirror_that_is_no_web_address_is_refused(
    named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", named)
    with pytest.raises(InputError, match="no web address"):
        mirrors()


def test_a_full_disk_is_told_before_anything_is_fetched(
    server: LocalHub, request_: FetchRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage("/")._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    with pytest.raises(ResourceError, match="GB are needed"):
        fetch_pack(request_, JobContext())
    assert not server.sent("model.safetensors")


@pytest.mark.parametrize(
    "name",
    [r"..\..\x.json", r"a\x.json", r"\\server\x.json", "C:x.json", "x.json:s.json", "a\0.json"]
    + ["...json", "..\\LICENSE.txt"],
)
def test_a_hub_cannot_name_a_file_out_of_its_folder(
    name: str, clap: LocalHub, tmp_path: Path
) -> None:
    clap.offered = [name]
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ModelError, match="under an unsafe name"):
        fetch_captioner("clap-tags", tmp_path / "models", JobContext())
    assert sorted(tmp_path.rglob("*")) == before
    assert {method for method, path, _ in clap.asked if "/resolve/" in path} == set()


@pytest.mark.parametrize("name", ["../x.json", "/tmp/x.json", "onnx/x.json", ""])
def test_files_in_other_folders_of_a_hub_are_left_there(
    name: str, clap: LocalHub, tmp_path: Path
) -> None:
    clap.offered = [name]
    folder = fetch_captioner("clap-tags", tmp_path / "models", JobContext())
    names = sorted(file.name for file in folder.iterdir())
    assert names == ["SHA256SUMS", "config.json", "model.safetensors", "tokenizer.json"]
    assert not list(tmp_path.rglob("x.json"))


@pytest.mark.parametrize("etag", ["../../../../x", r"..\..\x", "C:x", "A" * 40])
def test_a_checksum_that_is_none_is_refused(
    etag: str, server: LocalHub, request_: FetchRequest, tmp_path: Path
) -> None:
    server.etag = etag
    with pytest.raises(ModelError, match="does not answer like a model hub"):
        fetch_pack(request_, JobContext())
    assert not [each for each in tmp_path.rglob("*") if each.is_file()]


def test_a_catalogue_cannot_name_a_file_out_of_its_folder(
    server: LocalHub, hub: TinyHub, request_: FetchRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    audio = hub.recipe.sources["audio"]
    files = (replace(audio.files[0], name="../../x.json"), *audio.files[1:])
    entry = replace(
        hub.recipe, sources={**hub.recipe.sources, "audio": replace(audio, files=files)}
    )
    monkeypatch.setattr(pack_fetch, "catalogue_pack", lambda _name, _file: entry)
    with pytest.raises(ModelError, match="under an unsafe name"):
        fetch_pack(request_, JobContext())
    assert server.asked == []


def test_a_captioner_s_model_lands_where_captioners_look(clap: LocalHub, tmp_path: Path) -> None:
    published = clap.folder / "laion" / "clap-htsat-unfused"
    (published / "pytorch_model.bin").write_bytes(b"pickle")
    (published / "code.py").write_text("print('no')")
    folder = fetch_captioner("clap-tags", tmp_path / "models", JobContext())
    assert folder == tmp_path / "models" / "clap-tags"
    check_model_folder(folder, "clap")
    names = sorted(file.name for file in folder.iterdir())
    assert names == ["SHA256SUMS", "config.json", "model.safetensors", "tokenizer.json"]
    assert [each.name for each in folder.parent.iterdir()] == ["clap-tags"]
    told = read_sums((folder / "SHA256SUMS").read_text(), "SHA256SUMS")
    assert told.captioner == "clap-tags"
    assert told.files == {name: file_sha256(folder / name) for name in names[1:]}
