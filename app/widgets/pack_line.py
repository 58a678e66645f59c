"""The line that says so while a pack that has seen no real recording gives the answers."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app import theme as look
from app.models.project_pack import ProjectPack
from app.texts import translate
from app.widgets.labels import set_role


class PackLine(QLabel):
    """Shows itself while it is true.

    Args:
        pack: Of the open project.
    """

    def __init__(self, pack: ProjectPack) -> None:
        super().__init__()
        self._pack = pack
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setText(translate("Packs", "Its pack has learned only from synthetic scenes."))
        set_role(self, "caption")
        self.setContentsMargins(look.M, look.XS, look.M, look.XS)
        pack.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setVisible(self._pack.synthetic)
