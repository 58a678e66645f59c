"""A model's folder as model hubs lay it out."""

from __future__ import annotations

import json
from pathlib import Path


def as_published(folder: Path) -> Path:
    """Lay a model's processor files out as model hubs have them: one file for each part."""
    whole = json.loads((folder / "processor_config.json").read_text(encoding="utf-8"))
    video = whole.pop("video_processor", None)
    for part in ("image_processor", "feature_extractor"):
        if part in whole:
            values = whole.pop(part)
            if "video_sampling" in (video or {}):  # SmolVLM keeps it with the pictures'
                values["video_sampling"], video = video["video_sampling"], None
            (folder / "preprocessor_config.json").write_text(json.dumps(values), encoding="utf-8")
    if video is not None:
        (folder / "video_preprocessor_config.json").write_text(json.dumps(video), encoding="utf-8")
    (folder / "processor_config.json").write_text(json.dumps(whole), encoding="utf-8")
    return folder
