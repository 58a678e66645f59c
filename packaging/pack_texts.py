"""What packs say of themselves: those that come with the program, and those of the catalogue."""

from __future__ import annotations

import json
from pathlib import Path

import tomllib

_TOLD = ("title", "description", "learned_from")


def pack_texts(root: Path) -> list[str]:
    """Titles, descriptions and what they learned from.

    Args:
        root: The checkout.
    """
    folder = root / "resources" / "packs"
    catalogue = tomllib.loads((folder / "catalogue.toml").read_text("utf-8"))
    own = [json.loads(file.read_text("utf-8")) for file in sorted(folder.glob("*/pack.json"))]
    packs = [*catalogue["packs"].values(), *own]
    return [text for pack in packs for name in _TOLD if (text := pack.get(name))]
