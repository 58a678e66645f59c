"""The identity of a file: what is in it, not where it lies."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from smp_core.errors import InputError
from smp_core.media.formats import check_readable

_BLOCK_BYTES = 1 << 20


def content_hash(path: Path, on_progress: Callable[[int, int], None] | None = None) -> str:
    """Hash the whole file.

    Args:
        path: The file.
        on_progress: Called with (bytes done, bytes in all) after each MiB; may raise to stop.

    Returns:
        "sha256:" and 64 hexadecimal digits.

    Raises:
        InputError: There is no such file or it cannot be read to its end.
        MediaError: It is empty or may not be read.
    """
    absolute = check_readable(path)
    digest = hashlib.sha256()
    done = 0
    try:
        total = absolute.stat().st_size
        with absolute.open("rb") as file:
            while block := file.read(_BLOCK_BYTES):
                digest.update(block)
                done += len(block)
                if on_progress is not None:
                    on_progress(done, max(total, done))
    except OSError as error:
        raise InputError(
            f"{path} could not be read to its end: {error}.", "Check the disk it lies on."
        ) from error
    return f"sha256:{digest.hexdigest()}"
