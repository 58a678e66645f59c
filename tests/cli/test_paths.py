"""Paths on the command line reach our own code, which names them and goes on with the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

import typer

from smp_core.cli.commands import app


def _commands(group: typer.Typer) -> Iterator[Callable[..., Any]]:
    yield from (each.callback for each in group.registered_commands if each.callback)
    for each in group.registered_groups:
        assert each.typer_instance is not None
        yield from _commands(each.typer_instance)


def _holds_path(hint: object) -> bool:
    return hint is Path or any(_holds_path(each) for each in get_args(hint))


def test_no_path_is_refused_by_the_parser_for_not_being_readable() -> None:
    """The parser would end the whole command over one file among many."""
    found = {}
    for command in _commands(app):
        for name, hint in get_type_hints(command, include_extras=True).items():
            if _holds_path(hint):
                found[command.__name__, name] = get_args(hint)[1].readable
    assert len(found) > 35
    assert [where for where, readable in found.items() if readable] == []
