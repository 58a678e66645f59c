"""How a clip looks in a list: small picture, name, class with its colour."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.context import Context
from app.models.attention_subjects import SUBJECT, WORDS
from app.theme import CAPTION, XS, S, font
from app.widgets.filmstrip import paint_clip
from app.widgets.thumbnails import Thumbnails

_ROW_PX, _PICTURE_PX = 54, (78, 44)


class SubjectRows(QStyledItemDelegate):
    """Paints subjects; set `colours` to the class colours by name."""

    def __init__(self, context: Context, thumbnails: Thumbnails, view: QListView) -> None:
        super().__init__(view)
        self._theme, self._thumbnails = context.theme, thumbnails
        self.colours: Mapping[str, str] = {}
        thumbnails.ready.connect(view.viewport().update)
        context.theme.changed.connect(view.viewport().update)

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """All alike."""
        return QSize(160, _ROW_PX)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Picture left, two lines right."""
        subject, words = index.data(SUBJECT), index.data(WORDS)
        area = QRectF(option.rect)
        state = option.state
        now = self._theme.theme
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, now.colour("selection"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, now.colour("hover"))
        box = QRectF(area.left() + XS, area.center().y() - _PICTURE_PX[1] / 2, *_PICTURE_PX)
        paint_clip(painter, box, self._theme, self._thumbnails, subject, ribbon=False, badge=False)
        left = box.right() + S
        room = area.right() - XS - left
        painter.setPen(now.colour("text"))
        painter.setFont(font())
        name = painter.fontMetrics().elidedText(
            subject.path.stem, Qt.TextElideMode.ElideMiddle, int(room)
        )
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRectF(left, box.top() + 2, room, 20), flags, name)
        painter.setFont(font(CAPTION, numbers=True))
        colour = self.colours.get(subject.class_name)
        if colour is not None:
            painter.fillRect(QRectF(left, box.top() + 27, 8, 8), QColor(colour))
            left, room = left + 12, room - 12
        painter.setPen(now.colour("quiet"))
        text = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(QRectF(left, box.top() + 22, room, 18), flags, text)
        if subject.kind == "window":
            painter.setPen(now.colour("accent"))
            painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.restore()
