"""Says what erasing takes, before anything happens; then lets it be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from app import theme as look
from app.context import Context
from app.errors import reason_of
from app.jobs.handle import JobHandle
from app.models.erase_words import erased, goes
from app.operations import erasing
from app.widgets.buttons import button, set_usable
from app.widgets.labels import label, set_role
from smp_core.jobs import Progress

if TYPE_CHECKING:
    from smp_core.workflows.erase import Erased
    from smp_core.workflows.projects import Project
    from smp_core.workflows.removable import Removable

_WIDTH_PX = 540
_NAMED = 3


class EraseDialog(QDialog):
    """Asks, shows how far it is, and tells what was erased when the project is open again.

    Args:
        context: For the project and the background.
        project: The open one.
        parent: The window.
    """

    def __init__(self, context: Context, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._project = context, project
        self._counted = self._erasing = False
        self.setWindowTitle(self.tr("Erase what was removed"))
        self.setFixedWidth(_WIDTH_PX)
        title = label(self.tr("Erase for good what was removed?"), "section", wrap=True)
        why = self.tr(
            "A clip that you remove stays in the undo history, in backups and in the cache. "
            "Erasing leaves no trace of it in the project. This goes:"
        )
        self.goes: list[QLabel] = [label(wrap=True) for _ in goes(None)]
        listed = QGridLayout()
        listed.setHorizontalSpacing(look.S)
        listed.setVerticalSpacing(look.XS)
        listed.setColumnStretch(1, 1)
        for row, each in enumerate(self.goes):
            listed.addWidget(label("·"), row, 0, Qt.AlignmentFlag.AlignTop)
            listed.addWidget(each, row, 1)
        stays = self.tr(
            "Everything that is in the project now stays, and so do all video files, exports, runs "
            "and results. A run that learned from a removed clip keeps what it learned: train "
            "again if that matters. The program's log on this machine may still name files."
        )
        self.final = label(self.tr("This cannot be undone."), "strong")
        self.state = label("", "warn", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of erasing"))
        self.bar.hide()
        self.keep = button(self.tr("Cancel"), self.reject)
        self.erase = button(self.tr("Erase for good"), self.begin, "danger")
        self.keep.setDefault(True)
        self.erase.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.keep)
        buttons.addWidget(self.erase)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(look.XL, look.XL, look.XL, look.L)
        layout.setSpacing(look.M)
        layout.addWidget(title)
        layout.addWidget(label(why, wrap=True))
        layout.addLayout(listed)
        layout.addWidget(label(stays, "quiet", wrap=True))
        for part in (self.final, self.state, self.bar):
            layout.addWidget(part)
        layout.addLayout(buttons)
        self._show_goes(None)
        context.changes.project_changed.connect(self._project_changed)
        context.runner.started.connect(self._look)
        context.runner.finished.connect(self._look)
        context.start(
            erasing.count_removable(project),
            owner=self,
            done=self._take_count,
            failed=self._not_counted,
            cancelled=self._go_uncounted,
        )
        self._look()

    def begin(self) -> None:
        """Do it, unless something speaks against it."""
        if self._erasing or self._blocked():
            return
        self._erasing = True
        self._say(self.tr("Letting go of the project…"))
        if not self._context.session.lend(erasing.erase_removed, self._began, self._ended):
            self._erasing = False
            self._say(self.tr("Another project is being opened."), warning=True)
            return
        self.bar.setRange(0, 0)
        self.bar.show()
        self._fit()
        for each in (self.keep, self.erase):
            set_usable(each, self.tr("It is being erased."))

    def reject(self) -> None:
        """Go without having done anything; not while it is being done."""
        if not self._erasing:
            super().reject()

    def _blocked(self) -> str:
        """Why it cannot begin now; empty if it can."""
        if not self._counted:
            return self.tr("What would go is being counted.")
        # What watching has begun is stopped at the next video, and goes on afterwards.
        names = [
            each.name
            for each in self._context.runner.running()
            if each is not self._context.watch.job
        ]
        if not names:
            return ""
        shown = [*names[:_NAMED], *(["…"] if len(names) > _NAMED else [])]
        return self.tr("Work is still going on. Stop it, or wait for its end: {0}").format(
            ", ".join(shown)
        )

    def _look(self, _handle: JobHandle | None = None) -> None:
        """Show what runs, as it is now."""
        if self._erasing:
            return
        blocked = self._blocked()
        set_usable(self.erase, blocked, self.erase.accessibleName())
        if blocked or self._context.watch.job is None:
            self._say(blocked, warning=bool(blocked))
        else:
            self._say(
                self.tr("Classification stops after the video of now and goes on afterwards.")
            )

    def _take_count(self, found: Removable) -> None:
        self._counted = True
        self._show_goes(found)
        self._look()

    def _not_counted(self, error: Exception) -> None:
        self._context.notices.warn(reason_of(error))
        self._go_uncounted()

    def _go_uncounted(self) -> None:
        self._counted = True  # the words hold without numbers
        self._look()

    def _show_goes(self, found: Removable | None) -> None:
        for shown, words in zip(self.goes, goes(found), strict=True):
            shown.setText(words)
        self._fit()

    def _began(self, handle: JobHandle) -> None:
        self._say(self.tr("Erasing… With a large project this takes a while."))
        handle.progressed.connect(self._step)

    def _step(self, step: Progress) -> None:
        self.bar.setRange(0, step.total)
        self.bar.setValue(step.done)

    def _ended(self, done: Erased | None) -> None:
        self._erasing = False
        self.accept()
        if done is not None:
            self._context.notices.info(*erased(done))

    def _project_changed(self) -> None:
        if not self._erasing and self._context.project is not self._project:
            self.reject()

    def _say(self, words: str, *, warning: bool = False) -> None:
        set_role(self.state, "warn" if warning else "quiet")
        self.state.setText(words)
        self.state.setVisible(bool(words))
        self._fit()

    def _fit(self) -> None:
        """Be as high as the words need: a dialog does not follow broken lines by itself."""
        layout = self.layout()
        if layout is not None:
            self.setFixedHeight(layout.totalHeightForWidth(_WIDTH_PX))


def show_erase(context: Context, parent: QWidget) -> EraseDialog | None:
    """Ask about erasing from the open project.

    Returns:
        The dialog, shown; None without a project.
    """
    if context.project is None:
        return None
    dialog = EraseDialog(context, context.project, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
