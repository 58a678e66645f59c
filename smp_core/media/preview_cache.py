"""Previews on disk: small files by content and stretch, the longest unused go first."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import uuid
import zipfile
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from smp_core.media.preview import N_BANDS, N_COLUMNS, N_FRAMES, Preview

# Raise it when previews are made differently: old ones are then never found and age out.
_VERSION = 1
_SUFFIX = ".npz"
_JPEG_QUALITY = 85
_MAX_FILE_BYTES = 4 << 20
_KEEP_SHARE = 0.9
_PUTS_PER_SCAN = 64


@dataclass(frozen=True)
class _Facts:
    """The plain numbers of a preview."""

    key: str
    start_s: float
    end_s: float
    duration_s: float
    fps: float
    width_px: int
    height_px: int
    has_video: bool
    has_audio: bool
    frame_height_px: int


class PreviewCache:
    """Previews of sound files; those that say what is wrong are not kept, it may be mended.

    Two processes may share a folder. A full or read-only disk only means that nothing is kept.

    Args:
        folder: Made when first needed.
        max_bytes: Upper bound of all entries together.
    """

    def __init__(self, folder: Path, max_bytes: int = 256 << 20) -> None:
        self.folder = folder
        self._max_bytes = max_bytes
        self._puts_until_scan = 0

    def get(self, content_hash: str, start_s: float, end_s: float) -> Preview | None:
        """Give what was put for that content and stretch; a damaged entry counts as absent."""
        key = _key(content_hash, start_s, end_s)
        file = self._file(key)
        try:
            if file.stat().st_size > _MAX_FILE_BYTES:
                return None
            data = file.read_bytes()
            os.utime(file)
        except OSError:
            return None
        try:
            return _unpack(data, key)
        except (ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile, zlib.error):
            with contextlib.suppress(OSError):
                file.unlink()
            return None

    def put(self, content_hash: str, start_s: float, end_s: float, preview: Preview) -> bool:
        """Keep a preview; whether it was kept."""
        if preview.trouble:
            return False
        key = _key(content_hash, start_s, end_s)
        try:
            _write(self._file(key), _pack(preview, key))
        except OSError:
            return False
        self._puts_until_scan -= 1
        if self._puts_until_scan < 0:
            self._shrink()
        return True

    def size_bytes(self) -> int:
        """Bytes of all entries together, as they lie on disk now."""
        return sum(size for _, size, _ in self._entries())

    def _file(self, key: str) -> Path:
        name = hashlib.sha256(key.encode()).hexdigest()
        return self.folder / name[:2] / f"{name[:40]}{_SUFFIX}"

    def _entries(self) -> list[tuple[int, int, Path]]:
        """(last use in ns, bytes, file) of every entry, least recently used first."""
        entries = []
        for file in self.folder.glob("??/*"):
            with contextlib.suppress(OSError):
                stat = file.stat()
                entries.append((stat.st_mtime_ns, stat.st_size, file))
        return sorted(entries)

    def _shrink(self) -> None:
        self._puts_until_scan = _PUTS_PER_SCAN
        entries = self._entries()
        total = sum(size for _, size, _ in entries)
        if total <= self._max_bytes:
            return
        for _, size, file in entries:
            if total <= self._max_bytes * _KEEP_SHARE:
                return
            with contextlib.suppress(OSError):
                file.unlink()
                total -= size


def _write(file: Path, data: bytes) -> None:
    """Whole or absent. Not flushed to the disk: what a power cut tears is noticed and made anew."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{uuid.uuid4().hex}.part")
    try:
        part.write_bytes(data)
        os.replace(part, file)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def _key(content_hash: str, start_s: float, end_s: float) -> str:
    return json.dumps([_VERSION, content_hash, round(start_s, 3), round(end_s, 3)])


def _pack(preview: Preview, key: str) -> bytes:
    arrays: dict[str, NDArray[Any]] = {}
    frame_height_px = 0
    if preview.frames is not None:
        # One tall picture of all frames: a tenth of the bytes, and one call to read it.
        n, frame_height_px, width_px, _ = preview.frames.shape
        sprite = preview.frames.reshape(n * frame_height_px, width_px, 3)[..., ::-1]
        ok, jpeg = cv2.imencode(
            ".jpg", np.ascontiguousarray(sprite), [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY]
        )
        if not ok:
            raise ValueError("the small pictures could not be written")
        arrays["frames"] = jpeg
    if preview.peaks is not None:
        arrays["peaks"] = np.rint(preview.peaks * 32767).astype(np.int16)
    if preview.spectrogram is not None:
        arrays["spectrogram"] = preview.spectrogram
    facts = _Facts(
        key=key,
        start_s=preview.start_s,
        end_s=preview.end_s,
        duration_s=preview.duration_s,
        fps=preview.fps,
        width_px=preview.width_px,
        height_px=preview.height_px,
        has_video=preview.has_video,
        has_audio=preview.has_audio,
        frame_height_px=frame_height_px,
    )
    arrays["facts"] = np.frombuffer(json.dumps(asdict(facts)).encode(), np.uint8)
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def _unpack(data: bytes, key: str) -> Preview:
    """Raises ValueError, KeyError, TypeError or BadZipFile for anything but a whole entry."""
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        facts = _Facts(**json.loads(bytes(arrays["facts"])))
        if facts.key != key:
            raise ValueError("another entry")
        frames = _read_frames(arrays["frames"], facts) if "frames" in arrays else None
        peaks = arrays.get("peaks")
        spectrogram = arrays.get("spectrogram")
    if peaks is not None and (peaks.shape, peaks.dtype) != ((N_COLUMNS, 2), np.int16):
        raise ValueError("unexpected peaks")
    shape = (N_BANDS, N_COLUMNS)
    if spectrogram is not None and (spectrogram.shape, spectrogram.dtype) != (shape, np.uint8):
        raise ValueError("unexpected spectrogram")
    return Preview(
        start_s=float(facts.start_s),
        end_s=float(facts.end_s),
        duration_s=float(facts.duration_s),
        fps=float(facts.fps),
        width_px=int(facts.width_px),
        height_px=int(facts.height_px),
        has_video=bool(facts.has_video),
        has_audio=bool(facts.has_audio),
        frames=frames,
        peaks=None if peaks is None else peaks.astype(np.float32) / np.float32(32767),
        spectrogram=spectrogram,
    )


def _read_frames(jpeg: NDArray[Any], facts: _Facts) -> NDArray[np.uint8]:
    if jpeg.dtype != np.uint8 or jpeg.ndim != 1:
        raise ValueError("unexpected frames")
    try:
        sprite = cv2.imdecode(jpeg, cv2.IMREAD_COLOR)
    except cv2.error as error:
        raise ValueError("unreadable frames") from error
    if sprite is None or sprite.shape[0] != N_FRAMES * facts.frame_height_px:
        raise ValueError("unexpected frames")
    rgb = np.ascontiguousarray(sprite[..., ::-1], dtype=np.uint8)
    return rgb.reshape(N_FRAMES, facts.frame_height_px, sprite.shape[1], 3)
