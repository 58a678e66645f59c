"""The bar at the top: the project, the stations, and the window's own buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QMenu, QPushButton, QWidget

from app import theme as look
from app.icons import set_icon
from app.models.project_status import Mark
from app.texts import translate
from app.theme import ThemeSwitch
from app.widgets.buttons import icon_button, tip_with_keys
from app.widgets.labels import plain_tip
from app.widgets.station_button import StationButton

_PROJECT_PX = 220


class TopBar(QFrame):
    """Shows, and tells what was pressed; decides nothing.

    Attributes:
        station_chosen: A station's key.
        palette_wanted, theme_wanted, inspector_wanted: A button was pressed.

    Args:
        theme: For the colours.
        titles: The stations' names by key, in order.
        project_menu, settings_menu: Fill the menus each time they open.
    """

    station_chosen = Signal(str)
    palette_wanted = Signal()
    theme_wanted = Signal()
    inspector_wanted = Signal()

    def __init__(
        self,
        theme: ThemeSwitch,
        titles: Mapping[str, str],
        project_menu: Callable[[QMenu], None],
        settings_menu: Callable[[QMenu], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "bar")
        self.setFixedHeight(look.TOP_BAR_PX)
        self.project = QPushButton()
        self.project.setProperty("kind", "quiet")
        self.project.setMaximumWidth(_PROJECT_PX)
        self.project.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.project.setFont(look.font(bold=True))
        set_icon(self.project, "cube", theme)
        self._menu_of(self.project, project_menu)
        self._stations = QWidget()
        row = QHBoxLayout(self._stations)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, StationButton] = {}
        for key, title in titles.items():
            made = StationButton(key, title, theme)
            made.clicked.connect(lambda _checked=False, key=key: self.station_chosen.emit(key))
            self._group.addButton(made)
            self.buttons[key] = made
            row.addWidget(made)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(look.S, 0, look.S, 0)
        layout.setSpacing(look.XS)
        layout.addWidget(self.project)
        layout.addStretch(1)
        layout.addWidget(self._stations)
        layout.addStretch(1)
        self._add_tools(layout, theme, settings_menu)
        self.set_project("")

    def set_project(self, name: str) -> None:
        """Show a project's name; an empty one is the welcome screen."""
        shown = name or "SMP Studio"
        metrics = self.project.fontMetrics()
        short = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, _PROJECT_PX - 3 * look.XL)
        self.project.setText(f" {short.replace('&', '&&')}  ▾")
        self.project.setToolTip(plain_tip(shown))
        self.project.setAccessibleName(translate("TopBar", "Project {0}").format(shown))
        self._stations.setVisible(bool(name))
        self.inspector.setVisible(bool(name))

    def set_keys(self, keys: Mapping[str, str]) -> None:
        """Name shortcuts in the tips.

        Args:
            keys: As this system writes them, by a station's key or "palette", "theme", "inspector".
        """
        for key, station in self.buttons.items():
            station.set_keys(keys.get(key, ""))
        tools = (self.palette_button, self.theme_button, self.inspector)
        for name, tool in zip(("palette", "theme", "inspector"), tools, strict=True):
            tool.setToolTip(tip_with_keys(tool.accessibleName(), keys.get(name, "")))

    def set_station(self, key: str) -> None:
        """Show which station is in front."""
        self.buttons[key].setChecked(True)

    def set_marks(self, marks: Mapping[str, Mark]) -> None:
        """Show how far the work is."""
        for key, each in self.buttons.items():
            each.set_mark(marks.get(key, Mark()))

    def _add_tools(
        self, layout: QHBoxLayout, theme: ThemeSwitch, settings_menu: Callable[[QMenu], None]
    ) -> None:
        self.palette_button = icon_button(
            "magnifying-glass",
            translate("TopBar", "Find a command"),
            theme,
            self.palette_wanted.emit,
        )
        self.theme_button = icon_button(
            "circle-half",
            translate("TopBar", "Light or dark"),
            theme,
            self.theme_wanted.emit,
        )
        self.settings_button = icon_button("gear-six", translate("TopBar", "Settings"), theme)
        menu = QMenu(self.settings_button)
        menu.aboutToShow.connect(lambda: settings_menu(menu))
        self.settings_button.setMenu(menu)
        self.settings_button.setPopupMode(self.settings_button.ToolButtonPopupMode.InstantPopup)
        self.inspector = icon_button(
            "sidebar",
            translate("TopBar", "Show or hide the inspector"),
            theme,
            self.inspector_wanted.emit,
            checkable=True,
        )
        for each in (
            self.palette_button,
            self.theme_button,
            self.settings_button,
            self.inspector,
        ):
            each.setFixedSize(QSize(look.XXL, look.XXL))
            each.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            layout.addWidget(each)

    def _menu_of(self, owner: QPushButton, fill: Callable[[QMenu], None]) -> None:
        menu = QMenu(owner)
        menu.aboutToShow.connect(lambda: fill(menu))
        owner.setMenu(menu)
