"""`smp doctor`: what is here, what is missing, and what to do about it."""

from __future__ import annotations

import runpy
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smp_core.jobs import JobContext
from smp_core.log import log_file, start_logging
from smp_core.prompts import loading
from smp_core.workflows import doctor, packs
from smp_core.workflows.doctor import Check, examine

Smp = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture
def packs_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only place where packs are looked for."""
    folder = tmp_path / "packs"
    folder.mkdir()
    monkeypatch.setattr(packs, "packs_folders", lambda: [folder])
    return folder


@pytest.fixture
def no_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """Starting Qt takes seconds; one test does it."""
    monkeypatch.setattr(doctor, "_qt", list)


def _examined() -> dict[str, Check]:
    return {check.name: check for check in examine(JobContext())}


def test_a_whole_machine_passes(packs_folder: Path, pack: Path, smp: Smp) -> None:
    shutil.copytree(pack, packs_folder / "tiny")
    status, events = smp("doctor")
    checks = {each["name"]: each for each in events[-1]["checks"]}
    assert (status, events[-1]["event"]) == (0, "done")
    assert checks["torch"]["found"].startswith("2.11.0")
    assert checks["Decoding"] == {
        "name": "Decoding",
        "state": "ok",
        "found": "h264, hevc, vp9, aac",
        "remedy": "",
        "required": True,
    }
    assert checks["Pack tiny"]["state"] == "ok"
    assert "CPU" in checks["Device"]["found"]
    assert checks["Log file"]["found"] == str(log_file())
    window = checks["Window (Qt)"]
    assert window["state"] == "ok" or (window["remedy"] and not window["required"])


@pytest.mark.usefixtures("no_window")
def test_without_a_pack_it_ends_with_3_and_the_remedy(packs_folder: Path, smp: Smp) -> None:
    status, events = smp("doctor")
    assert status == 3
    assert {each["event"] for each in events} == {"progress", "check", "error"}
    assert events[-1]["message"] == "Missing: Packs."
    assert "resources/packs/demo" in events[-1]["hint"]


@pytest.mark.usefixtures("no_window")
def test_a_changed_file_of_a_pack_is_found(packs_folder: Path, pack: Path) -> None:
    shutil.copytree(pack, packs_folder / "tiny")
    weights = packs_folder / "tiny" / "smp.safetensors"
    whole = bytearray(weights.read_bytes())
    whole[-1] ^= 1
    weights.write_bytes(whole)
    checks = _examined()
    assert checks["Pack tiny"].state == "missing"
    assert "smp.safetensors" in checks["Pack tiny"].found
    assert checks["Packs"].required


@pytest.mark.usefixtures("no_window", "packs_folder")
def test_what_is_missing_names_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "PACKAGES", ("no-such-package",))
    monkeypatch.setattr(doctor, "DECODERS", ("h264", "no-such-codec"))
    monkeypatch.setattr(doctor, "LOW_SPACE_BYTES", 10**18)
    monkeypatch.setattr(doctor, "SUPPORTED_PYTHONS", ((2, 7),))
    checks = _examined()
    for name in ("Python", "no-such-package", "Decoding"):
        assert checks[name].state == "missing", name
        assert checks[name].required, name
        assert checks[name].remedy, name
    assert checks["Decoding"].found == "lacks no-such-codec"
    assert checks["Space here"].state == "note"
    assert "Free some space" in checks["Space here"].remedy


@pytest.mark.usefixtures("packs_folder")
def test_a_window_that_cannot_start_is_no_reason_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    failing = "raise ImportError('libEGL.so.1: cannot open shared object file')"
    monkeypatch.setattr(doctor, "_QT_PROBE", failing)
    window = _examined()["Window (Qt)"]
    assert window.state == "missing"
    assert not window.required
    assert window.found == "ImportError: libEGL.so.1: cannot open shared object file"
    assert "bootstrap.py setup" in window.remedy


def test_a_library_without_a_captioner_s_classes_is_not_whole(
    no_window: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _examined()["Captioners"].found == "8 kinds of models can be opened"
    monkeypatch.setitem(loading._CLASSES, "blip", ("BlipForNothing", "BlipProcessor"))
    lacking = _examined()["Captioners"]
    assert (lacking.state, lacking.required) == ("missing", True)
    assert "BlipForNothing" in lacking.found and lacking.remedy == doctor.SETUP_AGAIN


@pytest.mark.parametrize(
    ("frozen", "remedy"),
    [
        (False, "Set up again: python packaging/bootstrap.py setup"),
        (True, "Copy the program's folder again from where it was made."),
    ],
)
def test_a_bundle_cannot_be_set_up_again(
    monkeypatch: pytest.MonkeyPatch, frozen: bool, remedy: str
) -> None:
    monkeypatch.setattr(sys, "frozen", frozen, raising=False)
    assert runpy.run_path(doctor.__file__)["SETUP_AGAIN"] == remedy


def test_logging_starts_once_and_survives_a_place_it_cannot_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import logging

    path = start_logging()
    assert path == log_file() == start_logging()
    logging.getLogger("smp_core.test").info("hello \udcff")
    written = log_file().read_text(encoding="utf-8")
    assert written.count("hello \\udcff") == 1
    blocked = tmp_path / "file"
    blocked.touch()
    monkeypatch.setenv("SMP_HOME", str(blocked))
    assert start_logging() is None
