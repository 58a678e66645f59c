"""Decoding of untrusted files: in a process of its own that may die, with a deadline."""

from __future__ import annotations

import threading
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from smp_core.errors import InputError, MediaError, ResourceError, SmpError
from smp_core.media.child_process import ChildDied, ChildProcess, ChildTimeout
from smp_core.types import DecodedClip, DecodeOptions, MediaInfo

MAX_DEATHS = 2
# Extra time for large files (a missing index means reading all of it) and for large pictures.
_BYTES_PER_S = 20e6
_USUAL_PIXELS = 1920 * 1080
_USUAL_STRETCH_S = 10.0
_ERRORS: dict[str, type[SmpError]] = {
    error.code: error for error in (InputError, MediaError, ResourceError)
}
_DAMAGED = "The file is probably damaged; set it aside, or convert it to MP4 and try again."


class DecoderBug(RuntimeError):
    """The decoder process met an error that is ours; the message is its traceback."""


class Decoder:
    """Probes and decodes files in a child process; a context manager, safe for several threads.

    The child starts with the first request and lives until `close`. If it dies or does not answer
    in time it is replaced, the file meant gets a `MediaError`, and a file that did this twice is
    refused at once from then on (`quarantine`) unless it was changed.

    Args:
        deadline_s: For an ordinary request; scaled up for large files, large pictures and long
            stretches.
    """

    def __init__(self, deadline_s: float = 60.0) -> None:
        self._deadline_s = deadline_s
        self._child: ChildProcess | None = None
        self._lock = threading.Lock()
        self._deaths: dict[tuple[str, int, int], int] = {}
        self._pixels: dict[str, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def quarantine(self) -> frozenset[Path]:
        """Files that ended the decoder `MAX_DEATHS` times."""
        return frozenset(Path(key[0]) for key, n in self._deaths.items() if n >= MAX_DEATHS)

    @property
    def child_pid(self) -> int | None:
        """Process id of the running child, None if there is none."""
        return self._child.pid if self._child is not None and self._child.alive else None

    def close(self) -> None:
        """End the child; a later request starts a new one."""
        with self._lock:
            self._drop()

    def probe(self, path: Path) -> MediaInfo:
        """Read what a file holds.

        Args:
            path: A video or sound file.

        Returns:
            See `probe.probe`.

        Raises:
            InputError: There is no such file.
            MediaError: It cannot be used, or ended the decoder.
        """
        header, _ = self._ask({"op": "probe", "path": str(path.absolute())}, path, 1.0)
        info = MediaInfo(**header["info"])
        self._pixels[str(path.absolute())] = info.width_px * info.height_px
        return info

    def decode(
        self,
        path: Path,
        start_s: float | None = None,
        end_s: float | None = None,
        options: DecodeOptions | None = None,
    ) -> DecodedClip:
        """Decode a stretch.

        Args:
            path: A video or sound file.
            start_s, end_s: Seconds; None as in `decode.decode_stretch`.
            options: Sizes and counts, None = the defaults.

        Returns:
            See `decode.decode_stretch`.

        Raises:
            InputError: No such file or stretch.
            MediaError: It cannot be used, or ended the decoder.
            ResourceError: The decoder process could not be started.
        """
        request = {
            "op": "decode",
            "path": str(path.absolute()),
            "start_s": start_s,
            "end_s": end_s,
            "options": asdict(options if options is not None else DecodeOptions()),
        }
        length_s = (end_s - (start_s or 0.0)) if end_s is not None else 0.0
        pixels = self._pixels.get(str(path.absolute()), 0)
        scale = max(1.0, length_s / _USUAL_STRETCH_S) * max(1.0, pixels / _USUAL_PIXELS)
        _, clip = self._ask(request, path, scale)
        if clip is None:
            raise DecoderBug("the decoder answered without a clip")
        return clip

    def _ask(
        self, request: dict[str, Any], path: Path, scale: float
    ) -> tuple[dict[str, Any], DecodedClip | None]:
        key, n_bytes = _identity(path)
        deadline_s = self._deadline_s * scale + n_bytes / _BYTES_PER_S
        with self._lock:
            if self._deaths.get(key, 0) >= MAX_DEATHS:
                raise MediaError(f"{path} ended the decoder {MAX_DEATHS} times before.", _DAMAGED)
            child = self._running()
            try:
                header, clip = child.ask(request, deadline_s)
            except (ChildDied, ChildTimeout) as error:
                self._drop()
                self._deaths[key] = self._deaths.get(key, 0) + 1
                what = (
                    f"took longer than {deadline_s:.0f} s to decode"
                    if isinstance(error, ChildTimeout)
                    else "made the decoder stop"
                )
                raise MediaError(f"{path} {what}.", _DAMAGED) from error
            except BaseException:
                # Interrupted while waiting: a late reply must not answer the next request.
                self._drop()
                raise
        if header.get("ok") is True:
            return header, clip
        message = str(header.get("message"))
        kind = _ERRORS.get(str(header.get("code")))
        if kind is None:
            raise DecoderBug(message)
        raise kind(message, str(header.get("hint")))

    def _running(self) -> ChildProcess:
        """The child; one that ended between requests is replaced without blaming a file."""
        if self._child is not None and not self._child.alive:
            self._drop()
        if self._child is None:
            try:
                self._child = ChildProcess()
            except ChildDied as error:
                raise ResourceError(
                    f"The decoder could not be started ({error}).",
                    "Free some memory or install the program again.",
                ) from error
        return self._child

    def _drop(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.close()


def _identity(path: Path) -> tuple[tuple[str, int, int], int]:
    """What a death is remembered under (a changed file gets a new chance), and the file's size."""
    try:
        stat = path.stat()
    except (OSError, ValueError):
        return (str(path.absolute()), -1, -1), 0
    return (str(path.absolute()), stat.st_size, stat.st_mtime_ns), stat.st_size
