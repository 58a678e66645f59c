"""The player with real files and the real media backend, without sound device or screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import tiny_videos
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from app.context import Context
from app.widgets.labels import plain_tip
from app.widgets.player import Player
from app.widgets.player_marks import Marks, surroundings
from smp_core.workflows.projects import Project


@pytest.fixture
def player(context: Context, project: Project, qtbot: QtBot) -> Iterator[Player]:
    made = Player(context, project)
    qtbot.addWidget(made)
    made.resize(400, 360)
    made.show()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """14 s at 10 pictures a second, with a tone."""
    folder = tmp_path_factory.mktemp("player")
    return tiny_videos.write_video(folder / "long <b>one</b>.mp4", seconds=14.0)


def test_it_plays_holds_steps_and_ends_at_the_stretch(
    player: Player, video: Path, qtbot: QtBot
) -> None:
    player.set_clip(video, 2.0, 4.0)
    qtbot.waitUntil(lambda: player.ready and player.picture.has_picture, timeout=15_000)
    assert (player.trouble, player.position_s) == ("", 2.0)
    with qtbot.waitSignal(player.position_changed, timeout=15_000):
        player.toggle()
    qtbot.waitUntil(lambda: player.position_s > 2.3, timeout=15_000)
    assert player.playing
    player.pause()
    assert not player.playing
    player.seek(3.0)
    player.step(1)
    assert player.position_s == pytest.approx(3.15)  # the middle of the next picture
    player.step(-2)
    assert player.position_s == pytest.approx(2.95)
    player.seek(99.0)
    assert 3.9 <= player.position_s < 4.0
    player.seek(3.7)
    player.set_rate(2.0)
    player.play()
    qtbot.waitUntil(lambda: not player.playing, timeout=15_000)
    assert 3.9 <= player.position_s <= 4.0
    player.play()  # from the start again
    assert player.position_s == 2.0


def test_the_stretch_is_dragged_and_set_by_keys_and_stays_within_its_rules(
    player: Player, video: Path, qtbot: QtBot
) -> None:
    told: list[tuple[float, float]] = []
    player.marks_changed.connect(lambda start_s, end_s: told.append((start_s, end_s)))
    player.set_clip(video, 0.0, 10.0, editable_marks=True)
    qtbot.waitUntil(lambda: player.ready, timeout=15_000)
    assert player.marks == (0.0, 10.0)
    axis = player.axis
    px_per_s = axis.width() / 14.0
    right = QPoint(round(10 * px_per_s), 40)
    qtbot.mousePress(axis, Qt.MouseButton.LeftButton, pos=right)
    qtbot.mouseMove(axis, QPoint(round(13 * px_per_s), 40))
    assert told == []  # not before the gesture is over
    qtbot.mouseRelease(axis, Qt.MouseButton.LeftButton, pos=QPoint(round(13 * px_per_s), 40))
    assert len(told) == 1
    assert told[0] == pytest.approx((3.0, 13.0), abs=0.1)  # ten seconds at most
    player.seek(5.0)
    qtbot.keyClick(player, Qt.Key.Key_BracketLeft)
    assert player.marks == pytest.approx((5.0, 13.0), abs=0.1)
    axis.setFocus()
    qtbot.keyClick(axis, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert told[-1] == pytest.approx((5.1, 13.1), abs=0.1)
    qtbot.mouseClick(axis, Qt.MouseButton.LeftButton, pos=QPointF(px_per_s, 60).toPoint())
    assert player.position_s == pytest.approx(1.0, abs=0.1)


def test_missing_and_broken_files_are_told_and_nothing_plays(
    player: Player, tmp_path: Path, qtbot: QtBot, settled: Callable[[], None]
) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"#EXTM3U\n/etc/passwd\n" * 40)
    for path in (tmp_path / "gone.mp4", broken):
        player.set_clip(path, 0.0, 2.0, editable_marks=True)
        settled()
        assert path.name in player.trouble
        assert not player.controls.play.isEnabled()
        player.play()
        player.step(3)
        player.set_mark("end")
        assert not player.playing and not player.ready
    player.set_clip(None)
    assert not player.controls.isVisible()


def test_another_clip_at_once_wins_and_sound_alone_plays(
    player: Player, video: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    sound = tiny_videos.write_video(tmp_path / "sound.m4a", codec=None, seconds=2.0)
    player.set_clip(video, 0.0, 2.0)
    player.set_clip(sound, 0.0, 2.0)
    qtbot.waitUntil(lambda: player.ready, timeout=15_000)
    assert player.path == sound
    assert player.trouble == "Only sound"
    player.play()
    qtbot.waitUntil(lambda: player.position_s > 0.2, timeout=15_000)
    player.hide()
    assert not player.playing


@pytest.mark.parametrize(
    ("sound", "device", "tip"),
    [
        (True, True, "No sound  (M)"),
        (True, False, "This machine has no sound device."),
        (False, True, "This clip has no sound."),
    ],
)
def test_a_player_that_cannot_be_heard_says_why(
    player: Player,
    video: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    sound: bool,
    device: bool,
    tip: str,
) -> None:
    from app.widgets.player_media import PlayerMedia

    monkeypatch.setattr(PlayerMedia, "has_sound_device", device)
    silent = tiny_videos.write_video(tmp_path / "silent.mp4", sound_codec=None)
    player.set_clip(video if sound else silent, 0.0, 1.0)
    qtbot.waitUntil(lambda: player.ready, timeout=15_000)
    mute = player.controls.mute
    assert (mute.toolTip(), mute.isEnabled()) == (plain_tip(tip), sound and device)
    assert mute.accessibleDescription() == ("" if sound and device else tip)


def test_marks_take_each_other_along() -> None:
    marks = Marks(2.0, 8.0, duration_s=20.0)
    assert marks.moved("end", 15.0) == Marks(5.0, 15.0, 20.0)
    assert marks.moved("end", 1.0) == Marks(0.5, 1.0, 20.0)
    assert marks.moved("end", 99.0) == Marks(10.0, 20.0, 20.0)
    assert marks.moved("start", 7.9) == Marks(7.9, 8.4, 20.0)
    assert marks.moved("start", -3.0) == Marks(0.0, 8.0, 20.0)
    assert marks.moved("whole", 18.0) == Marks(14.0, 20.0, 20.0)
    assert Marks(0.0, 0.3, 0.3).moved("start", 0.2) == Marks(0.0, 0.3, 0.3)
    assert surroundings(2.0, 8.0, 20.0) == (0.0, 20.0)
    assert surroundings(100.0, 110.0, 3600.0) == (75.0, 135.0)
    assert surroundings(3595.0, 3600.0, 3600.0) == (3540.0, 3600.0)
