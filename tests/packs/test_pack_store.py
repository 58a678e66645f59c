"""Packs from a stick: whole and checked or not at all, and nothing leads out."""

from __future__ import annotations

import json
import os
import stat
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from synced_files import SyncedFiles
from tiny_pack import write_tiny_pack

from smp_core.errors import InputError, ModelError, SmpError
from smp_core.jobs import JobContext
from smp_core.model.checksums import file_sha256
from smp_core.model.manifest import MANIFEST
from smp_core.paths import resources_folder, user_data_folder
from smp_core.workflows.captioner_store import remove_captioner
from smp_core.workflows.pack_check import check_pack
from smp_core.workflows.pack_store import add_pack, remove_pack, verify_pack
from smp_core.workflows.packs import describe_pack, list_packs
from smp_core.workflows.removal import Removed, discard_removed, restore_removed


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A pack on a stick."""
    write_tiny_pack(tmp_path / "stick" / "tiny")
    return tmp_path / "stick" / "tiny"


def zipped(folder: Path, prefix: str = "tiny/") -> Path:
    file = folder.parent / "tiny.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in sorted(folder.iterdir()):
            archive.write(each, prefix + each.name)
    return file


def edit(folder: Path, change: Callable[[dict[str, object]], None]) -> None:
    """Change a manifest, its checksums made right again."""
    data = json.loads((folder / MANIFEST).read_text())
    change(data)
    (folder / MANIFEST).write_text(json.dumps(data))


def installed() -> list[str]:
    folder = user_data_folder() / "packs"
    return sorted(each.name for each in folder.iterdir()) if folder.is_dir() else []


@pytest.mark.parametrize("kind", ["folder", "zip", "zip without a folder"])
def test_a_pack_from_a_stick_is_installed_and_usable(kind: str, stick: Path) -> None:
    (stick / "notes.txt").write_text("not listed: stays on the stick")
    source = {"folder": stick, "zip": zipped(stick)}.get(kind) or zipped(stick, "")
    info = add_pack(source, JobContext())
    assert info.folder == (user_data_folder() / "packs" / "tiny").resolve()
    assert not (info.folder / "notes.txt").exists()
    assert info.digest == file_sha256(stick / MANIFEST)
    assert check_pack(info.folder, JobContext()) == info
    assert [(each.name, each.built_in) for each in list_packs()][0] == ("tiny", False)
    with pytest.raises(InputError, match="is there already"):
        add_pack(source, JobContext())
    assert installed() == ["tiny"]


def test_removing_can_be_undone_until_it_is_discarded(stick: Path) -> None:
    info = add_pack(stick, JobContext())
    removed = remove_pack(info.folder)
    assert "tiny" not in [each.name for each in list_packs()]
    assert restore_removed(removed) == info.folder
    assert describe_pack(info.folder) == info
    assert discard_removed(remove_pack(info.folder)) > info.size_bytes
    assert installed() == []
    with pytest.raises(InputError, match="belongs to the program"):
        remove_pack(resources_folder() / "packs" / "demo")


@pytest.mark.skipif(os.name == "nt", reason="folders cannot be synced there")
def test_all_of_a_pack_is_on_the_disk_before_it_gets_its_name(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = SyncedFiles(monkeypatch)
    info = add_pack(stick, JobContext())
    assert len(list(info.folder.iterdir())) > 3
    assert synced.missing(info.folder) == []
    assert synced.is_synced(info.folder) and synced.is_synced(info.folder.parent)


def aged(folder: Path, days: float) -> None:
    then = time.time() - days * 86_400
    os.utime(folder, (then, then))


def test_a_model_put_aside_long_ago_is_deleted_when_another_is_put_aside() -> None:
    models = user_data_folder() / "models"

    def put_aside(name: str) -> Removed:
        (models / name).mkdir(parents=True)
        (models / name / "model.safetensors").write_bytes(bytes(1000))
        return remove_captioner(models / name)

    old, recent = put_aside("old"), put_aside("recent")
    (models / ".fetched").mkdir()  # goes on when fetching does
    aged(old.aside.parent, 1.1)
    aged(recent.aside.parent, 0.9)
    aged(models / ".fetched", 9)
    newest = put_aside("newest")
    assert sorted(each.name for each in models.iterdir()) == sorted(
        [".fetched", recent.aside.parent.name, newest.aside.parent.name]
    )
    assert restore_removed(recent) == models / "recent"
    assert discard_removed(newest) == 1000


def test_only_what_is_really_gone_counts_as_freed(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    removed = remove_pack(add_pack(stick, JobContext()).folder)
    kept = removed.aside / "visual.safetensors"
    size = kept.stat().st_size
    others = sum(each.stat().st_size for each in removed.aside.iterdir()) - size
    really_unlink = os.unlink

    def unlink(path: str, **more: int) -> None:
        if str(path).endswith(kept.name):
            raise PermissionError(13, "in use", str(path))
        really_unlink(path, **more)

    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", unlink)
        assert discard_removed(removed) == others
    assert kept.is_file()
    assert discard_removed(removed) == size


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("../../evil.txt", "leads out"),
        ("/etc/evil.txt", "leads out"),
        ("a\\..\\evil.txt", "leads out"),
        ("C:/evil.txt", "leads out"),
    ],
)
def test_a_zip_that_climbs_out_is_refused(name: str, message: str, stick: Path) -> None:
    file = zipped(stick)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(name, "evil")
    with pytest.raises(ModelError, match=message):
        add_pack(file, JobContext())
    assert installed() == []


def test_links_bombs_and_truncated_zips_are_refused(stick: Path) -> None:
    file = zipped(stick)
    whole = file.read_bytes()
    with zipfile.ZipFile(file, "a") as archive:
        link = zipfile.ZipInfo("tiny/link.json")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(ModelError, match="a link"):
        add_pack(file, JobContext())
    file.write_bytes(whole)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("tiny/bomb.json", b"0" * 50_000_000)
    with pytest.raises(ModelError, match="swell beyond measure"):
        add_pack(file, JobContext())
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match="nor a whole zip"):
        add_pack(file, JobContext())
    file.write_bytes(whole[:2000] + bytes(100) + whole[2100:])
    with pytest.raises(SmpError, match="damaged|not the file"):
        add_pack(file, JobContext())
    assert installed() == []


def test_a_link_in_a_folder_is_not_followed(stick: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text("{}")
    (stick / "training.json").symlink_to(tmp_path / "secret.json")
    edit(stick, lambda d: d["files"].update({"training.json": "0"}))  # type: ignore[attr-defined]
    with pytest.raises(SmpError, match="leads out"):
        add_pack(stick, JobContext())


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda f: (f / "audio.safetensors").unlink(), r"audio\.safetensors is missing"),
        (lambda f: (f / "text.safetensors").write_bytes(b"short"), "not the file"),
        (lambda f: edit(f, lambda d: d["files"].update({"model.bin": "0"})), "may run code"),
        (lambda f: edit(f, lambda d: d["files"].update({"../../up.txt": "0"})), "leads out"),
        (lambda f: edit(f, lambda d: d.update(name="../up")), "leads out"),
        (lambda f: edit(f, lambda d: d.update(name=".hidden")), "no name of a pack"),
        (lambda f: (f / MANIFEST).write_text("{"), "missing or damaged"),
        (lambda f: (f / MANIFEST).unlink(), "holds no pack.json"),
    ],
)
def test_a_damaged_pack_is_not_installed(
    damage: Callable[[Path], None], message: str, stick: Path
) -> None:
    damage(stick)
    with pytest.raises(SmpError, match=message):
        add_pack(stick, JobContext())
    assert installed() == []


def relist(folder: Path, name: str) -> None:
    edit(folder, lambda d: d["files"].update({name: file_sha256(folder / name)}))  # type: ignore[attr-defined]


def test_right_checksums_do_not_excuse_wrong_weights(stick: Path) -> None:
    file = stick / "visual.safetensors"
    weights = load_file(file)
    save_file({**weights, "vit.cls_token": torch.zeros(1, 1, 32)}, file)
    relist(stick, file.name)
    verify_pack(stick, JobContext())
    with pytest.raises(ModelError, match=r"vit\.cls_token has shape \(1, 1, 32\)"):
        check_pack(stick, JobContext())
    file.write_bytes(b"\x80\x04\x95 a pickle")
    relist(stick, file.name)
    with pytest.raises(ModelError, match="no safetensors file"):
        add_pack(stick, JobContext())
    save_file(weights, file)
    relist(stick, file.name)
    (stick / "tokenizer.json").write_text("{}")
    relist(stick, "tokenizer.json")
    with pytest.raises(ModelError, match=r"tokenizer tokenizer\.json .* cannot be read"):
        check_pack(stick, JobContext())


def test_the_demo_pack_is_whole() -> None:
    folder = resources_folder() / "packs" / "demo"
    info = verify_pack(folder, JobContext())
    assert (info.name, info.parts) == ("demo", ())
