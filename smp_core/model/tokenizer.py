"""Prompt text to token ids, by the pack's own tokenizer.json."""

from __future__ import annotations

from pathlib import Path

from tokenizers import Tokenizer

from smp_core.errors import ModelError
from smp_core.model.config import TextConfig


class PromptTokenizer:
    """A byte-pair tokenizer with CLIP's start and end tokens.

    Args:
        file: tokenizer.json (the `tokenizers` library's format: data, no code).
        config: The text encoder it feeds.

    Raises:
        ModelError: The file is missing, unreadable, or has more tokens than the encoder.
    """

    def __init__(self, file: Path, config: TextConfig) -> None:
        try:
            self._tokenizer = Tokenizer.from_file(str(file))
        except Exception as error:  # the library raises bare Exception for every fault
            raise ModelError(
                f"The tokenizer {file.name} in {file.parent} cannot be read.",
                "Verify the pack or fetch it again.",
            ) from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        if self._tokenizer.get_vocab_size() > config.vocabulary:
            raise ModelError(
                f"The tokenizer {file} knows more tokens than the text encoder.",
                "The pack mixes files of two models; fetch it again.",
            )
        self._config = config

    def count(self, text: str) -> int:
        """Tokens of `text`, start and end included, before any truncation."""
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids) + 2

    def encode(self, text: str) -> list[int]:
        """Start, text cut to the encoder's limit, end."""
        ids = self._tokenizer.encode(text, add_special_tokens=False).ids
        room = self._config.max_tokens - 2
        return [self._config.start_id, *ids[:room], self._config.end_id]
