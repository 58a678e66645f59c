"""Which program this is, and under which licences its parts stand."""

from __future__ import annotations

import importlib.metadata

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app import theme as look
from app.texts import translate
from app.widgets.buttons import button
from app.widgets.labels import label
from smp_core import __version__

_SIZE_PX = (600, 520)
_LONGEST = 60  # some packages put the whole text where the name belongs


class AboutDialog(QDialog):
    """Args:
    parent: The window.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("About", "About SMP Studio"))
        self.resize(*_SIZE_PX)
        self.version = label(translate("About", "Version {0}").format(__version__), "quiet")
        own = translate(
            "About",
            "SMP Studio is free software under the Apache License 2.0. It stands on the packages "
            "below, each under its own licence. The icons are Phosphor (MIT).",
        )
        self.licences = QPlainTextEdit("\n".join(licences()))
        self.licences.setReadOnly(True)
        self.licences.setTabChangesFocus(True)
        self.licences.setAccessibleName(translate("About", "Packages and their licences"))
        close = button(translate("About", "Close"), self.accept, "primary")
        close.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(look.XL, look.XL, look.XL, look.L)
        layout.setSpacing(look.M)
        layout.addWidget(label("SMP Studio", "title"))
        layout.addWidget(self.version)
        layout.addWidget(label(own, wrap=True))
        layout.addWidget(self.licences, 1)
        layout.addLayout(buttons)
        close.setFocus()


def licences() -> list[str]:
    """One line for each installed package: name, version, licence."""
    found = {}
    for package in importlib.metadata.distributions():
        name = package.metadata["Name"]
        if name and name.casefold() not in found:
            licence = _licence(package.metadata)
            found[name.casefold()] = f"{name} {package.version}: {licence}"
    return [found[name] for name in sorted(found)]


def _licence(metadata: importlib.metadata.PackageMetadata) -> str:
    named = metadata.get_all("License-Expression") or metadata.get_all("License") or [""]
    first = named[0].strip().partition("\n")[0]
    if first and len(first) <= _LONGEST:
        return first
    kinds = [
        each.rpartition(" :: ")[2]
        for each in metadata.get_all("Classifier") or []
        if each.startswith("License :: ")
    ]
    return ", ".join(kinds) or translate("About", "see its files")
