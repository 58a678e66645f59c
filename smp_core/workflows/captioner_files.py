"""Which files a captioner's model consists of, and the checksums that travel with them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from smp_core.errors import ModelError

SUMS = "SHA256SUMS"  # as `sha256sum` writes and checks it
# What a model needs; never weights in formats that can run code, never code.
_ENDINGS = (".safetensors", ".json", ".jinja", ".txt", ".model", ".md")
_PLAIN = ("LICENSE", "NOTICE")
_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")


def is_model_file(name: str) -> bool:
    """Whether a file belongs to a model: numbers or text, and not in a folder of other formats."""
    return "/" not in name and (name.endswith(_ENDINGS) or name in _PLAIN)


def sums_text(sums: Mapping[str, str]) -> str:
    """The content of SHA256SUMS for checksums by file name."""
    return "".join(f"{sums[name]}  {name}\n" for name in sorted(sums))


def read_sums(text: str, where: str) -> dict[str, str]:
    """Checksums by file name, from the content of SHA256SUMS.

    Args:
        where: The file, for people.

    Raises:
        ModelError: A line is none of it, or names a kind of file that models do not have.
    """
    sums: dict[str, str] = {}
    for line in text.splitlines():
        found = _LINE.fullmatch(line)
        if found is None:
            raise ModelError(f"{where} is damaged.", "Copy the model's whole folder again.")
        if not is_model_file(found[2]):
            raise ModelError(
                f"{where} lists {found[2]}, a kind of file that models do not have.",
                "Weights come as .safetensors, everything else as text; other kinds may run code.",
            )
        sums[found[2]] = found[1]
    return sums
