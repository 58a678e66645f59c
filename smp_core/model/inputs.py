"""From decoded clips and prompts to model inputs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from smp_core.media.spectrogram import MelOptions, log_mel
from smp_core.types import DecodedClip, DecodeOptions

IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)


@dataclass(frozen=True)
class InputOptions:
    """How clips become tensors; part of a pack.

    Attributes:
        decode: Frames and strip.
        mel: The log-mel spectrogram.
        frame_mean, frame_std: Per-channel normalisation of frames in [0, 1].
    """

    decode: DecodeOptions = DecodeOptions()
    mel: MelOptions = MelOptions()
    frame_mean: tuple[float, float, float] = IMAGENET_MEAN
    frame_std: tuple[float, float, float] = IMAGENET_STD


@dataclass(frozen=True)
class ClipInputs:
    """One clip, ready to be batched. Kept small: many are held in memory at once.

    Attributes:
        spectrogram: float16 (M, T), normalised log-mel.
        frames: uint8 (F, 3, H, W).
        token_ids: int64 (L,), start and end tokens included.
    """

    spectrogram: Tensor
    frames: Tensor
    token_ids: Tensor


@dataclass(frozen=True)
class ClipBatch:
    """Clips of one frame size.

    Attributes:
        rows: int64 (B,), where each clip stood in what was asked for.
        spectrogram: float (B, M, T). frames: float (B, F, 3, H, W), normalised.
        token_ids: int64 (B, L), padded with the end token. text_mask: bool (B, L).
    """

    rows: Tensor
    spectrogram: Tensor
    frames: Tensor
    token_ids: Tensor
    text_mask: Tensor


def make_inputs(clip: DecodedClip, token_ids: Sequence[int], options: InputOptions) -> ClipInputs:
    """Preprocess one clip, with its prompt as token ids (see `PromptTokenizer.encode`).

    A clip without sound gets the spectrogram of silence, one without picture black frames: the
    method still runs and the other modality decides.
    """
    spectrogram = log_mel(clip.waveform, options.mel)
    frames = clip.frames
    if frames is None:
        side = options.decode.short_side_px
        frames = np.zeros((options.decode.n_frames, side, side, 3), dtype=np.uint8)
    return ClipInputs(
        spectrogram=spectrogram.to(torch.float16),
        frames=torch.from_numpy(np.ascontiguousarray(frames.transpose(0, 3, 1, 2))),
        token_ids=torch.tensor(token_ids, dtype=torch.int64),
    )


def make_batches(
    clips: Sequence[ClipInputs],
    options: InputOptions,
    end_id: int,
    device: torch.device | str = "cpu",
) -> list[ClipBatch]:
    """Group clips by frame size and stack each group.

    Grouping, rather than cropping or padding, keeps the paper's "no crop" exact for videos of
    different shapes; with square frames there is always one group.
    """
    groups: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for row, clip in enumerate(clips):
        groups[tuple(clip.frames.shape)].append(row)
    mean = torch.tensor(options.frame_mean, device=device).view(3, 1, 1)
    std = torch.tensor(options.frame_std, device=device).view(3, 1, 1)
    batches = []
    for rows in groups.values():
        members = [clips[row] for row in rows]
        lengths = torch.tensor([len(clip.token_ids) for clip in members])
        longest = int(lengths.max())
        token_ids = torch.full((len(members), longest), end_id, dtype=torch.int64)
        for i, clip in enumerate(members):
            token_ids[i, : len(clip.token_ids)] = clip.token_ids
        frames = torch.stack([clip.frames for clip in members]).to(device)
        batches.append(
            ClipBatch(
                rows=torch.tensor(rows),
                spectrogram=torch.stack([c.spectrogram for c in members]).to(device).float(),
                frames=(frames.float() / 255 - mean) / std,
                token_ids=token_ids.to(device),
                text_mask=(torch.arange(longest)[None] < lengths[:, None]).to(device),
            )
        )
    return batches
