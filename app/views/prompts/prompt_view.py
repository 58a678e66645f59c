"""The list of clips and their sentences."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from app.models.prompts_list import ROW, ClipRow, PromptsList
from app.texts import translate
from app.theme import ThemeSwitch
from app.views.prompts import choice
from app.views.prompts.row_painter import RowPainter, thumbnail_rect
from app.widgets.thumbnails import Thumbnails

_SCROLL_PX = 40


class PromptView(QListView):
    """Walk with the arrows, write with Enter; moving over a picture leafs through it.

    Attributes:
        write: Enter on a clip without a prompt: it asks for one.
        play: Space.
        chosen: The current clip or the selection changed.
        painter: Draws the rows.
    """

    write = Signal()
    play = Signal()
    chosen = Signal()

    def __init__(
        self,
        model: PromptsList,
        thumbnails: Thumbnails,
        theme: ThemeSwitch,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._list, self._thumbnails = model, thumbnails
        self.setModel(model)
        self.painter = RowPainter(thumbnails, theme, self)
        self.setItemDelegate(self.painter)
        self.setAccessibleName(translate("Prompts", "Clips and their prompts"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(_SCROLL_PX)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())
        self.selectionModel().currentChanged.connect(lambda *_: self.chosen.emit())
        thumbnails.ready.connect(self.viewport().update)
        theme.changed.connect(self.viewport().update)

    @property
    def current_row(self) -> ClipRow | None:
        """The clip with the focus."""
        return choice.current_row(self)

    @property
    def selected_rows(self) -> list[ClipRow]:
        """The chosen clips, in order."""
        return choice.selected_rows(self)

    @property
    def is_writing(self) -> bool:
        """Whether a prompt is being written."""
        return self.state() == QAbstractItemView.State.EditingState

    def choose(self, clip_id: int) -> bool:
        """Go to a clip; False if it is not there."""
        index = self._list.index_of(clip_id)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        return index.isValid()

    def choose_first(self) -> None:
        """Go to the first clip."""
        rows = self._list.clip_rows
        if rows:
            self.setCurrentIndex(self._list.index_of(rows[0].clip.id))

    def edit_current(self) -> None:
        """Write the current prompt, or ask for one."""
        if not choice.edit_current(self):
            self.write.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter writes, Space plays; letters do not search, because commands may use them."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.is_writing:
            self.edit_current()
            return
        if event.key() == Qt.Key.Key_Space:
            self.play.emit()
        elif event.text().isprintable() and event.text():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Leaf through the picture beneath the pointer."""
        index = self.indexAt(event.position().toPoint())
        row = index.data(ROW) if index.isValid() else None
        hovered = None
        if isinstance(row, ClipRow):
            box = thumbnail_rect(self.visualRect(index))
            if box.contains(event.position().toPoint()):
                hovered = (row.clip.id, (event.position().x() - box.left()) / box.width())
        self._hover(hovered)
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer went elsewhere."""
        self._hover(None)
        super().leaveEvent(event)

    def _hover(self, hovered: tuple[int, float] | None) -> None:
        if hovered != self.painter.hovered:
            self.painter.hovered = hovered
            self.viewport().update()
