"""What a command says, to people or to programs; both get the same facts."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol, TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from smp_core.cli import ending
from smp_core.cli.plain import plain_text, plain_value
from smp_core.cli.progress import ProgressLines
from smp_core.jobs import JobEvent, Progress

Show = Callable[[Console], None]

# Wide enough that nothing is cut when the output goes to a file or another program.
_UNLIMITED_COLUMNS = 10_000


class Output(Protocol):
    """Where a command reports to."""

    def event(self, event: JobEvent) -> None:
        """A step or a warning of the running job."""

    def record(self, kind: str, value: Mapping[str, object], show: Show | None = None) -> None:
        """A partial result that is worth telling at once."""

    def done(self, value: Mapping[str, object], show: Show) -> None:
        """The result; nothing comes after it."""

    def error(self, code: str, message: str, hint: str) -> None:
        """Why there is no result; nothing comes after it."""


class JsonOutput:
    """One JSON object a line on standard output, nothing else."""

    def __init__(self) -> None:
        ending.begin()
        self._stream: TextIO = sys.stdout
        self._lock = threading.Lock()

    def event(self, event: JobEvent) -> None:
        """Write a "progress" or "warning" line."""
        if isinstance(event, Progress):
            self._write({"event": "progress", **_fields(event)})
        else:
            self._write({"event": "warning", **_fields(event)})

    def record(self, kind: str, value: Mapping[str, object], show: Show | None = None) -> None:
        """Write a line of that kind."""
        self._write({"event": kind, **value})

    def done(self, value: Mapping[str, object], show: Show) -> None:
        """Write the "done" line."""
        self._write({"event": "done", **value})
        ending.told()

    def error(self, code: str, message: str, hint: str) -> None:
        """Write the "error" line."""
        self._write(ending.error_value(code, message, hint))
        ending.told()

    def _write(self, value: Mapping[str, object]) -> None:
        line = json.dumps(plain_value(value), ensure_ascii=False, allow_nan=False)
        with self._lock:
            self._stream.write(line + "\n")
            self._stream.flush()


class HumanOutput:
    """Results on standard output; progress, warnings and errors on standard error."""

    def __init__(self) -> None:
        self._out = console(sys.stdout)
        self._err = console(sys.stderr)
        self._progress = ProgressLines(self._err)

    def event(self, event: JobEvent) -> None:
        """Move the progress bar, or print a warning above it."""
        if isinstance(event, Progress):
            self._progress.update(event)
        else:
            self._say("note" if event.code == "note" else "set aside", event.message, event.hint)

    def record(self, kind: str, value: Mapping[str, object], show: Show | None = None) -> None:
        """Show it now."""
        if show is not None:
            self._progress.close()
            show(self._out)

    def done(self, value: Mapping[str, object], show: Show) -> None:
        """Show the result."""
        self._progress.close()
        show(self._out)

    def error(self, code: str, message: str, hint: str) -> None:
        """Print what happened and what to do."""
        self._progress.close()
        self._say("stopped" if code == "cancelled" else "error", message, hint)

    def _say(self, kind: str, message: str, hint: str) -> None:
        style = "bold red" if kind == "error" else "yellow"
        self._err.print(Text.assemble((f"{kind}: ", style), plain_text(message)))
        # A hint is ours; its line ends are meant.
        for line in hint.splitlines():
            self._err.print(Text(f"  {plain_text(line)}"))


def console(stream: TextIO) -> Console:
    """A console that takes nothing in a text for markup, and folds lines only on a terminal."""
    return Console(
        file=stream,
        markup=False,
        highlight=False,
        emoji=False,
        soft_wrap=False,
        width=None if stream.isatty() else _UNLIMITED_COLUMNS,
    )


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> Table:
    """A table of plain texts; a column whose values are all numbers is set to the right.

    Args:
        columns: Headings.
        rows: One value per column each.
        title: Printed above, may be empty.
    """
    lines = [list(row) for row in rows]
    made = Table(
        title=Text(title, style="bold") if title else None,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
    )
    for index, heading in enumerate(columns):
        numbers = bool(lines) and all(isinstance(row[index], int | float) for row in lines)
        made.add_column(
            Text(heading), justify="right" if numbers else "left", overflow="fold", no_wrap=False
        )
    for row in lines:
        made.add_row(*(Text(_cell(value)) for value in row))
    return made


def lines(*texts: object) -> Show:
    """Show each text on a line of its own."""

    def show(to: Console) -> None:
        for text in texts:
            to.print(Text(plain_text(text)))

    return show


def _cell(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else plain_text(value)


def _fields(event: JobEvent) -> dict[str, object]:
    value = plain_value(event)
    return value if isinstance(value, dict) else {}
