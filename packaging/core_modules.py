"""Which modules of the core the window can reach, and what lies in them, read without running them.

What the window and its engine never import speaks on the command line only: it is left out.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from pathlib import Path

_CORE = "smp_core"
_STARTS = ("app", "smp_core/worker")  # the engine finds its jobs by name, so all of it counts
_ALONE = ("smp_core.cli", "smp_core.bench")  # a program each, of the command line

Function = ast.FunctionDef
Scope = tuple  # the functions around a place, the outermost first


@dataclass
class Module:
    """One file.

    Attributes:
        name: Its dotted name.
        tree: What is written in it.
        constants: What its names were given at the top, as expressions.
        imported: Name here → (module, name there; empty for the module itself).
    """

    name: str
    tree: ast.Module
    constants: dict[str, list[ast.expr]] = field(default_factory=dict)
    imported: dict[str, tuple[str, str]] = field(default_factory=dict)


def reachable_modules(root: Path) -> dict[str, Module]:
    """The modules of the core that `app` or the engine import, directly or not.

    Args:
        root: The checkout.

    Returns:
        Dotted name → module, sorted by name.
    """
    files = {_dotted(root, path): path for path in sorted((root / _CORE).rglob("*.py"))}
    waiting = [
        (_dotted(root, path), path)
        for start in _STARTS
        for path in sorted((root / start).rglob("*.py"))
    ]
    seen, found = set(), {}
    while waiting:
        name, path = waiting.pop()
        if name in seen or name.startswith(_ALONE):
            continue
        seen.add(name)
        module = _read(name, path)
        if name.startswith(_CORE):
            found[name] = module
        for origin, there in module.imported.values():
            for each in (origin, f"{origin}.{there}"):
                if each in files:
                    waiting.append((each, files[each]))
    return dict(sorted(found.items()))


def _dotted(root: Path, path: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _read(name: str, path: Path) -> Module:
    module = Module(name, ast.parse(path.read_text(encoding="utf-8")))
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for each in node.names:
                module.imported[each.asname or each.name] = (each.name, "")
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for each in node.names:
                module.imported[each.asname or each.name] = (node.module, each.name)
    for statement in module.tree.body:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                if isinstance(target, ast.Name):
                    module.constants.setdefault(target.id, []).append(statement.value)
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            name = ast.unparse(statement.target)
            module.constants.setdefault(name, []).append(statement.value)
    return module
