"""Folders that the program makes for itself are for its own account; those that are there stay."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

import pytest
from tiny_pack import write_tiny_pack

from smp_core.log import log_file, start_logging
from smp_core.workflows.cached_clips import large_cache

pytestmark = pytest.mark.skipif(os.name == "nt", reason="rights of POSIX")


@pytest.fixture(autouse=True)
def _usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)
    for handler in list(logging.getLogger().handlers):
        if isinstance(handler, RotatingFileHandler):
            logging.getLogger().removeHandler(handler)
            handler.close()


def rights(folder: Path) -> str:
    return oct(folder.stat().st_mode & 0o777)


def test_the_data_folder_and_its_logs_are_made_for_one_account(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "share" / "smp"
    monkeypatch.setenv("SMP_HOME", str(home))
    assert start_logging() == log_file() == home / "logs" / "smp.log"
    assert (rights(home), rights(home / "logs")) == ("0o700", "0o700")
    assert rights(home.parent) == "0o755"  # the folder around it is not ours


def test_folders_that_are_there_keep_their_rights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "smp"
    (home / "logs").mkdir(parents=True)
    home.chmod(0o750)
    (home / "logs").chmod(0o770)
    monkeypatch.setenv("SMP_HOME", str(home))
    assert start_logging() is not None
    assert (rights(home), rights(home / "logs")) == ("0o750", "0o770")


def test_the_cache_of_decoded_clips_is_made_for_one_account(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMP_HOME", str(tmp_path / "smp"))
    pack = write_tiny_pack(tmp_path / "pack")
    large_cache(3, pack.inputs)
    assert rights(tmp_path / "smp" / "cache") == "0o700"
