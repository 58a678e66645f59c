"""Texts of the core are known again and translated; what is put into them stays as it is."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from app.core_texts import Template, core_text, recognise, template_of
from app.errors import Notices, notice_of, reason_of
from app.remedies import window_hint, window_words
from app.texts import translate
from smp_core.errors import InputError, MediaError, ResourceError

_FOLDER = Path(__file__).parents[2] / "resources" / "translations"
_LIST = json.loads((_FOLDER / "core_messages.json").read_text(encoding="utf-8"))
_TEMPLATES = [template_of(each["text"], tuple(each.get("messages", ()))) for each in _LIST]
# Everything that could be taken for a format, a pattern, markup, or a part of a sentence.
_NASTY = ("{0}", "{", "}}", "%1 %s", "a.*(b)[c]^$|\\", "咳嗽 “一”", "x\ny", "<b>&amp;</b>", "")
_letters = "{}%()[].*+?^$|\\/<>&;:!'\"“”、。中文\n\t é019"
_values = st.text(_letters, max_size=12)


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    """What the core says, in Chinese."""
    translator = QTranslator(qapp)
    assert translator.load(str(_FOLDER / "smp_core_zh_CN.qm"))
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)
    translator.deleteLater()


def _english(template: Template, values: list[str]) -> str:
    return template.text.format(*values)


def _check(template: Template, values: list[str]) -> bool:
    """Whether it is translated; anything but the right translation or the text itself fails."""
    text = _english(template, values)
    said = core_text(text)
    if said == text:
        return False
    assert said == translate("Core", template.text).format(*values)
    return True


def test_what_packs_say_of_themselves_is_chinese(chinese: None) -> None:
    packs = _FOLDER.parent / "packs"
    catalogue = tomllib.loads((packs / "catalogue.toml").read_text("utf-8"))["packs"].values()
    own = json.loads((packs / "demo" / "pack.json").read_text("utf-8"))
    names = ("title", "description", "learned_from")
    told = [each[name] for each in (*catalogue, own) for name in names if name in each]
    assert len(told) == 8
    assert [each for each in told if core_text(each) == each] == []
    assert core_text("For real footage") == "用于真实视频"


@pytest.mark.parametrize("value", _NASTY)
def test_every_template_is_known_again_whatever_is_put_in(chinese: None, value: str) -> None:
    known = [each for each in _TEMPLATES if any(map(str.isalpha, "".join(each.pieces)))]
    assert len(known) > 500
    missed = [
        each.text
        for each in known
        if not _check(each, [f"{value}{n}" for n in range(len(each.pieces) - 1)])
    ]
    assert missed == []


# The fixture is not changed by an example.
_SHARED = [HealthCheck.function_scoped_fixture]


@settings(max_examples=600, suppress_health_check=_SHARED)
@given(template=st.sampled_from(_TEMPLATES), values=st.lists(_values, min_size=6, max_size=6))
@example(template=template_of("{0} is damaged: {1}."), values=["a is damaged: b", "c"])
def test_values_stay_as_they_are_or_the_text_is_left_alone(
    chinese: None, template: Template, values: list[str]
) -> None:
    _check(template, values[: len(template.pieces) - 1])


@settings(suppress_health_check=_SHARED)
@given(st.text(_letters, max_size=60))
def test_what_the_core_did_not_say_stays_as_it_is(chinese: None, text: str) -> None:
    assert core_text(text) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # The longer of two that begin alike.
        ("/a cannot be read.", "/a 无法读取。"),
        ("/a cannot be read: torn.", "/a 无法读取：torn。"),
        (
            "/t is missing: a text encoder is of no use without its tokenizer.",
            "/t 缺失：没有分词器，文本编码器就无法使用。",
        ),
        # A message within a message, which is longer than what is around it.
        (
            "None of the 2 files could be used; the first: /x y.mp4 is not a video or sound file "
            "that can be opened.",
            "2 个文件都无法使用；第一个：/x y.mp4 不是能够打开的视频或声音文件。",
        ),
        # Where one of two values ends does not matter here.
        (
            "org/m/w.bin could not be fetched: https://h sent only 3 of 5 bytes.",
            "org/m/w.bin 无法获取：https://h 只发送了 5 字节中的 3 字节。",
        ),
        # Remarks in a list, alone and after a file.
        (
            "no sound, only its picture is used; 20 s long, only the first 10 s are used",
            "没有声音，只使用它的画面；长 20 秒，只使用前 10 秒",
        ),
        ("/a.mp4: no picture, only its sound is used.", "/a.mp4：没有画面，只使用它的声音。"),
        # A message and its hint in one text, as a run keeps them.
        (
            "/a cannot be read: No such file. Check the name and disk.",
            "/a 无法读取：No such file。请检查名称和磁盘。",
        ),
        # A file of the name of a message is a file.
        ("Reading clips is empty.", "Reading clips 是空的。"),
        ("There is no folder {0}{x.__class__}%1.", "没有文件夹 {0}{x.__class__}%1。"),
    ],
)
def test_the_template_that_was_meant_is_found(chinese: None, text: str, said: str) -> None:
    assert core_text(text) == said


@pytest.mark.parametrize(
    "text",
    [
        # Two ways to read it, which say different things about the files.
        "cats and dogs.mp4 and b.mp4: the same moment is in “a” 2 times.",
        "x: y.",
        "a; b",
        "/a is empty. And something that the core never said.",
        "",
    ],
)
def test_what_is_not_certain_is_not_translated(chinese: None, text: str) -> None:
    assert core_text(text) == text


@pytest.mark.parametrize(
    ("hint", "said"),
    [
        ("Train first with: smp finetune '/a b'", "请先到“训练”进行训练。"),
        ("Train with a smaller --batch-size.", "请用较小的批大小训练。"),
        (
            "Put the files of a/b into /models/blip, or fetch them with: smp pack fetch blip",
            "请把 a/b 的文件放入 /models/blip，或在设置菜单的“模型…”中获取。",
        ),
        ("Name another folder: smp demo FOLDER", ""),  # no use in the window
        ("Do it with `smp something-new`.", ""),
        ("Choose 1 to 5 s.", "请选择 1 到 5 秒。"),
    ],
)
def test_hints_name_what_the_window_has_in_chinese_too(chinese: None, hint: str, said: str) -> None:
    assert window_hint(hint) == said


def test_what_a_run_kept_of_its_fault_is_translated_whole(chinese: None) -> None:
    error = ResourceError("The disk is full.", "Free some space.")
    kept = f"{error} No finished epoch is lost: add --resume to go on."
    assert window_words(kept) == (
        "磁盘已满。请腾出一些空间。已完成的轮次不会丢失：请在“训练”中按“继续”。"
    )


def test_errors_and_notices_reach_the_operator_in_chinese(chinese: None) -> None:
    error = MediaError("/<b>.mp4 is empty.", "Copy the file again from its source.")
    assert notice_of(error).message == "/<b>.mp4 是空的。"
    assert notice_of(error).hint == "请从来源处重新复制该文件。"
    assert reason_of(error) == "/<b>.mp4 是空的。 请从来源处重新复制该文件。"
    notices = Notices()
    notices.warn("/a is empty.", "Free some space.")
    notices.info("/a was found again.")
    assert [(each.message, each.hint) for each in notices.history] == [
        ("/a 是空的。", "请腾出一些空间。"),
        ("/a 已找回。", ""),
    ]


def test_the_english_window_says_what_the_core_said() -> None:
    for each in _TEMPLATES:
        text = _english(each, [f"{{}} {n}" for n in range(len(each.pieces) - 1)])
        assert core_text(text) == text
    notice = notice_of(InputError("/a is empty.", "Copy the file again from its source."))
    assert notice.message == "/a is empty."
    assert notice.hint == "Copy the file again from its source."
    assert recognise("/a is empty.")[0].values == ("/a",)
