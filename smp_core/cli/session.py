"""One command from start to end: reporting, stopping, and the exit status."""

from __future__ import annotations

import contextlib
import logging
import os
import platform
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from types import FrameType

import typer

from smp_core import __version__
from smp_core.cli.ending import CANCELLED, EXIT_CANCELLED
from smp_core.cli.output import HumanOutput, JsonOutput, Output, Show
from smp_core.errors import Cancelled, SmpError, machine_fault
from smp_core.jobs import JobContext
from smp_core.log import start_logging

EXIT_DONE = 0
EXIT_BUG = 1
EXIT_INPUT = 3

_log = logging.getLogger(__name__)


class Session:
    """What a command works with.

    Attributes:
        ctx: To hand to workflow functions.
    """

    def __init__(self, output: Output) -> None:
        self._output = output
        self.ctx = JobContext(output.event)

    def record(self, kind: str, value: Mapping[str, object], show: Show | None = None) -> None:
        """Tell a partial result; see `Output.record`."""
        self._output.record(kind, value, show)

    def done(self, value: Mapping[str, object], show: Show) -> None:
        """Tell the result; the command's last act.

        Args:
            value: The result for programs.
            show: Prints it for people.
        """
        self._output.done(value, show)


@contextlib.contextmanager
def session(json_lines: bool) -> Iterator[Session]:
    """Run a command's body, tell how it ended, and turn that into the exit status.

    Args:
        json_lines: Report to a program instead of to a person.

    Raises:
        typer.Exit: With 3 for a `SmpError`, 130 when cancelled, 1 for anything else.
    """
    log_path = start_logging()
    output: Output = JsonOutput() if json_lines else HumanOutput()
    current = Session(output)
    # With JSON, whatever a library prints must not come between our lines.
    aside = contextlib.redirect_stdout(sys.stderr) if json_lines else contextlib.nullcontext()
    try:
        with aside, _interruptible(current.ctx):
            yield current
        sys.stdout.flush()
    except (Cancelled, KeyboardInterrupt, typer.Abort):  # the last: a question without answer
        output.error(*CANCELLED)
        raise typer.Exit(EXIT_CANCELLED) from None
    except SmpError as error:
        _log.info("%s: %s", error.code, error)
        output.error(error.code, error.message, error.hint)
        raise typer.Exit(EXIT_INPUT) from None
    except (typer.Exit, typer.TyperException):
        raise
    except BrokenPipeError:
        # The reader has seen enough (`smp results … | head`). Python would complain at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(EXIT_DONE) from None
    except Exception as error:
        known = machine_fault(error)
        if known is not None:
            _log.warning("%s", known, exc_info=error)
            output.error(known.code, known.message, known.hint)
            raise typer.Exit(EXIT_INPUT) from None
        report_bug(output, error, None if log_path is None else str(log_path))
        raise typer.Exit(EXIT_BUG) from None


def report_bug(output: Output, error: Exception, log_path: str | None) -> None:
    """Write the whole story to the log, and tell the person where it is and what to pass on."""
    _log.error("a bug of ours", exc_info=error)
    details = (
        f"smp {__version__}, Python {platform.python_version()}, {platform.platform()}\n"
        + "".join(traceback.format_exception(error)).rstrip()
    )
    where = f"Full details are in {log_path}." if log_path else "There is no log file."
    output.error(
        "bug",
        f"Something went wrong inside SMP Studio: {type(error).__name__}: {error}",
        f"This is not your fault. {where} To report it, copy these details:\n{details}",
    )


def asking() -> contextlib.AbstractContextManager[None]:
    """While a person is asked, the first Ctrl-C is an answer already: KeyboardInterrupt."""
    return _on_interrupt(signal.default_int_handler)


def _interruptible(ctx: JobContext) -> contextlib.AbstractContextManager[None]:
    """The first Ctrl-C asks the job to stop at its next step, the second stops it here and now."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        ctx.cancel()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        # Not through a console: the interrupted code may hold its lock.
        os.write(2, b"\nStopping after this step; press Ctrl-C again to stop at once.\n")

    return _on_interrupt(stop)


@contextlib.contextmanager
def _on_interrupt(act: Callable[[int, FrameType | None], object]) -> Iterator[None]:
    """What Ctrl-C does meanwhile."""
    try:
        before = signal.signal(signal.SIGINT, act)
    except ValueError:  # not the main thread: then Ctrl-C is not ours to handle
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
