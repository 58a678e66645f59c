"""What the core tells people: found in its code, listed, and translated in every language."""

from __future__ import annotations

import importlib
import json
import re
import textwrap
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QTranslator

_VALUE = re.compile(r"{\d+}")
_COMMAND = re.compile(r"\bsmp [a-z]|(?<![\w-])--[a-z]")
_REPAIR = "run `make translations`, then translate what is new in smp_core_*.ts"


@pytest.fixture
def extraction(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module that finds the texts."""
    monkeypatch.syspath_prepend(str(checkout / "packaging"))
    return importlib.import_module("core_messages")


@pytest.fixture
def folder(checkout: Path) -> Path:
    """Where the list and the catalogues lie."""
    return checkout / "resources" / "translations"


@pytest.fixture
def found(extraction: ModuleType, tmp_path: Path) -> dict[str, list[int]]:
    """Texts of a core of one file, which the window imports, and of one that it does not."""
    files = {
        "app/main.py": "from smp_core.work import do",
        "smp_core/__init__.py": "",
        "smp_core/errors.py": _ERRORS,
        "smp_core/work.py": _WORK,
        "smp_core/cli/__init__.py": "",
        "resources/packs/catalogue.toml": '[packs.tiny]\ntitle = "For {tiny} rooms"\nbytes = 3',
        "resources/packs/own/pack.json": '{"name": "own", "learned_from": "rooms"}',
        "smp_core/only_cli.py": 'from smp_core.errors import SmpError\nraise SmpError("Never.")',
    }
    for name, text in files.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text), encoding="utf-8")
    return {each["text"]: each.get("messages", []) for each in extraction.core_messages(tmp_path)}


_ERRORS = """
class SmpError(Exception):
    def __init__(self, message: str, hint: str = "") -> None: ...

class InputError(SmpError): ...
"""
_WORK = """
from smp_core.errors import InputError, SmpError

_AGAIN = "Copy it again."
_WHY = {"a": "is silent", "b": "has no sound"}

def do(path, kind, ctx, names):
    '''A docstring is not told to anybody.'''
    ctx.warn(f"{path} {_WHY.get(kind)}; look at it.", hint=_AGAIN)
    ctx.progress("Working", 0, 1)
    what = "nothing" if kind else f"{len(names)} things"
    raise InputError(f"{path!r} holds {what}.", f"Add clip{'s' if names else ''} to {{it}}.")

def unfit(path, why):
    return InputError(f"{path} does not fit: {why}.", _AGAIN)

def look(path, error):
    if path:
        raise unfit(path, "its blocks are odd")
    raise unfit(path, f"it lacks {path}") from error

def more(error, kind):
    notes = []
    notes.append("no sound here")
    raise type(error)(error.message, error.hint + " Nothing is lost.")
    raise InputError("; ".join(notes))

class JobContext:
    def warn(self, message, hint=""): ...
    def progress(self, stage, done, total): ...
"""


def test_sentences_are_found_through_names_tables_helpers_and_conditions(
    found: dict[str, list[int]],
) -> None:
    assert found == {
        "{0} is silent; look at it.": [],
        "{0} has no sound; look at it.": [],
        "Copy it again.": [],
        "Working": [],
        "{0} holds nothing.": [],
        "{0} holds {1} things.": [],
        "Add clip to {{it}}.": [],
        "Add clips to {{it}}.": [],
        "{0} does not fit: its blocks are odd.": [],
        "{0} does not fit: it lacks {1}.": [],
        "{0} Nothing is lost.": [0],
        "Nothing is lost.": [],
        "no sound here": [],
        "For {{tiny}} rooms": [],
        "rooms": [],
        "{0}; {1}": [0, 1],
    }


def test_the_list_is_what_the_core_says_now(
    extraction: ModuleType, checkout: Path, folder: Path
) -> None:
    listed = json.loads((folder / "core_messages.json").read_text(encoding="utf-8"))
    assert len(listed) > 500
    assert listed == extraction.core_messages(checkout), _REPAIR


def test_nothing_that_is_told_escapes(extraction: ModuleType, checkout: Path) -> None:
    assert extraction.lost_messages(checkout) == [], "build the sentence where it can be followed"


def test_a_text_that_cannot_be_followed_is_told(
    extraction: ModuleType, found: dict[str, list[int]], tmp_path: Path
) -> None:
    (tmp_path / "smp_core" / "work.py").write_text(
        "from smp_core.errors import InputError\n"
        "def do(table, error):\n"
        "    raise InputError(error.message, table.pop())\n",
        encoding="utf-8",
    )
    assert extraction.lost_messages(tmp_path) == ["smp_core.work:3"]


def _catalogue(file: Path) -> dict[str, str]:
    """What is translated, and finished."""
    found = {}
    for message in ElementTree.parse(file).iter("message"):
        translation = message.find("translation")
        if translation is not None and translation.get("type") is None:
            found[message.findtext("source", "")] = translation.text or ""
    return found


def test_every_text_is_translated_and_says_the_same(folder: Path) -> None:
    listed = [e["text"] for e in json.loads((folder / "core_messages.json").read_text("utf-8"))]
    catalogues = sorted(folder.glob("smp_core_*.ts"))
    assert [each.stem for each in catalogues] == ["smp_core_zh_CN"]
    for file in catalogues:
        known = _catalogue(file)
        assert sorted(known) == sorted(listed), _REPAIR
        for text, said in known.items():
            assert said.strip(), text
            # The window has no command line: where the core names a command, the translation says
            # what to press, and the command's values go with it.
            assert not _COMMAND.search(said), said
            values, kept = _VALUE.findall(text), _VALUE.findall(said)
            assert sorted(kept) == sorted(values) or (
                _COMMAND.search(text) and set(kept) <= set(values)
            ), (text, said)


def test_what_is_loaded_is_what_the_catalogue_says(folder: Path) -> None:
    for file in folder.glob("smp_core_*.ts"):
        loaded = QTranslator()
        assert loaded.load(str(file.with_suffix(".qm")))
        stale = [
            text
            for text, said in _catalogue(file).items()
            if loaded.translate("Core", text) != said
        ]
        assert stale == [], _REPAIR
