"""The comparison beside the head: class means at the start, kept in adapters, off by default."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from tiny_pack import write_tiny_pack
from tiny_smp import random_batch, tiny_config
from tiny_support import make_support
from torch.nn import functional

from smp_core.jobs import JobContext
from smp_core.model.adapter import read_adapter, write_adapter
from smp_core.model.comparison import Comparison, whitening
from smp_core.model.smp import SMP
from smp_core.training.config import preset, preset_settings
from smp_core.training.loop import train
from smp_core.training.overrides import apply_overrides


def points(n: int = 12, width: int = 5) -> tuple[torch.Tensor, torch.Tensor]:
    g = torch.Generator().manual_seed(0)
    labels = torch.arange(n) % 3
    centres = torch.randn(3, width, generator=g) * 3
    return centres[labels] + torch.randn(n, width, generator=g) * 0.2 + 7, labels


def test_it_starts_at_the_class_means() -> None:
    e, labels = points()
    compare = Comparison({"audio": 5, "text": 5}, 3)
    compare.start({"audio": e, "text": 2 * e}, labels)
    centred = functional.normalize(e - e.mean(dim=0), dim=1)
    means = torch.stack([centred[labels == c].mean(dim=0) for c in range(3)])
    expected = compare.scale * centred @ functional.normalize(means, dim=1).T
    torch.testing.assert_close(compare({"audio": e, "text": 2 * e}), expected)
    assert torch.equal(expected.argmax(dim=1), labels)


def test_whitening_makes_differences_within_classes_alike() -> None:
    g = torch.Generator().manual_seed(1)
    labels = torch.arange(3000) % 3
    stretched = torch.randn(3000, 4, generator=g) * torch.tensor([5.0, 1.0, 0.2, 1.0])
    e = stretched + torch.eye(3, 4)[labels]
    matrix = whitening(e, labels, 3, shrinkage=0.0)
    torch.testing.assert_close(matrix, matrix.T, atol=1e-4, rtol=1e-4)
    around = (e - torch.stack([e[labels == c].mean(dim=0) for c in range(3)])[labels]) @ matrix
    torch.testing.assert_close(torch.cov(around.T), torch.eye(4), atol=0.02, rtol=0)


def test_the_papers_smp_has_none() -> None:
    assert SMP(tiny_config(), 3).comparison is None
    assert not any("comparison" in name for name in SMP(tiny_config(), 3).trainable())
    model = SMP(tiny_config(comparison=True), 3)
    assert sorted(n for n in model.trainable() if n.startswith("comparison.proto")) == [
        f"comparison.prototypes.{stream}" for stream in ("audio", "text", "visual")
    ]
    model.replace_classes(5)
    assert model(random_batch()).logits.shape[1] == 5


def test_the_fast_preset_compares_and_its_adapter_answers_the_same(tmp_path: Path) -> None:
    pack = write_tiny_pack(tmp_path / "pack")
    settings = preset_settings("fast", ("bottleneck=2",))
    assert settings == ("comparison=true", "bottleneck=2")
    assert preset_settings("fast", ("comparison=false",)) == ("comparison=false",)
    config, training = apply_overrides(pack.model, preset("fast", epochs=2), ("comparison=true",))
    support = make_support()
    torch.manual_seed(0)
    model = pack.new_model(len(support.class_names), config=config)
    train(model, support, training, JobContext())
    assert model.comparison is not None and model.comparison.prototypes["audio"].abs().sum() > 0
    batch = random_batch()
    write_adapter(
        tmp_path / "adapter", model, pack, class_names=support.class_names,
        captioner="constant", captioner_version="1", training={}, metrics={},
    )  # fmt: skip
    loaded = read_adapter(tmp_path / "adapter", pack).load(pack)
    with torch.no_grad():
        torch.testing.assert_close(loaded(batch).logits, model.eval()(batch).logits)


@pytest.mark.parametrize("wrong", [torch.zeros(4, 4), torch.eye(5) * 2])
def test_a_packs_whitening_is_used(wrong: torch.Tensor) -> None:
    compare = Comparison({"audio": 5}, 2)
    e, labels = points()
    compare.start({"audio": e}, labels % 2)
    before = compare({"audio": e})
    if wrong.shape != (5, 5):
        with pytest.raises(RuntimeError):
            compare.use_statistics({"audio": wrong})
        return
    compare.use_statistics({"audio": torch.diag(torch.tensor([3.0, 1, 1, 1, 0.1]))})
    assert not torch.allclose(compare({"audio": e}), before)
