"""The Chinese window says in Chinese what the core found wrong with real files."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication, QLabel

from app.jobs.handle import JobHandle, State
from app.jobs.operation import Lane, Operation
from app.language import speak
from app.views.train.run_card import RunCard
from app.widgets.job_panel import JobRow, job_line
from smp_core.errors import InputError, MediaError
from smp_core.jobs import JobContext, Progress, Warned
from smp_core.media import Decoder
from smp_core.workflows.clips import list_clips
from smp_core.workflows.incoming import mark_failed, queue_videos


@pytest.fixture(autouse=True)
def _chinese(qapp: QApplication) -> Iterator[None]:
    before = {id(each) for each in qapp.findChildren(QTranslator)}
    speak(qapp, "zh_CN")
    yield
    QLocale.setDefault(QLocale.system())
    for each in qapp.findChildren(QTranslator):
        if id(each) not in before:
            qapp.removeTranslator(each)
            each.deleteLater()


def test_a_file_that_is_no_video_is_refused_in_chinese(opened, settled, tmp_path):
    opened.go("classes")
    settled()
    station = opened.deck.front
    torn = tmp_path / "{0} 坏 %1 <b>.mp4"
    torn.write_bytes(b"this is no video")
    station.acts.add(station.board.lanes[0].record.id, [torn])
    settled()
    shown = opened.notices.shown
    assert shown is not None
    assert f"{torn} 不是能够打开的视频或声音文件。" in shown.message
    assert shown.hint.startswith("请使用 MP4、MKV")
    texts = [each.text() for each in opened.notices.findChildren(QLabel)]
    assert shown.message in texts and shown.hint in texts


def test_the_check_tells_its_findings_in_chinese(opened, settled):
    opened.go("classes")
    settled()
    station = opened.deck.front
    gone = list_clips(station.project)[0].path
    gone.unlink()
    station.check()
    settled()
    items = station.check_panel.list
    said = [items.item(row).text() for row in range(items.count())]
    assert f"{gone} 已不在那里。" in said
    assert not [each for each in said if " is " in each or " are " in each]


def test_videos_that_failed_say_why_in_chinese(opened, settled, tmp_path):
    folder = tmp_path / "到达 {1}"
    folder.mkdir()
    empty = folder / "空.mp4"
    empty.write_bytes(b"")
    with pytest.raises(InputError) as caught, Decoder() as decoder:
        decoder.probe(folder / "nowhere.mp4")
    empty.write_bytes(b"torn")
    opened.go("incoming")
    settled()
    station = opened.deck.front
    (video,) = queue_videos(station.project, [empty], JobContext()).queued
    mark_failed(station.project, video.id, MediaError(f"{empty} is empty.", caught.value.hint))
    station.refresh()
    settled()
    texts = [each.text() for each in station.health.findChildren(QLabel)]
    assert "该文件 是空的。" in texts and "请检查名称和文件夹。" in texts


def test_what_a_job_does_and_noted_is_said_in_chinese(context, qtbot):
    owner = QObject()
    handle = JobHandle(1, Operation("训练", Lane.IO, lambda _ctx: None), owner)
    row = JobRow(handle, context.runner, context.theme)
    card = RunCard(context.theme)
    qtbot.addWidget(row)
    qtbot.addWidget(card)
    handle.state = State.RUNNING
    handle.note(Progress("Loading SmolVLM2 500M", 1, 4))
    assert job_line(handle) == "正在加载 SmolVLM2 500M · 1 / 4"
    handle.warnings.append(Warned("P-PR plays no part in this training."))
    card.show_handle(handle)
    assert card.stage.text() == "正在加载 SmolVLM2 500M · 1 / 4"
    assert card.warnings.text() == "P-PR 在这次训练中不起作用。"
    handle.state = State.DONE
    handle.ended.emit()
    assert row.state.text() == "完成；1 项被搁置或有提示：P-PR 在这次训练中不起作用。"
