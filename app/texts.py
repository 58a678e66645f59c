"""Numbers as the operator reads them. Never raw floats on the screen."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def percent(share: float) -> str:
    """0.8731 → "87 %"; what is above 0 and below 1 never reads 0 % or 100 %."""
    whole = round(share * 100)
    if whole == 0 and share > 0:
        return "< 1 %"
    if whole == 100 and share < 1:
        return "> 99 %"
    return f"{whole} %"


def duration(seconds: float) -> str:
    """41 → "0:41", 3725 → "1:02:05"."""
    whole = max(0, round(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"


def byte_size(n_bytes: float) -> str:
    """1_500_000_000 → "1.5 GB"."""
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if n_bytes >= size:
            return f"{n_bytes / size:.1f} {unit}"
    return translate("Texts", "{0} bytes").format(int(n_bytes))


def clips(number: int) -> str:
    """1 → "1 clip"."""
    if number == 1:
        return translate("Texts", "1 clip")
    return translate("Texts", "{0} clips").format(number)


def videos(number: int) -> str:
    """1 → "1 video"."""
    if number == 1:
        return translate("Texts", "1 video")
    return translate("Texts", "{0} videos").format(number)


def clock_time(seconds: float) -> str:
    """A moment (seconds since 1970 UTC) as the wall clock here: "2026-05-01 14:03:20"."""
    try:
        return datetime.fromtimestamp(seconds).strftime("%Y-%m-%d %H:%M:%S")
    except (OverflowError, OSError, ValueError):  # a file's time may be nonsense
        return "–"
