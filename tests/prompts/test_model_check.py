"""Whether a folder holds a whole model is seen without reading its weights."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from published_layout import as_published
from safetensors import safe_open
from tiny_captioners import write_tiny_captioner

from smp_core.errors import ModelError
from smp_core.prompts.catalogue import card_for_architecture
from smp_core.prompts.loading import check_model

PUBLISHED = ("smolvlm", "qwen3_vl", "internvl", "qwen2_audio")
OTHERS = ("qwen3_5", "florence2", "blip", "clap")
_VOCABULARY = 10_000_000  # 680 MB of weights


@pytest.mark.parametrize("architecture", [*PUBLISHED, *OTHERS])
def test_every_architecture_is_seen_to_be_whole_or_not(architecture: str, tmp_path: Path) -> None:
    card = card_for_architecture(architecture)
    assert card is not None
    folder = write_tiny_captioner(architecture, tmp_path / "model")
    check_model(card, folder)
    if architecture in PUBLISHED:
        as_published(folder)
        check_model(card, folder)
    (tmp_path / "model" / "model.safetensors").rename(tmp_path / "whole")
    cut = (tmp_path / "whole").read_bytes()[:-1]
    (tmp_path / "model" / "model.safetensors").write_bytes(cut)
    with pytest.raises(ModelError, match=f"cannot be opened as {architecture}"):
        check_model(card, folder)


def enlarge(folder: Path) -> None:
    """Give BLIP a huge vocabulary in 16-bit numbers; the file has holes in place of numbers."""
    config = json.loads((folder / "config.json").read_text())
    before = config["text_config"]["vocab_size"]
    config["text_config"] |= {"vocab_size": _VOCABULARY, "dtype": "bfloat16"}
    (folder / "config.json").write_text(json.dumps({**config, "dtype": "bfloat16"}))
    header: dict[str, object] = {}
    end = 0
    with safe_open(folder / "model.safetensors", "pt") as opened:
        shapes = {name: opened.get_slice(name).get_shape() for name in opened.keys()}  # noqa: SIM118
    for name, shape in shapes.items():
        shape = [_VOCABULARY if side == before else side for side in shape]
        start, n_bytes = end, 4
        for side in shape:
            n_bytes *= side
        end = start + n_bytes
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [start, end]}
    text = json.dumps(header).encode()
    with (folder / "model.safetensors").open("wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        file.truncate(8 + len(text) + end)


MEASURE = """
    import resource, sys
    from pathlib import Path
    from smp_core.prompts.catalogue import model_card
    from smp_core.prompts.loading import check_model

    def peak():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    card = model_card("blip-base")
    check_model(card, Path(sys.argv[1]))
    before = peak()
    check_model(card, Path(sys.argv[2]))
    print((peak() - before) * (1 if sys.platform == "darwin" else 1024))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no holes in files, no peak of memory")
def test_a_large_model_takes_little_memory(tmp_path: Path) -> None:
    small = write_tiny_captioner("blip", tmp_path / "small")
    large = tmp_path / "large"
    shutil.copytree(small, large)
    enlarge(large)
    assert (large / "model.safetensors").stat().st_size > 650_000_000
    command = [sys.executable, "-c", textwrap.dedent(MEASURE), str(small), str(large)]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    assert int(told.stdout.split()[-1]) < 200_000_000
