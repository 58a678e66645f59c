"""Our scenes, or any videos in one sub-folder per class."""

from __future__ import annotations

from pathlib import Path

from smp_core.bench.datasets.examples import Dataset, Example, refuse_list, split_classes
from smp_core.workflows.folder_clips import class_folders
from smp_core.workflows.source_clips import n_learned

# Half of each target class is the pool that support clips are drawn from, half is the query set.
_QUERY_SHARE = 0.5


def read_folders(folder: Path, source_list: Path | None = None) -> Dataset:
    """Read `source/` and `target/` with one sub-folder per class each, or one level of classes.

    In the second case classes are parted as in AVE, 4 of 7 for source training.

    Raises:
        InputError: No such folders, too few classes, or a list where folders part them.
    """
    if (folder / "target").is_dir():
        refuse_list(folder, source_list)
        target = class_folders(folder / "target")
        source = class_folders(folder / "source") if (folder / "source").is_dir() else {}
        parted = (tuple(source), tuple(target))
        found = {**source, **target}
    else:
        found = class_folders(folder)
        parted = split_classes(found, len(found) * 4 // 7, listed=source_list)
    examples = []
    for label, files in found.items():
        # Every row learns from the very source clips that `smp pretrain` lets a pack learn from.
        queries = int(len(files) * _QUERY_SHARE)
        kept = n_learned(len(files)) if label in parted[0] else len(files) - queries
        for index, file in enumerate(files):
            examples.append(Example(label, "train" if index < kept else "test", file))
    return Dataset(folder.name, tuple(examples), *parted, missing=0)
