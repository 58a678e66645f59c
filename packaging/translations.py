"""Bring the translations up to date: read the texts out of app/ and smp_core/, make what Qt loads.

    python packaging/bootstrap.py translations

The `.ts` files are edited by people (with `pyside6-linguist`, or by hand); the `.qm` files are made
from them and lie in the tree too, so that neither a checkout nor an installed program needs Qt's
tools. The window's own texts are in `smp_*.ts`; what the core says is in `smp_core_*.ts`, and its
templates in `core_messages.json`, by which the window knows them again.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from core_messages import core_messages

LANGUAGES = ("zh_CN",)
CORE_CONTEXT = "Core"
_UNFINISHED = 'type="unfinished"'


def main(root: Path) -> int:
    """Update every language.

    Args:
        root: The checkout; its environment's tools are used.

    Returns:
        0 if every text is translated, 1 if some are not, or Qt's tools failed.
    """
    folder = root / "resources" / "translations"
    window = [str(path) for path in sorted((root / "app").rglob("*.py"))]
    messages = core_messages(root)
    write_list(folder / "core_messages.json", messages)
    status = 0
    with tempfile.TemporaryDirectory() as made:
        core = Path(made, "core_messages.py")
        core.write_text(as_source(messages), encoding="utf-8")
        for language in LANGUAGES:
            for name, sources in (("smp", window), ("smp_core", [str(core)])):
                catalogue = folder / f"{name}_{language}.ts"
                status = max(status, _update(root, catalogue, language, sources))
    return status


def write_list(file: Path, messages: Sequence[dict[str, object]]) -> None:
    """Write what the window reads, a template a line."""
    lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in messages)
    file.write_text(f"[\n{lines}\n]\n", encoding="utf-8", newline="\n")


def as_source(messages: Sequence[dict[str, object]]) -> str:
    """The templates as code, which is all that Qt's tool reads."""
    lines = ["from PySide6.QtCore import QCoreApplication\n"]
    for each in messages:
        text = json.dumps(each["text"], ensure_ascii=False)
        lines.append(f'QCoreApplication.translate("{CORE_CONTEXT}", {text})\n')
    return "".join(lines)


def _update(root: Path, catalogue: Path, language: str, sources: Sequence[str]) -> int:
    # No line numbers: every edit of the code would change the catalogue otherwise.
    update = ["-silent", "-no-obsolete", "-locations", "none", "-target-language", language]
    made = catalogue.with_suffix(".qm")
    for tool, arguments in (
        ("pyside6-lupdate", [*update, *sources, "-ts", str(catalogue)]),
        ("pyside6-lrelease", ["-silent", str(catalogue), "-qm", str(made)]),
    ):
        command = [str(Path(sys.executable).with_name(tool)), *arguments]
        if subprocess.run(command, cwd=root, check=False).returncode != 0:
            print(f"{tool} failed", file=sys.stderr)
            return 1
    missing = catalogue.read_text(encoding="utf-8").count(_UNFINISHED)
    print(f"{catalogue.name}: {missing} texts without translation" if missing else made.name)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parent.parent))
