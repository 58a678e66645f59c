"""One running decoder process and the pipe to it."""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from smp_core.media.wire import WireError, read_clip, read_header, write_message
from smp_core.processes import bundled, module_command
from smp_core.types import DecodedClip

_START_S = 30.0
_POLITE_S = 0.5
_END_S = 5.0

Reply = tuple[dict[str, Any], DecodedClip | None]


class ChildDied(Exception):
    """The process ended, or stopped making sense, while a reply was due."""


class ChildTimeout(Exception):
    """No reply came before the deadline."""


def child_command() -> list[str]:
    """The command line that starts a decoder process."""
    return module_command("smp_core.media.decoder_child")


def child_environment() -> dict[str, str]:
    """The child's environment: it finds this very package, from whatever folder it is started."""
    environment = dict(os.environ)
    if not bundled():
        root = str(Path(__file__).resolve().parents[2])
        others = environment.get("PYTHONPATH", "")
        environment["PYTHONPATH"] = os.pathsep.join([root, others] if others else [root])
    # Decoding is never split over numpy's own threads.
    environment["OMP_NUM_THREADS"] = environment["OPENBLAS_NUM_THREADS"] = "1"
    return environment


class ChildProcess:
    """A started decoder process. Not safe for two threads at once; `Decoder` serialises.

    Raises:
        ChildDied: The process could not be started; the message carries its last words.
    """

    def __init__(self) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  closed in `close`
        try:
            self._process = subprocess.Popen(
                child_command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                env=child_environment(),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            self._errors.close()
            raise ChildDied(str(error)) from error
        self._replies: queue.SimpleQueue[Reply | None] = queue.SimpleQueue()
        # Pipes cannot be waited for with a deadline on every system; a queue can.
        self._reader = threading.Thread(target=self._read, name="smp-decoder-reader", daemon=True)
        self._reader.start()
        try:
            self._wait(_START_S)
        except (ChildDied, ChildTimeout) as error:
            words = self._last_words()
            self.close()
            raise ChildDied(f"the decoder did not start: {words}") from error

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    def ask(self, request: Mapping[str, Any], deadline_s: float) -> Reply:
        """Send a request and wait for its reply.

        Raises:
            ChildDied: The process ended.
            ChildTimeout: No reply within `deadline_s`; the process must be closed.
        """
        pipe = self._process.stdin
        if pipe is None:
            raise ChildDied("no pipe")
        try:
            write_message(pipe, request)
        except (OSError, ValueError) as error:
            raise ChildDied(str(error)) from error
        return self._wait(deadline_s)

    def close(self) -> None:
        """End the process, by force if it is busy, and leave nothing behind."""
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        try:
            self._process.wait(_POLITE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(_END_S)
        self._reader.join(_END_S)
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._errors.close()

    def _wait(self, deadline_s: float) -> Reply:
        try:
            reply = self._replies.get(timeout=deadline_s)
        except queue.Empty:
            raise ChildTimeout from None
        if reply is None:
            raise ChildDied("the process ended")
        return reply

    def _read(self) -> None:
        stream = self._process.stdout
        while stream is not None:
            try:
                header = read_header(stream)
                clip = read_clip(header, stream) if "arrays" in header else None
            except (WireError, OSError, ValueError, MemoryError):
                break
            self._replies.put((header, clip))
        self._replies.put(None)

    def _last_words(self) -> str:
        self._errors.seek(0)
        return self._errors.read()[-2000:].decode(errors="replace").strip() or "no message"
