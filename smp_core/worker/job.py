"""What the engine can do: one module a job, found by its name.

To add a job, add a module to `smp_core.worker.jobs` whose name is the job's and which holds
`JOB = Job(name, RequestType, ResultType, function)`. The module itself must import no torch,
because the window imports it for its types; the function imports what it needs.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from smp_core.jobs import JobContext

Request = TypeVar("Request")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Job(Generic[Request, Result]):
    """One thing that the engine can do.

    Attributes:
        name: Its module under `smp_core.worker.jobs`.
        request: A frozen dataclass; see `codec` for what it may hold.
        result: Likewise, or NoneType. Arrays go through files, their path is the result.
        run: Does it, in the engine; raises `SmpError` or `Cancelled` like every job.
    """

    name: str
    request: type[Request]
    result: type[Result]
    run: Callable[[Request, JobContext], Result]


def find_job(name: str) -> Job[Any, Any]:
    """The job of that name.

    Raises:
        LookupError: There is none.
    """
    if not name.isidentifier():
        raise LookupError(f"no job is called {name!r}")
    where = f"smp_core.worker.jobs.{name}"
    try:
        module = importlib.import_module(where)
    except ModuleNotFoundError as error:
        if error.name != where:  # a module that it needs
            raise
        raise LookupError(f"no job is called {name!r}") from error
    job = module.JOB
    if not isinstance(job, Job) or job.name != name:
        raise LookupError(f"{module.__name__}.JOB is not the job {name!r}")
    return job
