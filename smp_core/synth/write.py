"""Scenes as real video files: H.264 and AAC in mp4, with the truth in JSON beside them."""

from __future__ import annotations

import json
import os
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.error import FFmpegError

from smp_core.errors import MediaError, ResourceError, SmpError
from smp_core.synth.scene import Scene
from smp_core.types import SAMPLE_RATE_HZ

_AAC_FRAME = 1024


def truth_path(path: Path) -> Path:
    """Where the truth of the clip at `path` lies."""
    return path.with_suffix(".json")


def write_clip(
    scene: Scene, path: Path, fps: int = 15, width: int = 320, height: int = 240
) -> None:
    """Writes the scene to `path` (mp4) and its truth beside it; neither is ever half there.

    Args:
        scene: The scene.
        path: Ends in .mp4; its folder is made if missing.
        fps: Frames per second.
        width, height: Even pixel numbers.

    Raises:
        ResourceError: The disk is full or the folder cannot be written.
        MediaError: FFmpeg refused.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(scene.truth, indent=1, ensure_ascii=False)
        _replace(truth_path(path), text.encode("utf-8"))
        temporary = path.with_name(f".{path.stem}.{os.getpid()}.part")
        try:
            _encode(scene, temporary, fps, width, height)
            _sync(temporary)
            os.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
    except SmpError:
        raise
    except FFmpegError as error:
        raise MediaError(
            f"{path} could not be encoded: {error.strerror or error}.",
            "Check the free space and the installation of PyAV (libx264 and AAC).",
        ) from error
    except OSError as error:
        raise ResourceError(
            f"{path} could not be written: {error.strerror or error}.",
            "Free some space or choose a folder that can be written.",
        ) from error


def _encode(scene: Scene, path: Path, fps: int, width: int, height: int) -> None:
    with av.open(str(path), "w", format="mp4") as container:
        video = container.add_stream(
            "libx264",
            rate=fps,
            options={"preset": "superfast", "crf": "26", "threads": "1", "tune": "fastdecode"},
        )
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        sound = container.add_stream(
            "aac", rate=SAMPLE_RATE_HZ, layout="mono", options={"aac_coder": "fast"}
        )
        sound.bit_rate = 64_000
        for index in range(round(scene.duration_s * fps)):
            picture = av.VideoFrame.from_ndarray(
                scene.frame(index / fps, width, height), format="rgb24"
            )
            picture.pts, picture.time_base = index, Fraction(1, fps)
            container.mux(video.encode(picture))
        container.mux(video.encode(None))
        wave = np.clip(scene.sound(), -1.0, 1.0)
        for start in range(0, wave.size, _AAC_FRAME):
            part = np.ascontiguousarray(wave[None, start : start + _AAC_FRAME])
            piece = av.AudioFrame.from_ndarray(part, format="fltp", layout="mono")
            piece.sample_rate = SAMPLE_RATE_HZ
            piece.pts, piece.time_base = start, Fraction(1, SAMPLE_RATE_HZ)
            container.mux(sound.encode(piece))
        container.mux(sound.encode(None))


def _replace(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        temporary.write_bytes(data)
        _sync(temporary)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    # Opened for writing: Windows refuses to flush a read-only handle.
    with path.open("r+b") as file:
        os.fsync(file.fileno())
