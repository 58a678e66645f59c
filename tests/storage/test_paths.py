"""Files are old or new, never half; and nothing leads out of its folder."""

from __future__ import annotations

import errno
import json
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smp_core import paths
from smp_core.errors import InputError, ResourceError, StorageError


def test_home_moves_data_and_cache(monkeypatch, tmp_path):
    monkeypatch.setenv("SMP_HOME", str(tmp_path / "h"))
    assert paths.user_data_folder() == tmp_path / "h"
    assert paths.user_cache_folder() == tmp_path / "h" / "cache"
    assert paths.packs_folders() == [
        tmp_path / "h" / "packs",
        paths.resources_folder() / "packs",
    ]
    assert not (tmp_path / "h").exists()
    monkeypatch.delenv("SMP_HOME")
    assert "smp-studio" in paths.user_data_folder().parts


def test_a_bundle_brings_its_own_resources(monkeypatch, tmp_path):
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resources_folder() == tmp_path / "resources"


def test_written_files_replace_the_old_ones(tmp_path):
    target = tmp_path / "new" / "ä.json"
    paths.atomic_write_json(target, {"name": "Größe", "n": [1, 2]})
    assert json.loads(target.read_text("utf-8")) == {"name": "Größe", "n": [1, 2]}
    assert "Größe" in target.read_text("utf-8")
    paths.atomic_write_text(target, "a\r\nb\n")
    assert target.read_bytes() == b"a\r\nb\n"
    assert os.listdir(target.parent) == ["ä.json"]


def test_nan_is_no_json(tmp_path):
    with pytest.raises(ValueError):
        paths.atomic_write_json(tmp_path / "x.json", float("nan"))
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("code", "error", "words"),
    [
        (errno.ENOSPC, ResourceError, "disk is full"),
        (errno.EACCES, StorageError, "Permission denied"),
    ],
)
def test_a_failed_write_keeps_the_old_file_and_leaves_no_other(
    tmp_path, monkeypatch, code, error, words
):
    target = tmp_path / "x"
    target.write_bytes(b"old")

    def fail(_handle):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(paths.os, "fsync", fail)
    with pytest.raises(error, match=words) as caught:
        paths.atomic_write_bytes(target, b"new")
    assert str(target) in caught.value.message
    assert caught.value.hint
    assert target.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["x"]


@pytest.mark.parametrize("bad", ["../x", "a/../../x", "/etc/passwd", "link/x", "a\0b"])
def test_paths_that_lead_out_are_refused(tmp_path, bad):
    folder = tmp_path / "project"
    (folder / "a").mkdir(parents=True)
    try:
        (folder / "link").symlink_to(tmp_path)
    except OSError:
        pytest.skip("no right to make links here")
    with pytest.raises(InputError):
        paths.inside(folder, bad)


def test_paths_that_stay_are_given_absolute(tmp_path):
    assert paths.inside(tmp_path, "a/../b c") == tmp_path.resolve() / "b c"
    assert paths.inside(tmp_path, Path("runs") / "1") == tmp_path.resolve() / "runs" / "1"


@given(st.lists(st.sampled_from(["..", ".", "a", "b"]), max_size=8))
def test_inside_agrees_with_counting_the_steps(parts):
    root = Path("/nowhere/project")
    places = ["nowhere", "project"]
    for part in parts:
        if part == "..":
            places = places[:-1]
        elif part != ".":
            places.append(part)
    if places[:2] == ["nowhere", "project"]:
        assert paths.inside(root, "/".join(parts)) == root.joinpath(*places[2:])
    else:
        with pytest.raises(InputError):
            paths.inside(root, "/".join(parts))
