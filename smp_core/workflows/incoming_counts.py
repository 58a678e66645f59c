"""How many incoming videos wait, were answered, or could not be used: one rule for everybody."""

from __future__ import annotations

from typing import get_args

import sqlalchemy as sa
from sqlalchemy.orm import Session

from smp_core.records import IncomingStatus
from smp_core.storage.schema import IncomingRow, PredictionRow


def unusable(run_id: str) -> sa.ColumnElement[bool]:
    """Of `IncomingRow`: its newest attempt failed, and no answer of a run stands in its place.

    An attempt that failed takes away no answer that was given before: such a video is among the
    results, not among the failures.

    Args:
        run_id: The run whose answers count; empty for none.
    """
    answered = sa.select(PredictionRow.incoming_id).where(PredictionRow.run_id == run_id)
    return sa.and_(
        IncomingRow.status == "failed",
        IncomingRow.replaced.is_(False),
        IncomingRow.id.not_in(answered),
    )


def count_incoming(session: Session, run_id: str) -> dict[str, int]:
    """Videos by what became of them, all states; see `unusable` for `run_id`."""
    counted: dict[str, int] = dict.fromkeys(get_args(IncomingStatus), 0)
    by_status = (
        sa.select(IncomingRow.status, sa.func.count())
        .where(IncomingRow.replaced.is_(False))
        .group_by(IncomingRow.status)
    )
    for status, count in session.execute(by_status):
        counted[status] = count
    failed = session.scalar(sa.select(sa.func.count()).where(unusable(run_id))) or 0
    counted["classified"] += counted["failed"] - failed
    counted["failed"] = failed
    return counted
