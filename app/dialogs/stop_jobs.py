"""Ask before running jobs are stopped."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app import theme as look
from app.texts import translate
from app.widgets.buttons import button
from app.widgets.labels import label

_WIDTH_PX = 440
_NAMED = 4


def ask_to_stop(names: Sequence[str], go_on: Callable[[], None], parent: QWidget) -> QDialog:
    """Ask once, without holding up the window.

    Args:
        names: Of the jobs that run.
        go_on: Called if the operator agrees.
        parent: The window.

    Returns:
        The dialog, shown.
    """
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(translate("StopJobs", "Work is still going on"))
    dialog.setMinimumWidth(_WIDTH_PX)
    title = label(translate("StopJobs", "Stop what is running?"), "section")
    shown = [*names[:_NAMED], *(["…"] if len(names) > _NAMED else [])]
    what = label("\n".join(f"·  {name}" for name in shown), wrap=True)
    kept = translate(
        "StopJobs", "What is finished stays. A training can be resumed where it stopped."
    )
    keep = button(translate("StopJobs", "Keep working"), dialog.reject)
    stop = button(translate("StopJobs", "Stop and go on"), dialog.accept, "danger")
    keep.setDefault(True)
    buttons = QHBoxLayout()
    buttons.addStretch(1)
    buttons.addWidget(keep)
    buttons.addWidget(stop)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(look.XL, look.XL, look.XL, look.L)
    layout.setSpacing(look.M)
    for each in (title, what, label(kept, "quiet", wrap=True)):
        layout.addWidget(each)
    layout.addLayout(buttons)
    dialog.accepted.connect(go_on)
    dialog.open()
    return dialog
