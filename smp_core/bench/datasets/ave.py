"""AVE (Tian et al., ECCV 2018) as its authors' archive unpacks.

`Annotations.txt` (lines of Category&VideoID&Quality&StartTime&EndTime under a heading),
`trainSet.txt`, `valSet.txt`, `testSet.txt` (such lines without heading), videos in `AVE/ID.mp4`.
"""

from __future__ import annotations

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

N_SOURCE = 16
_LISTS: tuple[tuple[str, Split], ...] = (
    ("trainSet.txt", "train"),
    ("testSet.txt", "test"),
)


def is_ave(folder: Path) -> bool:
    """Whether a folder looks like AVE."""
    return (folder / "Annotations.txt").is_file() and (folder / "trainSet.txt").is_file()


def read_ave(folder: Path, source_list: Path | None = None) -> Dataset:
    """Read AVE: the training list gives support clips, the test list queries (paper IV-A2).

    The validation list is left alone: the paper draws from the training set.

    The whole 10 s clip is used, as in the paper, not only the annotated seconds of it.

    Raises:
        InputError: Lists are missing or garbled, or no video is there.
    """
    examples: dict[tuple[str, str], Example] = {}
    for name, split in _LISTS:
        path = folder / name
        for line in read_lines(path):
            parts = line.split("&")
            if len(parts) != 5:
                raise InputError(
                    f"{path} holds a line that is not Category&VideoID&Quality&Start&End: "
                    f"{line[:60]!r}.",
                    "Use the lists of the published data set unchanged.",
                )
            label, video = parts[0], clip_id(parts[1], path)
            if label == "Category":
                continue
            media = folder / "AVE" / f"{video}.mp4"
            # A video listed twice with other times is one clip all the same.
            examples.setdefault((label, video), Example(label, split, media))
    return make_dataset("AVE", examples.values(), N_SOURCE, source_list=source_list)
