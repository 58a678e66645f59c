"""Tiny published models, and a catalogue entry that names them."""

from __future__ import annotations

import pytest
from tiny_hub import REPOS, TinyHub, recipe_of, write_ast, write_clip, write_timm


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory) -> TinyHub:
    """An AST, a DINOv2 and a CLIP of 3 blocks of 24 channels; do not change it."""
    folder = tmp_path_factory.mktemp("hub")
    write_ast(folder / REPOS["audio"])
    write_timm(folder / REPOS["visual"], patch_px=14, side=4)
    write_clip(folder / REPOS["text"])
    return TinyHub(folder, recipe_of(folder))
