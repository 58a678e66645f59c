"""The measurement of the table of results, on a small one: it measures what it says."""

from __future__ import annotations

from smp_core.bench.results_table import fill, measure
from smp_core.storage.project import create_project
from smp_core.workflows.result_table import ResultFilter, count_results, result_page


def test_it_fills_and_measures(tmp_path):
    with create_project(tmp_path / "p", pack_name="demo", pack_digest="d" * 64) as project:
        run_id = fill(project, 1500)
        assert count_results(project, ResultFilter(run_id)) == 1500
        first = result_page(project, ResultFilter(run_id), limit=1)[0]
        assert first.path.name == first.path.name.strip() and first.folder.startswith("/recordings")
        spent = measure(project, run_id, 1500)
    assert {"open", "filter: open", "sort by video: middle page", "timeline: everything"} <= set(
        spent
    )
    assert all(each["median"] > 0 for each in spent.values())
