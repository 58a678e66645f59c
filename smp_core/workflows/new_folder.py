"""A folder that is there whole or not at all."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from smp_core.paths import sync_folder, write_error


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A temporary folder that takes that name at the end; after a failure nothing is left.

    Raises:
        ResourceError: The disk is full. StorageError: The place cannot be written.
    """
    part = folder.parent / f".{folder.name}.{uuid.uuid4().hex[:8]}.part"
    try:
        part.mkdir(parents=True)
        yield part
        part.rename(folder)
        sync_folder(folder.parent)
    except OSError as error:
        raise write_error(folder, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
