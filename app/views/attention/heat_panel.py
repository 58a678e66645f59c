"""One run's heat over one clip: frames, spectrogram, and what its colours mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app import texts
from app.core_texts import core_text
from app.theme import XS, S, ThemeSwitch
from app.widgets.heatmap import HeatPictures
from app.widgets.heatmap_sound import HeatSpectrogram
from app.widgets.labels import ElidedLabel, label
from smp_core.workflows import heat as colours_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from smp_core.jobs import Progress
    from smp_core.workflows.explain import Explanation
    from smp_core.workflows.heat import View

_FINE_PX = 160
_SOUND_PX = (992, 256)


class HeatPanel(QWidget):
    """Shows one explanation, or why there is none yet.

    Args:
        theme: For the colours.
    """

    def __init__(self, theme: ThemeSwitch) -> None:
        super().__init__()
        self.explanation: Explanation | None = None
        self.title = ElidedLabel("", "strong", Qt.TextElideMode.ElideRight)
        self.pictures = HeatPictures(theme)
        self.sound = HeatSpectrogram(theme)
        self.meaning = label("", "caption", wrap=True)
        self._message = label("", "quiet", wrap=True)
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMaximumWidth(240)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._waiting_page())
        self._stack.addWidget(self._heat_page())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(XS)
        layout.addWidget(self.title)
        layout.addWidget(self._stack, 1)
        self.title.hide()

    def wait(self, text: str, *, busy: bool = False) -> None:
        """Show words instead of heat, with a bar if something is being done."""
        self.explanation = None
        self._message.setText(text)
        self._bar.setRange(0, 0 if busy else 1)
        self._bar.setVisible(busy)
        self._stack.setCurrentIndex(0)

    def note_progress(self, step: Progress) -> None:
        """Show how far it is."""
        self._message.setText(f"{core_text(step.stage)}…")
        self._bar.setRange(0, max(step.total, 1))
        self._bar.setValue(step.done)

    def show_explanation(self, explanation: Explanation, run_name: str) -> None:
        """Show its frames and sound; `show_view` lays the heat over them."""
        self.explanation = explanation
        name, share = explanation.answer
        self.title.set_text(self.tr("{0}: {1}, {2}").format(run_name, name, texts.percent(share)))
        frames = explanation.frames
        self.pictures.setVisible(frames is not None)
        if frames is not None:
            step_s = (explanation.end_s - explanation.start_s) / len(frames)
            at = [explanation.start_s + (i + 0.5) * step_s for i in range(len(frames))]
            self.pictures.set_pictures(frames, [f"{each:.1f} s" for each in at])
        grey = None
        if explanation.spectrogram is not None:
            grey = colours_of.grey_spectrogram(explanation, *_SOUND_PX)
        self.sound.set_sound(grey, explanation.start_s, explanation.spectrogram_s)
        self._stack.setCurrentIndex(1)

    def show_view(self, view: View) -> None:
        """Lay this map over frames and sound, and say what its colours mean."""
        found = self.explanation
        if found is None:
            return
        visual, audio = view.heat(found, "visual"), view.heat(found, "audio")
        if visual is None:
            self.pictures.set_heat([])
        else:
            size = (_FINE_PX, max(1, round(_FINE_PX * self._aspect(found))))
            shares = colours_of.shares(visual)
            self.pictures.set_heat([colours_of.overlay(s, view.colours, size) for s in shares])
        over_sound = None
        if audio is not None:
            shares = colours_of.shares(audio)[::-1]  # high frequencies on top
            over_sound = colours_of.overlay(shares, view.colours, (_SOUND_PX[0] // 2, 128))
        self.sound.set_heat(over_sound)
        self.set_opacity(view.opacity)
        self.meaning.setText(self._meaning(view, visual, audio))

    def set_opacity(self, opacity: float) -> None:
        """How strong the heat is, 0…1."""
        self.pictures.set_opacity(opacity)
        self.sound.set_opacity(opacity)

    def _meaning(
        self, view: View, visual: NDArray[np.float32] | None, audio: NDArray[np.float32] | None
    ) -> str:
        if visual is None and audio is None:
            return self.tr("This run has no such map: its prompt does not meet picture or sound.")
        even = None if view.word is None else 1.0
        parts = []
        for name, heat in ((self.tr("Picture"), visual), (self.tr("sound"), audio)):
            if heat is not None:
                low, high = colours_of.span(heat, even=even)
                parts.append(
                    self.tr("{0} {1} to {2} times even").format(name, _times(low), _times(high))
                )
        return ", ".join(parts) + "."

    @staticmethod
    def _aspect(found: Explanation) -> float:
        return 1.0 if found.frames is None else found.frames.shape[1] / found.frames.shape[2]

    def _waiting_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setSpacing(S)
        column.addStretch(1)
        column.addWidget(self._message)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self._bar, 2)
        line.addStretch(1)
        column.addLayout(line)
        column.addStretch(1)
        return page

    def _heat_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(XS)
        column.addWidget(self.pictures, 1)
        column.addWidget(self.sound)
        column.addWidget(self.meaning)
        return page


def _times(value: float) -> str:
    return f"{value:.2f}" if value < 2 else f"{value:.0f}"


def note(text: str) -> QLabel:
    """A quiet line below everything."""
    return label(text, "caption")
