"""The inspector: what the run says of the clip, and which training clips are like it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QListView, QProgressBar, QVBoxLayout, QWidget

from app import texts
from app.context import Context
from app.models.attention_subjects import SUBJECT, AttentionSubjects
from app.theme import CAPTION, XS, L, M, S, font
from app.views.attention.subject_rows import SubjectRows
from app.widgets.buttons import button
from app.widgets.labels import ElidedLabel, label
from app.widgets.thumbnails import Thumbnails

if TYPE_CHECKING:
    from smp_core.workflows.explain import Explanation, Neighbour, Subject

_MOST_CLASSES = 6
_NAME_PX = 124


class Facts(QWidget):
    """About the chosen clip.

    Attributes:
        chosen: The key of a neighbour that the operator wants to see.
        neighbours_wanted: The operator asked for them.

    Args:
        context: The window's shared parts. thumbnails: For the pictures.
    """

    chosen = Signal(str)
    neighbours_wanted = Signal()

    def __init__(self, context: Context, thumbnails: Thumbnails) -> None:
        super().__init__()
        self.name = ElidedLabel("", "section")
        self.what = ElidedLabel("", "quiet")
        self.answer = label("", "strong", wrap=True)
        self._shares = QGridLayout()
        self._shares.setHorizontalSpacing(S)
        self._shares.setVerticalSpacing(XS)
        self._shares.setColumnStretch(1, 1)
        self._shares.setColumnMinimumWidth(0, _NAME_PX)
        self._alike = label(self.tr("Training clips most like it"), "strong")
        self._state = label("", "quiet", wrap=True)
        self.compare = button(self.tr("Compare clips"), self.neighbours_wanted.emit)
        self.model = AttentionSubjects(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setProperty("kind", "floating")
        self.list.setAccessibleName(self.tr("Training clips most like it"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows = SubjectRows(context, thumbnails, self.list)
        self.list.setItemDelegate(self.rows)
        self.list.activated.connect(self._activated)
        self.list.clicked.connect(self._activated)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(L, L, L, L)
        layout.setSpacing(XS)
        layout.addWidget(self.name)
        layout.addWidget(self.what)
        layout.addSpacing(M)
        layout.addWidget(self.answer)
        layout.addLayout(self._shares)
        layout.addSpacing(L)
        layout.addWidget(self._alike)
        layout.addWidget(self._state)
        layout.addWidget(self.compare, alignment=Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.list, 1)
        layout.addStretch(0)

    def show_subject(self, subject: Subject, words: str) -> None:
        """Another clip, nothing known of it yet."""
        self.name.set_text(subject.path.name)
        self.what.set_text(words)
        self.answer.setText("")
        self._fill({})
        self.show_neighbours(None, {})

    def show_explanation(self, explanation: Explanation, run_name: str) -> None:
        """What a run says of it."""
        name, share = explanation.answer
        self.answer.setText(
            self.tr("{0} says: {1}, {2}").format(run_name, name, texts.percent(share))
        )
        self._fill(explanation.probabilities)

    def show_neighbours(
        self,
        found: Sequence[Neighbour] | None,
        subjects: Mapping[str, Subject],
        *,
        busy: bool = False,
    ) -> None:
        """The clips most like it.

        Args:
            found: None if nobody looked yet. subjects: By key, for the pictures.
            busy: Somebody is looking.
        """
        shown = [] if found is None else [each for each in found if each.key in subjects]
        self.model.set_subjects(
            [subjects[each.key] for each in shown],
            [
                self.tr("{0}, {1} alike").format(each.class_name, texts.percent(each.similarity))
                for each in shown
            ],
        )
        self.list.setVisible(bool(shown))
        self.compare.setVisible(found is None and not busy)
        text = ""
        if busy:
            text = self.tr("Comparing clips…")
        elif found is None:
            text = self.tr("Not compared yet; every clip is looked at once.")
        elif not shown:
            text = self.tr("There are no other training clips.")
        self._state.setText(text)
        self._state.setVisible(bool(text))

    def _fill(self, shares: Mapping[str, float]) -> None:
        while self._shares.count():
            item = self._shares.takeAt(0)
            widget = None if item is None else item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        ordered = sorted(shares.items(), key=lambda each: -each[1])[:_MOST_CLASSES]
        for row, (name, share) in enumerate(ordered):
            shown = ElidedLabel(name, "body", Qt.TextElideMode.ElideRight)
            shown.setFixedWidth(_NAME_PX)
            bar = QProgressBar()
            bar.setTextVisible(False)
            bar.setRange(0, 1000)
            bar.setValue(round(share * 1000))
            bar.setAccessibleName(f"{name}, {texts.percent(share)}")
            number = QLabel(texts.percent(share))
            number.setTextFormat(Qt.TextFormat.PlainText)
            number.setFont(font(CAPTION, numbers=True))
            number.setAlignment(Qt.AlignmentFlag.AlignRight)
            number.setFixedWidth(44)
            for column, widget in enumerate((shown, bar, number)):
                self._shares.addWidget(widget, row, column, Qt.AlignmentFlag.AlignVCenter)

    def _activated(self, index: QModelIndex) -> None:
        self.chosen.emit(index.data(SUBJECT).key)
