"""Draws the rows of the prompts: a class's heading, and a clip beside its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app import icons, texts
from app import theme as look
from app.models.prompts_list import ROW, ClassRow, ClipRow, no_prompt
from app.texts import translate
from app.theme import ThemeSwitch
from app.views.prompts.editor import PromptEditor, token_words
from app.views.prompts.reading import LINE_HEIGHT, draw_bar, draw_chip, draw_text
from app.widgets.thumbnails import Thumbnails

if TYPE_CHECKING:
    from smp_core.workflows.prompt_sheet import PromptSheet

Index = QModelIndex | QPersistentModelIndex

THUMB_PX = QSize(160, 90)
_HEADING_PX, _ROW_PX = 48, 122
_SIDE_PX = look.XL
_READING_PX = 820  # longer lines are hard to read
_BAR_PX = QSize(120, 4)


def thumbnail_rect(row: QRect) -> QRect:
    """Where a row's picture is."""
    return QRect(row.left() + _SIDE_PX, row.top() + look.M, THUMB_PX.width(), THUMB_PX.height())


def sentence_rect(row: QRect) -> QRect:
    """Where its words are, with the line above them."""
    left = thumbnail_rect(row).right() + look.XL
    return QRect(left, row.top() + look.M, row.right() - _SIDE_PX - left, row.height() - look.L)


def draw_thumbnail(
    painter: QPainter, box: QRect, picture: QPixmap | None, theme: ThemeSwitch, icon: str
) -> None:
    """Draw a picture letterboxed in a rounded box, or an icon while there is none."""
    painter.save()
    path = QPainterPath()
    path.addRoundedRect(QRectF(box), look.CONTROL_RADIUS_PX, look.CONTROL_RADIUS_PX)
    painter.fillPath(path, theme.theme.colour("raised" if picture is None else "hairline"))
    if picture is None:
        side = icons.LARGE_PX
        drawn = icons.pixmap(icon, theme, side, "quiet", painter.device().devicePixelRatioF())
        painter.drawPixmap(box.center().x() - side // 2, box.center().y() - side // 2, drawn)
    else:
        painter.setClipPath(path)
        size = picture.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
        where = QRect(0, 0, size.width(), size.height())
        where.moveCenter(box.center())
        painter.drawPixmap(where, picture)
    painter.restore()


class RowPainter(QStyledItemDelegate):
    """Draws rows and makes their editor.

    Attributes:
        hovered: The clip whose picture the pointer is on, and how far along it (0–1).
        sheet: For the editor; set by the station.

    Args:
        thumbnails: The clips' pictures.
        theme: Colours.
    """

    def __init__(self, thumbnails: Thumbnails, theme: ThemeSwitch, parent: QObject) -> None:
        super().__init__(parent)
        self._thumbnails, self._theme = thumbnails, theme
        self.hovered: tuple[int, float] | None = None
        self.sheet: PromptSheet | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows of a kind are equally high, so that a thousand cost nothing."""
        heading = isinstance(index.data(ROW), ClassRow)
        return QSize(0, _HEADING_PX if heading else _ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        row = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if isinstance(row, ClassRow):
            self._paint_class(painter, option.rect, row)
        elif isinstance(row, ClipRow):
            self._paint_clip(painter, option, row)
        painter.restore()

    def _paint_class(self, painter: QPainter, rect: QRect, row: ClassRow) -> None:
        theme = self._theme.theme
        middle = rect.center().y() + look.XS
        left = rect.left() + _SIDE_PX
        painter.fillRect(QRect(left, middle - 9, look.XS, 18), QColor(row.record.colour))
        font = look.font(look.READING, bold=True)
        count = texts.clips(row.record.n_clips)
        room = rect.width() - 2 * _SIDE_PX - 360
        name = QFontMetrics(font).elidedText(row.record.name, Qt.TextElideMode.ElideRight, room)
        left += look.XS + look.S
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        box = QRect(left, rect.top() + look.XS, rect.width(), rect.height())
        down = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, down | Qt.AlignmentFlag.AlignLeft, name)
        box.setLeft(left + QFontMetrics(font).horizontalAdvance(name) + look.M)
        painter.setFont(look.font(look.BODY))
        painter.setPen(theme.colour("quiet"))
        painter.drawText(box, down | Qt.AlignmentFlag.AlignLeft, count)
        self._paint_quality(painter, QRect(rect.right() - _SIDE_PX, middle, 0, 0), row)

    def _paint_quality(self, painter: QPainter, at: QRect, row: ClassRow) -> None:
        """To the left of a point: δ as a bar in the class colour, and what it means in words."""
        quality, theme = row.quality, self._theme.theme
        if quality is None:
            return
        font = look.font(look.CAPTION, numbers=True)
        metrics = QFontMetrics(font)
        words = quality_words(row)
        delta = "" if quality.delta is None else f"δ {quality.delta:.2f}"
        painter.setFont(font)
        painter.setPen(theme.colour("quiet"))
        baseline = at.top() + (metrics.ascent() - metrics.descent()) // 2
        left = at.left() - metrics.horizontalAdvance(words)
        painter.drawText(left, baseline, words)
        if quality.delta is None:
            return
        left -= look.M + _BAR_PX.width()
        bar = QRect(left, at.top() - _BAR_PX.height() // 2, _BAR_PX.width(), _BAR_PX.height())
        draw_bar(painter, bar, quality.delta, QColor(row.record.colour), theme.colour("hairline"))
        painter.setPen(theme.colour("text"))
        painter.drawText(left - look.S - metrics.horizontalAdvance(delta), baseline, delta)

    def _paint_clip(self, painter: QPainter, option: QStyleOptionViewItem, row: ClipRow) -> None:
        rect = option.rect
        self.paint_ground(painter, option)
        self.paint_picture(painter, thumbnail_rect(rect), row)
        self.paint_words(painter, self.words_rect(rect), row, look.READING)

    def paint_words(self, painter: QPainter, words: QRect, row: ClipRow, size_px: int) -> None:
        """Draw where the words come from, how long they are, what is wrong, and them."""
        theme = self._theme.theme
        middle = words.top() + 9
        left = words.left()
        if row.prompt is not None:
            left = draw_chip(painter, left, middle, row.source, theme) + look.S
            if row.edited:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour("accent"))
                painter.drawEllipse(QRectF(left, middle - 3.5, 7, 7))
                left += 7 + look.S
        font = look.font(look.CAPTION, numbers=True)
        painter.setFont(font)
        tokens = token_words(row.n_tokens, row.limit)
        too_long = row.n_tokens is not None and row.n_tokens > row.limit
        line = QRect(left, words.top(), words.right() - left, 18)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.colour("warn" if too_long else "quiet"))
        room = line.width() - (110 if row.names_class or row.clip.missing else 0)
        if QFontMetrics(font).horizontalAdvance(tokens) > room:
            tokens = "" if row.n_tokens is None else f"{row.n_tokens}/{row.limit}"
        painter.drawText(line, right, tokens)
        line.setRight(line.right() - QFontMetrics(font).horizontalAdvance(tokens) - look.M)
        self._paint_remark(painter, line, row)
        width = min(words.width(), _READING_PX)
        text = QRect(words.left(), words.top() + 22, width, words.height() - 22)
        colour = theme.colour("text" if row.text else "quiet")
        draw_text(painter, text, row.text or no_prompt(), look.font(size_px), colour, LINE_HEIGHT)

    def paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """Show what is chosen, and what the pointer is on."""
        state, theme = option.state, self._theme.theme
        box = QRectF(option.rect.adjusted(look.S, 1, -look.S, -1))
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selection" if chosen else "surface"))
            painter.drawRoundedRect(box, look.CARD_RADIUS_PX, look.CARD_RADIUS_PX)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(
                box.adjusted(0.5, 0.5, -0.5, -0.5), look.CARD_RADIUS_PX, look.CARD_RADIUS_PX
            )

    def paint_picture(self, painter: QPainter, box: QRect, row: ClipRow) -> None:
        """Draw a clip's picture with the colour of its class."""
        share = 0.35
        hovered = self.hovered is not None and self.hovered[0] == row.clip.id
        if self.hovered is not None and hovered:
            share = self.hovered[1]
        preview = self._thumbnails.get(row.clip)
        if preview is None:
            self._thumbnails.request(row.clip)
        icon = "film-strip"
        if row.clip.missing or (preview is not None and preview.trouble):
            icon = "link-break"
        elif preview is not None and preview.frames is None:
            icon = "speaker-high"
        draw_thumbnail(painter, box, self._thumbnails.picture(row.clip, share), self._theme, icon)
        painter.fillRect(QRect(box.left() - look.S, box.top(), 3, box.height()), QColor(row.colour))
        if hovered and preview is not None and preview.frames is not None:
            at = box.left() + round(share * (box.width() - 2))
            painter.fillRect(QRect(at, box.top(), 2, box.height()), QColor("#FFFFFF"))

    def _paint_remark(self, painter: QPainter, line: QRect, row: ClipRow) -> None:
        """What is wrong with the words, or with the file."""
        if row.names_class:
            icon, words = "warning", translate("Prompts", "Names the class")
        elif row.clip.missing:
            icon, words = "link-break", translate("Prompts", "The file is missing")
        else:
            return
        side = icons.SMALL_PX
        drawn = icons.pixmap(icon, self._theme, side, "warn", painter.device().devicePixelRatioF())
        painter.drawPixmap(line.left(), line.center().y() - side // 2 + 1, drawn)
        painter.setPen(self._theme.theme.colour("warn"))
        line = line.adjusted(side + look.XS, 0, 0, 0)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Write in place."""
        row, sheet = index.data(ROW), self.sheet
        if not isinstance(row, ClipRow) or sheet is None:
            return super().createEditor(parent, option, index)
        name = row.clip.class_name
        editor = PromptEditor(
            row.text,
            None if sheet.tokens is None else sheet.tokens.count,
            sheet.limit,
            lambda text: sheet.names_class(text, name),
            parent,
        )
        editor.kept.connect(lambda: self._end(editor, keep=True))
        editor.left.connect(lambda: self._end(editor, keep=False))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Nothing: what is being written stays when the row changes beneath."""

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand over what was written, if it is something else."""
        row = index.data(ROW)
        if not isinstance(editor, PromptEditor) or not isinstance(row, ClipRow):
            return
        if editor.text and editor.text != row.text:
            model.setData(index, editor.text)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Over the words, a little larger."""
        words = self.words_rect(option.rect)
        editor.setGeometry(words.adjusted(-look.M, -look.S, look.S, look.XS))

    def words_rect(self, row: QRect) -> QRect:
        """Where the words are within a row."""
        return sentence_rect(row)

    def eventFilter(self, watched: QObject, event: object) -> bool:
        """The editor knows its keys; the usual filter would end it at a change of focus."""
        return False

    def _end(self, editor: PromptEditor, *, keep: bool) -> None:
        editor.blockSignals(True)  # closing takes the focus, which would end it again
        if keep:
            self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)


def quality_words(row: ClassRow) -> str:
    """What was measured of a class, in words."""
    quality = row.quality
    if quality is None:
        return ""
    if quality.too_few:
        return translate("Prompts", "Too few clips to judge")
    if quality.found is None:
        return translate("Prompts", "No other class has prompts yet")
    found = (
        f"{quality.found:.0f}" if quality.found == int(quality.found) else f"{quality.found:.1f}"
    )
    return translate("Prompts", "Words alone find {0} of {1}").format(found, quality.n_clips)
