"""A small byte-pair vocabulary for a small text encoder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

START = "<|startoftext|>"
END = "<|endoftext|>"
START_ID, END_ID = 0, 1


def learn_vocabulary(captions: Iterable[str], file: Path, size: int) -> int:
    """Learn byte-level BPE from captions and write tokenizer.json.

    Every byte is in the vocabulary, so any text in any language can be encoded.

    Args:
        captions: Training sentences; case is folded.
        file: Where to write.
        size: Most tokens, > 258.

    Returns:
        Tokens learned, start and end included.
    """
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        special_tokens=[START, END],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        min_frequency=2,
        show_progress=False,
    )
    tokenizer.train_from_iterator(captions, trainer)
    file.parent.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(file))
    return int(tokenizer.get_vocab_size())
