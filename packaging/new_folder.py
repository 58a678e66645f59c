"""The folder that a command makes anew: a kit's or a bundle's."""

from __future__ import annotations

from pathlib import Path

from failure import SetupFailed


def new_folder(root: Path, command: str, arguments: list[str]) -> Path | None:
    """The one folder that was named; None, with the usage told, when it is not one.

    Args:
        root: The checkout.
        command: What makes it.
        arguments: As they were typed.

    Raises:
        SetupFailed: It is there already, or lies in the checkout.
    """
    if len(arguments) != 1 or not arguments[0]:
        typed = f"python packaging/bootstrap.py {command} FOLDER"
        print(f"usage: {typed}    (or: make {command} DIR=FOLDER)")
        return None
    target = Path(arguments[0]).absolute()
    if target.exists():
        raise SetupFailed(f"{target} is there already. Name a folder that does not exist yet.")
    if root in target.resolve().parents:
        raise SetupFailed(f"{target} lies in the program's own folder. Choose another place.")
    return target
