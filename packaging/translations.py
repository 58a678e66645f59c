"""Bring the translations up to date: read the texts out of app/, make what Qt loads at the start.

    python packaging/bootstrap.py translations

The `.ts` file is edited by people (with `pyside6-linguist`, or by hand); the `.qm` file is made
from it and lies in the tree too, so that neither a checkout nor an installed program needs Qt's
tools.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LANGUAGES = ("zh_CN",)
_UNFINISHED = 'type="unfinished"'


def main(root: Path) -> int:
    """Update every language.

    Args:
        root: The checkout; its environment's tools are used.

    Returns:
        0 if every text is translated, 1 if some are not, or Qt's tools failed.
    """
    sources = sorted((root / "app").rglob("*.py"))
    listed = [path.relative_to(root).as_posix() for path in sources]
    status = 0
    for language in LANGUAGES:
        catalogue = root / "resources" / "translations" / f"smp_{language}.ts"
        # No line numbers: every edit of the code would change the catalogue otherwise.
        update = ["-silent", "-no-obsolete", "-locations", "none", "-target-language", language]
        made = catalogue.with_suffix(".qm")
        for tool, arguments in (
            ("pyside6-lupdate", [*update, *listed, "-ts", str(catalogue)]),
            ("pyside6-lrelease", ["-silent", str(catalogue), "-qm", str(made)]),
        ):
            command = [str(Path(sys.executable).with_name(tool)), *arguments]
            if subprocess.run(command, cwd=root, check=False).returncode != 0:
                print(f"{tool} failed", file=sys.stderr)
                return 1
        missing = catalogue.read_text(encoding="utf-8").count(_UNFINISHED)
        print(f"{catalogue.name}: {missing} texts without translation" if missing else made.name)
        status = 1 if missing else status
    return status


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parent.parent))
