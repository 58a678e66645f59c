"""Decoded clips on disk, bounded in size, least recently used out first."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
import zlib
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import safetensors
import safetensors.numpy
from numpy.typing import NDArray

from smp_core.media.sound import from_int16, to_int16
from smp_core.types import DecodedClip, DecodeOptions

# Raise it when decoding changes what it returns: old entries are then never found and age out.
_VERSION = 1
_SUFFIX = ".safetensors"
_MAX_HEADER_BYTES = 64 * 1024
# After an overflow there is room again for a while.
_KEEP_SHARE = 0.9
# Another process may fill the same folder; look at the real sizes this often.
_PUTS_PER_SCAN = 32


class ClipCache:
    """Clips by content hash, stretch and options.

    Sound is kept as int16 in steps of 1/32767, pictures as they are. Entries are whole or absent:
    they are written to a temporary name, flushed, and renamed. Two processes may share a folder.
    Nothing here raises for a full or read-only disk; the clip is then just not cached.

    Args:
        folder: Made when first needed.
        max_bytes: Upper bound of all entries together.

    Attributes:
        folder: As given.
        trouble: Why the disk did not take the last clip that it refused, empty if it took all.
    """

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self.folder = folder
        self.trouble = ""
        self._max_bytes = max_bytes
        self._bytes = 0
        self._puts_until_scan = 0

    def get(
        self,
        content_hash: str,
        start_s: float | None,
        end_s: float | None,
        options: DecodeOptions,
    ) -> DecodedClip | None:
        """Give a clip that was put under the same key, and mark it as used.

        Returns:
            The clip with arrays of its own, or None. A damaged entry is removed and counts as
            absent.
        """
        key = _key(content_hash, start_s, end_s, options)
        file = self._file(key)
        try:
            data = file.read_bytes()
        except OSError:
            return None
        try:
            clip = _unpack(data, key)
        except (ValueError, KeyError, TypeError, safetensors.SafetensorError):
            _remove(file)
            return None
        with contextlib.suppress(OSError):
            os.utime(file)
        return clip

    def put(
        self,
        content_hash: str,
        start_s: float | None,
        end_s: float | None,
        options: DecodeOptions,
        clip: DecodedClip,
    ) -> bool:
        """Keep a clip.

        Returns:
            Whether it was kept: False if it alone exceeds the bound or the disk does not take it.
        """
        key = _key(content_hash, start_s, end_s, options)
        data = _pack(clip, key)
        if len(data) > self._max_bytes:
            return False
        try:
            _write_whole(self._file(key), data)
        except OSError as error:
            self.trouble = error.strerror or str(error)
            return False
        self._bytes += len(data)
        self._puts_until_scan -= 1
        if self._puts_until_scan < 0 or self._bytes > self._max_bytes:
            self._shrink()
        return True

    def size_bytes(self) -> int:
        """Bytes of all entries together, as they lie on disk now."""
        return sum(size for _, size, _ in self._entries())

    def clear(self) -> None:
        """Remove all entries."""
        for _, _, file in self._entries():
            _remove(file)
        self._bytes = 0

    def _file(self, key: str) -> Path:
        name = hashlib.sha256(key.encode()).hexdigest()
        return self.folder / name[:2] / f"{name}{_SUFFIX}"

    def _entries(self) -> list[tuple[int, int, Path]]:
        """(last use in ns, bytes, file) of every entry, least recently used first."""
        entries = []
        # An abandoned temporary file is an entry too: it ages out like one.
        for file in self.folder.glob("??/*"):
            try:
                stat = file.stat()
            except OSError:
                continue
            entries.append((stat.st_mtime_ns, stat.st_size, file))
        return sorted(entries)

    def _shrink(self) -> None:
        entries = self._entries()
        total = sum(size for _, size, _ in entries)
        if total > self._max_bytes:
            for _, size, file in entries:
                if total <= self._max_bytes * _KEEP_SHARE:
                    break
                if _remove(file):
                    total -= size
        self._bytes = total
        self._puts_until_scan = _PUTS_PER_SCAN


def _key(
    content_hash: str, start_s: float | None, end_s: float | None, options: DecodeOptions
) -> str:
    parts = {"v": _VERSION, "hash": content_hash, "start": start_s, "end": end_s}
    return json.dumps({**parts, "options": asdict(options)}, sort_keys=True)


def _pack(clip: DecodedClip, key: str) -> bytes:
    arrays: dict[str, NDArray[Any]] = {}
    if clip.frames is not None:
        arrays["frames"] = np.ascontiguousarray(clip.frames)
    if clip.strip is not None:
        arrays["strip"] = np.ascontiguousarray(clip.strip)
    if clip.waveform is not None:
        arrays["waveform"] = to_int16(clip.waveform)
    metadata = {
        "key": key,
        "start_s": repr(clip.start_s),
        "end_s": repr(clip.end_s),
        "crc32": _checksum(arrays),
    }
    return safetensors.numpy.save(arrays, metadata=metadata)


def _unpack(data: bytes, key: str) -> DecodedClip:
    """Raises ValueError, KeyError, TypeError or SafetensorError for anything but a whole entry."""
    header_bytes = int.from_bytes(data[:8], "little")
    if header_bytes > _MAX_HEADER_BYTES:
        raise ValueError("header too large")
    metadata = json.loads(data[8 : 8 + header_bytes])["__metadata__"]
    arrays = safetensors.numpy.load(data)
    if metadata["key"] != key or metadata["crc32"] != _checksum(arrays):
        raise ValueError("not the entry that was written")
    for name, ndim, dtype in (("frames", 4, "u1"), ("strip", 4, "u1"), ("waveform", 1, "i2")):
        if name in arrays and (arrays[name].ndim != ndim or arrays[name].dtype != dtype):
            raise ValueError(f"unexpected {name}")
    waveform = arrays.get("waveform")
    return DecodedClip(
        frames=_own(arrays.get("frames")),
        strip=_own(arrays.get("strip")),
        waveform=from_int16(waveform) if waveform is not None else None,
        start_s=float(metadata["start_s"]),
        end_s=float(metadata["end_s"]),
    )


def _own(array: NDArray[Any] | None) -> NDArray[Any] | None:
    """The array, writable (torch warns about others)."""
    return array if array is None or array.flags.writeable else array.copy()


def _checksum(arrays: dict[str, NDArray[Any]]) -> str:
    crc = 0
    for name in sorted(arrays):
        crc = zlib.crc32(arrays[name].data.cast("B"), crc)
    return str(crc)


def _write_whole(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as part:
            part.write(data)
            part.flush()
            os.fsync(part.fileno())
        os.replace(name, file)
    except BaseException:
        _remove(Path(name))
        raise


def _remove(file: Path) -> bool:
    """Whether the file is gone; another process may have it open or removed it first."""
    try:
        file.unlink(missing_ok=True)
    except OSError:
        return False
    return True
