"""Checksums of the files of packs and adapters."""

from __future__ import annotations

import hashlib
from pathlib import Path

from smp_core.errors import ModelError


def file_sha256(file: Path) -> str:
    """Hex SHA-256 of a file.

    Raises:
        ModelError: It cannot be read.
    """
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(
            f"{file} cannot be read: {error.strerror}.", "Fetch the pack again."
        ) from error
