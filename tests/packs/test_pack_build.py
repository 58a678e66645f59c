"""Published weights become streams that compute what the publisher's own classes compute."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from synced_files import SyncedFiles
from tiny_hub import TinyHub, write_ast, write_clip, write_timm
from transformers import ASTFeatureExtractor

from smp_core.errors import InputError, ModelError
from smp_core.jobs import JobContext, Warned
from smp_core.media.spectrogram import MelOptions, log_mel
from smp_core.model.hub_ast import _PRE_EMPHASIS, read_ast
from smp_core.model.hub_layouts import read_clip, read_timm
from smp_core.model.pack import open_pack
from smp_core.model.streams import TextStream, VitStream
from smp_core.workflows.pack_build import BuildRequest, build_pack
from smp_core.workflows.pack_catalogue import read_catalogue

MEL = MelOptions(n_fft=512, mean=1.466, std=39.685)


@pytest.fixture
def request_(hub: TinyHub, tmp_path: Path) -> BuildRequest:
    return BuildRequest(
        hub.recipe, hub.sources, tmp_path / "packs" / "tiny", model={"begin_block": 1}
    )


def vit(config: object, state: dict[str, torch.Tensor]) -> VitStream:
    stream = VitStream(config).eval()  # type: ignore[arg-type]
    stream.vit.load_state_dict(state)
    return stream


@torch.no_grad()
@pytest.mark.parametrize(("patch_px", "side"), [(16, 3), (14, 4)])
def test_a_timm_vit_gives_the_same_tokens(patch_px: int, side: int, tmp_path: Path) -> None:
    theirs = write_timm(tmp_path / "vit", patch_px=patch_px, side=side)
    stream = vit(*read_timm(tmp_path / "vit", heads=2))
    picture = torch.randn(2, 3, side * patch_px, side * patch_px)
    patches, grid = stream.patchify(picture)
    assert grid == (side, side)
    ours = stream.run(stream.begin(patches))
    torch.testing.assert_close(ours, theirs.forward_features(picture), atol=2e-5, rtol=1e-4)


@torch.no_grad()
def test_every_frame_gets_the_positions_of_one_picture(tmp_path: Path) -> None:
    theirs = write_timm(tmp_path / "vit", patch_px=14, side=4)
    config, state = read_timm(tmp_path / "vit", heads=2, frames=(3, 4))
    assert config.positions == 1 + 3 * 16
    table = state["pos_embed"][0]
    for frame in range(3):
        torch.testing.assert_close(table[1 + 16 * frame :][:16], theirs.pos_embed[0, 1:])
    smaller = read_timm(tmp_path / "vit", heads=2, frames=(2, 2))[1]["pos_embed"]
    assert smaller.shape == (1, 9, 24)


@torch.no_grad()
def test_ast_gives_the_tokens_of_ast_without_its_distillation_token(tmp_path: Path) -> None:
    """The same patches and positions through both: only what `read_ast` says differs may differ."""
    theirs = write_ast(tmp_path / "ast").audio_spectrogram_transformer
    config, state = read_ast(tmp_path / "ast", MEL)
    stream = vit(config, state)
    assert (config.heads, config.positions) == (2, 1 + 8 * 62)
    spectrogram = torch.randn(2, 128, 992)
    patches, grid = stream.patchify(spectrogram[:, None].expand(-1, 3, -1, -1))
    kernel = theirs.embeddings.patch_embeddings.projection
    expected = torch.nn.functional.conv2d(
        spectrogram[:, None], kernel.weight, kernel.bias, stride=16
    )
    assert grid == (8, 62)
    torch.testing.assert_close(patches, expected.flatten(2).transpose(1, 2), atol=1e-5, rtol=1e-4)
    tokens = stream.begin(patches)
    hidden = tokens
    for layer in theirs.layers:
        hidden = layer(hidden, None)
    torch.testing.assert_close(stream.run(tokens), theirs.layernorm(hidden), atol=2e-5, rtol=1e-3)
    # Patch (0, 5) of ours begins where (0, 8) of theirs does: 80 steps in; (5, 0) likewise.
    table = theirs.embeddings.position_embeddings[0, 2:].reshape(12, 101, 24)
    without = state["pos_embed"][0, 1:].reshape(8, 62, 24)
    emphasis = without[5, 0] - table[8, 0]
    torch.testing.assert_close(without[5, 5] - table[8, 8], emphasis, atol=1e-5, rtol=1e-4)
    gain = _emphasised(torch.zeros(128, 1))[80:96, 0]
    expected = kernel.weight.sum(dim=(1, 3)) @ gain
    torch.testing.assert_close(emphasis, expected, atol=2e-3, rtol=2e-2)


def test_the_sound_that_ast_hears_is_nearly_its_own(tmp_path: Path) -> None:
    """Embedded patches of a sound at −20 dB: ours with the emphasis of the table, and theirs."""
    rng = np.random.default_rng(0)
    times_s = np.arange(160_000) / 16_000
    sweep = np.sin(2 * np.pi * (200 + 300 * times_s) * times_s)
    wave = sweep + 0.3 * rng.standard_normal(len(times_s))
    wave = (0.1 * (wave - wave.mean()) / wave.std()).astype(np.float32)
    theirs = torch.from_numpy(
        ASTFeatureExtractor()(wave, sampling_rate=16_000)["input_values"][0]
    ).T[:, :992]  # (128, T)
    ours = log_mel(wave, MEL)[:, :992]
    banks = _emphasised(ours)
    # Windows lie differently, so single values of noise differ: look at each band over time.
    before, after = ((each - theirs)[:, 5:990].mean(dim=1) for each in (ours, banks))
    assert before.abs().max() > 0.5
    assert after[16:].abs().max() < 0.07 and after[64:].abs().max() < 0.02
    assert after.abs().mean() < 0.05


def _emphasised(spectrogram: torch.Tensor) -> torch.Tensor:
    """Pre-emphasis as a gain at each band's middle, written anew: mel 2595 log10(1 + f/700)."""
    edges = np.linspace(0, 2595 * np.log10(1 + 8000 / 700), 130)[1:-1]
    middle_hz = 700 * (10 ** (edges / 2595) - 1)
    gain = np.abs(1 - _PRE_EMPHASIS * np.exp(-2j * np.pi * middle_hz / 16_000)) ** 2
    return spectrogram + torch.from_numpy(10 * np.log10(gain) / MEL.std).float()[:, None]


@torch.no_grad()
def test_clip_text_is_taken_out_of_the_whole_model(tmp_path: Path) -> None:
    theirs = write_clip(tmp_path / "clip")
    config, state = read_clip(tmp_path / "clip")
    assert (config.start_id, config.end_id) == (298, 299)
    assert (config.vocabulary, config.max_tokens, config.heads) == (300, 20, 2)
    stream = TextStream(config).eval()
    stream.model.load_state_dict(state)
    ids = torch.tensor([[298, 5, 6, 7, 299, 299], [298, 9, 8, 7, 6, 299]])
    mask = torch.tensor([[1, 1, 1, 1, 1, 0], [1, 1, 1, 1, 1, 1]]).bool()
    theirs.text_model.config.eos_token_id = theirs.text_model.eos_token_id = 299
    expected = theirs.text_model(ids, attention_mask=mask.long()).pooler_output
    torch.testing.assert_close(stream.run(ids, mask), expected, atol=1e-5, rtol=1e-4)


def test_a_pack_is_built_loads_and_says_where_it_came_from(request_: BuildRequest) -> None:
    pack = build_pack(request_, JobContext())
    assert open_pack(request_.folder) == pack
    pack.verify()
    assert (pack.model.audio.patch_px, pack.model.visual.patch_px) == (16, 14)
    assert pack.model.visual.positions == 1 + 2 * 2 * 2
    assert pack.inputs.decode.short_side_px == 28 and pack.inputs.mel.n_fft == 512
    model = pack.new_model(3)
    weights = load_file(request_.folder / "text.safetensors")
    assert weights["model.final_layer_norm.weight"].dtype == torch.float16
    assert model.text is not None and pack.source_classes == ()
    assert "licences/BSD-3-Clause.txt" in pack.files
    text = (request_.folder / "licences" / "BSD-3-Clause.txt").read_text()
    assert "Redistribution" in text
    assert pack.licence == "BSD-3-Clause · Apache-2.0 · MIT"
    assert pack.tokenizer().encode("ab")[0] == 298
    with pytest.raises(InputError, match="exists already"):
        build_pack(request_, JobContext())


@pytest.mark.skipif(os.name == "nt", reason="folders cannot be synced there")
def test_all_of_a_built_pack_is_on_the_disk_before_it_gets_its_name(
    request_: BuildRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = SyncedFiles(monkeypatch)
    folder = build_pack(request_, JobContext()).folder
    assert (folder / "tokenizer.json").is_file() and any((folder / "licences").iterdir())
    assert synced.missing(folder) == []
    assert synced.is_synced(folder / "licences") and synced.is_synced(folder.parent)


def test_streams_of_different_widths_are_said_to_be_so(
    request_: BuildRequest, tmp_path: Path
) -> None:
    write_timm(tmp_path / "wide", patch_px=14, side=4, width=32)
    said: list[object] = []
    sources = {**request_.sources, "visual": tmp_path / "wide"}
    pack = build_pack(replace(request_, sources=sources), JobContext(said.append))
    assert (pack.model.visual.width, pack.model.text.width) == (32, 24)
    warnings = [each.message for each in said if isinstance(each, Warned)]
    assert len(warnings) == 1 and "visual stream is not as wide" in warnings[0]


def _copy(hub: TinyHub, tmp_path: Path, stream: str) -> Path:
    return Path(shutil.copytree(hub.sources[stream], tmp_path / "copy"))


@pytest.mark.parametrize(
    ("stream", "file", "data", "message"),
    [
        ("visual", "model.safetensors", None, "is missing"),
        ("visual", "model.safetensors", b"\x80\x04\x95pickle", "no safetensors file"),
        ("visual", "model.safetensors", "half", "cannot be read"),
        ("audio", "config.json", None, "missing or damaged"),
        ("audio", "config.json", b'{"model_type": "wav2vec2"}', "it is a wav2vec2"),
        ("text", "tokenizer.json", None, "without its tokenizer"),
        ("text", "tokenizer.json", b"{}", "is no tokenizer"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_left(
    stream: str,
    file: str,
    data: bytes | str | None,
    message: str,
    request_: BuildRequest,
    hub: TinyHub,
    tmp_path: Path,
) -> None:
    folder = _copy(hub, tmp_path, stream)
    whole = (folder / file).read_bytes()
    (folder / file).unlink()
    if data is not None:
        (folder / file).write_bytes(whole[: len(whole) // 2] if data == "half" else data)  # type: ignore[arg-type]
    with pytest.raises(ModelError, match=message) as caught:
        build_pack(replace(request_, sources={**request_.sources, stream: folder}), JobContext())
    assert str(folder) in str(caught.value)
    assert not request_.folder.parent.exists() or list(request_.folder.parent.iterdir()) == []


def test_pickled_weights_and_weights_of_another_width_are_refused(
    request_: BuildRequest, hub: TinyHub, tmp_path: Path
) -> None:
    folder = _copy(hub, tmp_path, "visual")
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    sources = {**request_.sources, "visual": folder}
    with pytest.raises(ModelError, match="can run foreign code"):
        build_pack(replace(request_, sources=sources), JobContext())
    state = load_file(folder / "pytorch_model.bin")
    state["blocks.1.attn.qkv.weight"] = torch.zeros(72, 32)
    save_file(state, folder / "model.safetensors")
    with pytest.raises(ModelError, match=r"blocks\.1\.attn\.qkv\.weight has shape \(72, 32\)"):
        build_pack(replace(request_, sources=sources), JobContext())


def test_the_program_s_own_catalogue_can_be_read() -> None:
    paper, field = read_catalogue()
    assert (paper.name, field.name) == ("paper", "field")
    assert paper.download_bytes < 2.2e9  # one ViT serves two streams
    assert paper.sources["text"].pinned and not paper.sources["audio"].pinned
    assert field.licences == ("BSD-3-Clause", "Apache-2.0", "MIT")
    assert [each.layout for each in field.sources.values()] == ["ast", "timm", "clip"]


def test_frames_are_normalised_as_the_backbone_says_unless_the_recipe_does(
    request_: BuildRequest, tmp_path: Path
) -> None:
    # A copy: the hub's files serve other tests too.
    visual = shutil.copytree(request_.sources["visual"], tmp_path / "visual")
    request_ = replace(request_, sources={**request_.sources, "visual": visual})
    config = visual / "config.json"
    own = {"pretrained_cfg": {"mean": [0.5, 0.4, 0.3], "std": [0.25, 0.5, 0.5]}}
    config.write_text(json.dumps(json.loads(config.read_text()) | own))
    plain = {k: v for k, v in request_.recipe.inputs.items() if not k.startswith("frame_")}
    recipe = replace(request_.recipe, inputs=plain)
    pack = build_pack(replace(request_, recipe=recipe), JobContext())
    assert pack.inputs.frame_mean == (0.5, 0.4, 0.3)
    assert pack.inputs.frame_std == (0.25, 0.5, 0.5)
    told = replace(recipe, inputs={**plain, "frame_mean": [0.1, 0.2, 0.3]})
    other = build_pack(replace(request_, recipe=told, folder=tmp_path / "other"), JobContext())
    assert other.inputs.frame_mean == (0.1, 0.2, 0.3)


def test_the_papers_pack_is_normalised_as_the_released_code_does() -> None:
    inputs = {pack.name: pack.inputs for pack in read_catalogue()}["paper"]
    assert inputs["frame_mean"] == [0.485, 0.456, 0.406]
    assert inputs["frame_std"] == [0.229, 0.224, 0.225]
