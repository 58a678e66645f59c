"""Published models in the layouts of their publishers, tiny and with random weights."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import save_file
from timm.models.vision_transformer import VisionTransformer
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import ASTConfig, ASTForAudioClassification, CLIPConfig, CLIPModel

from smp_core.workflows.pack_catalogue import CataloguePack, HubFile, StreamSource

WIDTH, DEPTH, HEADS = 24, 3, 2


def write_timm(
    folder: Path, *, patch_px: int = 16, side: int = 3, width: int = WIDTH
) -> VisionTransformer:
    """As `timm` saves to the hub; patches of 14 px with layer scale are DINOv2's way."""
    torch.manual_seed(3)
    model = VisionTransformer(
        img_size=side * patch_px,
        patch_size=patch_px,
        embed_dim=width,
        depth=DEPTH,
        num_heads=HEADS,
        num_classes=7,
        init_values=0.1 if patch_px == 14 else None,
    ).eval()
    folder.mkdir(parents=True)
    with torch.no_grad():
        model.head.weight.normal_()
        for name, parameter in model.named_parameters():
            if name.endswith("gamma"):
                parameter.uniform_(0.2, 2)
    save_file(model.state_dict(), folder / "model.safetensors")
    (folder / "config.json").write_text(json.dumps({"architecture": "vit", "num_classes": 7}))
    return model


def write_ast(folder: Path) -> ASTForAudioClassification:
    """As `save_pretrained` writes an Audio Spectrogram Transformer."""
    torch.manual_seed(4)
    config = ASTConfig(
        hidden_size=WIDTH,
        num_hidden_layers=DEPTH,
        num_attention_heads=HEADS,
        intermediate_size=4 * WIDTH,
        max_length=1024,
        num_labels=5,
    )
    model = ASTForAudioClassification(config).eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "token" in name or "position" in name or name.endswith("bias"):
                parameter.normal_(std=0.2)
    model.save_pretrained(folder)
    return model


def write_clip(folder: Path, *, width: int = WIDTH) -> CLIPModel:
    """As `save_pretrained` writes CLIP, with a tokenizer.json of bytes."""
    torch.manual_seed(5)
    sizes = {
        "hidden_size": width,
        "intermediate_size": 4 * width,
        "num_hidden_layers": DEPTH,
        "num_attention_heads": HEADS,
    }
    # The published file says 2, which is not the id of the end token.
    text = {**sizes, "vocab_size": 300, "max_position_embeddings": 20, "eos_token_id": 2}
    vision = {**sizes, "image_size": 32, "patch_size": 16}
    config = CLIPConfig(text_config=text, vision_config=vision, projection_dim=width)
    model = CLIPModel(config).eval()
    model.save_pretrained(folder)
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    words = [*alphabet, *(f"<{n}>" for n in range(298 - len(alphabet)))]
    words += ["<|startoftext|>", "<|endoftext|>"]
    tokenizer = Tokenizer(models.BPE({word: n for n, word in enumerate(words)}, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.save(str(folder / "tokenizer.json"))
    return model


INPUTS = {"short_side_px": 28, "multiple_px": 14, "square": True, "n_frames": 2, "n_fft": 512}
FILES = {
    "audio": ("config.json", "model.safetensors"),
    "visual": ("config.json", "model.safetensors"),
    "text": ("config.json", "tokenizer.json", "model.safetensors"),
}
REPOS = {"audio": "sound/ast", "visual": "sight/dino", "text": "words/clip"}
LICENCES = {"audio": "BSD-3-Clause", "visual": "Apache-2.0", "text": "MIT"}
LAYOUTS = {"audio": "ast", "visual": "timm", "text": "clip"}
COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass(frozen=True)
class TinyHub:
    """Folders of published models by stream, and the recipe that makes a pack of them."""

    folder: Path
    recipe: CataloguePack

    @property
    def sources(self) -> dict[str, Path]:
        return {stream: self.folder / repo for stream, repo in REPOS.items()}


def recipe_of(folder: Path) -> CataloguePack:
    """The catalogue's entry for what lies there, pinned."""
    return CataloguePack(
        name="tiny-field",
        title="Tiny",
        description="Random weights.",
        learned_from="nothing at all",
        captioner="descriptor",
        sources={stream: _source_of(folder / repo, stream) for stream, repo in REPOS.items()},
        inputs=INPUTS,
    )


def _source_of(folder: Path, stream: str) -> StreamSource:
    files = []
    for name in FILES[stream]:
        data = (folder / name).read_bytes()
        files.append(HubFile(name, len(data), hashlib.sha256(data).hexdigest()))
    return StreamSource(
        repo=REPOS[stream],
        revision=COMMIT,
        layout=LAYOUTS[stream],  # type: ignore[arg-type]
        licence=LICENCES[stream],
        files=tuple(files),
        positions="frames" if stream == "visual" else "table",
        heads=2,
    )
