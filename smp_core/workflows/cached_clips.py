"""Clips that are read from the cache when asked for: thousands of them in bounded memory."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import overload

import psutil

from smp_core.media.cache import ClipCache
from smp_core.media.clip import load_clip
from smp_core.media.decoder import Decoder
from smp_core.media.picture_folder import read_frames
from smp_core.model.inputs import ClipInputs, InputOptions, make_inputs
from smp_core.paths import private_folder, user_cache_folder
from smp_core.types import SAMPLE_RATE_HZ, DecodedClip

# The rest is for the model, its activations and other programs.
_MEMORY_SHARE = 0.4
_DISK_SHARE = 0.9
_USUAL_CACHE_BYTES = 8 << 30
_WIDEST = 16 / 9


@dataclass(frozen=True)
class ReadClip:
    """A clip that has been read once.

    Attributes:
        media, start_s, end_s, frames: See `source_clips.SourceClip`.
        content_hash: Of `media`.
        token_ids: Of its prompt.
    """

    media: Path
    content_hash: str
    start_s: float | None
    end_s: float | None
    frames: Path | None
    token_ids: tuple[int, ...]


@dataclass(frozen=True)
class ClipSizes:
    """About how much room a clip takes, at most in the usual 16 : 9.

    Attributes:
        memory_bytes: As model inputs. disk_bytes: Decoded, in the cache.
    """

    memory_bytes: int
    disk_bytes: int


def clip_sizes(options: InputOptions) -> ClipSizes:
    """What the pack's preprocessing makes of a clip of full length."""
    decode, mel = options.decode, options.mel
    width = decode.short_side_px * (1 if decode.square else _WIDEST)
    frames = round(decode.n_frames * 3 * decode.short_side_px * width)
    strip = round(
        decode.strip_hz * mel.duration_s * decode.strip_width_px * decode.strip_height_px * 3
    )
    sound = round(mel.duration_s * SAMPLE_RATE_HZ) * 2
    return ClipSizes(frames + 2 * mel.n_mels * mel.n_frames, frames + strip + sound)


def large_cache(n_clips: int, options: InputOptions) -> ClipCache:
    """The user's clip cache, with room for so many clips as far as the disk has it."""
    folder = user_cache_folder() / "clips"
    with contextlib.suppress(OSError):  # then nothing is kept, as the cache itself says
        private_folder(folder.parent)
    there = next(parent for parent in (folder, *folder.parents) if parent.exists())
    free = int(shutil.disk_usage(there).free * _DISK_SHARE)
    wanted = clip_sizes(options).disk_bytes * n_clips
    return ClipCache(folder, max(_USUAL_CACHE_BYTES, min(wanted, free)))


def memory_for_clips(processes: int = 1) -> int:
    """Bytes that each of so many processes on this machine may fill with clips."""
    return int(psutil.virtual_memory().available * _MEMORY_SHARE) // processes


class ClipReader:
    """Gives model inputs: from memory while there is room, else from the cache, else decoded anew.

    Args:
        decoder: Open as long as clips are asked for.
        cache: Of decoded clips.
        options: The pack's preprocessing.
        memory_bytes: How much to keep in memory. The first clips stay: passes over all clips would
            throw out the oldest just before they are needed again.
        change: What is done to a clip before it becomes model inputs.
    """

    def __init__(
        self,
        decoder: Decoder,
        cache: ClipCache,
        options: InputOptions,
        memory_bytes: int,
        change: Callable[[DecodedClip], DecodedClip] = lambda clip: clip,
    ) -> None:
        self.cache = cache
        self._decoder = decoder
        self._options = options
        self._left = memory_bytes
        self._change = change
        self._kept: dict[ReadClip, ClipInputs] = {}

    def decoded(self, clip: ReadClip) -> DecodedClip:
        """The clip's pictures and sound.

        Raises:
            InputError, MediaError, ResourceError: As the decoder says.
        """
        found = load_clip(
            clip.media,
            clip.content_hash,
            clip.start_s,
            clip.end_s,
            self._options.decode,
            self.cache,
            self._decoder,
        )
        if clip.frames is None:
            return found
        return replace(found, frames=read_frames(clip.frames, self._options.decode))

    def inputs(self, clip: ReadClip) -> ClipInputs:
        """The clip as model inputs; raises as `decoded` does."""
        kept = self._kept.get(clip)
        if kept is not None:
            return kept
        made = make_inputs(self._change(self.decoded(clip)), clip.token_ids, self._options)
        size = sum(each.nbytes for each in (made.spectrogram, made.frames, made.token_ids))
        if size <= self._left:
            self._left -= size
            self._kept[clip] = made
        return made


class CachedClips(Sequence[ClipInputs]):
    """Clips read one by one as they are asked for, the same numbers each time.

    Args:
        clips: Which. reader: From where.

    Attributes:
        clips: As given.
    """

    def __init__(self, clips: Sequence[ReadClip], reader: ClipReader) -> None:
        self.clips = clips
        self._reader = reader

    def __len__(self) -> int:
        return len(self.clips)

    @overload
    def __getitem__(self, index: int) -> ClipInputs: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[ClipInputs]: ...

    def __getitem__(self, index: int | slice) -> ClipInputs | Sequence[ClipInputs]:
        if isinstance(index, slice):
            return [self._reader.inputs(clip) for clip in self.clips[index]]
        return self._reader.inputs(self.clips[index])
