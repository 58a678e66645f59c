"""What the operator may choose for long jobs, and what is told at their end.

Apart from the jobs themselves, so that the window can fill these in without loading torch.
"""

from __future__ import annotations

from dataclasses import dataclass

from smp_core.records import LeftOut


@dataclass(frozen=True)
class FinetuneOptions:
    """Of a finetuning.

    Attributes:
        preset: "fast", which is better with few clips, or "paper".
        epochs: Instead of the preset's.
        device: "auto", "cpu", "cuda" or "mps".
        seed: Of shuffling, dropout and the new head.
        resume: Go on with the newest run if it did not finish; its own settings count.
        captioner: Whose prompts to learn from; missing ones are written first.
        overrides: Single settings of the model and the training, "key=value" each (see
            `training.overrides`); they count more than the fields above.
    """

    preset: str = "fast"
    epochs: int | None = None
    device: str = "auto"
    seed: int = 42
    resume: bool = False
    captioner: str = "descriptor"
    overrides: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClassifyOptions:
    """Of a classification.

    Attributes:
        device: "auto", "cpu", "cuda" or "mps".
        captioner: Another captioner than the run's own; allowed with a warning.
        hop_s: Seconds from one 10 s window of a longer video to the next, > 0; above 10 s the time
            between windows is not looked at.
        again: Classify also what this run has classified before.
    """

    device: str = "auto"
    captioner: str | None = None
    hop_s: float = 10.0
    again: bool = False


@dataclass(frozen=True)
class ClassifySummary:
    """What a classification did.

    Attributes:
        classified, failed: Videos. already: Videos that this run had classified before.
        windows: Windows classified. seconds: Wall time, without starting up.
        set_aside: What could not be used, files and folders, as many as `failed`.
    """

    classified: int
    failed: int
    already: int
    windows: int
    seconds: float
    set_aside: tuple[LeftOut, ...] = ()
