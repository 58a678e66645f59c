"""The program `smp-studio`: read the command line, open the window, run until it closes."""

from __future__ import annotations

import argparse
import ctypes
import logging
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import (
    QMessageLogContext,
    QSettings,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app.context import Context
from app.language import speak
from app.settings import Settings
from app.windows.main_window import MainWindow
from smp_core import __version__
from smp_core.log import start_logging
from smp_core.paths import resources_folder, user_data_folder

_log = logging.getLogger("qt")
_IDENTIFIER = "smp-studio"  # by which a desktop knows window and menu entry as one program
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the window.

    Args:
        arguments: The command line without the program's name; None takes the process's.

    Returns:
        The exit status.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    options = _parse(given)
    start_logging()
    logging.getLogger("app").setLevel(logging.INFO)
    qInstallMessageHandler(_log_qt)
    _keep_qt_at_home()
    if sys.platform == "win32":  # the task bar would show Python's icon
        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(_IDENTIFIER)
    return run(QApplication([sys.argv[0]]), options.project, demo=options.demo)


def run(app: QApplication, project: Path | None, *, demo: bool = False) -> int:
    """Show the window and run until it closes.

    Args:
        app: The application.
        project: To open; None for the last one.
        demo: Open the demo project instead, made first if it is not there.
    """
    app.setApplicationName("SMP Studio")
    app.setApplicationVersion(__version__)
    app.setOrganizationName("SMP Studio")
    app.setDesktopFileName(_IDENTIFIER)
    app.setWindowIcon(QIcon(str(resources_folder() / "program_icon" / "smp-studio.svg")))
    settings = Settings()
    speak(app, settings.get("language", "system"))
    context = Context(app, settings=settings)
    context.notices.catch_all()
    window = MainWindow(context)
    window.show()
    # Ctrl-C in a terminal ends the program at once; the engine ends with it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    wanted = project or _last_project(context)
    if demo:
        QTimer.singleShot(0, window, context.session.open_demo)
    elif wanted is not None:
        folder = wanted
        # After the first paint: the operator sees a window at once.
        QTimer.singleShot(0, window, lambda: context.session.open(folder))
    return app.exec()


def _keep_qt_at_home() -> None:
    """Before the application is made: what Qt would do beyond our folders and without asking.

    It writes the folders of file dialogs down for all programs; beside our own settings they go
    with them. (Windows and macOS have one place that cannot be changed.) Its player opens files;
    FFmpeg would also follow addresses in them, if an environment said so.
    """
    native, person = QSettings.Format.NativeFormat, QSettings.Scope.UserScope
    QSettings.setPath(native, person, str(user_data_folder()))
    os.environ["QT_FFMPEG_PROTOCOL_WHITELIST"] = "file"


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="smp-studio",
        description="Teach a machine an event from a handful of clips, then find it in new videos.",
    )
    parser.add_argument(
        "project", nargs="?", type=Path, help="a project folder; the last one if left out"
    )
    parser.add_argument(
        "--demo", action="store_true", help="open the demo project; it is made if it is not there"
    )
    parser.add_argument("--version", action="version", version=f"smp-studio {__version__}")
    return parser.parse_args(list(arguments))


def _last_project(context: Context) -> Path | None:
    folder = context.settings.get("last_project", "")
    return Path(folder) if folder and Path(folder).is_dir() else None


def _log_qt(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    _log.log(_LEVELS.get(kind, logging.WARNING), "%s", text)
