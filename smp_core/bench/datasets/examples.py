"""What every reader of a data set gives: examples, and which classes are source and target."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from smp_core.errors import InputError

Split = Literal["train", "test"]
"""Source training learns from "train"; support clips are drawn from "train", queries are all of
"test" (paper IV-A2)."""


@dataclass(frozen=True)
class Example:
    """One labelled clip of a data set.

    Attributes:
        label: Class name.
        split: See `Split`.
        media: The video; or the sound alone, if `frames` has the pictures.
        start_s, end_s: The stretch that counts; None for the beginning or the end of the file.
        frames: A folder of pictures in the order of their names, if there is no video.
        prompt: A prompt that comes with the data set; None to caption the clip.
    """

    label: str
    split: Split
    media: Path
    start_s: float | None = None
    end_s: float | None = None
    frames: Path | None = None
    prompt: str | None = None


@dataclass(frozen=True)
class Dataset:
    """A data set as it lies on this machine.

    Attributes:
        name: Of the published data set, or of its folder.
        examples: Those whose files are there.
        source_classes, target_classes: Disjoint; the first are for source training.
        missing: How many listed clips have no file here (removed from the net since, often).
        in_paper: It is one of the paper's three, named as in its tables ("AVE", "VGGSound100",
            "Kinetics-Sounds").
    """

    name: str
    examples: tuple[Example, ...]
    source_classes: tuple[str, ...]
    target_classes: tuple[str, ...]
    missing: int
    in_paper: bool = False

    def of(self, classes: Sequence[str], split: Split | None = None) -> list[Example]:
        """The examples of some classes, in a fixed order."""
        wanted = set(classes)
        chosen = (e for e in self.examples if e.label in wanted and split in (None, e.split))
        return sorted(chosen, key=lambda e: (e.label, str(e.media), e.start_s or 0.0))

    @property
    def source(self) -> list[Example]:
        """What source training learns from: the source classes' "train"."""
        return self.of(self.source_classes, "train")


def refuse_list(folder: Path, listed: Path | None) -> None:
    """A list of source classes says nothing where the data set parts its classes itself.

    Raises:
        InputError: There is one.
    """
    if listed is not None:
        raise InputError(
            f"{folder} says itself which classes are source classes.",
            "Leave --source-classes out.",
        )


def split_classes(
    names: Iterable[str], n_source: int, *, listed: Path | None = None, seed: int = 42
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Source and target classes.

    The paper gives their numbers (AVE 16/12, VGGSound100 60/40, Kinetics-Sounds 19/13) but not
    their names, so without a list they are drawn from `seed`.

    Args:
        names: All class names.
        n_source: How many are source classes.
        listed: A text file with one source class a line, instead of the draw.

    Raises:
        InputError: Too few classes, or a list that does not fit.
    """
    ordered = sorted(set(names))
    if listed is not None:
        source = sorted(read_lines(listed))
        if unknown := sorted(set(source) - set(ordered)):
            raise InputError(f"{listed} names classes that the data set lacks: {unknown[:5]}.")
    else:
        if len(ordered) <= n_source:
            raise InputError(
                f"Only {len(ordered)} classes are there, but {n_source} are for source training.",
                "Check that the whole data set lies in the folder.",
            )
        source = sorted(random.Random(seed).sample(ordered, n_source))
    chosen = set(source)
    return tuple(source), tuple(name for name in ordered if name not in chosen)


def make_dataset(
    name: str,
    listed: Iterable[Example],
    n_source: int,
    *,
    source_list: Path | None = None,
    fewest: int = 2,
) -> Dataset:
    """One of the paper's data sets: keep the examples whose files are there, part the classes.

    Args:
        fewest: Clips that a class must have to be kept.

    Raises:
        InputError: Nothing is there, or as `split_classes` says.
    """
    examples, missing = [], 0
    for example in listed:
        there = example.media.is_file() and (example.frames is None or example.frames.is_dir())
        if there:
            examples.append(example)
        else:
            missing += 1
    if not examples:
        raise InputError(
            f"None of the {missing} clips that {name} lists is there.",
            "Name the folder that holds both the lists and the videos.",
        )
    counts = Counter(example.label for example in examples)
    kept = {label for label, count in counts.items() if count >= fewest}
    source, target = split_classes(kept, n_source, listed=source_list)
    examples = [example for example in examples if example.label in kept]
    return Dataset(name, tuple(examples), source, target, missing, in_paper=True)


def read_lines(path: Path) -> list[str]:
    """The lines of a list that are not empty, without surrounding spaces.

    Raises:
        InputError: It is not there or is no text.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read as a text file.", "Check the file.") from error
    return [line.strip() for line in text.splitlines() if line.strip()]


def clip_id(name: str, where: Path) -> str:
    """A clip's name from a list, as part of a path.

    Raises:
        InputError: It would lead out of the data set's folder.
    """
    if not name or name in (".", "..") or any(sign in name for sign in ("/", "\\", "\0", ":")):
        raise InputError(f"{where} lists a clip named {name!r}.", "Names may not hold a path.")
    return name
