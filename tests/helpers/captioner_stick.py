"""Captioners' models on a stick: packed, listed, and changed by hand."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

from safetensors.torch import load_file, save_file

from smp_core.paths import user_data_folder


def home() -> Path:
    return user_data_folder() / "models"


def installed() -> list[str]:
    return sorted(each.name for each in home().iterdir()) if home().is_dir() else []


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def zipped(folder: Path, prefix: str = "", name: str = "any.zip") -> Path:
    file = folder.parent / name
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in sorted(folder.iterdir()):
            archive.write(each, prefix + each.name)
    return file


def put_sums(folder: Path, **more: str) -> None:
    """As `sha256sum * > SHA256SUMS` does."""
    sums = {each.name: sha256(each) for each in sorted(folder.iterdir())}
    text = "".join(f"{digest}  {name}\n" for name, digest in {**sums, **more}.items())
    (folder / "SHA256SUMS").write_text(text)


def rewrite(folder: Path, change: Callable[[dict[str, object]], None]) -> None:
    weights = load_file(folder / "model.safetensors")
    change(weights)  # type: ignore[arg-type]
    save_file(weights, folder / "model.safetensors")


def drop_one(folder: Path) -> None:
    rewrite(folder, lambda w: w.pop("vision_model.post_layernorm.weight"))


def kind(folder: Path, said: str) -> None:
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, "model_type": said}))
