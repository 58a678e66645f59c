"""Jobs on packs and models: which row of the dialog shows one, and what is said at its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypedDict

from app.jobs.operation import EngineWork, Operation
from app.texts import translate
from smp_core.worker.jobs.pack_add import PackAddRequest
from smp_core.worker.jobs.pack_check import PackCheckRequest
from smp_core.worker.jobs.pack_fetch import PackFetchRequest


class Ends(TypedDict):
    """What a job's end calls, as `Runner.start` takes it."""

    done: Callable[[Any], None]
    failed: Callable[[Exception], None]
    cancelled: Callable[[], None]


def request_of(operation: Operation[Any]) -> Any:
    """What an operation asks of the engine; None of others."""
    return operation.work.request if isinstance(operation.work, EngineWork) else None


def row_of(operation: Operation[Any]) -> str:
    """The key of the row that shows a fetch or a check; empty for any other operation."""
    match request_of(operation):
        case PackFetchRequest(name=name):
            return name
        case PackCheckRequest(folder=folder, captioner=captioner):
            return captioner or str(folder)
    return ""


def row_ends(operation: Operation[Any]) -> tuple[str, str]:
    """What a row says of a fetch or a check that is done, and of one that was stopped."""
    match request_of(operation):
        case PackFetchRequest(name=name, to=to):
            carry = translate(
                "ModelsDialog",
                "Fetched to {0}. On the other machine: “Models…”, “Add from a folder…”.",
            )
            kept = translate(
                "ModelsDialog", "Stopped. What came is kept; Fetch goes on from there."
            )
            return "" if to is None else carry.format(to / name), kept
    whole = translate("ModelsDialog", "Every file is whole and fits the model.")
    return whole, translate("ModelsDialog", "Stopped.")


def is_bringing(operation: Operation[Any]) -> bool:
    """Whether it adds or copies a pack or a model."""
    return isinstance(request_of(operation), PackAddRequest)


def bringing_ends(operation: Operation[Any]) -> tuple[str, str]:
    """What is said of an adding or a copying that is done ({0} is what), and of a stopped one."""
    if request_of(operation).to is None:
        return (
            translate("ModelsDialog", "{0} was added; every file is whole."),
            translate("ModelsDialog", "Stopped; nothing was added."),
        )
    return (
        translate("ModelsDialog", "{0} was copied; every file is whole."),
        translate("ModelsDialog", "Stopped; nothing was copied."),
    )
