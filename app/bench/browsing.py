"""The results of a project with very many: opened, filtered, walked through, judged."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Generator

from app.bench.story import Story, station
from app.bench.waits import Waits
from app.models.results_table import PROBABILITY
from app.views.results.station import ResultsStation
from app.windows.main_window import MainWindow

Wait = Generator[Callable[[], object], None, float]


def results_table(window: MainWindow) -> Story:
    """Every time is from the key or click to the rows being in the table."""
    waits = Waits(window)
    waits.start()
    began = time.perf_counter()
    results = station(window, ResultsStation)
    model, table, filters = results.model, results.table, results.filters
    yield lambda: model.row(0) is not None and filters.count.text()
    opened_ms = (time.perf_counter() - began) * 1000
    rows = model.total

    def until_changed(act: Callable[[], object], at: int = 0) -> Wait:
        """Until the count is told and that row is there."""
        filters.count.clear()
        reset: list[bool] = []
        connection = model.modelReset.connect(lambda: reset.append(True))
        since = time.perf_counter()
        act()
        yield lambda: reset and filters.count.text() and (not model.total or model.row(at))
        model.modelReset.disconnect(connection)
        return (time.perf_counter() - since) * 1000

    filtered_ms = []
    for action in list(filters.classes.menu().actions()):
        filtered_ms.append((yield from until_changed(action.trigger)))
        filtered_ms.append((yield from until_changed(action.trigger)))  # and all of them again
    header = table.horizontalHeader()
    sorted_ms = yield from until_changed(lambda: header.sectionClicked.emit(PROBABILITY))
    middle = model.total // 2
    since = time.perf_counter()
    table.go_to(middle)
    yield lambda: model.row(middle) is not None
    jumped_ms = (time.perf_counter() - since) * 1000
    chosen = model.row(middle)
    before = chosen.review if chosen is not None else ""
    verdict = "confirmed" if before != "confirmed" else "rejected"
    since = time.perf_counter()
    (results.judging.confirm if verdict == "confirmed" else results.judging.reject)()
    yield lambda: (row := model.row(middle)) is not None and row.review == verdict
    judged_ms = (time.perf_counter() - since) * 1000
    waits.stop()
    what = f"results table of {rows:,} rows"
    return {
        f"{what}: opened, ms": round(opened_ms),
        f"{what}: filtered by class, median, ms": round(statistics.median(filtered_ms)),
        f"{what}: filtered by class, longest, ms": round(max(filtered_ms)),
        f"{what}: sorted by probability, ms": round(sorted_ms),
        f"{what}: jump to the middle, ms": round(jumped_ms),
        f"{what}: one judged, ms": round(judged_ms),
        f"{what}: longest wait of an event, ms": round(max(waits.gaps_ms)),
    }
