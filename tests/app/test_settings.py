"""What the window remembers: two windows do not make each other forget."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.settings import Settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "window.json"


def test_two_windows_keep_what_each_changed(file: Path) -> None:
    first, second = Settings(file), Settings(file)
    first.set("theme", "light")
    first.set("language", "en")
    first.remember_project(Path("ward 1"))
    first.set_station_state("one", "train", {"epochs": 3})
    first.save()
    second.set("theme", "dark")
    second.remember_project(Path("ward 2"))
    second.set_station_state("two", "train", {"epochs": 5})
    second.save()
    first.save()  # and the first one closes last
    kept = Settings(file)
    assert (kept.get("theme"), kept.get("language")) == ("light", "en")
    assert set(kept.recent_projects) == {Path("ward 1"), Path("ward 2")}
    assert kept.recent_projects[0] == Path("ward 1")
    assert kept.knows_project("one") and kept.knows_project("two")
    assert kept.station_state("two", "train") == {"epochs": 5}


def test_a_project_that_is_forgotten_stays_so_until_it_is_opened_again(file: Path) -> None:
    first, second = Settings(file), Settings(file)
    first.remember_project(Path("ward 1"))
    first.save()
    second.remember_project(Path("ward 2"))
    second.save()
    second.forget_projects([Path("ward 1")])
    second.save()
    assert Settings(file).recent_projects == [Path("ward 2")]
    second.remember_project(Path("ward 1"))
    second.save()
    assert Settings(file).recent_projects == [Path("ward 1"), Path("ward 2")]


@pytest.mark.parametrize("text", ["", "[]", '{"recent": 3, "stations": "x"}', '{"recent": [4]}'])
def test_a_damaged_file_is_written_over(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    settings = Settings(file)
    assert settings.recent_projects == []
    settings.set_station_state("one", "train", {"epochs": 3})
    settings.remember_project(Path("ward 1"))
    settings.save()
    kept = json.loads(file.read_text("utf-8"))
    assert kept["recent"] == ["ward 1"]
    assert kept["stations"] == {"one": {"train": {"epochs": 3}}}
