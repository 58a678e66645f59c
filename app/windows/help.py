"""What Help offers: the tour, the shortcuts, the log, the diagnostic file, and About."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog

from app.commands import Command
from app.texts import byte_size, translate
from app.widgets.tour import Tour
from app.widgets.tour_steps import tour_steps
from app.windows import stations
from smp_core.log import log_file

if TYPE_CHECKING:
    from app.windows.main_window import MainWindow
    from smp_core.worker.jobs.device import DeviceInfo

_OFFERED = "tour_offered"


class Help(QObject):
    """Args:
    window: Over which everything is shown.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._wanted = False
        self.tour = Tour(window.context.theme, tour_steps(), window.top.buttons, window)
        self.tour.station_wanted.connect(window.go)

    def commands(self) -> list[Command]:
        """What the palette and the menu offer."""
        tour, keys = translate("Help", "Take the tour"), translate("Help", "Keyboard shortcuts…")
        file, logs = translate("Help", "Diagnostic file…"), translate("Help", "Show the log folder")
        about = translate("Help", "About SMP Studio")
        return [
            Command("help.tour", tour, self.take_tour, (), "compass"),
            Command("help.shortcuts", keys, self.shortcuts, ("F1",), "keyboard"),
            Command("help.diagnostics", file, self.diagnostics, (), "first-aid"),
            Command("help.logs", logs, self.show_logs, (), "file-text"),
            Command("help.about", about, self.about, (), "info"),
        ]

    def take_tour(self) -> None:
        """Walk along the stations; without a project the demo is opened first."""
        if self._window.context.project is None:
            self._wanted = True
            self._window.open_demo()
        else:
            self._remember()
            self.tour.begin()

    def shortcuts(self) -> None:
        """List all commands and their keys, to look up and to change."""
        from app.dialogs.shortcuts import ShortcutsDialog

        self._window.deck.make_all()
        self._open(ShortcutsDialog(self._window.context, stations.titles(), self._window))

    def diagnostics(self) -> None:
        """Show what a diagnostic file would hold, and save it."""
        from app.dialogs.diagnostics import DiagnosticsDialog

        self._open(DiagnosticsDialog(self._window.context, self._facts(), self._window))

    def show_logs(self) -> None:
        """Open the folder of the log in the system's file manager."""
        folder = log_file().parent
        folder.mkdir(parents=True, exist_ok=True)
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            said = translate("Help", "The log lies in {0}.")
            self._window.context.notices.info(said.format(folder))

    def about(self) -> None:
        """Say which program this is."""
        from app.dialogs.about import AboutDialog

        self._open(AboutDialog(self._window))

    def project_shown(self) -> None:
        """Another project is on the screen: offer the tour once, on the demo project."""
        session, settings = self._window.context.session, self._window.context.settings
        self.tour.end()
        if session.project is None:
            return
        offer = session.shows_demo and not settings.get(_OFFERED, False)
        if self._wanted or offer:
            self._wanted = False
            self._remember()
            self.tour.begin()

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _facts(self) -> dict[str, str]:
        window, theme = self._window, self._window.context.theme
        screen = window.screen()
        size, ratio = screen.size(), screen.devicePixelRatio()
        return {
            "Device": _device(window.device),
            "Screen": f"{size.width()} x {size.height()} at {ratio:g}",
            "Window": f"{window.width()} x {window.height()}, {theme.theme.name}",
            "Language": window.locale().name(),
            "Stations made": ", ".join(window.deck.made) or "none",
            "Notices since the start": str(len(window.context.notices.history)),
        }

    def _remember(self) -> None:
        self._window.context.settings.set(_OFFERED, True)
        self._window.context.settings.save()


def _device(device: DeviceInfo | None) -> str:
    if device is None:
        return "not known yet"
    free, total = byte_size(device.free_bytes), byte_size(device.memory_bytes)
    return f"{device.name}, {free} of {total} free"
