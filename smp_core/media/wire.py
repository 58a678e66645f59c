"""How a request and a clip travel between the program and its decoder process.

A message is one line of JSON, then for a clip the raw bytes of its arrays in the order of the
header. Nothing is ever unpickled.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from smp_core.types import DecodedClip

_DTYPES = {"frames": np.uint8, "strip": np.uint8, "waveform": np.float32}
_MAX_LINE_BYTES = 1 << 20
_MAX_ARRAY_BYTES = 1 << 31


class WireError(Exception):
    """The other side is gone or does not speak this protocol."""


def write_message(
    stream: IO[bytes], header: Mapping[str, Any], body: tuple[memoryview, ...] = ()
) -> None:
    """Write one header line and the bytes that follow it, and flush."""
    # JSON's default escapes keep file names that are not UTF-8 (lone surrogates) intact.
    stream.write(json.dumps(header).encode("ascii") + b"\n")
    for part in body:
        stream.write(part)
    stream.flush()


def read_header(stream: IO[bytes]) -> dict[str, Any]:
    """Read one header line.

    Raises:
        WireError: The stream ended or the line is not a JSON object.
    """
    line = stream.readline(_MAX_LINE_BYTES)
    if not line.endswith(b"\n"):
        raise WireError("the stream ended")
    try:
        header = json.loads(line)
    except ValueError as error:
        raise WireError(f"not a message: {line[:80]!r}") from error
    if not isinstance(header, dict):
        raise WireError(f"not a message: {line[:80]!r}")
    return header


def pack_clip(clip: DecodedClip) -> tuple[dict[str, Any], tuple[memoryview, ...]]:
    """Header fields and array bytes of a clip."""
    shapes: dict[str, list[int]] = {}
    body: list[memoryview] = []
    for name, dtype in _DTYPES.items():
        array = getattr(clip, name)
        if array is None:
            continue
        shapes[name] = list(array.shape)
        if array.size:
            body.append(np.ascontiguousarray(array, dtype=dtype).data.cast("B"))
    return {"start_s": clip.start_s, "end_s": clip.end_s, "arrays": shapes}, tuple(body)


def read_clip(header: Mapping[str, Any], stream: IO[bytes]) -> DecodedClip:
    """Read the arrays that a header announces; they are writable.

    Raises:
        WireError: The stream ended early or the header makes no sense.
    """
    arrays: dict[str, NDArray[Any] | None] = dict.fromkeys(_DTYPES)
    try:
        for name, dtype in _DTYPES.items():
            if name in header["arrays"]:
                shape = tuple(int(side) for side in header["arrays"][name])
                arrays[name] = _read_array(stream, shape, np.dtype(dtype))
        return DecodedClip(
            frames=arrays["frames"],
            strip=arrays["strip"],
            waveform=arrays["waveform"],
            start_s=float(header["start_s"]),
            end_s=float(header["end_s"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise WireError(f"not a clip: {error}") from error


def _read_array(stream: IO[bytes], shape: tuple[int, ...], dtype: np.dtype[Any]) -> NDArray[Any]:
    n_bytes = math.prod(shape) * dtype.itemsize
    if min(shape, default=0) < 0 or n_bytes > _MAX_ARRAY_BYTES:
        raise ValueError(f"shape {shape}")
    data = bytearray(n_bytes)
    view = memoryview(data)
    done = 0
    while done < n_bytes:
        # IO promises only `read`; pipes opened by subprocess are buffered readers.
        got = stream.readinto(view[done:])  # type: ignore[attr-defined]
        if not got:
            raise WireError("the stream ended")
        done += got
    return np.frombuffer(data, dtype=dtype).reshape(shape)
