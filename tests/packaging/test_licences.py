"""The licences of what is used are listed, none forgotten."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from pathlib import Path


def test_every_direct_dependency_is_listed_with_its_version(checkout: Path) -> None:
    listed = (checkout / "docs" / "licences.md").read_text(encoding="utf-8").lower()
    project = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for requirement in project["dependencies"]:
        name = re.split(r"[=<>]", requirement)[0]
        version = importlib.metadata.version(name)
        assert f"| {name.lower()} | {version} |" in listed, name


def test_our_own_licence_is_the_whole_text(checkout: Path) -> None:
    text = (checkout / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert len(text.splitlines()) > 190
