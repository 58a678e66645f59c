"""Every text of the window is there in every language, and says the same with the same values."""

from __future__ import annotations

import ast
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from app.language import LANGUAGES, OWN_NAMES, locale_of, speak

_ROOT = Path(__file__).parents[3]
_FOLDER = _ROOT / "resources" / "translations"
_TRANSLATED = [name for name in OWN_NAMES if name != "en"]
_REPAIR = "run `make translations`, then translate what is new in resources/translations"
_VALUE = re.compile(r"{[^}]*}")

Text = tuple[str, str]


class _Finder(ast.NodeVisitor):
    """Collects what `self.tr("…")` and `translate("Context", "…")` say in one file."""

    def __init__(self, path: Path) -> None:
        self.path = path.relative_to(_ROOT)
        self.texts: set[Text] = set()
        self.faults: list[str] = []
        self._classes: list[str] = []

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._classes.append(node.name)
        self.generic_visit(node)
        self._classes.pop()

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        called = node.func
        if isinstance(called, ast.Attribute) and called.attr == "tr":
            self._add(node, self._classes[-1] if self._classes else "", node.args)
        elif getattr(called, "id", "") == "translate" or (
            isinstance(called, ast.Attribute)
            and ast.unparse(called) == "QCoreApplication.translate"
        ):
            context = node.args[0] if node.args else None
            named = context.value if isinstance(context, ast.Constant) else ""
            self._add(node, str(named), node.args[1:])
        elif getattr(called, "id", "") == "tr":
            self.faults.append(
                f"{self.path}:{node.lineno}: write self.tr, a bare tr has no context"
            )

    def _add(self, node: ast.Call, context: str, arguments: list[ast.expr]) -> None:
        text = arguments[0] if len(arguments) == 1 else None
        if isinstance(text, ast.Constant) and isinstance(text.value, str) and context:
            self.texts.add((context, text.value))
        else:
            self.faults.append(
                f"{self.path}:{node.lineno}: not one plain text: {ast.unparse(node)}"
            )


@pytest.fixture(scope="module")
def found() -> _Finder:
    """All texts of the window."""
    whole = _Finder(_ROOT / "app")
    for path in sorted((_ROOT / "app").rglob("*.py")):
        finder = _Finder(path)
        finder.visit(ast.parse(path.read_text(encoding="utf-8")))
        whole.texts |= finder.texts
        whole.faults += finder.faults
    assert len(whole.texts) > 500
    return whole


def _catalogue(language: str) -> Iterator[tuple[Text, str]]:
    """What is translated, and finished."""
    tree = ElementTree.parse(_FOLDER / f"smp_{language}.ts")
    for context in tree.iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is not None and translation.get("type") is None:
                key = (context.findtext("name", ""), message.findtext("source", ""))
                yield key, translation.text or ""


def test_texts_are_plain_and_values_are_put_in_afterwards(found: _Finder) -> None:
    assert found.faults == []


@pytest.mark.parametrize("language", _TRANSLATED)
def test_every_text_is_translated_with_the_same_values(found: _Finder, language: str) -> None:
    known = dict(_catalogue(language))
    missing = sorted(text for text in found.texts if not known.get(text, "").strip())
    assert missing == [], _REPAIR
    differing = [
        (source, known[context, source])
        for context, source in sorted(found.texts)
        if sorted(_VALUE.findall(source)) != sorted(_VALUE.findall(known[context, source]))
    ]
    assert differing == []


@pytest.mark.parametrize("language", _TRANSLATED)
def test_what_is_loaded_is_what_the_catalogue_says(language: str) -> None:
    loaded = QTranslator()
    assert loaded.load(str(_FOLDER / f"smp_{language}.qm"))
    stale = [
        source
        for (context, source), said in _catalogue(language)
        if loaded.translate(context, source) != said
    ]
    assert stale == [], _REPAIR


def test_the_window_speaks_the_chosen_language(qapp: QApplication) -> None:
    before = {id(each) for each in qapp.findChildren(QTranslator)}
    try:
        assert speak(qapp, "zh_CN").name() == "zh_CN"
        assert QCoreApplication.translate("Stations", "Classes") == "类别"
        assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"
    finally:
        QLocale.setDefault(QLocale.system())
        for each in qapp.findChildren(QTranslator):
            if id(each) not in before:
                qapp.removeTranslator(each)
                each.deleteLater()
    assert QCoreApplication.translate("Stations", "Classes") == "Classes"


def test_a_language_that_nobody_knows_follows_the_system() -> None:
    assert ("system", *OWN_NAMES) == LANGUAGES
    assert locale_of("tlh") == locale_of("system") == QLocale.system()
    assert locale_of("en").language() is QLocale.Language.English
