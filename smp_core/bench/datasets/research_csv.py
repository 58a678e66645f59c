"""The SMP authors' own lists: clip id, label, prompt; no heading.

Sound as `audio/<id>.wav`, frames as `frames/<id>/…`, or both beside the lists; four lists named
`source_train.csv`, `source_test.csv`, `target_train.csv`, `target_test.csv`.
"""

from __future__ import annotations

import csv
from pathlib import Path

from smp_core.bench.datasets.examples import Dataset, Example, Split, clip_id, read_lines
from smp_core.errors import InputError

_LISTS: tuple[tuple[str, bool, Split], ...] = (
    ("source_train.csv", True, "train"),
    ("source_test.csv", True, "test"),
    ("target_train.csv", False, "train"),
    ("target_test.csv", False, "test"),
)


def is_research(folder: Path) -> bool:
    """Whether a folder holds the authors' lists."""
    return (folder / "target_train.csv").is_file()


def read_research_csv(folder: Path) -> Dataset:
    """Read the authors' lists; their numbers are the class names, their prompts are used.

    Raises:
        InputError: Lists are missing or garbled, a class is both source and target, or no clip is
            there.
    """
    classes: dict[bool, set[str]] = {True: set(), False: set()}
    examples, missing = [], 0
    for name, is_source, split in _LISTS:
        path = folder / name
        if not path.is_file():
            if is_source:  # enough for testing with a pack that is source-trained already
                continue
            raise InputError(f"{path} is missing.", "The target lists are needed.")
        for row in csv.reader(read_lines(path)):
            if len(row) < 3:
                raise InputError(
                    f"{path} holds a line that is not clip id,label,prompt: "
                    f"{','.join(row)[:60]!r}.",
                    "Put prompts that hold commas in quotation marks.",
                )
            clip, label = clip_id(row[0], path), row[1].strip()
            classes[is_source].add(label)
            audio = _first(folder / "audio" / f"{clip}.wav", folder / f"{clip}.wav")
            frames = _first(folder / "frames" / clip, folder / clip)
            if audio is None or frames is None:
                missing += 1
                continue
            examples.append(Example(label, split, audio, frames=frames, prompt=row[2]))
    if both := sorted(classes[True] & classes[False]):
        raise InputError(f"{folder} lists {both[:5]} both as source and as target classes.")
    if not examples:
        raise InputError(
            f"None of the {missing} clips that {folder} lists is there.",
            "Put the sounds in audio/ and the frames in frames/ beside the lists.",
        )
    return Dataset(
        folder.name,
        tuple(examples),
        tuple(sorted(classes[True])),
        tuple(sorted(classes[False])),
        missing,
    )


def _first(*paths: Path) -> Path | None:
    return next((path for path in paths if path.exists()), None)
