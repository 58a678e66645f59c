"""Captioners' models that are damaged, of no use, or meant to harm are not installed."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from captioner_stick import drop_one, installed, kind, put_sums, rewrite, zipped

from smp_core.errors import ModelError, SmpError
from smp_core.jobs import JobContext
from smp_core.workflows.install import install

pytestmark = pytest.mark.usefixtures("no_models_of_this_machine")


def misshape_one(folder: Path) -> None:
    name = "vision_model.post_layernorm.weight"
    rewrite(folder, lambda w: w.update({name: w[name][:-1]}))  # type: ignore[index]


def cut_short(folder: Path) -> None:
    file = folder / "model.safetensors"
    file.write_bytes(file.read_bytes()[:-100])


def only_pickles(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")


def pickle_in_disguise(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"\x80\x04\x95 a pickle")


def change_one_byte(folder: Path) -> None:
    put_sums(folder)
    file = folder / "model.safetensors"
    data = bytearray(file.read_bytes())
    data[-5] ^= 1
    file.write_bytes(data)


def lack_a_listed_one(folder: Path) -> None:
    put_sums(folder)
    (folder / "tokenizer.json").unlink()


def link_out(folder: Path) -> None:
    secret = folder.parent / "secret.json"
    secret.write_text("{}")
    (folder / "training.json").symlink_to(secret)


def link_within(folder: Path) -> None:
    """As in the hub's own cache."""
    (folder / "training.json").symlink_to("config.json")


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (drop_one, r"1 weights are missing or misshapen \(vision_model\.post_layernorm"),
        (misshape_one, "cannot be opened as blip"),
        (cut_short, "cannot be opened as blip"),
        (only_pickles, "holds no model.safetensors"),
        (pickle_in_disguise, "no safetensors file"),
        (lambda f: kind(f, "clap"), "is called blip-base, but holds a model of the kind clap"),
        (lambda f: (f / "config.json").write_text("{"), "config.json is damaged"),
        (lambda f: (f / "config.json").unlink(), "holds neither pack.json nor config.json"),
        (lambda f: (f / "tokenizer.json").unlink(), "holds no tokenizer.json"),
        (lambda f: (f / "processor_config.json").write_text("{"), "cannot be opened as blip"),
        (change_one_byte, r"model\.safetensors is not the file that the model was made with"),
        (lack_a_listed_one, "tokenizer.json is missing"),
        (lambda f: put_sums(f, **{"model.bin": "0" * 64}), "may run code|lists model.bin"),
        (lambda f: put_sums(f, **{"../../up.json": "0" * 64}), "lists ../../up.json"),
        (lambda f: put_sums(f, **{"..\\up.json": "0" * 64}), "is missing|leads out"),
        (lambda f: (f / "SHA256SUMS").write_text("rubbish\n"), "SHA256SUMS is damaged"),
        (lambda f: (f / "SHA256SUMS").write_bytes(b"\xff\xfe"), "SHA256SUMS is damaged"),
        (link_out, "leads out"),
        (link_within, "training.json is a link"),
    ],
)
def test_a_damaged_model_is_not_installed(
    damage: Callable[[Path], object], message: str, stick: Path
) -> None:
    damage(stick)
    with pytest.raises(SmpError, match=message) as caught:
        install(stick, JobContext())
    assert ".part" not in caught.value.message  # that folder is gone when it is read
    assert installed() == []


@pytest.mark.parametrize(
    ("called", "said", "message"),
    [
        ("vit", "vit", "with which no captioner works"),
        ("a+b", "blip", "no name of a captioner"),
        ("descriptor", "blip", "no name of a captioner"),
        (".hidden", "blip", "no name of a captioner"),
    ],
)
def test_what_no_captioner_can_use_is_refused(
    called: str, said: str, message: str, written: Path, tmp_path: Path
) -> None:
    shutil.copytree(written / "blip", tmp_path / called)
    kind(tmp_path / called, said)
    with pytest.raises(SmpError, match=message):
        install(tmp_path / called, JobContext())
    assert installed() == []


@pytest.mark.parametrize("name", ["../../evil.json", "/etc/evil.json", "a\\..\\evil.json"])
def test_a_zip_that_climbs_out_is_refused(name: str, stick: Path) -> None:
    file = zipped(stick, "blip-base/")
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(name, "{}")
    with pytest.raises(ModelError, match="leads out"):
        install(file, JobContext())
    assert installed() == []
