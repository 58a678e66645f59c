"""Checkpoints of the research code become packs whose outputs are the checkpoint's."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import torch
from tiny_smp import random_batch, tiny_config, wake_adapters
from torch import Tensor

from smp_core.errors import InputError, ModelError
from smp_core.jobs import JobContext
from smp_core.model.config import TextConfig, VitConfig
from smp_core.model.pack import open_pack
from smp_core.model.research import read_research_checkpoint
from smp_core.model.smp import SMP
from smp_core.training.vocabulary import learn_vocabulary
from smp_core.workflows.research import ImportResearchRequest, import_research, read_names

GATES = {  # by what each one weighs in the published forward
    "latent_gate1": "lambda_text_audio",
    "latent_gate2": "lambda_text_visual",
    "A_T_V_gate": "lambda_audio",
    "V_T_A_gate": "lambda_visual",
    "T_A_gate": "lambda_text_2",
    "T_V_gate": "lambda_text_1",
}


def make_model(**changes: object) -> SMP:
    vit = VitConfig(width=64, depth=3, heads=1, positions=10)
    text = TextConfig(width=64, depth=3, heads=1, vocabulary=300, max_tokens=20)
    torch.manual_seed(0)
    config = tiny_config(
        audio=vit,
        visual=vit,
        text=TextConfig(**{**text.__dict__, "start_id": 298, "end_id": 299}),
        **{"phase2_weighting": "latent", "mask_padding": False, **changes},
    )
    model = SMP(config, 3).eval()
    wake_adapters(model)
    return model


def as_research_writes(model: SMP, *, oldest: bool = False) -> dict[str, Tensor]:
    """Every tensor under every name that it has there."""
    begin = model.config.begin_block
    state: dict[str, Tensor] = {"text_model.embeddings.position_ids": torch.arange(20)[None]}
    assert model.audio is not None and model.visual is not None and model.text is not None
    for top, stream, prefix, short in (
        ("v1", model.audio, "audio", "spec"),
        ("v2", model.visual, "video", "rgb"),
    ):
        for name, value in stream.vit.state_dict().items():
            block = int(name.split(".")[1]) if name.startswith("blocks") else -1
            rest = name.split(".", 2)[-1]
            if block < begin or top == "v1":
                state[f"{top}.{name}"] = value
            if block >= begin:
                state[f"v2.blocks.{block}.{prefix}_{rest}"] = value
        state[f"{short}_cls_token"] = stream.vit.state_dict()["cls_token"]
        state[f"{short}_pos_embed"] = stream.vit.state_dict()["pos_embed"]
        for kind in ("weight", "bias"):
            state[f"{short}_conv.{kind}"] = stream.vit.state_dict()[f"patch_embed.proj.{kind}"]
            state[f"{short}_post_norm.{kind}"] = stream.vit.state_dict()[f"norm.{kind}"]
    for name, value in model.text.model.state_dict().items():
        state[f"text_model.{name}"] = value
        parts = name.split(".", 3)
        if name.startswith("encoder.layers") and int(parts[2]) >= begin:
            state[f"v2.blocks.{parts[2]}.caption_encoder.{parts[3]}"] = value
    for number, pavels in ((1, model.attention_pavels), (2, model.pavels)):
        for block, pavel in pavels.items():
            mine = pavel.state_dict()
            start = f"v2.blocks.{block}.AVT_adapter_{number}."
            for theirs, ours in (("spec", "audio"), ("rgb", "visual"), ("text", "text")):
                state[f"{start}{theirs}_scale"] = mine[f"{ours}.scale"]
                for layer in ("down", "up"):
                    for kind in ("weight", "bias"):
                        state[f"{start}{theirs}_{layer}.{kind}"] = mine[f"{ours}.{layer}.{kind}"]
                for kind in ("weight", "bias") if theirs != "text" else ():
                    state[f"{start}{theirs}_conv.{kind}"] = mine[f"{ours}_conv.{kind}"]
            fusion = "latent_attention" if oldest else "latent_fusion"
            for place in (1, 2):
                for gate, weight in GATES.items():
                    if f"attention_{place}.{weight}" in mine:
                        state[f"{start}{fusion}{place}.{gate}"] = mine[
                            f"attention_{place}.{weight}"
                        ]
    head = "fusion_classification_head" if oldest else "fusion_classification_net"
    for kind in ("weight", "bias"):
        state[f"{head}.fc1.{kind}"] = getattr(model.head.hidden, kind)
        state[f"{head}.fc_action.{kind}"] = getattr(model.head.classify, kind)
    return {name: value.detach() for name, value in state.items()}


@pytest.mark.parametrize(
    ("changes", "oldest"),
    [
        ({}, False),
        ({"phase2_weighting": "convex"}, True),
        ({"pavel_location": "both", "bottleneck": 3}, False),
        ({"pavel_location": "attention", "latent_attention": "before"}, False),
        ({"latent_attention": "after", "begin_block": 0, "head_width": 9}, False),
    ],
)
def test_a_checkpoint_gives_its_model_back(
    changes: dict[str, object], oldest: bool, tmp_path: Path
) -> None:
    model = make_model(**changes)
    state = as_research_writes(model, oldest=oldest)
    torch.save({"model": state, "epoch": 3, "model_config": {"tuning": "bias"}}, tmp_path / "a.pt")
    torch.save({f"module.{name}": value for name, value in state.items()}, tmp_path / "b.pt")
    batch = random_batch()
    for file in ("a.pt", "b.pt"):
        again = read_research_checkpoint(tmp_path / file)
        assert again.config.__dict__ == {
            **model.config.__dict__,
            "adapter_dropout": 0.1,
            "head_dropout": 0.5,
        }
        assert torch.equal(again(batch).logits, model(batch).logits)


@pytest.fixture
def request_(tmp_path: Path) -> ImportResearchRequest:
    torch.save(as_research_writes(make_model()), tmp_path / "smp.pt")
    learn_vocabulary(["a bright red scene with a low hum"], tmp_path / "tokenizer.json", 300)
    return ImportResearchRequest(
        tmp_path / "smp.pt", tmp_path / "tokenizer.json", tmp_path / "research"
    )


def test_it_becomes_a_pack_with_the_same_outputs(request_: ImportResearchRequest) -> None:
    pack = import_research(request_, JobContext())
    assert open_pack(request_.folder) == pack
    pack.verify()
    assert pack.source_classes == ("source class 1", "source class 2", "source class 3")
    assert (pack.model.phase2_weighting, pack.model.mask_padding) == ("latent", False)
    assert (pack.inputs.mel.n_fft, pack.inputs.decode.short_side_px) == (400, 224)
    batch = random_batch()
    target = pack.new_model(2).eval()
    for one, two in zip(target.embed(batch), make_model().embed(batch), strict=True):
        assert one is not None and two is not None and torch.equal(one, two)
    assert not list(request_.folder.parent.glob("*.part"))


def test_names_must_fit_and_a_folder_is_not_overwritten(
    request_: ImportResearchRequest, tmp_path: Path
) -> None:
    (tmp_path / "names.txt").write_text("bell\n\n dog \n", encoding="utf-8")
    names = read_names(tmp_path / "names.txt")
    assert names == ("bell", "dog")
    wrong = ImportResearchRequest(request_.file, request_.tokenizer, request_.folder, names)
    with pytest.raises(InputError, match="2 different class names .* 3 classes"):
        import_research(wrong, JobContext())
    assert not request_.folder.exists()
    request_.folder.mkdir()
    with pytest.raises(InputError, match="exists already"):
        import_research(request_, JobContext())


class Evil:
    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> Any:
        return os.mkdir, (str(self.marker),)


def test_nothing_in_a_checkpoint_is_executed(tmp_path: Path) -> None:
    torch.save({"model": Evil(tmp_path / "executed")}, tmp_path / "evil.pt")
    with pytest.raises(ModelError, match=r"evil\.pt cannot be read as plain weights"):
        read_research_checkpoint(tmp_path / "evil.pt")
    assert not (tmp_path / "executed").exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"no archive", "cannot be read"),
        ({}, "no state dict"),
        ({"model": {"x": 1}}, "more than named tensors"),
        ({"x": torch.zeros(1)}, "no checkpoint of the research code"),
    ],
)
def test_other_files_are_refused(content: object, message: str, tmp_path: Path) -> None:
    file = tmp_path / "odd.pt"
    if isinstance(content, bytes):
        file.write_bytes(content)
    else:
        torch.save(content, file)
    with pytest.raises(ModelError, match=message):
        read_research_checkpoint(file)
    with pytest.raises(ModelError, match=r"absent\.pt"):
        read_research_checkpoint(tmp_path / "absent.pt")


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("v1.extra", torch.zeros(1), "unexpected"),
        ("v2.norm.weight", None, "missing"),
        ("v2.norm.weight", torch.zeros(3), "another shape"),
        ("v2.norm.weight", torch.full((64,), torch.nan), "no finite numbers"),
    ],
)
def test_a_damaged_checkpoint_is_named(
    name: str, value: Tensor | None, message: str, tmp_path: Path
) -> None:
    state = as_research_writes(make_model())
    if value is None:
        del state[name]
    else:
        state[name] = value
    torch.save(state, tmp_path / "bad.pt")
    with pytest.raises(ModelError, match=message):
        read_research_checkpoint(tmp_path / "bad.pt")
