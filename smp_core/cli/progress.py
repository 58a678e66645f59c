"""Progress for people: a bar with the time left on a terminal, one line per stage elsewhere."""

from __future__ import annotations

import time
from collections.abc import Mapping

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bars
from rich.table import Column
from rich.text import Text

from smp_core.cli.plain import plain_text, seconds_text
from smp_core.jobs import Progress

_BAR_COLUMNS = 24
# Steps of a comparison take a minute and more; over less there would be no pace to tell from.
_PACE_S = 900.0
# Beside a bar there is room for the numbers that everybody asks for.
_FIRST_ASKED = ("loss", "accuracy")


class ProgressLines:
    """Shows the stages of a job one after the other.

    Args:
        console: Where to; bars are drawn only if it is a terminal.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bars: Bars | None = None
        self._task: TaskID | None = None
        self._last: Progress | None = None
        self._stage_start_s = 0.0

    def update(self, step: Progress) -> None:
        """Show a step; a new stage name ends the stage before."""
        if self._last is None or self._last.stage != step.stage:
            self._end_stage()
            self._begin_stage()
        self._last = step
        if self._task is None and step.total > 0:
            self._add_bar(step)
        if self._bars is not None and self._task is not None:
            self._bars.update(
                self._task, completed=step.done, total=step.total, numbers=_shortest(step.values)
            )

    def close(self) -> None:
        """End the last stage and leave the terminal as it was."""
        self._end_stage()
        self._last = None
        if self._bars is not None:
            self._bars.stop()
            self._bars = None
            self._task = None

    def _begin_stage(self) -> None:
        self._stage_start_s = time.monotonic()
        self._task = None

    def _add_bar(self, step: Progress) -> None:
        if not self._console.is_terminal:
            return
        if self._bars is None:
            self._bars = Bars(
                TextColumn("{task.description}", markup=False, table_column=Column(no_wrap=True)),
                BarColumn(bar_width=_BAR_COLUMNS),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                TimeRemainingColumn(),
                TextColumn("{task.fields[numbers]}", markup=False, table_column=_cut()),
                console=self._console,
                speed_estimate_period=_PACE_S,
            )
            self._bars.start()
        self._task = self._bars.add_task(plain_text(step.stage), total=step.total, numbers="")

    def _end_stage(self) -> None:
        if self._last is None:
            return
        if self._bars is not None and self._task is not None:
            self._bars.stop_task(self._task)
            return
        step = self._last
        if step.total == 0:  # there was nothing to do
            return
        seconds = seconds_text(time.monotonic() - self._stage_start_s)
        numbers = f" ({_numbers(step.values)})" if step.values else ""
        self._console.print(
            Text(f"{plain_text(step.stage)}: {step.done}/{step.total} in {seconds}{numbers}")
        )


def _cut() -> Column:
    """A column that gives way to the others on a narrow terminal."""
    return Column(no_wrap=True, overflow="ellipsis", ratio=1)


def _shortest(values: Mapping[str, float]) -> str:
    return _numbers({name: values[name] for name in _FIRST_ASKED if name in values})


def _numbers(values: Mapping[str, float]) -> str:
    # The gates of every P-AVeL are for charts, not for a line.
    told = {name: value for name, value in values.items() if not name.startswith("lambda_")}
    return "  ".join(f"{plain_text(name)} {value:.4g}" for name, value in told.items())
