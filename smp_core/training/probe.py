"""What a training step costs on this machine, found by trying a small one on made-up clips."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace

import torch

from smp_core.device import peak_memory_bytes
from smp_core.jobs import JobContext
from smp_core.media.spectrogram import log_mel
from smp_core.model.config import ModelConfig
from smp_core.model.inputs import ClipInputs
from smp_core.model.pack import Pack
from smp_core.training.config import TrainConfig
from smp_core.training.finetune import start_model
from smp_core.training.loop import train
from smp_core.training.support_set import SupportSet

_FEW, _MORE = 2, 4
_SLOW_STEP_S = 4.0
_WORDS = 24


@dataclass(frozen=True)
class StepProbe:
    """Attributes:
    clip_s: Seconds per clip and epoch, prototypes included.
    start_s: Seconds that loading the model took.
    fixed_bytes, clip_bytes: Memory without clips, and for each clip of a batch.
    """

    clip_s: float
    start_s: float
    fixed_bytes: int
    clip_bytes: int


def probe(
    pack: Pack,
    model_config: ModelConfig,
    config: TrainConfig,
    device: torch.device,
    ctx: JobContext,
) -> StepProbe:
    """Train a few clips of noise for an epoch and measure it; the weights are thrown away.

    Raises:
        ModelError: The pack's files do not fit.
        ResourceError: Not even two clips fit in memory.
        Cancelled: Stopped.
    """
    began = time.monotonic()
    model = start_model(pack, 2, 0, model_config).to(device)
    start_s = time.monotonic() - began
    quiet = ctx.quiet()

    def epoch(n: int) -> tuple[float, int]:
        one = replace(config, epochs=1, batch_size=n)
        begun = time.monotonic()
        train(model, _noise(pack, n), one, quiet)
        if device.type == "cuda":
            torch.cuda.synchronize(device)
        return time.monotonic() - begun, peak_memory_bytes(device)

    ctx.progress("Estimating", 0, 2)
    first_s, few_bytes = epoch(_FEW)  # also warms up
    if first_s > _SLOW_STEP_S:
        return StepProbe(first_s / _FEW, start_s, few_bytes, 0)
    ctx.progress("Estimating", 1, 2)
    more_s, more_bytes = epoch(_MORE)
    clip_bytes = max(0, more_bytes - few_bytes) // (_MORE - _FEW)
    return StepProbe(more_s / _MORE, start_s, more_bytes - _MORE * clip_bytes, clip_bytes)


def _noise(pack: Pack, n: int) -> SupportSet:
    """Clips in the shapes of the pack's inputs, two classes in turn."""
    decode, text = pack.inputs.decode, pack.model.text
    side = decode.short_side_px
    width = side if decode.square else math.ceil(side * 16 / 9)
    generator = torch.Generator().manual_seed(0)
    sound = log_mel(None, pack.inputs.mel)
    length = min(_WORDS, text.max_tokens)
    words = torch.full((length,), min(2, text.vocabulary - 1))
    words[0], words[-1] = text.start_id, text.end_id
    clips = [
        ClipInputs(
            (sound + torch.randn(sound.shape, generator=generator)).to(torch.float16),
            torch.randint(
                0, 255, (decode.n_frames, 3, side, width), dtype=torch.uint8, generator=generator
            ),
            words,
        )
        for _ in range(n)
    ]
    return SupportSet(clips, torch.arange(n) % 2, ("one", "two"), pack.inputs)
