"""Buttons with a name, an icon and a tip that says the shortcut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolButton

from app.icons import LARGE_PX, SMALL_PX, set_icon
from app.theme import ThemeSwitch
from app.widgets.labels import plain_tip

Kind = Literal["plain", "primary", "quiet", "danger", "link"]


def button(
    text: str,
    clicked: Callable[[], object],
    kind: Kind = "plain",
    *,
    icon: str = "",
    theme: ThemeSwitch | None = None,
) -> QPushButton:
    """A button with words.

    Args:
        text: What it does, a verb first.
        clicked: Does it.
        kind: At most one "primary" on the screen.
        icon: Of resources/icons; needs `theme`.
        theme: For the icon's colour.
    """
    # The style puts an icon right beside the words; a space keeps them apart.
    made = QPushButton(f" {text}" if icon else text)
    made.setProperty("kind", kind)
    made.setAccessibleName(text)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.clicked.connect(lambda _checked=False: clicked())
    if icon and theme is not None:
        token = {"primary": "on_accent", "danger": "bad", "link": "accent"}.get(kind, "text")
        set_icon(made, icon, theme, token=token, size_px=SMALL_PX)
    return made


def icon_button(
    icon: str,
    name: str,
    theme: ThemeSwitch,
    clicked: Callable[[], object] | None = None,
    *,
    keys: str = "",
    size_px: int = LARGE_PX,
    checkable: bool = False,
) -> QToolButton:
    """A button that is only an icon.

    Args:
        icon: Of resources/icons.
        name: What it does; shown as its tip, with the shortcut, and read by screen readers.
        theme: For its colour.
        clicked: Does it; called after the check changed if it is checkable.
        keys: The shortcut to mention in the tip, in Qt's notation; it is set elsewhere.
        size_px: Of the icon.
        checkable: Whether it stays down.
    """
    made = QToolButton()
    made.setCheckable(checkable)
    made.setAccessibleName(name)
    shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
    made.setToolTip(tip_with_keys(name, shown))
    set_icon(made, icon, theme, size_px=size_px)
    if clicked is not None:
        made.clicked.connect(lambda _checked=False: clicked())
    return made


def set_usable(made: QAbstractButton, why_not: str, tip: str = "") -> None:
    """Let a button be pressed, or say why it cannot be.

    Args:
        made: The button.
        why_not: The reason, shown as its tip; empty if it can be pressed.
        tip: What is shown when it can be.
    """
    made.setEnabled(not why_not)
    made.setToolTip(plain_tip(why_not or tip))
    made.setAccessibleDescription(why_not)


def tip_with_keys(name: str, keys: str) -> str:
    """A tip that names the action and its shortcut, as this system writes it; it may be empty."""
    return plain_tip(f"{name}  ({keys})" if keys else name)
