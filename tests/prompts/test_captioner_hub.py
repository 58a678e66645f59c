"""The real models, where somebody has them: `make test-hub`. Nothing is fetched."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import pytest

from smp_core.paths import user_data_folder
from smp_core.prompts import CaptionerSettings, captioner
from smp_core.prompts.catalogue import MODEL_CARDS, ModelCard
from smp_core.prompts.model_folder import find_model_folder
from smp_core.types import SAMPLE_RATE_HZ, DecodedClip

WANTED = os.environ.get("SMP_TEST_HUB") == "1"
# Looked up at import: each test has a home folder of its own.
FOLDERS = {card.name: find_model_folder(card.name, card.model_id) for card in MODEL_CARDS}
LOOKED_IN = user_data_folder() / "models"


def ball_clip() -> DecodedClip:
    """A red ball that rolls over green ground under a blue sky, and a ringing tone."""
    y, x = np.mgrid[0:224, 0:320]
    frames = np.zeros((8, 224, 320, 3), np.uint8)
    for index, frame in enumerate(frames):
        frame[:] = np.where((y < 150)[..., None], (120, 170, 230), (60, 140, 60))
        frame[(x - 40 - 32 * index) ** 2 + (y - 130) ** 2 < 30**2] = (220, 30, 30)
    time_s = np.arange(4 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    wave = 0.5 * np.sin(2 * np.pi * 880 * time_s) * np.exp(-3 * (time_s % 1))
    return DecodedClip(frames, None, wave.astype(np.float32), 0.0, 4.0)


@pytest.mark.hub
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("card", MODEL_CARDS, ids=lambda card: card.name)
def test_real_model(card: ModelCard, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = FOLDERS[card.name]
    if not WANTED:
        pytest.skip("real models are tried by `make test-hub` only")
    if folder is None:
        pytest.skip(f"{card.model_id} is neither in {LOOKED_IN} nor in the hub's own cache")
    (tmp_path / card.name).symlink_to(folder, target_is_directory=True)
    writer = captioner(card.name, CaptionerSettings(models=tmp_path))
    started = time.monotonic()
    first = writer.caption([ball_clip()])[0]
    loaded_s = time.monotonic() - started
    started = time.monotonic()
    second = writer.caption([ball_clip()])[0]
    then_s = time.monotonic() - started
    with capsys.disabled():
        print(f"\n{card.name} ({writer.version}): {first}")
        print(f"  first clip with loading {loaded_s:.1f} s, then {then_s:.1f} s")
    assert first == second
    assert 3 <= len(first.split()) <= 45
    if card.kind == "vision-language":
        assert {"ball", "red", "circle", "sphere", "dot"} & set(first.lower().strip(".").split())
    if card.name == "clap-tags":
        assert first.startswith("The sound of ")
