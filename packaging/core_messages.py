"""Everything that the core tells people, as templates that can be translated.

The core knows nothing of it: it goes on writing plain English sentences with names and numbers put
in. A template is such a sentence with `{0}`, `{1}` … where they are put in.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core_modules import Function, Module, Scope, reachable_modules
from pack_texts import pack_texts
from text_origins import Origins, Text, Value, bound, called, is_list, walk

# A parameter or field of one of these names holds what people read.
_PLACE = re.compile(r"\{\d+\}")
_TOLD = ("message", "hint", "reason", "stage", "words", "error", "missing", "note", "label")


@dataclass(frozen=True)
class Told:
    """One thing that is told.

    Attributes:
        module: Where.
        call: The call that tells it.
        argument: What it tells, as it is written.
        texts: What that may be.
        certain: It is told for sure: by an error, a warning or a step.
    """

    module: str
    call: ast.Call
    argument: ast.expr
    texts: list[Text]
    certain: bool


class Teller:
    """What a call tells people.

    Args:
        modules: The modules, by dotted name.
        origins: Of the texts in them.

    Attributes:
        tellers: Names of errors and of what reports steps and warnings.
    """

    def __init__(self, modules: dict[str, Module], origins: Origins) -> None:
        self._origins = origins
        self._classes: dict[str, ast.ClassDef] = {
            node.name: node
            for module in modules.values()
            for node, _scope, _in_class in walk(module.tree)
            if isinstance(node, ast.ClassDef)
        }

        family = {"SmpError"}
        for name, node in self._classes.items():
            if family & {getattr(base, "id", "") for base in node.bases}:
                family.add(name)
        self.tellers = family | {"warn", "progress"}

    def told(self, call: ast.Call, scope: Scope) -> list[ast.expr]:
        """What people read of a call: its arguments, or the parts of a list that it joins."""
        name = called(call)
        if is_list(call):
            return list(_added(scope[-1], ast.unparse(call.args[0]))) if scope else []
        if name in self._classes:
            given = [self._of_class(call, self._classes[name])]
        else:
            places = self._origins.functions.get(name, [])
            given = [bound(call, function, in_class) for function, _, _, in_class in places]
            # A function that is handed around (`finding`, `unfit`) or is no function of ours.
            if not given and isinstance(call.func, ast.Name):
                given = [{each.arg: each.value for each in call.keywords if each.arg}]
        found = {each: None for one in given for name, each in one.items() if name in _TOLD}
        return list(found)

    def _of_class(self, call: ast.Call, node: ast.ClassDef) -> dict[str, ast.expr]:
        for statement in node.body:
            if isinstance(statement, ast.FunctionDef) and statement.name == "__init__":
                return bound(call, statement, True)
        for base in node.bases:
            if getattr(base, "id", "") in self._classes:
                return self._of_class(call, self._classes[base.id])
        fields = [s for s in node.body if isinstance(s, ast.AnnAssign)]
        found = {s.target.id: s.value for s in fields if s.value is not None}
        found.update(zip([s.target.id for s in fields], call.args))
        found.update({each.arg: each.value for each in call.keywords if each.arg})
        return found


def core_messages(root: Path) -> list[dict[str, object]]:
    """All templates, sorted.

    Args:
        root: The checkout.

    Returns:
        Each with "text" and, if there are any, "messages": the numbers of its values that are a
        text of the core again.
    """
    found: dict[str, set[int]] = {}
    for told in _told(root):
        if is_list(told.call):
            found["{0}; {1}"] = {0, 1}
        for text in _variants(told.texts):
            template, messages = _template(text)
            if _is_said(template, messages):
                found.setdefault(template, set()).update(messages)
    for written in pack_texts(root):
        found.setdefault(_template((written,))[0], set())
    return [
        {"text": text, **({"messages": sorted(found[text])} if found[text] else {})}
        for text in sorted(found)
    ]


def lost_messages(root: Path) -> list[str]:
    """Places that tell people something of which no word could be found out: "module:line"."""
    return [
        f"{told.module}:{told.argument.lineno}"
        for told in _told(root)
        if told.certain and told.texts == [(Value(),)]
    ]


def _told(root: Path) -> Iterator[Told]:
    modules = reachable_modules(root)
    origins = Origins(modules)
    teller = Teller(modules, origins)
    for module in modules.values():
        for node, scope, _in_class in walk(module.tree):
            if not isinstance(node, ast.Call):
                continue
            for argument in teller.told(node, scope):
                texts = origins.texts(argument, module, scope)
                # A function that hands on what it is given tells nothing of its own.
                handed_on = isinstance(argument, ast.Name) and argument.id in _TOLD
                certain = called(node) in teller.tellers and not handed_on
                yield Told(module.name, node, argument, texts, certain)


def _added(function: Function, name: str) -> Iterator[ast.expr]:
    for node, inside, _in_class in walk(function):
        adds = isinstance(node, ast.Call) and not inside and called(node) == "append"
        if adds and ast.unparse(node.func) == f"{name}.append":
            yield from node.args


def _variants(texts: list[Text]) -> Iterator[Text]:
    """The texts; those that add a sentence to another also without that, which may be empty."""
    for text in texts:
        yield text
        if len(text) > 1 and text[0] == Value(True) and str(text[1]).startswith(" "):
            yield text[1:]


def _is_said(template: str, messages: set[int]) -> bool:
    """Whether people read it: words (`progress`, an event's name, is none) or what holds some."""
    words = _PLACE.sub("", template)
    if not any(each.isalpha() for each in words):
        return bool(messages) and bool(words.strip())
    return " " in template or template[0].isupper()


def _template(text: Text) -> tuple[str, set[int]]:
    """A text with numbered places; braces of its own are doubled, as `str.format` reads it."""
    written, messages, n_values = "", set(), 0
    for part in text:
        if isinstance(part, Value):
            written += f"{{{n_values}}}"
            messages |= {n_values} if part.message else set()
            n_values += 1
        else:
            written += str(part).replace("{", "{{").replace("}", "}}")
    return written.strip(), messages
