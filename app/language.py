"""In which language the window speaks: the system's, or the one chosen in the settings.

The texts are put into the widgets when these are made, so another language is used from the next
start on.
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from smp_core.paths import resources_folder

Language = Literal["system", "en", "zh_CN"]
LANGUAGES: tuple[Language, ...] = ("system", "en", "zh_CN")
# Each in its own words, so that whoever cannot read the others finds it.
OWN_NAMES = {"en": "English", "zh_CN": "简体中文"}


def locale_of(choice: str) -> QLocale:
    """The locale meant by a setting; what is not known follows the system."""
    return QLocale(choice) if choice in OWN_NAMES else QLocale.system()


def speak(app: QApplication, choice: str) -> QLocale:
    """Let the application speak a language; before its first widget is made.

    Args:
        app: Owns the translators.
        choice: One of `LANGUAGES`.

    Returns:
        The locale. English where there is no translation.
    """
    locale = locale_of(choice)
    if locale.language() == QLocale.Language.English:
        return locale  # the source; Qt's own English needs no file either
    QLocale.setDefault(locale)
    ours = str(resources_folder() / "translations")
    for name, folder in (
        ("qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
        ("smp", ours),
        ("smp_core", ours),  # see app.core_texts
    ):
        translator = QTranslator(app)
        if translator.load(locale, name, "_", folder):
            app.installTranslator(translator)
    return locale
