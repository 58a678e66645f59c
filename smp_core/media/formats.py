"""Which files count as video or sound, and the one way to open them.

FFmpeg reads some four hundred formats; several of them are playlists or scripts that make it open
*other* files (hls, concat, dash, image2, …). Only self-contained containers are let through, and
the container is judged by its content, never by its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
import av.error
import av.logging
from av.container import InputContainer

from smp_core.errors import InputError, MediaError

# Damaged files make FFmpeg write thousands of lines; what matters is raised as an error anyway.
av.logging.set_level(None)

VIDEO_SUFFIXES = frozenset(
    (".3g2", ".3gp", ".asf", ".avi", ".f4v", ".flv", ".m2ts", ".m4v", ".mkv", ".mov", ".mp4")
    + (".mpeg", ".mpg", ".mts", ".mxf", ".ogv", ".ts", ".vob", ".webm", ".wmv")
)
SOUND_SUFFIXES = frozenset(
    (".aac", ".aif", ".aiff", ".flac", ".m4a", ".mka", ".mp3", ".oga", ".ogg", ".opus", ".wav")
    + (".wma",)
)
MEDIA_SUFFIXES = VIDEO_SUFFIXES | SOUND_SUFFIXES

# FFmpeg's demuxer names. Every one of them reads only the file it was given.
ALLOWED_FORMATS = frozenset(
    ("aac", "aiff", "asf", "avi", "flac", "flv", "matroska", "mov", "mp3", "mp4", "mpeg")
    + ("mpegts", "mxf", "ogg", "wav", "webm")
)

_READABLE = "Use a video or sound file such as MP4, MKV, WebM, MOV, AVI, WAV or MP3."
_DAMAGED = "The file may be damaged or not fully copied; copy it again or convert it to MP4."


def is_media_name(path: Path) -> bool:
    """Whether the name looks like video or sound, for picking files out of a folder."""
    return path.suffix.lower() in MEDIA_SUFFIXES and not path.name.startswith("._")


def check_readable(path: Path) -> Path:
    """Return the absolute path of a non-empty regular file that may be read.

    Args:
        path: Any path.

    Returns:
        The absolute path. FFmpeg takes a relative "http:…" or "concat:…" for a protocol, an
        absolute path never.

    Raises:
        InputError: There is no such file, or it is a folder or a device.
        MediaError: The file is empty or may not be read.
    """
    try:
        if not path.exists():
            raise InputError(f"{path} does not exist.", "Check the name and the folder.")
        if not path.is_file():
            raise InputError(f"{path} is not a file.", "Name a video or sound file.")
        with path.open("rb") as file:
            if not file.read(1):
                raise MediaError(f"{path} is empty.", "Copy the file again from its source.")
    except PermissionError as error:
        raise MediaError(
            f"{path} may not be read.", "Give your account the right to read this file."
        ) from error
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be read: {error}.", "Check the name and disk.") from error
    return path.absolute()


@contextmanager
def open_media(path: Path) -> Iterator[InputContainer]:
    """Open a self-contained media file, and close it again whatever happens.

    FFmpeg's errors that escape the `with` block are translated here, once.

    Args:
        path: The file.

    Yields:
        PyAV's container; its format is one of `ALLOWED_FORMATS`.

    Raises:
        InputError: There is no such file.
        MediaError: It is empty, unreadable, damaged, a playlist, or no media file at all.
    """
    absolute = check_readable(path)
    options = {
        "protocol_whitelist": "file",
        "format_whitelist": ",".join(sorted(ALLOWED_FORMATS)),
    }
    try:
        # PyAV must never fail over an odd byte in a title.
        container = av.open(str(absolute), mode="r", options=options, metadata_errors="replace")
    except MemoryError as error:
        raise _too_large(path) from error
    except (av.error.FFmpegError, ValueError, OverflowError) as error:
        raise MediaError(
            f"{path} is not a video or sound file that can be opened.",
            f"{_READABLE} {_DAMAGED}",
        ) from error
    try:
        if ALLOWED_FORMATS.isdisjoint(container.format.name.split(",")):
            raise MediaError(
                f"{path} is a {container.format.name} file, which is not accepted.", _READABLE
            )
        yield container
    except MemoryError as error:
        raise _too_large(path) from error
    except av.error.FFmpegError as error:
        raise MediaError(f"{path} could not be decoded ({error.strerror}).", _DAMAGED) from error
    finally:
        container.close()


def _too_large(path: Path) -> MediaError:
    return MediaError(
        f"{path} needs more memory than a clip may take.", "Convert it to a smaller picture size."
    )
