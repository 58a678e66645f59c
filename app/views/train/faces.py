"""One clip of each class as its face on the axes of the confusion matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from app.views.train.confusion import ConfusionMatrix
    from app.widgets.thumbnails import Thumbnails
    from smp_core.workflows.quality import Quality


class ClassFaces(QObject):
    """Fetches the pictures and hands them to the matrix as they come.

    Args:
        thumbnails: The project's.
        matrix: To be given faces; the owner.
    """

    def __init__(self, thumbnails: Thumbnails, matrix: ConfusionMatrix) -> None:
        super().__init__(matrix)
        self._thumbnails, self._matrix = thumbnails, matrix
        self._wanted: dict[str, list[int]] = {}
        thumbnails.ready.connect(self._ready)

    def show_for(self, quality: Quality) -> None:
        """Fetch a clip of each class."""
        self._wanted = {}
        for number, name in enumerate(quality.class_names):
            own = [each for each in quality.answers if each.truth == name]
            # One that was found shows the class better than one that was not.
            own.sort(key=lambda each: (each.answer != each.truth, -each.probability))
            if own:
                key = self._thumbnails.request(own[0])
                self._wanted.setdefault(key, []).append(number)
                self._ready(key)

    def _ready(self, key: str) -> None:
        numbers = self._wanted.get(key)
        if not numbers:
            return
        picture = self._thumbnails.picture(key)
        if picture is not None:
            for number in numbers:
                self._matrix.set_picture(number, picture)
