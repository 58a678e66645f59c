"""Icons of one outline family (resources/icons), tinted by the theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from app.theme import ThemeSwitch
from smp_core.paths import resources_folder

SMALL_PX, LARGE_PX = 16, 20
_SIZES_PX = (16, 20, 24, 32, 40, 48)  # ours at 100 % and 200 %, and what lies between


@lru_cache(maxsize=512)
def _drawn(name: str, colour: str, size_px: int) -> QPixmap:
    svg = (resources_folder() / "icons" / f"{name}.svg").read_bytes()
    renderer = QSvgRenderer(QByteArray(svg.replace(b"#000000", colour.encode("ascii"))))
    made = QPixmap(size_px, size_px)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    renderer.render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return made


@lru_cache(maxsize=256)
def _icon(name: str, colour: str, disabled: str) -> QIcon:
    made = QIcon()
    for size_px in _SIZES_PX:
        made.addPixmap(_drawn(name, colour, size_px))
        made.addPixmap(_drawn(name, disabled, size_px), QIcon.Mode.Disabled)
    return made


def icon(name: str, theme: ThemeSwitch, token: str = "text") -> QIcon:
    """An icon in the colour of a theme token.

    Args:
        name: A file of resources/icons: "play", "film-strip", "magnifying-glass", ….
        theme: Gives the colour of now; ask again when it changes, or use `set_icon`.
        token: Which colour of the theme.
    """
    return _icon(name, getattr(theme.theme, token), theme.theme.control)


def pixmap(
    name: str, theme: ThemeSwitch, size_px: int, token: str = "text", ratio: float = 1.0
) -> QPixmap:
    """An icon as a picture, for painting and labels.

    Args:
        name, theme, token: See `icon`.
        size_px: Its side in device-independent pixels.
        ratio: Device pixels to one of those (`widget.devicePixelRatioF()`).
    """
    made = QPixmap(_drawn(name, getattr(theme.theme, token), round(size_px * ratio)))
    made.setDevicePixelRatio(ratio)
    return made


class _Tint(QObject):
    """Gives its button the icon of the theme that is on; lives as long as the button."""

    def __init__(self, button: QAbstractButton, name: str, theme: ThemeSwitch, token: str) -> None:
        super().__init__(button)
        self._button, self._name, self._theme, self._token = button, name, theme, token
        theme.changed.connect(self.apply)
        self.apply()

    def apply(self) -> None:
        """Draw it anew."""
        self._button.setIcon(icon(self._name, self._theme, self._token))


def set_icon(
    button: QAbstractButton,
    name: str,
    theme: ThemeSwitch,
    *,
    token: str = "text",
    size_px: int = LARGE_PX,
) -> None:
    """Give a button an icon that changes with the theme; again to give it another one."""
    for old in button.findChildren(_Tint, options=Qt.FindChildOption.FindDirectChildrenOnly):
        old.setParent(None)
        old.deleteLater()
    button.setIconSize(QPixmap(size_px, size_px).size())
    _Tint(button, name, theme, token)
