"""The process that decodes files from outside, and may die of them.

Reads one JSON request a line from standard input, answers on standard output (see `wire`), ends
when its input ends. Started by `decoder.Decoder`; imports no torch, so that it starts fast.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections import OrderedDict
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from smp_core.errors import MediaError, SmpError
from smp_core.media.decode import decode_stretch
from smp_core.media.probe import probe
from smp_core.media.wire import WireError, pack_clip, read_header, write_message
from smp_core.types import DecodeOptions, MediaInfo

_MEMORY_BYTES = 4 << 30
_REMEMBERED_FILES = 32


def limit_memory(n_bytes: int) -> None:
    """Cap this process's address space where the system can (not on Windows, loosely on macOS)."""
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = n_bytes if hard == resource.RLIM_INFINITY else min(n_bytes, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    except (ValueError, OSError):
        return


class _Server:
    """Answers requests; remembers the lengths of the last files, which may be costly to measure."""

    def __init__(self, reply: BinaryIO) -> None:
        self._reply = reply
        self._durations: OrderedDict[tuple[str, int, int], float] = OrderedDict()

    def answer(self, request: dict[str, Any]) -> None:
        """Answer one request, whatever happens."""
        try:
            self._do(request)
        except SmpError as error:
            self._fail(error.code, error.message, error.hint)
        except MemoryError:
            self._fail(
                MediaError.code,
                f"{request.get('path')} needs more memory than a clip may take.",
                "Convert it to a smaller picture size.",
            )
        except Exception:
            # A bug of ours: the program shall see it, and the next file shall still be decoded.
            self._fail("bug", traceback.format_exc(), "")

    def _do(self, request: dict[str, Any]) -> None:
        path = Path(request["path"])
        if request["op"] == "probe":
            info = self._probe(path)
            write_message(self._reply, {"ok": True, "info": asdict(info)})
            return
        clip = decode_stretch(
            path,
            request["start_s"],
            request["end_s"],
            DecodeOptions(**request["options"]),
            duration_s=self._durations.get(_identity(path)),
        )
        header, body = pack_clip(clip)
        write_message(self._reply, {"ok": True, **header}, body)

    def _probe(self, path: Path) -> MediaInfo:
        info = probe(path)
        self._durations[_identity(path)] = info.duration_s
        while len(self._durations) > _REMEMBERED_FILES:
            self._durations.popitem(last=False)
        return info

    def _fail(self, code: str, message: str, hint: str) -> None:
        write_message(self._reply, {"ok": False, "code": code, "message": message, "hint": hint})


def _identity(path: Path) -> tuple[str, int, int]:
    try:
        stat = path.stat()
    except (OSError, ValueError):
        return str(path), -1, -1
    return str(path), stat.st_size, stat.st_mtime_ns


def main() -> int:
    """Serve until standard input ends."""
    limit_memory(_MEMORY_BYTES)
    # Ctrl-C reaches every process of the terminal; whether to stop is the program's decision.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Only replies may reach the pipe: whatever a library prints goes to standard error.
    reply = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    server = _Server(reply)
    write_message(reply, {"ok": True, "ready": True})
    while True:
        try:
            request = read_header(sys.stdin.buffer)
        except WireError:
            return 0
        try:
            server.answer(request)
        except BrokenPipeError:
            return 0


if __name__ == "__main__":
    sys.exit(main())
