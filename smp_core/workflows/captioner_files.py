"""Which files a captioner's model consists of, and the checksums that travel with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from smp_core.errors import ModelError

SUMS = "SHA256SUMS"  # as `sha256sum` writes and checks it
# What a model needs; never weights in formats that can run code, never code.
_ENDINGS = (".safetensors", ".json", ".jinja", ".txt", ".model", ".md")
_PLAIN = ("LICENSE", "NOTICE")
_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")
_HEAD = re.compile(r"# captioner (.+)")  # a remark to `sha256sum`


@dataclass(frozen=True)
class Sums:
    """What SHA256SUMS says.

    Attributes:
        captioner: Whose model it is; "" if it does not tell.
        files: SHA-256 by name; "" where it is not known.
    """

    captioner: str
    files: Mapping[str, str]


def is_model_file(name: str) -> bool:
    """Whether a file belongs to a model: numbers or text, and not in a folder of other formats."""
    return "/" not in name and (name.endswith(_ENDINGS) or name in _PLAIN)


def sums_text(sums: Sums) -> str:
    """The content of SHA256SUMS."""
    lines = [f"{sums.files[name]}  {name}\n" for name in sorted(sums.files)]
    return "".join([f"# captioner {sums.captioner}\n", *lines])


def read_sums(text: str, where: str) -> Sums:
    """The inverse of `sums_text`; reads also what `sha256sum` wrote.

    Args:
        where: The file, for people.

    Raises:
        ModelError: A line is none of it, or names a kind of file that models do not have.
    """
    captioner = ""
    files: dict[str, str] = {}
    # Not splitlines: names may hold signs that it takes for the end of a line.
    for line in text.replace("\r\n", "\n").removesuffix("\n").split("\n"):
        head = _HEAD.fullmatch(line)
        found = _LINE.fullmatch(line)
        if head is not None and not captioner and not files:
            captioner = head[1]
        elif found is None:
            raise ModelError(f"{where} is damaged.", "Copy the model's whole folder again.")
        elif not is_model_file(found[2]):
            raise ModelError(
                f"{where} lists {found[2]}, a kind of file that models do not have.",
                "Weights come as .safetensors, everything else as text; other kinds may run code.",
            )
        else:
            files[found[2]] = found[1]
    return Sums(captioner, files)
