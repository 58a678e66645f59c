"""Type a few letters, do anything: every command that works now."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app import theme as look
from app.commands import Commands
from app.icons import icon
from app.texts import translate
from app.theme import ThemeSwitch
from app.widgets.labels import line

_WIDTH_PX, _HEIGHT_PX, _ROW_PX = 560, 400, 32
_ACTION, _KEYS = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


def score(words: str, title: str) -> int | None:
    """How well typed letters fit a title: lower is better, None is not at all.

    The letters must come in order. Those at the beginning of words and those together count more.
    """
    wanted, text = words.casefold().replace(" ", ""), title.casefold()
    total, at = 0, -1
    for letter in wanted:
        found = text.find(letter, at + 1)
        if found < 0:
            return None
        starts_word = found == 0 or not text[found - 1].isalnum()
        total += 0 if found == at + 1 or starts_word else found - at
        at = found
    return total + (0 if text.startswith(words.casefold().strip()) else 1)


class _WithKeys(QStyledItemDelegate):
    """Writes the shortcut at the right end of the row."""

    def __init__(self, theme: ThemeSwitch, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The usual row, and the keys."""
        super().paint(painter, option, index)
        painter.save()
        painter.setFont(look.font(look.CAPTION))
        painter.setPen(self._theme.theme.colour("quiet"))
        where = option.rect.adjusted(0, 0, -look.M, 0)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(where, right, str(index.data(_KEYS)))
        painter.restore()


class CommandPalette(QFrame):
    """Floats over the window, near the top."""

    def __init__(self, commands: Commands, theme: ThemeSwitch, parent: QWidget) -> None:
        super().__init__(parent)
        self._commands, self._theme = commands, theme
        self._over = parent
        self._before: QWidget | None = None
        self.setProperty("kind", "floating")
        self.setAccessibleName(translate("Palette", "Commands"))
        self.line = QLineEdit()
        self.line.setProperty("kind", "bare")
        self.line.setPlaceholderText(translate("Palette", "What do you want to do?"))
        self.line.setAccessibleName(self.line.placeholderText())
        self.line.textChanged.connect(self._fill)
        self.line.installEventFilter(self)
        self.model = QStandardItemModel(self)
        self.list = QListView()
        self.list.setProperty("kind", "palette")
        self.list.setModel(self.model)
        self.list.setItemDelegate(_WithKeys(theme, self))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.clicked.connect(self._run)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(look.XS, look.XS, look.XS, look.XS)
        layout.setSpacing(look.XS)
        layout.addWidget(self.line)
        layout.addWidget(line())
        layout.addWidget(self.list)
        self.setFixedSize(_WIDTH_PX, _HEIGHT_PX)
        self.hide()

    def open(self) -> None:
        """Show it with all commands; the focus goes back afterwards."""
        self._before = self.window().focusWidget()
        self.move((self._over.width() - self.width()) // 2, look.TOP_BAR_PX + look.XL)
        self.line.clear()
        self._fill("")
        self.show()
        self.raise_()
        self.line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys walk in the list while the line keeps the focus."""
        if watched is self.line and event.type() == QEvent.Type.FocusOut:
            self.hide()  # a click elsewhere
        if watched is self.line and isinstance(event, QKeyEvent) and self._key(event):
            return True
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress:
            return False
        row, key = self.list.currentIndex().row(), event.key()
        if key == Qt.Key.Key_Escape:
            self._put_away()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self._choose((row + step) % max(1, self.model.rowCount()))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(self.list.currentIndex())
        else:
            return False
        return True

    def _fill(self, words: str) -> None:
        fitting = [
            (fit, command.title, command.icon, action)
            for command, action in self._commands.usable()
            if (fit := score(words, command.title)) is not None
        ]
        if words.strip():
            fitting.sort(key=lambda each: (each[0], each[1]))
        self.model.clear()
        for _, title, icon_name, action in fitting:
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            item = QStandardItem(title)
            item.setData(action, _ACTION)
            item.setData(keys, _KEYS)
            item.setSizeHint(QSize(0, _ROW_PX))
            if icon_name:
                item.setIcon(icon(icon_name, self._theme, "quiet"))
            self.model.appendRow(item)
        self._choose(0)

    def _put_away(self) -> None:
        if self._before is not None and shiboken6.isValid(self._before):
            self._before.setFocus()
        self.hide()

    def _choose(self, row: int) -> None:
        self.list.setCurrentIndex(self.model.index(row, 0))

    def _run(self, index: QModelIndex) -> None:
        action = index.data(_ACTION)
        self._put_away()
        if isinstance(action, QAction):
            action.trigger()
