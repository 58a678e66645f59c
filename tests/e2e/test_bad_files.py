"""Files that cannot be used, or only in part: named, explained, and the other files go on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tiny_videos import cut_off, rename_codec, write_video


@dataclass(frozen=True)
class Bad:
    """A file that cannot be used.

    Attributes:
        name: Of the file. make: Writes it. says: Part of the reason. remedy: Part of the hint.
    """

    name: str
    make: Callable[[Path], object]
    says: str
    remedy: str


def _text(path: Path) -> None:
    path.write_text("dear ward, the camera is broken\n" * 100, encoding="utf-8")


def _playlist(path: Path) -> None:
    path.write_text("#EXTM3U\n#EXTINF:1,\n/etc/passwd\n", encoding="utf-8")


def _unknown_codec(path: Path) -> None:
    rename_codec(write_video(path), b"V_MPEG4/ISO/ASP", b"V_MPEG9/ISO/ASP")


BAD = [
    Bad("gone.mp4", lambda path: None, "does not exist|cannot be found", "Check the name"),
    Bad("empty.mp4", Path.touch, "is empty", "Copy the file again"),
    Bad("text.mp4", _text, "not a video or sound file", "MP4, MKV"),
    Bad("playlist.mp4", _playlist, "not a video or sound file|not accepted", "MP4, MKV"),
    Bad("torn.mp4", lambda p: cut_off(write_video(p, seconds=3), 0.5), "not a video", "copy it"),
    Bad("codec.mkv", _unknown_codec, "codec that cannot be decoded", "H.264"),
    Bad("blink.mp4", lambda p: write_video(p, seconds=0.05, fps=20), "is only 0.0", "at least 0.1"),
    Bad("folder.mp4", Path.mkdir, "is not a file|holds no video", "Name a|Put the videos there"),
]


@pytest.fixture(params=BAD, ids=lambda bad: bad.name)
def bad(request: pytest.FixtureRequest) -> Bad:
    return request.param


def _check_told(bad: Bad, path: Path, event: dict[str, str]) -> None:
    assert str(path) in event["message"]
    assert any(part in event["message"] for part in bad.says.split("|")), event
    assert any(part in event["hint"] for part in bad.remedy.split("|")), event


def test_a_bad_clip_is_set_aside_and_the_other_is_added(
    bad: Bad, project, tmp_path, smp, stored
) -> None:
    path, good = tmp_path / bad.name, write_video(tmp_path / "good.mp4", "red", 7)
    bad.make(path)
    before = stored(project).counts()
    status, events = smp("add", project, "red", path, good)
    assert status == 0
    assert [each["path"] for each in events[-1]["added"]] == [str(good)]
    assert [each["path"] for each in events[-1]["set_aside"]] == [str(path)]
    (warning,) = [each for each in events if each["event"] == "warning"]
    _check_told(bad, path, warning)
    assert stored(project).counts() == before | {"clips": before["clips"] + 1}
    stored(project).check_whole()


def test_a_bad_clip_alone_is_the_error_and_changes_nothing(
    bad: Bad, project, tmp_path, smp, stored
) -> None:
    path = tmp_path / bad.name
    bad.make(path)
    before = stored(project).everything()
    status, events = smp("add", project, "a new class", path)
    assert (status, events[-1]["event"]) == (3, "error")
    assert events[-1]["code"] in ("input", "media")
    _check_told(bad, path, events[-1])
    assert stored(project).everything() == before


def test_a_bad_video_is_told_and_the_other_is_classified(
    bad: Bad, project, tmp_path, smp, stored
) -> None:
    path, good = tmp_path / bad.name, write_video(tmp_path / "good.mp4", "blue", 7)
    bad.make(path)
    status, events = smp("classify", project, path, good, "--device", "cpu")
    assert status == 0
    assert (events[-1]["classified"], events[-1]["failed"]) == (1, 1)
    (left,) = events[-1]["set_aside"]
    assert left["path"] == str(path)
    _check_told(bad, path, {"message": left["reason"], "hint": left["hint"]})
    (warning,) = [each for each in events if each["event"] == "warning"]
    _check_told(bad, path, warning)
    results = {each["video"]: each for each in smp("results", project)[1][-1]["results"]}
    assert results[str(good)]["status"] == "classified"
    if path.is_file():  # what is there but of no use stays on the list
        assert results[str(path)]["status"] == "failed"
        assert str(path) in results[str(path)]["reason"]
    stored(project).check_whole()


def test_only_a_bad_video_ends_with_3(bad: Bad, project, tmp_path, smp, stored) -> None:
    path = tmp_path / bad.name
    bad.make(path)
    before = stored(project).counts()
    status, events = smp("classify", project, path, "--device", "cpu")
    assert (status, events[-1]["event"]) == (3, "error")
    told = [each for each in events if str(path) in each.get("message", "")]
    _check_told(bad, path, told[0])
    after = stored(project).counts()
    assert after["predictions"] == before["predictions"] == 0
    assert after["incoming"] == int(path.is_file())
    stored(project).check_whole()


def test_a_video_that_breaks_off_half_way_is_set_aside_whole(
    project, tmp_path, smp, stored
) -> None:
    """Its index is there and its first window is good; half an answer would look like one."""
    torn = write_video(tmp_path / "torn.mp4", seconds=25, options={"movflags": "faststart"})
    cut_off(torn, 0.6)
    good = write_video(tmp_path / "good.mp4", "blue", 7)
    status, events = smp("classify", project, torn, good, "--device", "cpu")
    assert (status, events[-1]["classified"], events[-1]["failed"]) == (0, 1, 1)
    (warning,) = [each for each in events if each["event"] == "warning"]
    assert str(torn) in warning["message"] and "could be decoded" in warning["message"]
    assert "copy it again" in warning["hint"]
    rows = stored(project).query("SELECT path, status FROM incoming ORDER BY id")
    assert rows == [(str(torn), "failed"), (str(good), "classified")]
    assert stored(project).counts()["predictions"] == 1
    stored(project).check_whole()


def test_a_clip_that_breaks_off_half_way_is_left_out_of_the_training(
    project, tmp_path, smp, stored
) -> None:
    torn = write_video(tmp_path / "torn.mp4", seconds=10, options={"movflags": "faststart"})
    cut_off(torn, 0.4)
    assert smp("add", project, "red", torn)[0] == 0  # its header is in order
    status, events = smp("finetune", project, "--epochs", 1, "--device", "cpu")
    assert status == 0
    assert events[-1]["run"]["n_clips"] == 4
    warning = next(each for each in events if each["event"] == "warning")
    assert str(torn) in warning["message"] and warning["hint"]
    stored(project).check_whole()


@pytest.fixture
def forbid(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], None]]:
    """Takes the right to read a file or folder away; from root it takes a little more than chmod.

    What the command line's parser and our own code ask is answered as to an ordinary user.
    """
    taken: list[Path] = []

    def take(path: Path) -> None:
        path.chmod(0)
        taken.append(path)

    def refused(path: object) -> bool:
        return any(Path(str(path)) == each or each in Path(str(path)).parents for each in taken)

    def refusing(real: Callable[..., object]) -> Callable[..., object]:
        def call(self: Path, *arguments: object, **names: object) -> object:
            if refused(self):
                raise PermissionError(13, "Permission denied", str(self))
            return real(self, *arguments, **names)

        return call

    if os.name == "posix" and os.geteuid() == 0:
        access = os.access
        monkeypatch.setattr(
            os, "access", lambda path, mode, **names: not refused(path) and access(path, mode)
        )
        monkeypatch.setattr(Path, "open", refusing(Path.open))
        is_file = Path.is_file

        def look(self: Path) -> bool:  # a file itself can be looked at, what is in a folder not
            if any(each in self.parents for each in taken):
                raise PermissionError(13, "Permission denied", str(self))
            return is_file(self)

        monkeypatch.setattr(Path, "is_file", look)
        scandir = os.scandir

        def scan(path: str) -> object:
            if refused(path):
                raise PermissionError(13, "Permission denied", str(path))
            return scandir(path)

        monkeypatch.setattr(os, "scandir", scan)
    yield take
    for path in taken:  # pytest empties the folder later
        path.chmod(0o700)


def test_a_project_folder_that_may_not_be_read_is_named(project, smp, forbid) -> None:
    forbid(project)
    status, events = smp("status", project)
    assert (status, events[-1]["code"]) == (3, "storage")
    assert events[-1]["message"] == f"{project} cannot be read: Permission denied."
    assert "right to read" in events[-1]["hint"]


def test_a_file_that_may_not_be_read_is_named(project, tmp_path, smp, stored, forbid) -> None:
    secret, good = write_video(tmp_path / "secret.mp4"), write_video(tmp_path / "g.mp4", "red", 7)
    forbid(secret)
    status, events = smp("add", project, "red", secret, good)
    assert (status, len(events[-1]["added"])) == (0, 1)
    (left,) = events[-1]["set_aside"]
    assert left["reason"] == f"{secret} may not be read."
    assert "right to read" in left["hint"]
    status, events = smp("classify", project, secret, good, "--device", "cpu")
    assert (status, events[-1]["classified"], events[-1]["failed"]) == (0, 1, 1)
    results = {each["video"]: each for each in smp("results", project)[1][-1]["results"]}
    assert results[str(secret)]["reason"] == f"{secret} may not be read."
    status, events = smp("classify", project, secret, "--device", "cpu")
    assert (status, events[-1]["message"]) == (3, f"{secret} may not be read.")
    stored(project).check_whole()


def test_a_folder_that_may_not_be_read_is_named(project, tmp_path, smp, stored, forbid) -> None:
    mix = tmp_path / "mix"
    good = write_video(mix / "blue" / "good.mp4", "blue", 7)
    write_video(mix / "locked" / "hidden.mp4", "red", 7)
    forbid(mix / "locked")
    told = f"{mix / 'locked'} cannot be read: Permission denied."
    status, events = smp("classify", project, mix, "--device", "cpu")
    assert (status, events[-1]["classified"], events[-1]["failed"]) == (0, 1, 1)
    (warning,) = [each for each in events if each["event"] == "warning"]
    assert (warning["message"], warning["subject"]) == (told, str(mix / "locked"))
    assert "right to read" in warning["hint"]
    status, events = smp("add", project, "--from-folders", mix)
    assert (status, [each["path"] for each in events[-1]["added"]]) == (0, [str(good)])
    assert [each["reason"] for each in events[-1]["set_aside"]] == [told]
    assert [each["message"] for each in events if each["event"] == "warning"] == [told]
    good.unlink()
    good.parent.rmdir()
    status, events = smp("add", project, "--from-folders", mix)
    assert (status, events[-1]["message"]) == (3, told)
    stored(project).check_whole()


def test_a_folder_with_no_video(project, tmp_path, smp, stored) -> None:
    empty = tmp_path / "empty"
    (empty / "red").mkdir(parents=True)
    (empty / "notes.txt").write_text("x")
    before = stored(project).everything()
    status, events = smp("add", project, "--from-folders", empty)
    assert status == 3
    assert str(empty) in events[-1]["message"] and "one folder per class" in events[-1]["hint"]
    status, events = smp("classify", project, empty, "--device", "cpu")
    assert status == 3
    assert events[-1]["message"] == f"{empty} holds no video."
    assert "Put the videos there" in events[-1]["hint"]
    assert stored(project).everything() == before
    good = write_video(empty / "blue" / "good.mp4", "blue", 7)
    status, events = smp("add", project, "--from-folders", empty)
    assert (status, len(events[-1]["added"])) == (0, 1)
    assert [each["subject"] for each in events if each["event"] == "warning"] == [
        str(empty / "red")
    ]
    status, events = smp("classify", project, empty / "red", good, "--device", "cpu")
    assert (status, events[-1]["classified"], events[-1]["failed"]) == (0, 1, 1)


def test_names_that_no_system_takes(project, tmp_path, smp, stored) -> None:
    before = stored(project).everything()
    loop = tmp_path / "loop.mp4"
    loop.symlink_to(loop)
    for name in ("x" * 300 + ".mp4", "loop.mp4"):
        for command in (["add", project, "red"], ["classify", project]):
            status, events = smp(*command, tmp_path / name)
            assert (status, events[-1]["code"]) == (3, "input"), (command[0], name)
            assert events[-1]["hint"]
    assert stored(project).everything() == before
