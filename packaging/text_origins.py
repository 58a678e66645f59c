"""Where a text in the code comes from: through names, constants, tables, parameters and helpers.

`f"{path} {what}."` says little; with `what = "is silent" if … else "has no sound"` it is two
sentences, and these are what people read and what is translated.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from core_modules import Function, Module, Scope

# Parts that hold a message of their own: it is translated by itself.
_MESSAGES = ("message", "hint", "reason", "note", "trouble", "error")
_MOST = 64  # ways in which one sentence may be put together
_DEEPEST = 8


@dataclass(frozen=True)
class Value:
    """What is put into a text at run time; `message` if it is one of the core's texts itself."""

    message: bool = False


Text = tuple  # of str and Value


class Origins:
    """Follows texts through all modules.

    Args:
        modules: By dotted name.
    """

    def __init__(self, modules: dict[str, Module]) -> None:
        self._modules = modules
        self.functions: dict[str, list[tuple[Function, Module, Scope, bool]]] = {}
        self._asked: list[tuple[Function, str]] = []
        self._calls: dict[str, list[tuple[ast.Call, Module, Scope]]] = {}
        for module in modules.values():
            for node, scope, in_class in walk(module.tree):
                if isinstance(node, ast.FunctionDef):
                    place = (node, module, scope, in_class)
                    self.functions.setdefault(node.name, []).append(place)
                elif isinstance(node, ast.Call):
                    self._calls.setdefault(called(node), []).append((node, module, scope))

    def texts(self, node: ast.expr, module: Module, scope: Scope, depth: int = 0) -> list[Text]:
        """Every text that an expression may be; `[(Value(),)]` where that cannot be told.

        Args:
            node: The expression.
            module: Where it stands.
            scope: The functions around it.
            depth: How many names and calls were followed up to here.
        """
        unknown = [(Value(_holds_message(node)),)]
        if depth > _DEEPEST:
            return unknown
        if isinstance(node, ast.Constant):
            return [(node.value,)] if isinstance(node.value, str) else unknown
        if isinstance(node, ast.JoinedStr):
            parts = [self._part(each, module, scope, depth) for each in node.values]
            return _joined(parts) or [_merged(_plain(each) for each in node.values)]
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            sides = [self.texts(each, module, scope, depth) for each in (node.left, node.right)]
            return _joined(sides) or unknown
        branches: list[ast.expr] = []
        if isinstance(node, ast.IfExp):
            branches = [node.body, node.orelse]
        elif isinstance(node, (ast.BoolOp, ast.Dict)):
            branches = node.values
        elif isinstance(node, ast.NamedExpr):
            branches = [node.value]
        elif isinstance(node, ast.Subscript):
            return self._looked_up(node.value, module, scope, depth) or unknown
        elif isinstance(node, ast.Name):
            return self._named(node.id, module, scope, depth) or unknown
        elif isinstance(node, ast.Call):
            return self._returned(node, module, scope, depth) or unknown
        found = [t for each in branches for t in self.texts(each, module, scope, depth)]
        return list(dict.fromkeys(found)) or unknown

    def _part(self, node: ast.expr, module: Module, scope: Scope, depth: int) -> list[Text]:
        """One part of an f-string; a value that is shown in a form of its own stays a value."""
        if isinstance(node, ast.Constant):
            return [(node.value,)]
        shaped = not isinstance(node, ast.FormattedValue) or node.format_spec is not None
        if shaped or node.conversion > 0:
            return [(Value(),)]
        value = node.value
        found = self.texts(value, module, scope, depth + 1)
        # Beside a value, an empty text is only what it was before it was known.
        if any(isinstance(each[0], Value) for each in found if len(each) == 1):
            found = [each for each in found if each not in ((), ("",))]
        name = getattr(value, "id", "")
        here = isinstance(value, (ast.IfExp, ast.Call)) or (scope and any(_given(scope[-1], name)))
        words = [part for text in found for part in text if not isinstance(part, Value)]
        if all(" " in each for each in words) or (here and not any("_" in w for w in words)):
            return found
        # From afar a single word is a name of the program's ("cuda", "pack.json").
        return [(Value(_holds_message(value)),)]

    def _looked_up(
        self, table: ast.expr, module: Module, scope: Scope, depth: int
    ) -> list[Text] | None:
        """What a table holds, if it is written down as one."""
        if isinstance(table, ast.Name) and table.id in module.constants:
            table = module.constants[table.id][0]
        if not isinstance(table, ast.Dict):
            return None
        return self.texts(table, module, scope, depth + 1)

    def _named(self, name: str, module: Module, scope: Scope, depth: int) -> list[Text] | None:
        for level in range(len(scope), 0, -1):
            function, outer = scope[level - 1], scope[:level]
            asked = (function, name)
            given = [] if asked in self._asked else list(_given(function, name))
            if given:
                found: list[Text] = []
                self._asked.append(asked)  # `label = label or "…"` asks for itself
                for each, added in given:
                    texts = self.texts(each, module, outer, depth + 1)
                    found += (_joined([found, texts]) or []) if added else texts
                self._asked.pop()
                return list(dict.fromkeys(found))
            arguments = function.args
            if name in [a.arg for a in (*arguments.posonlyargs, *arguments.args)] + [
                a.arg for a in arguments.kwonlyargs
            ]:
                return self._passed(function, name, depth)
        if name in module.constants:
            found = []
            for each in module.constants[name]:
                found += self.texts(each, module, (), depth + 1)
            return found
        origin = self._modules.get(module.imported.get(name, ("", ""))[0])
        there = module.imported.get(name, ("", ""))[1]
        if origin is None or there not in origin.constants:
            return None
        return self.texts(origin.constants[there][0], origin, (), depth + 1)

    def _passed(self, function: Function, name: str, depth: int) -> list[Text] | None:
        """What all callers give for a parameter, and what it is if they give nothing."""
        place = next(each for each in self.functions[function.name] if each[0] is function)
        _function, home, around, in_class = place
        found: list[Text] = []
        default = bound(ast.Call(ast.Name(""), [], []), function, in_class).get(name)
        if default is not None:
            found += self.texts(default, home, around, depth + 1)
        for call, module, scope in self._calls.get(function.name, []):
            argument = bound(call, function, in_class).get(name)
            if argument is not None:
                found += self.texts(argument, module, scope, depth + 1)
        return list(dict.fromkeys(found)) or None

    def _returned(
        self, call: ast.Call, module: Module, scope: Scope, depth: int
    ) -> list[Text] | None:
        if isinstance(call.func, ast.Attribute):
            if call.func.attr == "strip" and not call.args:
                return self.texts(call.func.value, module, scope, depth)
            if call.func.attr == "replace" and _holds_message(call.func.value):
                return [(Value(True),)]  # still the same sentence, with another value
            if is_list(call):
                return [(Value(True),)]
            if call.func.attr == "get" and call.args:
                found = self._looked_up(call.func.value, module, scope, depth)
                if found is not None and len(call.args) > 1:
                    found = found + self.texts(call.args[1], module, scope, depth + 1)
                return found
            return None
        named = self.functions.get(called(call), [])
        origin = module.imported.get(called(call), (module.name, ""))[0]
        places = [each for each in named if each[1].name == origin]
        if len(places) != 1 or ast.unparse(places[0][0].returns or ast.Constant("")) != "str":
            return None
        function, there, around, _in_class = places[0]
        found = []
        for node, inside, _ in walk(function):
            if isinstance(node, ast.Return) and node.value is not None and not inside:
                found += self.texts(node.value, there, (*around, function), depth + 1)
        return list(dict.fromkeys(found))


def walk(
    root: ast.AST, scope: Scope = (), in_class: bool = False
) -> Iterator[tuple[ast.AST, Scope, bool]]:
    """Everything below a node, with the functions around it, and whether a class is."""
    for child in ast.iter_child_nodes(root):
        yield child, scope, in_class
        if isinstance(child, ast.FunctionDef):
            yield from walk(child, (*scope, child), False)
        else:
            yield from walk(child, scope, in_class or isinstance(child, ast.ClassDef))


def called(call: ast.Call) -> str:
    """The last name of what is called; `type(error)(error.message, …)` makes one of the family."""
    function = call.func
    if isinstance(function, ast.Call) and called(function) == "type":
        known = call.args and getattr(call.args[0], "attr", "") == "message"
        return "SmpError" if known else ""
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def is_list(call: ast.Call) -> bool:
    """Whether a call joins messages to one: `"; ".join(notes)`."""
    return ast.unparse(call.func) == "'; '.join" and bool(call.args)


def bound(call: ast.Call, function: Function, is_method: bool) -> dict[str, ast.expr]:
    """Parameter → argument; defaults where a call gives nothing."""
    arguments = function.args
    names = [each.arg for each in (*arguments.posonlyargs, *arguments.args)][is_method:]
    found = dict(zip(reversed(names), reversed(arguments.defaults)))
    pairs = zip(arguments.kwonlyargs, arguments.kw_defaults)
    found.update({each.arg: default for each, default in pairs if default is not None})
    found.update(zip(names, call.args))
    found.update({each.arg: each.value for each in call.keywords if each.arg})
    return found


def _given(function: Function, name: str) -> Iterator[tuple[ast.expr, bool]]:
    """What a function gives a name of its own, and whether that is added to what it was."""
    for node, inside, _ in walk(function):
        if inside:
            continue
        if isinstance(node, ast.Assign):
            for target in node.targets:
                yield from _taken(target, node.value, name)
        elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
            yield from _taken(node.target, node.value, name)
        elif isinstance(node, ast.AugAssign) and getattr(node.target, "id", "") == name:
            yield node.value, True
        elif isinstance(node, (ast.For, ast.comprehension)):
            for each in getattr(node.iter, "elts", [ast.Constant(None)]):
                yield from _taken(node.target, each, name)


def _taken(target: ast.expr, value: ast.expr, name: str) -> Iterator[tuple[ast.expr, bool]]:
    if isinstance(target, ast.Name) and target.id == name:
        yield value, False
    elif isinstance(target, ast.Tuple):
        same = isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts)
        for position, each in enumerate(target.elts):
            if isinstance(each, ast.Name) and each.id == name:
                yield (value.elts[position] if same else ast.Constant(None)), False  # type: ignore


def _joined(parts: list[list[Text]]) -> list[Text]:
    """Every way to put one of each after the other; none if they are too many."""
    number = 1
    for each in parts:
        number *= len(each)
    if not 0 < number <= _MOST:
        return []
    return [_merged(itertools.chain(*each)) for each in itertools.product(*parts)]


def _merged(parts: Iterator[object]) -> Text:
    """Two values beside each other cannot be told apart: they are one."""
    kinds = itertools.groupby(parts, key=lambda part: isinstance(part, Value))
    return tuple(
        (Value(any(each.message for each in run)) if value else "".join(run))
        for value, run in ((value, list(run)) for value, run in kinds)
    )


def _plain(node: ast.expr) -> object:
    return node.value if isinstance(node, ast.Constant) else Value()


def _holds_message(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in _MESSAGES
