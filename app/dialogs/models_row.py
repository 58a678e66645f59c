"""One pack or model in the models dialog: what it is, what can be done with it, how that goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app import theme as look
from app.dialogs.models_work import WorkLine
from app.jobs.handle import JobHandle
from app.jobs.runner import Runner
from app.theme import ThemeSwitch
from app.widgets.buttons import Kind, button
from app.widgets.labels import Role, chip, label


@dataclass(frozen=True)
class Action:
    """A button.

    Attributes:
        words, icon: What is on it.
        clicked: What it does.
        kind: How it looks.
    """

    words: str
    icon: str
    clicked: Callable[[], object]
    kind: Kind = "plain"


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
        self.setProperty("kind", "card")
        self.setAccessibleName(name)
        top = QHBoxLayout()
        top.setSpacing(look.S)
        top.addWidget(label(name, "strong"))
        if state:
            top.addWidget(chip(state))
        top.addStretch(1)
        self.buttons = [self._button(action) for action in actions]
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
        self.work = WorkLine(theme, name)
        self.work.ended.connect(lambda: self._enable(True))
        self._column.addWidget(self.work)
        self.question: QWidget | None = None

    def ask(
        self, question: str, details: Sequence[str], answers: Sequence[Action], first: int
    ) -> None:
        """Ask something below the facts.

        Args:
            question: In one sentence.
            details: What to know before answering, a line each.
            answers: The buttons; each closes the question.
            first: Which of them has the focus.
        """
        self.close_question()
        self.question = QWidget()
        column = QVBoxLayout(self.question)
        column.setContentsMargins(0, look.S, 0, 0)
        column.setSpacing(look.XS)
        column.addWidget(label(question, "strong", wrap=True))
        for each in details:
            column.addWidget(label(each, "caption", wrap=True))
        line = QHBoxLayout()
        line.setContentsMargins(0, look.XS, 0, 0)
        line.setSpacing(look.S)
        line.addStretch(1)
        made = [self._answer(each) for each in answers]
        for shown in made:
            line.addWidget(shown)
        column.addLayout(line)
        self._column.addWidget(self.question)
        made[first].setFocus(Qt.FocusReason.OtherFocusReason)

    def close_question(self) -> None:
        """Ask no longer."""
        if self.question is not None:
            self.question.hide()
            self.question.deleteLater()
            self.question = None

    def watch(self, handle: JobHandle, runner: Runner) -> None:
        """Show a job's progress, and a button to stop it, until it ends."""
        self.close_question()
        self._enable(False)
        self.work.watch(handle, runner)

    def say(self, text: str, role: Role = "caption") -> None:
        """Tell how the last thing ended."""
        self.work.say(text, role)

    def _enable(self, usable: bool) -> None:
        for each in self.buttons:
            each.setEnabled(usable)

    def _answer(self, action: Action) -> QPushButton:
        def clicked() -> None:
            self.close_question()
            action.clicked()

        theme = self._theme
        return button(action.words, clicked, action.kind, icon=action.icon, theme=theme)

    def _button(self, action: Action) -> QPushButton:
        made = button(
            action.words, action.clicked, action.kind, icon=action.icon, theme=self._theme
        )
        made.setAccessibleName(f"{action.words}: {self.name}")
        return made
