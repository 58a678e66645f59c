"""The catalogue's packs as they were fetched to this machine: `make test-hub`."""

from __future__ import annotations

import os

import pytest
import torch

from smp_core.jobs import JobContext
from smp_core.model.inputs import ClipInputs, make_batches
from smp_core.model.pack import open_pack
from smp_core.workflows.pack_catalogue import read_catalogue
from smp_core.workflows.pack_check import check_pack
from smp_core.workflows.packs import list_packs

WANTED = os.environ.get("SMP_TEST_HUB") == "1"
# Looked up here, before the tests get a home of their own.
FOLDERS = {info.name: info.folder for info in list_packs() if not info.problem} if WANTED else {}


@pytest.mark.hub
@pytest.mark.parametrize("name", [entry.name for entry in read_catalogue()])
def test_a_fetched_pack_is_whole_and_computes(name: str) -> None:
    if not WANTED:
        pytest.skip("only with `make test-hub`")
    if name not in FOLDERS:
        pytest.skip(f"the pack {name} is not on this machine: smp pack fetch {name}")
    check_pack(FOLDERS[name], JobContext())
    pack = open_pack(FOLDERS[name])
    decode, mel = pack.inputs.decode, pack.inputs.mel
    side = decode.short_side_px
    clip = ClipInputs(
        spectrogram=torch.zeros(mel.n_mels, mel.n_frames).half(),
        frames=torch.full((decode.n_frames, 3, side, side), 128, dtype=torch.uint8),
        token_ids=torch.tensor(pack.tokenizer().encode("a dog barks in a park")),
    )
    assert len(clip.token_ids) == 8  # CLIP's own words, not pieces of them
    model = pack.new_model(2).eval()
    with torch.no_grad():
        output = model(make_batches([clip], pack.inputs, pack.model.text.end_id)[0])
    assert bool(torch.isfinite(output.logits).all())
