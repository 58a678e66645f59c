"""Captioners' models from a stick: recognised, whole and checked, or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

import pytest
from captioner_stick import drop_one, home, installed, sha256, zipped
from noise_clips import clip
from synced_files import SyncedFiles

from smp_core.errors import Cancelled, InputError, ModelError, ResourceError
from smp_core.jobs import JobContext, JobEvent, Progress, Warned
from smp_core.prompts import CaptionerSettings, captioner, captioners
from smp_core.workflows import model_copy
from smp_core.workflows.captioner_files import read_sums
from smp_core.workflows.captioner_models import captioner_models, captioners_that_need
from smp_core.workflows.captioner_store import add_captioner, remove_captioner, verify_captioner
from smp_core.workflows.fetch_store import FetchStore, kept_fetches
from smp_core.workflows.install import find_installed, install
from smp_core.workflows.removal import restore_removed

pytestmark = pytest.mark.usefixtures("no_models_of_this_machine")


@pytest.mark.parametrize(
    ("kind", "called"),
    [
        ("folder", "blip-base"),
        ("folder", "blip-image-captioning-base"),
        ("folder", "Salesforce--blip-image-captioning-base"),
        ("folder", "models--Salesforce--blip-image-captioning-base/snapshots/0123"),
        ("zip with a folder", "blip-base"),
        ("zip", "blip-base"),
    ],
)
def test_a_model_from_a_stick_writes_the_same_prompts_here(
    kind: str, called: str, written: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "stick" / called
    shutil.copytree(written / "blip", folder)
    (folder / "pytorch_model.bin").write_bytes(b"pickle")
    (folder / "code.py").write_text("print('no')")
    (folder / "onnx").mkdir()
    (folder / "onnx" / "config.json").write_text("{}")
    source = folder
    if kind != "folder":
        source = zipped(folder, f"{called}/" if "folder" in kind else "", f"{called}.zip")
    events: list[JobEvent] = []
    added = install(source, JobContext(events.append))
    assert (added.name, added.captioner) == ("blip-base", True)
    assert added.folder == (home() / "blip-base").resolve()
    wanted = {each.name: sha256(each) for each in (written / "blip").iterdir()}
    assert {each.name: sha256(each) for each in added.folder.iterdir()} == {
        **wanted,
        "SHA256SUMS": sha256(added.folder / "SHA256SUMS"),
    }
    assert read_sums((added.folder / "SHA256SUMS").read_text(), "").files == wanted
    there = CaptionerSettings(device="cpu", models=tmp_path / "other")
    shutil.copytree(written / "blip", tmp_path / "other" / "blip-base")
    said = captioner("blip-base", CaptionerSettings(device="cpu"))
    assert said.caption([clip(1)]) == captioner("blip-base", there).caption([clip(1)])
    assert said.version == captioner("blip-base", there).version
    stages = {each.stage for each in events if isinstance(each, Progress)}
    assert stages == {"Copying (MB)", "Looking at the weights"}
    (warned,) = [each for each in events if isinstance(each, Warned)]
    assert "the published blip-base has 0.99 GB" in warned.message
    with pytest.raises(InputError, match="there already"):
        install(source, JobContext())
    assert installed() == ["blip-base"]


def test_what_was_added_can_be_copied_to_a_stick_and_added_elsewhere(
    stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(stick, JobContext())
    carried = tmp_path / "second stick"
    copied = install(find_installed("blip-base").folder, JobContext(), carried)
    assert copied.folder == (carried / "blip-base").resolve()
    renamed = zipped(copied.folder, name="from the first floor.zip")
    monkeypatch.setenv("SMP_HOME", str(tmp_path / "another machine"))
    added = install(renamed, JobContext())  # its SHA256SUMS tells whose model it is
    assert added.name == "blip-base"
    assert sha256(added.folder / "model.safetensors") == sha256(stick / "model.safetensors")


def test_a_model_of_a_known_kind_goes_by_its_folder_s_name(written: Path, tmp_path: Path) -> None:
    folder = tmp_path / "ward-model"
    shutil.copytree(written / "smolvlm", folder)
    added = install(folder, JobContext())
    assert added.name == "ward-model"
    (own,) = [each for each in captioner_models() if each.card.name == "ward-model"]
    assert (own.card.title, own.removable, own.problem) == ("ward-model (not tested)", True, "")
    assert own.size_bytes == sum(each.stat().st_size for each in added.folder.iterdir())
    assert captioner("ward-model", CaptionerSettings(device="cpu")).caption([clip(0)])


@pytest.mark.parametrize("called", ["ward 3", "Пост\u2028№ 1", "# captioner"])
def test_an_own_model_keeps_its_name_on_the_way(
    called: str, written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(written / "blip", tmp_path / called)
    install(tmp_path / called, JobContext())
    copied = install(find_installed(called).folder, JobContext(), tmp_path / "stick")
    monkeypatch.setenv("SMP_HOME", str(tmp_path / "another machine"))
    renamed = copied.folder.rename(tmp_path / "stick" / "whatever")
    assert install(renamed, JobContext()).name == called


def test_what_was_fetched_so_far_goes_when_the_model_comes_on_a_stick(stick: Path) -> None:
    store = FetchStore(home(), "blip-base")
    part = store.place("Salesforce/blip-image-captioning-base", "model.safetensors")
    part.parent.mkdir(parents=True)
    part.write_bytes(bytes(1000))
    install(stick, JobContext(), stick.parent / "elsewhere")
    assert kept_fetches(home()) == {"blip-base": 1000}
    install(stick, JobContext())
    assert installed() == ["blip-base"]


def test_a_full_disk_leaves_nothing(stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage("/")._replace(free=1000)
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda _path: usage)
        with pytest.raises(ResourceError, match="GB left"):
            add_captioner(stick, JobContext())
    assert installed() == []

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)  # told when it is written through
        with pytest.raises(ResourceError, match="the disk is full"):
            add_captioner(stick, JobContext())
    assert installed() == []
    assert add_captioner(stick, JobContext()).is_dir()


def test_stopping_leaves_nothing(stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_copy, "_CHUNK_BYTES", 10_000)
    stop = threading.Event()
    copied = []

    def note(event: JobEvent) -> None:
        assert isinstance(event, Progress)
        copied.append([each.name for each in home().iterdir()])
        if len(copied) == 5:
            stop.set()

    with pytest.raises(Cancelled):
        add_captioner(stick, JobContext(note, stop))
    assert [name.endswith(".part") for names in copied for name in names] == [True] * 5
    assert installed() == []


def test_a_stick_that_is_pulled_out_is_named_and_leaves_nothing(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from smp_core.workflows import pack_origin

    class Gone:
        def __init__(self, opened: IO[bytes]) -> None:
            self._opened = opened

        def __enter__(self) -> Gone:
            return self

        def __exit__(self, *_: object) -> None:
            self._opened.close()

        def read(self, _size: int) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

    real = pack_origin._Folder.open

    def pulled(self: object, name: str) -> object:
        opened = real(self, name)  # type: ignore[arg-type]
        return Gone(opened) if name == "model.safetensors" else opened

    monkeypatch.setattr(pack_origin._Folder, "open", pulled)
    with pytest.raises(ModelError, match=r"model\.safetensors could not be read") as caught:
        add_captioner(stick, JobContext())
    assert "stick" in caught.value.hint
    assert installed() == []


@pytest.mark.skipif(os.name == "nt", reason="folders cannot be synced there")
def test_all_of_a_model_is_on_the_disk_before_it_gets_its_name(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = SyncedFiles(monkeypatch)
    folder = add_captioner(stick, JobContext())
    assert len(list(folder.iterdir())) > 3
    assert synced.missing(folder) == []
    assert synced.is_synced(folder.parent)


def test_a_half_copied_model_is_no_captioner(written: Path) -> None:
    shutil.copytree(written / "blip", home() / ".blip-base.0123abcd.part")
    names = {each.name for each in captioners()}
    assert not any(".part" in name for name in names)
    (blip,) = [each for each in captioner_models() if each.card.name == "blip-base"]
    assert blip.folder is None


def test_listing_models_loads_no_model_library(stick: Path) -> None:
    shutil.copytree(stick, home() / "blip-base")
    code = (
        "import sys; from smp_core.workflows import captioner_models, install;"
        "found = captioner_models.captioner_models(); install.unfinished_fetches();"
        "assert [each.card.name for each in found if each.folder] == ['blip-base'];"
        "sys.exit(any(name in sys.modules for name in ('torch', 'transformers')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_verifying_tells_later_damage(stick: Path) -> None:
    folder = add_captioner(stick, JobContext())
    (model,) = [each for each in captioner_models() if each.card.name == "blip-base"]
    verify_captioner(model.card, folder, JobContext())
    change = folder / "generation_config.json"
    change.write_text(change.read_text() + " ")
    with pytest.raises(ModelError, match=r"generation_config\.json is not the file"):
        verify_captioner(model.card, folder, JobContext())
    (folder / "SHA256SUMS").unlink()  # one that another program put there
    verify_captioner(model.card, folder, JobContext())
    drop_one(folder)
    with pytest.raises(ModelError, match="1 weights are missing"):
        verify_captioner(model.card, folder, JobContext())


def test_a_removed_model_is_missing_and_can_come_back(stick: Path, tmp_path: Path) -> None:
    folder = add_captioner(stick, JobContext())
    assert captioners_that_need("blip-base") == ("blip-base",)
    assert captioners_that_need("clap-tags") == (
        "clap-tags",
        "smolvlm2-500m+clap-tags",
        "smolvlm2-256m+clap-tags",
        "qwen3-vl-2b+clap-tags",
    )
    removed = remove_captioner(folder)
    with pytest.raises(ModelError, match="blip-base is not on this machine"):
        captioner("blip-base")
    restore_removed(removed)
    assert captioner("blip-base").name == "blip-base"
    with pytest.raises(InputError, match="not put there by this program"):
        remove_captioner(stick)
    assert stick.is_dir()
