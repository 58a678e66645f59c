"""The licences of what is used are listed, none forgotten."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from pathlib import Path


def _listed(checkout: Path) -> str:
    return (checkout / "docs" / "licences.md").read_text(encoding="utf-8").lower()


def test_every_direct_dependency_is_listed_with_its_version(checkout: Path) -> None:
    listed = _listed(checkout)
    project = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    assert list(extras) == ["dev"]
    for requirement in [*project["dependencies"], *extras["dev"]]:
        name = re.split(r"[=<>]", requirement)[0]
        version = importlib.metadata.version(name)
        assert f"| {name.lower()} | {version} |" in listed, name


def test_what_builds_the_package_is_listed(checkout: Path) -> None:
    project = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))
    for requirement in project["build-system"]["requires"]:
        name, kind, rest = re.split(r"(>=|==)", requirement, maxsplit=1)
        assert f"| {name} | {kind}{rest} | mit |" in _listed(checkout)


def test_every_package_for_nvidia_is_listed_with_its_version(checkout: Path) -> None:
    pins = (checkout / "packaging" / "constraints.txt").read_text(encoding="utf-8")
    found = re.findall(r"^((?:nvidia|cuda)-[\w-]+)==([\w.]+)", pins, re.MULTILINE)
    assert ("cuda-toolkit", "13.0.2") in found and len(found) > 15
    for name, version in found:
        assert f"| {name} | {version} |" in _listed(checkout), name


def test_the_bundled_icons_are_listed_with_their_licence(checkout: Path) -> None:
    licence = (checkout / "resources" / "icons" / "LICENSE").read_text(encoding="utf-8")
    (row,) = [line for line in _listed(checkout).splitlines() if "phosphor" in line]
    version = re.search(r"Phosphor family, version ([\d.]+)", licence)
    assert version is not None and f"| {version[1]} | mit | `resources/icons`" in row
    assert "MIT License" in licence


def test_our_own_licence_is_the_whole_text(checkout: Path) -> None:
    text = (checkout / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert len(text.splitlines()) > 190
