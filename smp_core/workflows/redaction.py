"""Take out of a text what tells who and where: names of people, machines, folders and files."""

from __future__ import annotations

import getpass
import platform
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from smp_core.media.formats import MEDIA_SUFFIXES

_SHORTEST = 2  # a single letter stands in too many places
# Names that the program itself gives tell nothing.
_OURS = ("demo", "demo-project", "incoming", "clips", "runs", "exports", "results")
# Beside videos and sounds: what people bring, and what they save.
_DOCUMENTS = frozenset(
    (".boris", ".bmp", ".csv", ".db", ".eaf", ".jpeg", ".jpg", ".json", ".jsonl", ".pdf", ".png")
    + (".pt", ".safetensors", ".txt", ".xlsx", ".zip")
)
_ENDINGS = "|".join(re.escape(each[1:]) for each in sorted(MEDIA_SUFFIXES | _DOCUMENTS))
# Inside these folders every name is somebody's own; those of a project that are ours are kept.
_OWN = r"<(?:home|project|folder \d+)>[\\/](?!(?:project\.db|runs|cache|backups)\b)"
_START = rf"{_OWN}|(?<![\w>./])[A-Za-z]:[\\/]|(?<![\w>.:/])/(?=[\w<])|\\\\"
# Up to a quote, a bracket, a colon with a space, or the line's end. Spaces belong to names, so the
# rest of a sentence may go too: better than half a name left.
_PATH = rf"""(?:{_START})(?:<[\w ]+>|[^"'\n<>|])*?(?=["'>|\n]|:\s|$)"""
# A file's bare name: back to where a message, a quote or a bracket began.
_NAME = rf"""[^"'\n<>|/\\:(\[]*\.(?i:{_ENDINGS})\b"""
_FILE = re.compile(rf"{_PATH}|{_NAME}", re.MULTILINE)
_KIND = re.compile(rf"\.({_ENDINGS})\b", re.IGNORECASE)
# Messages quote the names of classes, clips and projects, by hand or as Python does; an apostrophe
# within a word is no mark.
_QUOTED = re.compile(
    r"""(?<!\w)(?P<mark>["'])(?P<plain>(?:\\.|(?!(?P=mark)(?!\w))[^\\\n])*)(?P=mark)(?!\w)"""
    r"""|“[^”\n]*”|„[^“”\n]*[“”]|‘[^\n]*?’(?!\w)|«[^»\n]*»|「[^」\n]*」"""
)
# Of a name that holds such a mark itself, what stands after the first one.
_REST = re.compile(r"""(<quoted \d+>)[^"”“\n]*["”“](?!<)""")
# What was replaced already, and files of the program or of a project's own making.
_HARMLESS = re.compile(
    r"<[\w ]+(?:\.\w+)?>|<(?:program|python|base python)>[\w\\/.-]*"
    r"|<project>[\\/](?:project\.db|(?:runs|cache|backups)\b[\w\\/.-]*)"
)
# The line of code that a traceback shows under a place in it.
_PLACE = re.compile(r'  File "<(?:program|python|base python)>[^"]*", line \d+')


class Redactor:
    """Replaces the same thing by the same word each time, so that a story stays readable.

    Args:
        known: What is to go, by what is put in its place: {"/mnt/ward 3": "<project>"}. Longer ones
            first, whatever the order; names of people are found as whole words only.
    """

    def __init__(self, known: Mapping[str, str] | None = None) -> None:
        self._known = dict(_machine())
        self._known.update(known or {})
        wanted = sorted((each for each in self._known if each), key=len, reverse=True)
        parts = [rf"(?<!\w){re.escape(each)}(?!\w)" for each in wanted]
        self._pattern = re.compile("|".join(parts), re.IGNORECASE) if parts else None
        self._folded = {each.casefold(): word for each, word in self._known.items()}
        self._files: dict[str, int] = {}
        self._quoted: dict[str, int] = {}

    def __call__(self, text: str) -> str:
        """The text without what tells who and where."""
        if self._pattern is not None:
            text = self._pattern.sub(lambda m: self._folded[m.group().casefold()], text)
        return _FILE.sub(lambda match: self._file(match.group()), text)

    def log(self, text: str) -> str:
        """Messages and tracebacks: also without what stands within quotation marks.

        Whose class or clip a message names is not always known: it may be of a project that is
        gone. Lines of our own code stay, whatever they quote.
        """
        done: list[str] = []
        for line in self(text).split("\n"):
            code = line.startswith("    ") and bool(done) and _PLACE.match(done[-1])
            done.append(line if code else _REST.sub(r"\1", _QUOTED.sub(self._quote, line)))
        return "\n".join(done)

    def _quote(self, match: re.Match[str]) -> str:
        inner = match.group()[1:-1]
        if not inner.strip() or _HARMLESS.fullmatch(inner):
            return match.group()
        number = self._quoted.setdefault(inner.casefold(), len(self._quoted) + 1)
        return f"<quoted {number}>"

    def _file(self, name: str) -> str:
        kind = _KIND.search(name)
        lead = " " if name.startswith(" ") else ""
        return lead + self._numbered(name.strip(), kind.group(1) if kind else "")

    def _numbered(self, name: str, kind: str) -> str:
        number = self._files.setdefault(name.casefold(), len(self._files) + 1)
        return f"<file {number}{'.' if kind else ''}{kind.lower()}>"


def numbered(names: Iterable[str], word: str) -> dict[str, str]:
    """Give each name a number: {"falls": "<class 1>"}; names that are too short are left out.

    Args:
        names: In a fixed order.
        word: What they are.
    """
    return {
        name: f"<{word} {number}>"
        for number, name in enumerate(dict.fromkeys(names), 1)
        if len(name) >= _SHORTEST and name.casefold() not in _OURS
    }


def _machine() -> dict[str, str]:
    """This machine's and this user's names. The program's own folders stay readable."""
    known = {
        str(Path(__file__).resolve().parents[2]): "<program>",
        sys.prefix: "<python>",
        sys.base_prefix: "<base python>",
        str(Path.home()): "<home>",
    }
    for name, word in ((_user(), "<user>"), (platform.node(), "<host>")):
        if len(name) >= _SHORTEST:
            known.setdefault(name, word)
    return {path: word for path, word in known.items() if len(path) >= _SHORTEST}


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container without such a user
        return Path.home().name
