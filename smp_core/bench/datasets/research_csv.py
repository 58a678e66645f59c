"""The SMP authors' own lists: clip id, label, prompt; no heading.

Sound as `audio/<id>.wav`, frames as `frames/<id>/…`, or both beside the lists; the lists under the
names of their scripts (`pretrain.csv`, `pretrain_test.csv`, `fewshot.csv`, `fewshot_test.csv`), or
`source_train.csv`, `source_test.csv`, `target_train.csv`, `target_test.csv`.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from smp_core.bench.datasets.examples import Dataset, Example, Split, clip_id, read_lines
from smp_core.errors import InputError

_LISTS: tuple[tuple[tuple[str, str], bool, Split], ...] = (
    (("source_train.csv", "pretrain.csv"), True, "train"),
    (("source_test.csv", "pretrain_test.csv"), True, "test"),
    (("target_train.csv", "fewshot.csv"), False, "train"),
    (("target_test.csv", "fewshot_test.csv"), False, "test"),
)


def is_research(folder: Path) -> bool:
    """Whether a folder holds the authors' lists."""
    return any((folder / name).is_file() for name in _LISTS[2][0])


def read_research_csv(folder: Path) -> Dataset:
    """Read the authors' lists; their labels name the classes, their prompts are used.

    Their target labels start at 0 again, as their source labels do. So where a label is in both,
    all classes are called "source LABEL" and "target LABEL".

    Raises:
        InputError: Lists are missing or garbled, or no clip is there.
    """
    classes: dict[bool, set[str]] = {True: set(), False: set()}
    examples: list[tuple[bool, Example]] = []
    missing = 0
    for names, is_source, split in _LISTS:
        path = next((folder / n for n in names if (folder / n).is_file()), folder / names[0])
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
            example = Example(label, split, audio, frames=frames, prompt=row[2])
            examples.append((is_source, example))
    if not examples:
        raise InputError(
            f"None of the {missing} clips that {folder} lists is there.",
            "Put the sounds in audio/ and the frames in frames/ beside the lists.",
        )
    overlap = bool(classes[True] & classes[False])

    def called(is_source: bool, label: str) -> str:
        return f"{'source' if is_source else 'target'} {label}" if overlap else label

    return Dataset(
        folder.name,
        tuple(replace(e, label=called(is_source, e.label)) for is_source, e in examples),
        tuple(sorted(called(True, label) for label in classes[True])),
        tuple(sorted(called(False, label) for label in classes[False])),
        missing,
    )


def _first(*paths: Path) -> Path | None:
    return next((path for path in paths if path.exists()), None)
