"""The predictor: probabilities of the right classes in the right order, on little memory too."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from tiny_pack import write_tiny_pack

from smp_core.errors import ModelError, ResourceError
from smp_core.inference import predictor as module
from smp_core.inference.predictor import Predictor
from smp_core.model.adapter import WEIGHTS, Adapter, write_adapter
from smp_core.model.inputs import ClipInputs
from smp_core.model.pack import Pack
from smp_core.training.support_set import run_all

CPU = torch.device("cpu")
NAMES = ("fall", "cough", "siren")


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return write_tiny_pack(tmp_path_factory.mktemp("packs") / "tiny")


@pytest.fixture(scope="module")
def adapter(pack: Pack, tmp_path_factory: pytest.TempPathFactory) -> Adapter:
    torch.manual_seed(5)
    model = pack.new_model(len(NAMES))
    with torch.no_grad():
        for parameter in model.trainable().values():
            parameter.add_(torch.randn_like(parameter) * 0.2)
    return write_adapter(
        tmp_path_factory.mktemp("adapter"),
        model,
        pack,
        class_names=NAMES,
        captioner="descriptor",
        captioner_version="1",
        training={},
        metrics={},
    )


def make_clips(n: int, sides: tuple[int, ...] = (32,)) -> list[ClipInputs]:
    generator = torch.Generator().manual_seed(3)
    return [
        ClipInputs(
            spectrogram=torch.randn(32, 64, generator=generator).half(),
            frames=torch.randint(
                0, 256, (2, 3, 32, sides[i % len(sides)]), dtype=torch.uint8, generator=generator
            ),
            token_ids=torch.tensor([0, 5 + i, 7, 1]),
        )
        for i in range(n)
    ]


def test_rows_are_probabilities_of_the_adapter_s_classes(pack: Pack, adapter: Adapter) -> None:
    predictor = Predictor(pack, adapter, CPU)
    rows = predictor.predict(make_clips(5))
    assert predictor.class_names == NAMES
    assert (rows.shape, rows.dtype, rows.device) == ((5, 3), torch.float32, CPU)
    assert bool((rows >= 0).all())
    torch.testing.assert_close(rows.sum(dim=1), torch.ones(5), atol=1e-6, rtol=0)
    logits = run_all(adapter.load(pack), make_clips(5), pack.inputs, 16).logits
    torch.testing.assert_close(rows, logits.softmax(dim=1))
    assert float((rows[0] - rows[1]).abs().max()) > 1e-4  # another clip, another answer


def test_neither_batches_nor_picture_sizes_change_the_order(pack: Pack, adapter: Adapter) -> None:
    clips = make_clips(7, sides=(32, 48, 64))
    expected = torch.cat([Predictor(pack, adapter, CPU).predict([clip]) for clip in clips])
    for batch_size in (1, 3, 16):
        rows = Predictor(pack, adapter, CPU, batch_size).predict(clips)
        torch.testing.assert_close(rows, expected, atol=1e-5, rtol=1e-5)


def test_the_same_clip_gives_the_same_answer_each_time(pack: Pack, adapter: Adapter) -> None:
    predictor = Predictor(pack, adapter, CPU)
    assert torch.equal(predictor.predict(make_clips(2)), predictor.predict(make_clips(2)))


def test_out_of_memory_halves_the_batch_for_good(
    pack: Pack, adapter: Adapter, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = Predictor(pack, adapter, CPU).predict(make_clips(6))
    asked: list[int] = []

    def small_machine(model, clips, options, batch_size):  # type: ignore[no-untyped-def]
        asked.append(batch_size)
        if batch_size > 2:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB")
        return run_all(model, clips, options, batch_size)

    monkeypatch.setattr(module, "run_all", small_machine)
    predictor = Predictor(pack, adapter, CPU, batch_size=8)
    torch.testing.assert_close(predictor.predict(make_clips(6)), expected, atol=1e-5, rtol=1e-5)
    assert asked == [8, 4, 2]
    predictor.predict(make_clips(6))
    assert asked == [8, 4, 2, 2]


def test_no_memory_for_one_clip_is_a_clear_error(
    pack: Pack, adapter: Adapter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_memory(*_: object) -> None:
        raise RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 9 bytes")

    monkeypatch.setattr(module, "run_all", no_memory)
    with pytest.raises(ResourceError, match="even one clip.*not enough memory") as caught:
        Predictor(pack, adapter, CPU, batch_size=4).predict(make_clips(1))
    assert "--device cpu" in caught.value.hint


def test_other_runtime_errors_are_not_swallowed(
    pack: Pack, adapter: Adapter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bug(*_: object) -> None:
        raise RuntimeError("shape mismatch")

    monkeypatch.setattr(module, "run_all", bug)
    with pytest.raises(RuntimeError, match="shape mismatch"):
        Predictor(pack, adapter, CPU).predict(make_clips(1))


def test_weights_of_another_model_are_refused(pack: Pack, adapter: Adapter, tmp_path: Path) -> None:
    torch.manual_seed(0)
    other = write_adapter(
        tmp_path,
        pack.new_model(2),
        pack,
        class_names=("a", "b"),
        captioner="descriptor",
        captioner_version="1",
        training={},
        metrics={},
    )
    (tmp_path / WEIGHTS).write_bytes((adapter.folder / WEIGHTS).read_bytes())
    with pytest.raises(ModelError, match="has shape"):
        Predictor(pack, other, CPU)
