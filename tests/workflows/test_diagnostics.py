"""The diagnostic file: what is in it, and that it tells neither who nor where."""

from __future__ import annotations

import getpass
import json
import logging
import platform
import re
import zipfile
from pathlib import Path

import pytest
from studio_project import make_project

from smp_core.log import log_file, start_logging
from smp_core.media.formats import MEDIA_SUFFIXES
from smp_core.paths import user_data_folder
from smp_core.storage.peek import class_names
from smp_core.storage.runs import add_imported_run
from smp_core.workflows.diagnostics import collect, save
from smp_core.workflows.projects import open_project
from smp_core.workflows.redaction import Redactor

_SECRETS = ("Smith", "Ward", "falls", "coughing", "camera", "seven")


@pytest.mark.parametrize(
    "line",
    [
        "/mnt/Ward 7/Smith John/camera 2.mp4 cannot be read.",
        "WARNING 12 smp: Smith camera 3.mp4 is too short",
        "'/mnt/Ward 7/Smith.mov': permission denied",
        r"C:\Users\Smith\Ward\camera.mkv is empty",
        r"\\server\Ward 7\Smith.wav",
        "the folder /media/Smith/Ward 7",
        "moved from /a/Smith.mp4 to /b/Ward.mp4: done",
        '  File "/srv/Smith/Ward.py", line 7, in seven',
        "camera-07.MP4, Ward.eaf (Smith.zip)",
    ],
)
def test_paths_and_names_of_files_go(line: str) -> None:
    said = Redactor()(line.replace("in seven", "in x"))
    assert not [word for word in _SECRETS if word in said], said
    assert "<file 1" in said


def test_known_names_go_and_the_same_name_gives_the_same_word() -> None:
    home = str(Path.home())
    redact = Redactor({"falls at night": "<class 1>", "/mnt/ward 3": "<project>"})
    assert redact("taught falls at night, Falls at Night!") == "taught <class 1>, <class 1>!"
    assert redact("/mnt/ward 3/runs/4f/adapter.safetensors").startswith("<project>/runs/4f/")
    assert redact(f"{home}/Smith/a.mp4") == redact(f"{home}/Smith/a.mp4")
    assert "Smith" not in redact(f"{home}/Smith/a.mp4 and /mnt/ward 3/Smith/b.mp4")
    assert redact("x.mp4: y.mp4: X.MP4") == "<file 4.mp4>: <file 5.mp4>: <file 4.mp4>"


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ('There is no class "Mueller Anna falls".', "There is no class <quoted 1>."),
        ("There is no class 'Mueller Anna falls'.", "There is no class <quoted 1>."),
        ("There is no class 'Mueller\\'s \"Anna\" falls'!", "There is no class <quoted 1>!"),
        ('There is no class "Mueller\'s falls"; see', "There is no class <quoted 1>; see"),
        ('no class "Mueller "Anna" falls" here', "no class <quoted 1> here"),
        ("“Mueller falls” is in ‘Anna’s’ twice", "<quoted 1> is in <quoted 2> twice"),
        ("„Mueller“, «Anna», 「falls」", "<quoted 1>, <quoted 2>, <quoted 3>"),
        (
            "KeyError: 'Mueller'; 'mueller' and \"Anna\"",
            "KeyError: <quoted 1>; <quoted 1> and <quoted 2>",
        ),
        (
            "the window's settings and the clips' paths",
            "the window's settings and the clips' paths",
        ),
        ("no name '' here", "no name '' here"),
    ],
)
def test_what_messages_quote_goes(line: str, left: str) -> None:
    assert Redactor().log(line) == left


@pytest.mark.parametrize("ending", sorted(MEDIA_SUFFIXES))
def test_every_kind_of_video_and_sound_is_known(ending: str) -> None:
    assert Redactor()(f"Mueller Anna{ending} is empty") == f"<file 1{ending}> is empty"


def test_a_traceback_stays_readable_but_for_names() -> None:
    import smp_core.workflows.diagnostics as ours

    story = (
        "Traceback (most recent call last):\n"
        f'  File "{ours.__file__}", line 7, in collect\n'
        '    raise InputError(f"There is no class {name!r}.")\n'
        "smp_core.errors.InputError: There is no class 'Mueller'.\n"
        "    'Mueller'\n"
    )
    said = Redactor().log(story)
    assert said == (
        "Traceback (most recent call last):\n"
        '  File "<program>/smp_core/workflows/diagnostics.py", line 7, in collect\n'
        '    raise InputError(f"There is no class {name!r}.")\n'
        "smp_core.errors.InputError: There is no class <quoted 1>.\n"
        "    <quoted 1>\n"
    )


def test_our_own_code_stays_readable() -> None:
    import smp_core.workflows.diagnostics as ours

    said = Redactor()(f'  File "{ours.__file__}", line 7, in collect')
    assert said == '  File "<program>/smp_core/workflows/diagnostics.py", line 7, in collect'
    assert Redactor()("3/4 done at 10:31, 5 of 7; and/or") == "3/4 done at 10:31, 5 of 7; and/or"


def test_the_file_holds_what_helps_and_no_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMP_HOME", str(tmp_path / "home"))
    folder = make_project(tmp_path / "Ward seven", trained=True, name="Smith")
    start_logging()
    logging.getLogger("smp_core.test").info("%s/clips/person falls 0.mp4 was added", folder)
    logging.getLogger("smp_core.test").info("person falls has 3 clips on %s", platform.node())
    logging.getLogger("smp_core.test").info("user %s was here", getpass.getuser())
    settings = {
        "recent": [str(folder), "/mnt/other Ward"],
        "stations": {"u": {"classes": {"search": "Smith"}}},
        "theme": "dark",
    }
    with open_project(folder) as project:
        parts = collect(project, settings, {"Screen": "1920 x 1080"})
    file = save(parts, tmp_path / "out.zip")
    assert log_file().is_file()
    with zipfile.ZipFile(file) as archive:
        said = {name: archive.read(name).decode() for name in archive.namelist()}
    assert list(said) == ["system.txt", "settings.json", "project.txt", "log.txt"]
    whole = "\n".join(said.values())
    words = [*_SECRETS, str(tmp_path), str(Path.home())]
    assert not [word for word in words if word in whole]
    assert not re.search(rf"\b{re.escape(platform.node())}\b", whole)
    assert "user <user> was here" in said["log.txt"]
    assert "<class 1> has 3 clips on <host>" in said["log.txt"]
    assert json.loads(said["settings.json"]) == {"theme": "dark", "recent projects": 2}
    assert "Screen: 1920 x 1080" in said["system.txt"] and "PySide6: 6." in said["system.txt"]
    assert "Clips by class: 3, 2" in said["project.txt"]
    assert "Runs by state: succeeded: 1" in said["project.txt"]
    assert "Rows in clips: 5" in said["project.txt"]


def test_classes_of_projects_that_are_not_open_go_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMP_HOME", str(tmp_path / "home"))
    start_logging()
    folders = [tmp_path / "one", tmp_path / "two", user_data_folder() / "three"]
    for number, folder in enumerate(folders):
        make_project(folder, {f"Mueller {number}": 1})
    with open_project(folders[0]) as project:
        add_imported_run(
            project,
            captioner="constant",
            preset="paper",
            config={},
            metrics={},
            class_names=["Removed Anna", "x"],
            n_clips=2,
        )
    log = logging.getLogger("smp_core.test")
    log.info("Mueller 0 and removed anna; Mueller 1 and Mueller 2 are taught")
    settings = {
        "recent": [str(folders[0]), str(tmp_path / "gone")],
        "last_project": str(folders[1]),
    }
    with open_project(folders[1]) as project:
        opened = {part.name: part.text for part in collect(project, settings, {})}
    closed = {part.name: part.text for part in collect(None, settings, {})}
    assert opened["log.txt"].count("<class") == closed["log.txt"].count("<class") == 4
    assert "<class 2> and <class 3>; <class 1> and <class 5> are taught" in opened["log.txt"]
    assert not {each.name for each in tmp_path.iterdir()} & {"gone"}


def test_a_project_that_cannot_be_read_hinders_nothing(tmp_path: Path) -> None:
    (tmp_path / "project.db").write_bytes(b"SQLite format 3\0 and no more")
    assert class_names(tmp_path / "project.db") == ()
    assert class_names(tmp_path / "gone" / "project.db") == ()
    assert collect(None, {"recent": [str(tmp_path), 3]}, {})[0].name == "system.txt"
