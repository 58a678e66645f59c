"""A training that did not end: what happened, what is kept, and the way on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app import theme as look
from app.models.train_words import run_title
from app.remedies import window_words
from app.theme import ThemeSwitch
from app.widgets.buttons import button
from app.widgets.labels import label

if TYPE_CHECKING:
    from smp_core.workflows.run_history import PastRun


class ResumeCard(QFrame):
    """Offers to go on with an unfinished run.

    Attributes:
        resume_asked, dismissed: The buttons.
    """

    resume_asked = Signal()
    dismissed = Signal()

    def __init__(self, theme: ThemeSwitch) -> None:
        super().__init__()
        self.setProperty("kind", "notice-warn")
        self.setAccessibleName(self.tr("Unfinished training"))
        self.title = label("", "strong", wrap=True)
        self.text = label("", "quiet", wrap=True)
        self.resume = button(
            self.tr("Go on"), self.resume_asked.emit, icon="arrow-clockwise", theme=theme
        )
        self.dismiss = button(self.tr("Leave it"), self.dismissed.emit, "quiet")
        buttons = QHBoxLayout()
        buttons.setSpacing(look.S)
        buttons.addWidget(self.resume, 1)
        buttons.addWidget(self.dismiss)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(look.M, look.M, look.M, look.M)
        layout.setSpacing(look.XS)
        layout.addWidget(self.title)
        layout.addWidget(self.text)
        layout.addSpacing(look.XS)
        layout.addLayout(buttons)
        self.hide()

    def offer(self, past: PastRun, why: str = "") -> None:
        """Show it for a run.

        Args:
            why: What ended it, if that was seen just now.
        """
        status = past.run.status
        said = {
            "cancelled": self.tr("{0} was stopped"),
            "failed": self.tr("{0} failed"),
        }.get(status, self.tr("{0} was interrupted"))
        self.title.setText(said.format(run_title(past)))
        kept = len(past.history)
        words = []
        reason = why or (window_words(past.run.error) if status == "failed" else "")
        if reason:
            words.append(reason)
        if kept:
            words.append(
                self.tr("Everything up to epoch {0} of {1} is kept.").format(kept, past.epochs)
            )
        else:
            words.append(self.tr("No epoch was finished; going on begins it anew."))
        self.text.setText(" ".join(words))
        self.show()
