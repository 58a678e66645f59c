"""The engine process: `python -m smp_core.worker`, started by `client.EngineProcess`."""

from __future__ import annotations

import os
import signal
import sys

import psutil

from smp_core.log import start_logging
from smp_core.offline import stay_offline
from smp_core.worker.server import Engine


def main() -> int:
    """Serve standard input until it ends; the exit status."""
    # Ctrl-C reaches every process of the terminal; whether to stop is the window's decision.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    stay_offline()
    # Only replies may reach the pipe: whatever a library prints goes to standard error.
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    start_logging()
    _step_back()
    Engine(sys.stdin.buffer, replies).serve()
    replies.flush()
    # The reader thread may still sit in a read that nothing will end.
    os._exit(0)


def _step_back() -> None:
    """Let the window go first where both want the processor: training is never in that hurry."""
    me = psutil.Process()
    try:
        me.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS if sys.platform == "win32" else 5)
    except psutil.Error:
        return


if __name__ == "__main__":
    sys.exit(main())
