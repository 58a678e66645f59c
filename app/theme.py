"""All colours, sizes and type of the window: the one place where its looks are decided.

A `Theme` gives the style sheet, the palette and the colours of charts. `ThemeSwitch` decides which
one is on and follows the system.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import lru_cache
from string import Template
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from smp_core.paths import resources_folder

Mode = Literal["system", "dark", "light", "contrast"]
MODES: tuple[Mode, ...] = ("system", "dark", "light", "contrast")

# Spacing in px, multiples of the 4 px grid.
XS, S, M, L, XL, XXL = 4, 8, 12, 16, 24, 32
CARD_RADIUS_PX, CONTROL_RADIUS_PX = 6, 4
TOP_BAR_PX, STATUS_STRIP_PX, INSPECTOR_PX = 48, 28, 320
# Type in px.
CAPTION, BODY, READING, SECTION, TITLE = 11, 13, 15, 18, 24
REGULAR, BOLD = QFont.Weight.Normal, QFont.Weight.DemiBold
MOTION_MS = 140

# Okabe and Ito 2008: told apart by colour-blind eyes too. Then the same, lighter and darker.
CLASS_COLOURS = (
    *("#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7"),
    *("#F5C766", "#A6D8F5", "#66C9AB", "#F8F3A6", "#66AAD1", "#EE9E66", "#E5BCD4"),
    *("#8F6300", "#27709B", "#00614A", "#9C9300", "#00466E", "#863B00", "#8A3F6A"),
)


@dataclass(frozen=True)
class Theme:
    """Named colours, each "#RRGGBB".

    Attributes:
        name: "dark", "light" or "contrast".
        ground: Behind everything. surface: Of bars and cards. raised: Of what floats or is lit.
        hairline: Lines between. control: Edges of controls, 3 : 1 against the ground.
        text, quiet: 4.5 : 1 on ground, surface and raised.
        accent: What acts or is chosen. on_accent: Text on it.
        good, warn, bad: Always together with words.
        selection: Behind chosen rows. hover: Behind what the pointer is on.
    """

    name: str
    ground: str
    surface: str
    raised: str
    hairline: str
    control: str
    text: str
    quiet: str
    accent: str
    on_accent: str
    good: str
    warn: str
    bad: str
    selection: str
    hover: str

    @property
    def is_dark(self) -> bool:
        """Whether text is lighter than the ground."""
        return QColor(self.ground).lightness() < 128

    def colour(self, token: str) -> QColor:
        """A token as a colour."""
        return QColor(getattr(self, token))

    def style_sheet(self) -> str:
        """The whole application's style sheet."""
        sizes = {
            "caption": CAPTION,
            "body": BODY,
            "reading": READING,
            "section": SECTION,
            "title": TITLE,
            "card_radius": CARD_RADIUS_PX,
            "radius": CONTROL_RADIUS_PX,
            # High contrast shows focus and edges twice as thick.
            "line": 2 if self.name == "contrast" else 1,
        }
        values = {**asdict(self), **{name: f"{px}px" for name, px in sizes.items()}}
        values["icons"] = (resources_folder() / "style").as_posix()
        return Template(_style_template()).substitute(values)

    def palette(self) -> QPalette:
        """For what style sheets do not reach."""
        palette = QPalette()
        role = QPalette.ColorRole
        for where, token in (
            (role.Window, "ground"),
            (role.Base, "surface"),
            (role.AlternateBase, "raised"),
            (role.Button, "raised"),
            (role.ToolTipBase, "raised"),
            (role.WindowText, "text"),
            (role.Text, "text"),
            (role.ButtonText, "text"),
            (role.ToolTipText, "text"),
            (role.PlaceholderText, "quiet"),
            (role.Highlight, "accent"),
            (role.HighlightedText, "on_accent"),
            (role.Link, "accent"),
            (role.Accent, "accent"),
            (role.Mid, "hairline"),
        ):
            palette.setColor(where, self.colour(token))
        for where in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, where, self.colour("quiet"))
        return palette


DARK = Theme(
    name="dark",
    ground="#15171A",
    surface="#1C1F23",
    raised="#24282D",
    hairline="#30353B",
    control="#6B747D",
    text="#E6E8EA",
    quiet="#9BA3AB",
    accent="#4C9DF0",
    on_accent="#0B1420",
    good="#4CB782",
    warn="#E0A33A",
    bad="#E76A71",
    selection="#22364B",
    hover="#2B3036",
)
LIGHT = Theme(
    name="light",
    ground="#F6F7F8",
    surface="#FFFFFF",
    raised="#FFFFFF",
    hairline="#DDE1E5",
    control="#848D96",
    text="#1B1F23",
    quiet="#5E6872",
    accent="#1F6FD0",
    on_accent="#FFFFFF",
    good="#187B4A",
    warn="#9A6700",
    bad="#C2353D",
    selection="#DCE9F8",
    hover="#ECEFF2",
)
CONTRAST = Theme(
    name="contrast",
    ground="#000000",
    surface="#000000",
    raised="#101214",
    hairline="#9AA3AC",
    control="#FFFFFF",
    text="#FFFFFF",
    quiet="#D5DADF",
    accent="#7CC0FF",
    on_accent="#000000",
    good="#6FE3AA",
    warn="#FFC857",
    bad="#FF9EA3",
    selection="#0E3A63",
    hover="#24282D",
)
THEMES = {theme.name: theme for theme in (DARK, LIGHT, CONTRAST)}


@lru_cache(maxsize=1)
def _style_template() -> str:
    return (resources_folder() / "style" / "studio.qss").read_text(encoding="utf-8")


def class_colour(position: int) -> str:
    """The colour for the class at that position, "#RRGGBB"; they repeat after 21."""
    return CLASS_COLOURS[position % len(CLASS_COLOURS)]


def font(size_px: int = BODY, *, bold: bool = False, numbers: bool = False) -> QFont:
    """The window's font.

    Args:
        size_px: One of the sizes above.
        bold: 600 instead of 400.
        numbers: All digits equally wide, so that changing numbers do not dance.
    """
    made = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    made.setPixelSize(size_px)
    made.setWeight(BOLD if bold else REGULAR)
    if numbers:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


class ThemeSwitch(QObject):
    """Which theme is on.

    Attributes:
        changed: The new theme is applied; whoever paints by hand or holds icons does so again.
    """

    changed = Signal()

    def __init__(self, app: QApplication, mode: Mode = "system") -> None:
        super().__init__(app)
        self._app = app
        self._mode: Mode = mode
        self.theme = DARK
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        app.setStyle("Fusion")
        app.setFont(font())
        self._apply()

    @property
    def mode(self) -> Mode:
        """What the operator chose."""
        return self._mode

    def set_mode(self, mode: Mode) -> None:
        """Choose a theme, or to follow the system."""
        self._mode = mode
        self._apply()

    def toggle(self) -> None:
        """From dark to light and back."""
        self.set_mode("light" if self.theme.is_dark else "dark")

    def _follow_system(self) -> None:
        if self._mode == "system":
            self._apply()

    def _apply(self) -> None:
        name: str = self._mode
        if name == "system":  # dark where the system does not say: footage is looked at in the dim
            light = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Light
            name = "light" if light else "dark"
        self.theme = THEMES[name]
        self._app.setPalette(self.theme.palette())
        self._app.setStyleSheet(self.theme.style_sheet())
        self.changed.emit()
