"""Every fetch owns what it brought, and nothing of another's: kept, shared, given up."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from pathlib import Path

import pytest
from local_hub import LocalHub
from tiny_hub import REPOS, TinyHub

from smp_core.errors import InputError, ModelError, ResourceError
from smp_core.jobs import JobContext
from smp_core.workflows import pack_fetch
from smp_core.workflows.fetch_store import (
    FetchStore,
    discard_fetch,
    discard_given_up,
    kept_fetches,
)
from smp_core.workflows.pack_fetch import FetchRequest, fetch_captioner, fetch_pack

SOUND = "blobs/sound/ast/model.safetensors"
SIGHT = "blobs/sight/dino/model.safetensors"
TWO = ("laion/clap-htsat-unfused", "Salesforce/blip-image-captioning-base")


@pytest.fixture
def two(clap: LocalHub) -> LocalHub:
    """The hub with two captioners' models of different weights."""
    first, second = (clap.folder / name for name in TWO)
    shutil.copytree(first, second)
    weights = (second / "model.safetensors").read_bytes()
    (second / "model.safetensors").write_bytes(weights[:-1] + b"\1")
    return clap


def break_off(server: LocalHub, after: int) -> None:
    """The line breaks for good after that many bytes of a large file."""
    server.cut = [after] + [0] * 40


def mend(server: LocalHub) -> None:
    server.cut = []
    server.asked.clear()


def test_a_captioner_goes_on_where_it_was_although_another_was_fetched_meanwhile(
    two: LocalHub, tmp_path: Path
) -> None:
    models = tmp_path / "models"
    break_off(two, 32_000)
    with pytest.raises(ModelError, match="could not be fetched"):
        fetch_captioner("clap-tags", models, JobContext())
    mend(two)
    fetch_captioner("blip-base", models, JobContext())
    assert two.sent(f"blobs/{TWO[1]}/model.safetensors") == [""]
    assert kept_fetches(models)["clap-tags"] >= 32_000
    mend(two)
    folder = fetch_captioner("clap-tags", models, JobContext())
    assert two.sent(f"blobs/{TWO[0]}/model.safetensors") == ["bytes=32000-"]
    published = two.folder / TWO[0] / "model.safetensors"
    assert (folder / "model.safetensors").read_bytes() == published.read_bytes()
    assert sorted(each.name for each in models.iterdir()) == ["blip-base", "clap-tags"]


def test_a_pack_goes_on_where_it_was_although_a_captioner_was_fetched_meanwhile(
    clap: LocalHub, hub: TinyHub, request_: FetchRequest
) -> None:
    stick = request_.folder
    assert stick is not None
    for repo in REPOS.values():
        shutil.copytree(hub.folder / repo, clap.folder / repo)
    break_off(clap, 32_000)
    with pytest.raises(ModelError, match="could not be fetched"):
        fetch_pack(request_, JobContext())
    mend(clap)
    fetch_captioner("clap-tags", stick, JobContext())
    mend(clap)
    fetch_pack(request_, JobContext())
    assert clap.sent(SOUND) == ["bytes=32000-"]
    assert sorted(each.name for each in stick.iterdir()) == ["clap-tags", "tiny-field"]


def named(hub: TinyHub, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any name is a pack of the same models."""
    monkeypatch.setattr(
        pack_fetch, "catalogue_pack", lambda name, _file: replace(hub.recipe, name=name)
    )


def test_what_two_packs_share_is_fetched_once_and_stays_with_both(
    server: LocalHub, hub: TinyHub, request_: FetchRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    named(hub, monkeypatch)
    packs = request_.folder
    assert packs is not None
    # One large file whole, 16 kB of the next one.
    whole = (hub.folder / REPOS["audio"] / "model.safetensors").stat().st_size
    server.cut = [whole, 16_000] + [0] * 40
    with pytest.raises(ModelError, match="could not be fetched"):
        fetch_pack(FetchRequest("first", packs), JobContext())
    mend(server)
    kept = kept_fetches(packs)
    fetch_pack(FetchRequest("second", packs), JobContext())
    assert server.sent(SOUND) == []
    assert server.sent(SIGHT) == ["bytes=16000-"]
    assert kept_fetches(packs) == kept and set(kept) == {"first"}
    mend(server)
    fetch_pack(FetchRequest("first", packs), JobContext())
    assert (server.sent(SOUND), server.sent(SIGHT)) == ([], ["bytes=16000-"])
    assert sorted(each.name for each in packs.iterdir()) == ["first", "second"]


def test_what_another_fetch_holds_damaged_is_not_trusted(
    server: LocalHub, hub: TinyHub, request_: FetchRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    named(hub, monkeypatch)
    packs = request_.folder
    assert packs is not None
    other = FetchStore(packs, "other").place(REPOS["audio"], "model.safetensors")
    other.parent.mkdir(parents=True)
    size = (hub.folder / REPOS["audio"] / "model.safetensors").stat().st_size
    other.write_bytes(bytes(size))
    assert fetch_pack(FetchRequest("mine", packs), JobContext()).problem == ""
    assert server.sent(SOUND) == [""]
    assert other.read_bytes() == bytes(size)  # it is not ours to mend


def test_a_model_that_changed_on_the_hub_leaves_nothing_old_beside_it(
    clap: LocalHub, tmp_path: Path
) -> None:
    models = tmp_path / "models"
    break_off(clap, 16_000)
    with pytest.raises(ModelError, match="could not be fetched"):
        fetch_captioner("clap-tags", models, JobContext())
    mend(clap)
    published = clap.folder / TWO[0] / "model.safetensors"
    published.write_bytes(published.read_bytes()[:-1] + b"\1")
    folder = fetch_captioner("clap-tags", models, JobContext())
    assert clap.sent(f"blobs/{TWO[0]}/model.safetensors") == [""]
    names = sorted(each.name for each in folder.iterdir())
    assert names == ["SHA256SUMS", "config.json", "model.safetensors", "tokenizer.json"]


def test_a_captioner_needs_no_room_for_a_second_copy(
    clap: LocalHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = clap.folder / TWO[0]
    total = sum(each.stat().st_size for each in published.iterdir())
    usage = shutil.disk_usage("/")
    for free in (total - 1, total):
        monkeypatch.setattr(
            shutil, "disk_usage", lambda _path, free=free: usage._replace(free=free)
        )
        if free < total:
            with pytest.raises(ResourceError, match="GB are needed"):
                fetch_captioner("clap-tags", tmp_path / "models", JobContext())
            assert not clap.sent("model.safetensors")
            assert list((tmp_path / "models").iterdir()) == []
        else:
            fetch_captioner("clap-tags", tmp_path / "models", JobContext())


HOLDER = """
    import sys
    from pathlib import Path
    from smp_core.workflows.fetch_store import FetchStore

    with FetchStore(Path(sys.argv[1]), sys.argv[2]).held():
        print("held", flush=True)
        sys.stdin.read()
"""


def test_two_programs_do_not_write_into_one_store(clap: LocalHub, tmp_path: Path) -> None:
    models = tmp_path / "models"
    command = [sys.executable, "-c", textwrap.dedent(HOLDER), str(models), "clap-tags"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(InputError, match="clap-tags is being fetched already"):
            fetch_captioner("clap-tags", models, JobContext())
        with pytest.raises(InputError, match="is being fetched already"):
            discard_fetch(models, "clap-tags")
        assert not clap.sent("model.safetensors")
        other.kill()  # whoever is killed lets go
    assert fetch_captioner("clap-tags", models, JobContext()).is_dir()
    assert [each.name for each in models.iterdir()] == ["clap-tags"]


def aged(folder: Path, days: float) -> None:
    then = time.time() - days * 86_400
    for each in [*folder.rglob("*"), folder]:
        os.utime(each, (then, then))


def test_a_fetch_that_was_given_up_can_be_deleted_and_is_after_a_month(
    two: LocalHub, tmp_path: Path
) -> None:
    models = tmp_path / "models"
    for name in ("clap-tags", "blip-base"):
        break_off(two, 32_000)
        with pytest.raises(ModelError, match="could not be fetched"):
            fetch_captioner(name, models, JobContext())
    kept = kept_fetches(models)
    assert set(kept) == {"clap-tags", "blip-base"}
    assert discard_fetch(models, "blip-base") == kept["blip-base"]
    assert kept_fetches(models) == {"clap-tags": kept["clap-tags"]}
    store = FetchStore(models, "clap-tags").folder
    aged(store, 29)
    discard_given_up(models)
    assert kept_fetches(models) == {"clap-tags": kept["clap-tags"]}
    aged(store, 31)
    discard_given_up(models)
    assert list(models.iterdir()) == []
