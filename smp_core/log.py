"""The log file: what happened, for whoever has to find out why."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from smp_core.paths import private_folder, user_data_folder

_FILE_BYTES = 1_000_000
_FILES_KEPT = 4
_FORMAT = "%(asctime)s %(levelname)s %(process)d %(name)s: %(message)s"


def log_file() -> Path:
    """Where the log is written: logs/smp.log in the user's data folder. It need not exist."""
    return user_data_folder() / "logs" / "smp.log"


def start_logging() -> Path | None:
    """Send this process's log messages and Python warnings to the log file, and nowhere else.

    The data folder and its log folder, where they are missing, are made for this account alone:
    messages name files, and files may be named after people.

    Calling it again changes nothing, unless the user's data folder moved.

    Returns:
        The log file, or None if it cannot be written; the program goes on without one then.
    """
    path = log_file()
    root = logging.getLogger()
    for handler in list(root.handlers):
        if isinstance(handler, RotatingFileHandler):
            if handler.baseFilename == str(path.absolute()):
                return path
            root.removeHandler(handler)
            handler.close()
    try:
        # Every program starts here, so both are made before anything else is put in them.
        private_folder(user_data_folder())
        private_folder(path.parent)
        file_handler = RotatingFileHandler(
            path,
            maxBytes=_FILE_BYTES,
            backupCount=_FILES_KEPT,
            encoding="utf-8",
            errors="backslashreplace",
        )
    except OSError:
        # Without any handler Python prints warnings of libraries between our lines.
        if not root.handlers:
            root.addHandler(logging.NullHandler())
        return None
    file_handler.setFormatter(logging.Formatter(_FORMAT))
    root.addHandler(file_handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("smp_core").setLevel(logging.INFO)
    logging.captureWarnings(True)
    return path
