"""Random generators that depend on what they are for, so that scenes never share draws."""

from __future__ import annotations

import zlib

import numpy as np


def sequence(*parts: int | str) -> np.random.SeedSequence:
    """A seed sequence for a path of names and numbers; equal parts give equal sequences."""
    words: list[int] = []
    for part in parts:
        if isinstance(part, str):
            words.append(zlib.crc32(part.encode("utf-8")))
        else:
            words.extend((part & 0xFFFFFFFF, (part >> 32) & 0xFFFFFFFF))
    return np.random.SeedSequence(words)


def generator(*parts: int | str) -> np.random.Generator:
    """An independent generator for a path of names and numbers."""
    return np.random.Generator(np.random.PCG64(sequence(*parts)))


def fresh_seed(rng: np.random.Generator) -> int:
    """A seed for something that is drawn later and must not depend on when."""
    return int(rng.integers(1 << 31))


def clip_seed(seed: int, split: str, class_name: str, index: int) -> int:
    """A 63-bit scene seed that no other (seed, split, class, index) has in practice."""
    high, low = sequence("clip", seed, split, class_name, index).generate_state(2, np.uint32)
    return ((int(high) << 32) | int(low)) & 0x7FFF_FFFF_FFFF_FFFF
