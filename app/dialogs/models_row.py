"""One pack or model in the models dialog: what it is, what can be done with it, how that goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app import theme as look
from app.jobs.handle import JobHandle
from app.jobs.runner import Runner
from app.texts import byte_size, translate
from app.theme import ThemeSwitch
from app.widgets.buttons import Kind, button
from app.widgets.job_panel import job_line
from app.widgets.labels import Role, chip, label, set_role

Action = tuple[str, str, Callable[[], None]]  # words, icon, what it does


class ModelRow(QFrame):
    """A card with a name, facts, and buttons.

    Args:
        theme: For icons.
        name: Of the pack or model.
        state: A chip beside it; "" for none.
        about: A sentence or two.
        facts: Size, licence and the like.
        actions: Its buttons, the last one first in worth.
        problem: Why it cannot be used; "" if it can.
    """

    def __init__(
        self,
        theme: ThemeSwitch,
        name: str,
        state: str = "",
        about: str = "",
        facts: Sequence[str] = (),
        actions: Sequence[Action] = (),
        problem: str = "",
    ) -> None:
        super().__init__()
        self.name = name
        self._theme = theme
        self._handle: JobHandle | None = None
        self.setProperty("kind", "card")
        self.setAccessibleName(name)
        top = QHBoxLayout()
        top.setSpacing(look.S)
        top.addWidget(label(name, "strong"))
        if state:
            top.addWidget(chip(state))
        top.addStretch(1)
        self.buttons = [self._button(*action) for action in actions]
        for each in self.buttons:
            top.addWidget(each)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(look.L, look.M, look.M, look.M)
        self._column.setSpacing(look.XS)
        self._column.addLayout(top)
        if about:
            self._column.addWidget(label(about, wrap=True))
        if problem:
            self._column.addWidget(label(problem, "bad", wrap=True))
        if facts:
            self._column.addWidget(label("  ·  ".join(facts), "caption", wrap=True))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(translate("Models", "Progress of {0}").format(name))
        self.bar.hide()
        self.said = label("", "caption", wrap=True)
        self.said.hide()
        self._column.addWidget(self.bar)
        self._column.addWidget(self.said)
        self.offer: QWidget | None = None

    def ask(
        self, rows: Sequence[tuple[str, str, int, bool]], where: str, go_on: Callable[[], None]
    ) -> None:
        """Show what a fetch brings, and ask.

        Args:
            rows: (model, licence, bytes, whether its checksum is known to us).
            where: The mirror.
            go_on: Called if the operator agrees.
        """
        self.close_offer()
        self.offer = QWidget()
        column = QVBoxLayout(self.offer)
        column.setContentsMargins(0, look.S, 0, 0)
        column.setSpacing(look.XS)
        total = byte_size(sum(row[2] for row in rows))
        question = translate("Models", "Fetch about {0} from {1}?").format(total, where)
        column.addWidget(label(question, "strong", wrap=True))
        for model, licence, size, pinned in rows:
            known = (
                translate("Models", "checksum known")
                if pinned
                else translate("Models", "checksum as the hub tells it")
            )
            text = "  ·  ".join((model, byte_size(size), licence, known))
            column.addWidget(label(text, "caption", wrap=True))
        fetch = button(
            translate("Models", "Fetch now"), go_on, "primary", icon="download-simple",
            theme=self._theme,
        )  # fmt: skip
        later = button(translate("Models", "Not now"), self.close_offer)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(later)
        line.addWidget(fetch)
        column.addLayout(line)
        self.fetch_now = fetch
        self._column.addWidget(self.offer)
        fetch.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_offer(self) -> None:
        """Ask no longer."""
        if self.offer is not None:
            self.offer.hide()
            self.offer.deleteLater()
            self.offer = None

    def watch(self, handle: JobHandle, runner: Runner) -> None:
        """Show a job's progress, and a button to stop it, until it ends."""
        self.close_offer()
        self._handle = handle
        for each in self.buttons:
            each.setEnabled(False)
        self.bar.setRange(0, 0)
        self.bar.show()
        self.stop = button(
            translate("Models", "Stop"), lambda: runner.cancel(handle), icon="stop",
            theme=self._theme,
        )  # fmt: skip
        self._column.addWidget(self.stop, alignment=Qt.AlignmentFlag.AlignRight)
        handle.changed.connect(self._show_progress)
        handle.ended.connect(self._ended)
        self._show_progress()

    def say(self, text: str, role: Role = "caption") -> None:
        """Tell how the last thing ended."""
        self.said.setText(text)
        set_role(self.said, role)
        self.said.setVisible(bool(text))

    def _show_progress(self) -> None:
        if self._handle is None:
            return
        step = self._handle.progress
        if step is not None and step.total > 0:
            self.bar.setRange(0, step.total)
            self.bar.setValue(step.done)
        self.say(job_line(self._handle))

    def _ended(self) -> None:
        self._handle = None
        self.bar.hide()
        self.stop.hide()
        self.stop.deleteLater()
        for each in self.buttons:
            each.setEnabled(True)

    def _button(self, words: str, icon: str, clicked: Callable[[], None]) -> QWidget:
        kind: Kind = "plain"
        made = button(words, clicked, kind, icon=icon, theme=self._theme)
        made.setAccessibleName(f"{words}: {self.name}")
        return made
