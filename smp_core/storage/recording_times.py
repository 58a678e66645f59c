"""When a video was recorded: by its name where that tells, otherwise by the file's own time."""

from __future__ import annotations

import re
from datetime import UTC, datetime

# Recorders write 20260131_235959, 2026-01-31T23-59-59, 2026-01-31 23.59.59 and the like.
_STAMP = re.compile(
    r"(?<!\d)(20\d\d)[-_.]?(\d\d)[-_.]?(\d\d)[-_. Tt]{0,3}(\d\d)[-_.:h]?(\d\d)[-_.:m]?(\d\d)(?!\d)"
)


def recording_start_s(name: str, modified: datetime, duration_s: float | None) -> float:
    """The clock time of a video's first frame.

    Args:
        name: The file's name; a date and time in it are taken for this machine's local time.
        modified: When the file was last written, which is when the recording ended; UTC if naive.
        duration_s: Length of the video, None if unknown.

    Returns:
        Seconds since 1970-01-01 UTC.
    """
    found = _STAMP.search(name)
    if found is not None:
        try:
            return datetime(*map(int, found.groups())).timestamp()  # type: ignore[arg-type]
        except (ValueError, OverflowError, OSError):  # 20261399_… is no date
            pass
    aware = modified if modified.tzinfo is not None else modified.replace(tzinfo=UTC)
    return aware.timestamp() - (duration_s or 0.0)
