"""What is chosen in a view whose items are clips."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView

from app.models.prompts_list import ROW, ClipRow


def current_row(view: QAbstractItemView) -> ClipRow | None:
    """The clip with the focus."""
    row = view.currentIndex().data(ROW)
    return row if isinstance(row, ClipRow) else None


def selected_rows(view: QAbstractItemView) -> list[ClipRow]:
    """The chosen clips from top to bottom, each once."""
    indexes = sorted(view.selectionModel().selectedIndexes(), key=lambda index: index.row())
    rows = {row.clip.id: row for index in indexes if isinstance(row := index.data(ROW), ClipRow)}
    return list(rows.values())


def edit_current(view: QAbstractItemView) -> bool:
    """Write the current prompt in place.

    Returns:
        False if the current clip has no prompt yet.
    """
    row, index = current_row(view), view.currentIndex()
    if row is not None and row.prompt is None:
        return False
    if row is not None and view.state() != QAbstractItemView.State.EditingState:
        view.scrollTo(index)
        view.edit(index)
    return True
