"""The tables of packs and captioners tell what the catalogues do."""

from __future__ import annotations

from pathlib import Path

import pytest

from smp_core.prompts.catalogue import MODEL_CARDS, ModelCard
from smp_core.prompts.constant import CONSTANT_PROMPT
from smp_core.workflows.pack_catalogue import read_catalogue

_PAGE = Path(__file__).parents[2] / "docs" / "packs-and-captioners.md"


def row(name: str) -> list[str]:
    lines = [
        line for line in _PAGE.read_text("utf-8").splitlines() if line.startswith(f"| `{name}` |")
    ]
    assert len(lines) == 1, name
    return [cell.strip() for cell in lines[0].strip("|").split("|")]


@pytest.mark.parametrize("card", MODEL_CARDS, ids=lambda card: card.name)
def test_every_captioner_with_its_model(card: ModelCard) -> None:
    _, model, _, size, _, licence = row(card.name)
    assert (model, licence) == (card.model_id, card.licence)
    assert size == f"{card.size_bytes / 1e9:.1f} GB"


def test_every_pack_that_can_be_fetched() -> None:
    for pack in read_catalogue():
        _, _, size, memory, licences, _ = row(pack.name)
        assert size == f"{pack.download_bytes / 1e9:.1f} GB"
        assert memory.startswith(f"{pack.memory_bytes / 1e9:.1f} GB")
        assert set(licences.split(", ")) == set(pack.licences)


def test_the_constant_prompt_is_quoted() -> None:
    assert CONSTANT_PROMPT.strip(".") in row("constant")[2]
