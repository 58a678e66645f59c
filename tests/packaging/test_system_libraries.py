"""The system libraries of the window: what lacks, and what is said about it."""

from __future__ import annotations

from typing import Any

import pytest

ABSENT = ("libEGL.so.1", "libpulse.so.0")


def _loads(soname: str) -> bool:
    return soname not in ABSENT


@pytest.fixture
def linux(scripts: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The module, on a Linux where nothing is really installed."""
    monkeypatch.setattr(scripts.system_libraries.sys, "platform", "linux")
    return scripts.system_libraries


def test_missing_libraries_are_named_by_their_packages(scripts: Any) -> None:
    assert scripts.system_libraries.missing_packages(_loads) == ["libegl1", "libpulse0"]
    assert scripts.system_libraries.missing_packages(lambda _soname: True) == []


def test_without_rights_the_exact_line_is_printed(
    linux: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(linux, "can_apt_install", lambda: False)
    linux.ensure_system_libraries(_loads)
    said = capsys.readouterr().out
    assert "sudo apt-get update && sudo apt-get install -y libegl1 libpulse0\n" in said
    assert "the command line works without" in said


@pytest.mark.parametrize("works", [True, False])
def test_with_rights_they_are_installed_and_a_failure_still_names_the_line(
    linux: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], works: bool
) -> None:
    asked: list[list[str]] = []

    def apt_install(packages: list[str]) -> bool:
        asked.append(packages)
        return works

    monkeypatch.setattr(linux, "can_apt_install", lambda: True)
    monkeypatch.setattr(linux, "apt_install", apt_install)
    linux.ensure_system_libraries(_loads)
    assert asked == [["libegl1", "libpulse0"]]
    assert ("sudo apt-get" in capsys.readouterr().out) is (not works)


def test_without_a_network_they_are_named_also_with_rights(
    linux: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(linux, "can_apt_install", lambda: True)
    monkeypatch.setattr(linux, "apt_install", lambda _packages: pytest.fail("asked the network"))
    linux.tell_system_libraries(_loads)
    assert "apt-get install -y libegl1 libpulse0\n" in capsys.readouterr().out


def test_nothing_is_said_when_nothing_lacks(linux: Any, capsys: pytest.CaptureFixture[str]) -> None:
    linux.ensure_system_libraries(lambda _soname: True)
    assert capsys.readouterr().out == ""
