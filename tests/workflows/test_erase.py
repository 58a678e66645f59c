"""What was removed leaves no trace in the project's folder, and nothing else is lost."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from edited_project import everything
from studio_project import make_project
from tiny_pack import write_tiny_pack
from tiny_project import make_trained_project

import smp_core
from smp_core.errors import InputError, StorageError
from smp_core.jobs import JobContext
from smp_core.model.adapter import read_adapter
from smp_core.records import ClipRecord
from smp_core.storage.backup import backup, backups_folder
from smp_core.storage.project import DATABASE, Project, open_project
from smp_core.storage.runs import active_run, list_runs
from smp_core.storage.schema import Base
from smp_core.workflows.classify import ClassifyOptions, classify_paths
from smp_core.workflows.clip_edits import remove_clips
from smp_core.workflows.clips import list_clips
from smp_core.workflows.edit_journal import history
from smp_core.workflows.erase import CACHES, Erased, erase_removed
from smp_core.workflows.prompts import edit_prompt, list_prompts
from smp_core.workflows.quality import (
    ClipAnswer,
    Quality,
    measure_quality,
    read_quality,
    write_quality,
)

NAME, SAID = "Mueller Anna", "Mrs Mueller falls beside the green bed"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with a clip of one person among others, removed again after all kinds of use."""
    place = make_project(
        tmp_path / "ward", {"falls": 2, NAME: 1, "coughs": 2}, prompts=True, trained=True
    )
    with open_project(place) as project:
        (clip,) = list_clips(project, NAME)
        (prompt,) = (each for each in list_prompts(project) if each.clip_id == clip.id)
        edit_prompt(project, prompt.id, SAID)
        _judge(project, list_clips(project))
        _fill_caches(project)
        backup(place / DATABASE, "before-0002")
        remove_clips(project, [clip.id], f"Remove {NAME} 0.mp4")
        backup(place / DATABASE, "auto")
    for file in (place / "clips").glob(f"{NAME}*"):
        file.rename(tmp_path / file.name)  # a video is the operator's, not the program's, to delete
    return place


def traces(folder: Path, *words: str) -> list[str]:
    """Files of the folder that hold one of the words in any usual way, or are called like it."""
    wanted = [
        form.lower()
        for word in words
        for form in (word.encode(), json.dumps(word)[1:-1].encode(), word.encode("utf-16-le"))
    ]
    return [
        str(file.relative_to(folder))
        for file in sorted(folder.rglob("*"))
        if file.is_file()
        and any(each in str(file).lower().encode() + file.read_bytes().lower() for each in wanted)
    ]


def rows(project: Project) -> dict[str, list[tuple[object, ...]]]:
    """Everything in the database but the journal of edits."""
    with project.database.read() as session:
        return {
            table.name: sorted(map(tuple, session.execute(sa.select(table))), key=repr)
            for table in Base.metadata.sorted_tables
            if table.name != "edits"
        }


def test_of_a_removed_clip_no_byte_is_left(folder: Path) -> None:
    assert len(traces(folder, SAID)) >= 3  # the database, two backups: the test can see it
    with open_project(folder) as project:
        before = rows(project)
        kept_class = traces(folder, f"{NAME} 0.mp4")
    assert kept_class
    done = erase_removed(folder, JobContext())
    assert traces(folder, SAID, f"{NAME} 0.mp4", "green bed") == []
    assert not list(folder.glob(f"{DATABASE}-*"))
    assert (done.edits, done.reported, done.left) == (1, 1, ())
    assert (done.cached, done.backups) == (2 * len(CACHES), 3)
    with open_project(folder) as project:
        assert rows(project) == before
        assert history(project).undo is None
        assert [clip.missing for clip in list_clips(project)] == [False] * 4
        run = active_run(project)
        assert run is not None and run.metrics == {"loss": 0.5}
        quality = read_quality(project, run)
        assert quality is not None
        assert [each.path.name for each in quality.answers] == [
            "falls 0.mp4",
            "falls 1.mp4",
            "erased",
            "coughs 0.mp4",
            "coughs 1.mp4",
        ]
        assert quality.confusion() == [[2, 0, 0], [0, 1, 0], [0, 0, 2]]
    again = erase_removed(folder, JobContext())
    assert again == replace(again, edits=0, reported=0, cached=0, backups=1)


def test_a_real_training_leaves_no_trace_of_a_removed_clip_and_still_answers(
    tmp_path: Path,
) -> None:
    pack = write_tiny_pack(tmp_path / "pack")
    with make_trained_project(tmp_path / "ward", pack, shots=3) as project:
        measure_quality(project, list_runs(project)[0].id, JobContext(), device="cpu")
        (clip,) = (each for each in list_clips(project) if each.path.name == "red 2.mp4")
        remove_clips(project, [clip.id])
        clip.path.rename(tmp_path / "red 2.mp4")
    assert len(traces(project.folder, "red 2.mp4")) >= 2  # the database and the report
    erase_removed(project.folder, JobContext())
    assert traces(project.folder, "red 2.mp4", clip.content_hash) == []
    with open_project(project.folder) as project:
        run = active_run(project)
        assert run is not None
        assert read_adapter(run.folder, pack).class_names == ("red", "blue")
        options = ClassifyOptions(device="cpu")
        done = classify_paths(project, [tmp_path / "red 2.mp4"], options, JobContext())
        assert (done.classified, done.failed) == (1, 0)


def test_it_tells_how_much_became_free(folder: Path) -> None:
    (folder / "cache" / "clips" / "ab" / "big.safetensors").write_bytes(bytes(3_000_000))
    done = erase_removed(folder, JobContext())
    assert 3_000_000 <= done.freed_bytes < 4_000_000


def test_what_is_not_the_program_s_stays(folder: Path) -> None:
    own = {
        folder / "backups" / "my own copy.db": b"x",
        folder / "backups" / "20260101" / "notes.txt": b"y",
        folder / "exports" / "results.csv": b"z",
        folder / "cache" / "mine" / "video.mp4": b"v",
    }
    for file, data in own.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    done = erase_removed(folder, JobContext())
    assert {file: file.read_bytes() for file in own} == own
    assert [each.name for each in done.left] == ["20260101", "my own copy.db"]
    assert len(list((folder / "clips").glob("*.mp4"))) == 4


def test_a_new_backup_holds_what_there_is(folder: Path, tmp_path: Path) -> None:
    erase_removed(folder, JobContext())
    (newest,) = backups_folder(folder).iterdir()
    with open_project(folder) as project:
        before = everything(project)
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(newest, other / DATABASE)
    with open_project(other) as project:
        assert everything(project) == before
        assert len(before["clips"]) == 4


def test_a_clip_that_was_found_at_another_place_stays_in_the_report(folder: Path) -> None:
    with open_project(folder) as project:
        run = list_runs(project)[0]
        quality = read_quality(project, run)
        assert quality is not None
        moved = replace(quality.answers[0], path=project.folder / "elsewhere.mp4")
        write_quality(project, run, replace(quality, answers=(moved, *quality.answers[1:])))
    erase_removed(folder, JobContext())
    with open_project(folder) as project:
        found = read_quality(project, run)
    assert found is not None
    assert found.answers[0].path.name == "elsewhere.mp4"


def test_a_report_that_cannot_be_read_goes(folder: Path) -> None:
    (report,) = (folder / "runs").glob("*/quality.json")
    report.write_text('{"answers": [' + json.dumps(SAID))
    erase_removed(folder, JobContext())
    assert not report.exists()


def test_an_open_project_is_refused_and_stays_as_it_is(folder: Path) -> None:
    with _other_program(folder, "input()"), pytest.raises(StorageError, match="is open in"):
        erase_removed(folder, JobContext())
    assert len(traces(folder, SAID)) >= 3


def test_a_program_that_writes_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, where only SQLite tells of it."""
    monkeypatch.setattr("smp_core.workflows.erase.check_alone", lambda _database: None)
    write = "c = sqlite3.connect(sys.argv[1] + '/project.db'); c.execute('BEGIN IMMEDIATE'); "
    with (
        _other_program(folder, f"import sqlite3; {write}print('ready', flush=True); input()"),
        pytest.raises(StorageError, match="in use by another program"),
    ):
        erase_removed(folder, JobContext())
    with open_project(folder) as project:
        assert history(project).undo is not None


def test_a_damaged_project_keeps_its_backups(folder: Path) -> None:
    data = bytearray((folder / DATABASE).read_bytes())
    for at in range(4096 * 3 + 8, len(data), 4096):
        data[at : at + 200] = bytes(200)
    (folder / DATABASE).write_bytes(data)
    before = sorted(backups_folder(folder).iterdir())
    with pytest.raises(StorageError, match="damaged"):
        erase_removed(folder, JobContext())
    assert sorted(backups_folder(folder).iterdir()) == before


def test_a_folder_without_a_project_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no project"):
        erase_removed(tmp_path, JobContext())


_KILLED = """
import os, signal, sqlite3, sys
from pathlib import Path
from smp_core.jobs import JobContext
from smp_core.storage import scrub
from smp_core.workflows import erase

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

folder, where = Path(sys.argv[1]), sys.argv[2]
if where.isdigit():  # within SQLite's work, after so many thousand steps of it
    class Dying(sqlite3.Connection):
        def execute(self, statement, *more):
            if statement == "VACUUM":
                count = [int(where)]
                def step():
                    count[0] -= 1
                    return die() if count[0] < 0 else 0
                self.set_progress_handler(step, 50)
            return super().execute(statement, *more)
    before = sqlite3.connect
    class Module:
        def __getattr__(self, name):
            return getattr(sqlite3, name)
        def connect(self, *given, **named):
            return before(*given, factory=Dying, **named)
    scrub.sqlite3 = Module()
else:
    setattr(erase, where, die)
erase.erase_removed(folder, JobContext())
print("ended", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
@pytest.mark.parametrize("where", ["0", "10", "30", "scrub", "backup", "_delete_backups", "_empty"])
def test_a_kill_anywhere_leaves_a_whole_project(folder: Path, where: str) -> None:
    with open_project(folder) as project:
        before = rows(project)
    ended = subprocess.run(
        [sys.executable, "-c", _KILLED, str(folder), where], capture_output=True, text=True
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr + ended.stdout
    with open_project(folder) as project:
        assert rows(project) == before
        assert read_quality(project, list_runs(project)[0]) is not None
    done = erase_removed(folder, JobContext())
    assert traces(folder, SAID, f"{NAME} 0.mp4") == []
    assert isinstance(done, Erased)


def test_no_cache_is_forgotten() -> None:
    source = Path(smp_core.__file__).parent
    named = {
        name
        for file in source.rglob("*.py")
        for name in re.findall(r'project\.cache_folder / "(\w+)"', file.read_text("utf-8"))
    }
    assert named == set(CACHES)


class _other_program:
    """Another Python that opens the project and waits."""

    def __init__(self, folder: Path, then: str) -> None:
        opened = (
            "import sys; from pathlib import Path; "
            "from smp_core.storage.project import open_project; "
            "p = open_project(Path(sys.argv[1])); print('ready', flush=True); "
        )
        code = then if "sqlite3" in then else opened + then
        self._command = [sys.executable, "-c", f"import sys; {code}", str(folder)]

    def __enter__(self) -> None:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(self._command, stdin=pipe, stdout=pipe, text=True)
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"

    def __exit__(self, *_: object) -> None:
        self._process.communicate("\n")


def _judge(project: Project, clips: list[ClipRecord]) -> None:
    run = list_runs(project)[0]
    names = ("falls", NAME, "coughs")
    answers = tuple(
        ClipAnswer(
            c.id, c.path, c.content_hash, c.start_s, c.end_s, c.class_name, c.class_name, 0.9
        )
        for c in clips
    )
    write_quality(
        project, run, Quality(run.id, datetime.now(UTC), 1.0, "CPU", 2, names, (2, 1, 2), answers)
    )


def _fill_caches(project: Project) -> None:
    for name in CACHES:
        for file in ("one.json", "ab/two.txt"):
            path = project.cache_folder / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{SAID} in {NAME} 0.mp4")
