"""Kinetics-Sounds (Arandjelović and Zisserman, ICCV 2017): 32 classes of Kinetics-400.

The published lists `train.csv`, `validate.csv` or `val.csv`, `test.csv` (heading
label,youtube_id,time_start,time_end,split), clips as `ID_SSSSSS_EEEEEE.mp4` in a folder of the
split, of the label, of both, or beside the lists.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from smp_core.bench.datasets.examples import (
    Dataset,
    Example,
    Split,
    clip_id,
    make_dataset,
    read_lines,
)
from smp_core.errors import InputError

N_SOURCE = 19

CLASSES = (
    "blowing nose", "blowing out candles", "bowling", "chopping wood", "dribbling basketball",
    "laughing", "mowing lawn", "playing accordion", "playing bagpipes", "playing bass guitar",
    "playing clarinet", "playing drums", "playing guitar", "playing harmonica",
    "playing keyboard", "playing organ", "playing piano", "playing saxophone",
    "playing trombone", "playing trumpet", "playing violin", "playing xylophone",
    "ripping paper", "shoveling snow", "shuffling cards", "singing", "stomping grapes",
    "strumming guitar", "tap dancing", "tapping guitar", "tapping pen", "tickling",
)  # fmt: skip
"""The classes in Kinetics-400's spelling (34 at first; Kinetics-400 has 32 of them)."""

# The test list's labels were held back at first; the validation list is what others test on.
_LISTS: tuple[tuple[str, Split], ...] = (
    ("train.csv", "train"),
    ("validate.csv", "test"),
    ("val.csv", "test"),
)
_COLUMNS = {"label", "youtube_id", "time_start", "time_end"}


def is_kinetics(folder: Path) -> bool:
    """Whether a folder looks like Kinetics."""
    path = folder / "train.csv"
    return path.is_file() and "youtube_id" in (read_lines(path) or [""])[0]


def read_kinetics_sounds(folder: Path, source_list: Path | None = None) -> Dataset:
    """Read Kinetics-Sounds: the training list gives support clips, the validation list queries.

    Raises:
        InputError: Lists are missing or garbled, or no clip is there.
    """
    listed: list[Example] = []
    read: set[Split] = set()
    for name, split in _LISTS:
        path = folder / name
        if split in read or not path.is_file():  # one list under two names
            continue
        read.add(split)
        reader = csv.DictReader(read_lines(path))
        if not set(reader.fieldnames or ()) >= _COLUMNS:
            raise InputError(
                f"{path} lacks columns; it needs {', '.join(sorted(_COLUMNS))}.",
                "Use the list of the published data set unchanged.",
            )
        for row in reader:
            label = row["label"].strip('"')
            if label not in CLASSES:
                continue
            first, last = row["time_start"], row["time_end"]
            if not (first.isdigit() and last.isdigit()):
                raise InputError(f"{path} holds times that are no whole seconds: {first}, {last}.")
            clip = f"{clip_id(row['youtube_id'], path)}_{int(first):06d}_{int(last):06d}.mp4"
            places = list(_places(folder, Path(name).stem, label, clip))
            media = next((place for place in places if place.is_file()), places[0])
            listed.append(Example(label, split, media))
    return make_dataset("Kinetics-Sounds", listed, N_SOURCE, source_list=source_list)


def _places(folder: Path, split: str, label: str, clip: str) -> Iterator[Path]:
    yield folder / clip
    yield folder / split / clip
    yield folder / label / clip
    yield folder / split / label / clip
    yield folder / split / label.replace(" ", "_") / clip
