"""Packs and adapters: what comes back is what was written, and nothing strange gets in."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from tiny_pack import write_tiny_pack
from tiny_smp import random_batch

from smp_core.errors import ModelError, ResourceError, SmpError
from smp_core.model import weights
from smp_core.model.adapter import Adapter, read_adapter, write_adapter
from smp_core.model.pack import Pack, open_pack


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return write_tiny_pack(tmp_path / "packs" / "tiny")


@pytest.fixture
def adapter(pack: Pack, tmp_path: Path) -> Adapter:
    torch.manual_seed(5)
    model = pack.new_model(3)
    with torch.no_grad():
        for parameter in model.trainable().values():
            parameter.add_(torch.randn_like(parameter) * 0.1)
    return write_adapter(
        tmp_path / "adapter",
        model,
        pack,
        class_names=("fall", "cough", "<img src=x>"),
        captioner="descriptor",
        captioner_version="1",
        training={"epochs": 2},
        metrics={"loss": 0.5},
    )


def test_a_pack_survives_the_disk(pack: Pack) -> None:
    again = open_pack(pack.folder)
    assert again == pack
    again.verify()
    first, second = pack.new_model(2), again.new_model(2)
    for (name, one), (_, two) in zip(
        first.named_parameters(), second.named_parameters(), strict=True
    ):
        if name.startswith("head.classify"):
            continue  # drawn anew for every session
        assert torch.equal(one, two), name


def test_source_trained_weights_are_used_only_when_asked(pack: Pack) -> None:
    with_source = pack.new_model(2).head.hidden.weight
    without = pack.new_model(2, source_trained=False).head.hidden.weight
    stored = load_file(pack.folder / "smp.safetensors")["head.hidden.weight"]
    assert torch.equal(with_source, stored)
    assert not torch.equal(without, stored)


def test_an_adapter_gives_the_same_answers_after_the_disk(pack: Pack, adapter: Adapter) -> None:
    model = adapter.load(pack)
    stored = load_file(adapter.folder / "adapter.safetensors")
    for name, parameter in model.trainable().items():
        assert torch.equal(parameter, stored[name]), name
    again = read_adapter(adapter.folder, pack).load(pack)
    batch = random_batch()
    assert torch.equal(model(batch).logits, again(batch).logits)


def test_a_model_card_shows_names_as_plain_text(adapter: Adapter) -> None:
    card = (adapter.folder / "MODEL_CARD.md").read_text()
    assert "<img" not in card and "img src=x" in card


def test_an_adapter_of_another_pack_is_refused(adapter: Adapter, tmp_path: Path) -> None:
    other = write_tiny_pack(tmp_path / "packs" / "other", seed=1)
    with pytest.raises(ModelError, match="made for another pack"):
        read_adapter(adapter.folder, other)


def edit(file: Path, change: Callable[[dict[str, object]], None]) -> None:
    data = json.loads(file.read_text())
    change(data)
    file.write_text(json.dumps(data))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d.update(format=99), "another format"),
        (lambda d: d.pop("class_names"), "class_names"),
        (lambda d: d.update(class_names=["one", "one"]), "twice"),
        (lambda d: d.update(class_names=["only"]), "twice, or fewer"),
    ],
)
def test_a_garbled_adapter_manifest_is_refused(
    pack: Pack, adapter: Adapter, change: Callable[[dict[str, object]], None], message: str
) -> None:
    edit(adapter.folder / "adapter.json", change)
    with pytest.raises(ModelError, match=message):
        read_adapter(adapter.folder, pack)


def test_swapped_adapter_weights_are_noticed(pack: Pack, adapter: Adapter) -> None:
    tensors = load_file(adapter.folder / "adapter.safetensors")
    save_file({k: v + 1 for k, v in tensors.items()}, adapter.folder / "adapter.safetensors")
    with pytest.raises(ModelError, match="damaged"):
        read_adapter(adapter.folder, pack)


def test_a_pack_that_names_files_outside_is_refused(pack: Pack) -> None:
    edit(pack.folder / "pack.json", lambda d: d["files"].update({"../../secret": "0"}))  # type: ignore[attr-defined]
    with pytest.raises(SmpError):
        open_pack(pack.folder)


def test_a_changed_pack_file_is_noticed(pack: Pack) -> None:
    file = pack.folder / "audio.safetensors"
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(bytes(data))
    with pytest.raises(ModelError, match=r"audio\.safetensors"):
        pack.verify()


def test_a_folder_without_a_pack_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model pack"):
        open_pack(tmp_path)


EXPECTED = {"a": torch.Size([2, 3])}


@pytest.mark.parametrize(
    ("tensors", "message"),
    [
        ({"b": torch.zeros(2, 3)}, "missing or unexpected"),
        ({"a": torch.zeros(2, 3), "b": torch.zeros(1)}, "missing or unexpected"),
        ({"a": torch.zeros(3, 2)}, "has shape"),
        ({"a": torch.full((2, 3), float("nan"))}, "no finite numbers"),
        ({"a": torch.zeros(2, 3, dtype=torch.int64)}, "no finite numbers"),
    ],
)
def test_wrong_weights_are_refused(
    tmp_path: Path, tensors: dict[str, torch.Tensor], message: str
) -> None:
    file = tmp_path / "w.safetensors"
    save_file(tensors, file)
    with pytest.raises(ModelError, match=message):
        weights.read_weights(file, EXPECTED)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello, this is text",
        struct.pack("<Q", 1 << 40) + b"{}",
        struct.pack("<Q", 5 << 20) + b" " * 100,
        b"\x80\x04\x95pickle",
    ],
)
def test_what_is_no_safetensors_file_is_refused(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "w.safetensors"
    file.write_bytes(data)
    with pytest.raises(ModelError, match=r"w\.safetensors"):
        weights.read_weights(file, EXPECTED)


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "w.safetensors"
    weights.write_weights(file, {"a": torch.ones(2, 3)})
    before = file.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ResourceError, match="the disk is full"):
        weights.write_weights(file, {"a": torch.zeros(2, 3)})
    assert file.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["w.safetensors"]
