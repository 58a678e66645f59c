"""Find out what lies in a folder, and read it."""

from __future__ import annotations

from pathlib import Path

from smp_core.bench.datasets.ave import is_ave, read_ave
from smp_core.bench.datasets.examples import Dataset, refuse_list
from smp_core.bench.datasets.folders import read_folders
from smp_core.bench.datasets.kinetics_sounds import is_kinetics, read_kinetics_sounds
from smp_core.bench.datasets.research_csv import is_research, read_research_csv
from smp_core.bench.datasets.vggsound import is_vggsound, read_vggsound
from smp_core.errors import InputError


def open_dataset(folder: Path, source_list: Path | None = None) -> Dataset:
    """Read a data set, recognised by its own lists.

    Args:
        folder: AVE, VGGSound, Kinetics, the authors' lists, or one sub-folder per class.
        source_list: A text file with one source class a line.

    Raises:
        InputError: Nothing of this, or as the reader says.
    """
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder.", "Name the folder of a data set.")
    if is_ave(folder):
        return read_ave(folder, source_list)
    if is_vggsound(folder):
        return read_vggsound(folder, source_list)
    if is_kinetics(folder):
        return read_kinetics_sounds(folder, source_list)
    if is_research(folder):
        refuse_list(folder, source_list)
        return read_research_csv(folder)
    return read_folders(folder, source_list)
