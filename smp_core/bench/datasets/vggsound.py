"""VGGSound (Chen et al., ICASSP 2020), and the 100 classes of it that the paper uses.

`vggsound.csv` (lines of ID,start second,label,split; no heading), clips as `ID_SSSSSS.mp4` beside
it or in `video/`.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path

from smp_core.bench.datasets.examples import (
    Dataset,
    Example,
    clip_id,
    make_dataset,
    read_lines,
)
from smp_core.errors import InputError

LIST = "vggsound.csv"
CLASSES = "vggsound100.txt"
"""Optional list of the 100 classes; the paper does not name them, so without it 100 are drawn."""

N_CLASSES = 100
N_SOURCE = 60


def is_vggsound(folder: Path) -> bool:
    """Whether a folder looks like VGGSound."""
    return (folder / LIST).is_file()


def read_vggsound(folder: Path, source_list: Path | None = None) -> Dataset:
    """Read VGGSound100.

    Raises:
        InputError: The list is missing or garbled, or no clip is there.
    """
    path = folder / LIST
    listed: list[Example] = []
    for row in csv.reader(read_lines(path)):
        if len(row) != 4 or not row[1].strip().isdigit() or row[3] not in ("train", "test"):
            raise InputError(
                f"{path} holds a line that is not ID,start,label,split: {','.join(row)[:60]!r}.",
                "Use the list of the published data set unchanged.",
            )
        name = f"{clip_id(row[0], path)}_{int(row[1]):06d}.mp4"
        beside = folder / name
        media = beside if beside.is_file() else folder / "video" / name
        listed.append(Example(row[2], "train" if row[3] == "train" else "test", media))
    labels = sorted({example.label for example in listed})
    if (folder / CLASSES).is_file():
        chosen = set(read_lines(folder / CLASSES))
    elif len(labels) > N_CLASSES:
        chosen = set(random.Random(42).sample(labels, N_CLASSES))
    else:
        chosen = set(labels)
    hundred = [example for example in listed if example.label in chosen]
    return make_dataset("VGGSound100", hundred, N_SOURCE, source_list=source_list)
