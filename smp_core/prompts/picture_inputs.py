"""From a clip's frames to what each vision-language model wants to be given.

One small function per architecture holds its peculiarities; the tested models are in `catalogue`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smp_core.types import DecodedClip

INSTRUCTION = "Describe the main event and what makes the sound in one short sentence."

# Most pixels of one frame after enlarging: 8 frames of 320 × 320 are about 400 picture tokens.
_QWEN_FRAME_PIXELS = 320 * 320


@dataclass(frozen=True)
class Recipe:
    """How an architecture is asked.

    Attributes:
        inputs: Processor and B clips with pictures to keyword arguments for `generate`.
        after_prompt: Its answer comes after the repeated prompt (a decoder-only model).
        version: Raise it when the same clip may get other words.
    """

    inputs: Callable[[Any, Sequence[DecodedClip]], Mapping[str, Any]]
    after_prompt: bool
    version: str = "1"


def _smolvlm(processor: Any, clips: Sequence[DecodedClip]) -> Mapping[str, Any]:
    # As a video its frames are never split into tiles, and none is dropped: they are chosen
    # already, `num_frames` would only be a maximum.
    return _video_inputs(processor, clips)


def _qwen3_vl(
    processor: Any, clips: Sequence[DecodedClip], chat_options: Mapping[str, Any] | None = None
) -> Mapping[str, Any]:
    # Frames are paired: there must be two. Its own pixel budget is for the whole video and would
    # enlarge 8 small frames to thousands of tokens.
    n_frames = max(len(_frames(clip)) for clip in clips)
    budget = {"shortest_edge": 4 * 32 * 32, "longest_edge": n_frames * _QWEN_FRAME_PIXELS}
    return _video_inputs(
        processor,
        [_at_least_two(clip) for clip in clips],
        chat_options,
        size=budget,
        cap_pixels_per_frame=False,
    )


def _qwen3_5(processor: Any, clips: Sequence[DecodedClip]) -> Mapping[str, Any]:
    # It would think aloud first.
    return _qwen3_vl(processor, clips, {"enable_thinking": False})


def _internvl(processor: Any, clips: Sequence[DecodedClip]) -> Mapping[str, Any]:
    return _video_inputs(processor, clips)


def _florence2(processor: Any, clips: Sequence[DecodedClip]) -> Mapping[str, Any]:
    # It knows tasks, not instructions.
    return processor(
        text=["<CAPTION>"] * len(clips),
        images=[_middle_frame(clip) for clip in clips],
        return_tensors="pt",
    )


def _blip(processor: Any, clips: Sequence[DecodedClip]) -> Mapping[str, Any]:
    return processor(images=[_middle_frame(clip) for clip in clips], return_tensors="pt")


RECIPES: Mapping[str, Recipe] = {
    "smolvlm": Recipe(_smolvlm, after_prompt=True),
    "qwen3_vl": Recipe(_qwen3_vl, after_prompt=True),
    "qwen3_5": Recipe(_qwen3_5, after_prompt=True),
    "internvl": Recipe(_internvl, after_prompt=True),
    "florence2": Recipe(_florence2, after_prompt=False),
    "blip": Recipe(_blip, after_prompt=False),
}


def _video_inputs(
    processor: Any,
    clips: Sequence[DecodedClip],
    chat_options: Mapping[str, Any] | None = None,
    **video_options: Any,
) -> Mapping[str, Any]:
    """One chat with one video per clip, padded on the left so that all answers start together."""
    chat = [
        {
            "role": "user",
            "content": [{"type": "video"}, {"type": "text", "text": INSTRUCTION}],
        }
    ]
    text = processor.apply_chat_template(
        chat, tokenize=False, add_generation_prompt=True, **(chat_options or {})
    )
    return processor(
        text=[text] * len(clips),
        videos=[_frames(clip) for clip in clips],
        video_metadata=[_metadata(clip) for clip in clips],
        do_sample_frames=False,
        padding=True,
        padding_side="left",
        return_tensors="pt",
        **video_options,
    )


def _metadata(clip: DecodedClip) -> dict[str, Any]:
    """The frames' times in the processors' own terms.

    Frame i lies in the middle of the i-th of n equal parts, which is frame 2i + 1 of a video with
    2n frames of the same length.
    """
    n, duration_s = len(_frames(clip)), max(clip.duration_s, 1e-3)
    return {
        "total_num_frames": 2 * n,
        "fps": 2 * n / duration_s,
        "duration": duration_s,
        "frames_indices": [2 * i + 1 for i in range(n)],
    }


def _frames(clip: DecodedClip) -> NDArray[np.uint8]:
    """uint8 (T, H, W, 3)."""
    if clip.frames is None:
        raise ValueError("the clip has no picture")
    return clip.frames


def _at_least_two(clip: DecodedClip) -> DecodedClip:
    frames = _frames(clip)
    if len(frames) > 1:
        return clip
    doubled = np.concatenate([frames, frames])
    return DecodedClip(doubled, clip.strip, clip.waveform, clip.start_s, clip.end_s)


def _middle_frame(clip: DecodedClip) -> NDArray[np.uint8]:
    frames = _frames(clip)
    return frames[len(frames) // 2]
