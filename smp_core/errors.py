"""The one error family: what a person can do something about.

Every other exception is a bug of ours. Third-party exceptions are translated once, where they are
raised. Every error survives pickling, because jobs may run in another process.
"""

from __future__ import annotations

import errno


class SmpError(Exception):
    """Something a person can mend.

    Args:
        message: What happened, naming the file or thing, one plain sentence.
        hint: What to do about it, one plain sentence; may be empty.
    """

    code = "error"

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class InputError(SmpError):
    """A path, name, option or value that cannot be used."""

    code = "input"


class MediaError(SmpError):
    """A video or sound file that cannot be used."""

    code = "media"


class ModelError(SmpError):
    """A pack, adapter or checkpoint that cannot be used."""

    code = "model"


class StorageError(SmpError):
    """A project folder or database that cannot be read or written."""

    code = "storage"


class ResourceError(SmpError):
    """Memory, disk or device ran out."""

    code = "resource"


class Cancelled(Exception):
    """The operator stopped the job. Not an error."""


def machine_fault(error: BaseException) -> ResourceError | StorageError | None:
    """What only this machine's owner can mend, wherever it came up; None for anything else."""
    if isinstance(error, MemoryError):
        return ResourceError(
            "The memory of this machine ran out.", "Close other programs, then do it again."
        )
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return ResourceError(
            f"The disk is full{f' at {error.filename}' if error.filename else ''}.",
            "Free some space, then do it again.",
        )
    if isinstance(error, PermissionError) and error.filename:
        return StorageError(
            f"{error.filename} may not be used: {error.strerror}.",
            "Give your account the right to read or write there.",
        )
    return None
