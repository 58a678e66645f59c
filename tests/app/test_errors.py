"""What the operator reads of an error: a sentence for the window, never a story or a command."""

from __future__ import annotations

import ast
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu
from studio_project import make_project

from app.errors import notice_of, reason_of
from app.remedies import window_hint, window_words
from app.windows.main_window import MainWindow
from app.windows.menus import fill_project_menu
from smp_core.errors import InputError, ResourceError
from smp_core.worker.client import EngineBug

_CORE = Path(__file__).parents[2] / "smp_core"
_COMMAND = re.compile(r"\bsmp [a-z]|(?<![\w-])--[a-z]")
_STORY = "Traceback (most recent call last):\n  File \"x.py\", line 1\nKeyError: 'secret lair'"
# Nobody in the window meets these: other programs, and names that are no advice.
_NOT_ADVICE = ("cli", "bench", "synth", "worker")
_NOT_IN_THE_WINDOW = {"distributed.py", "pretrain.py", "demo.py", "projects.py", "processes.py"}


def test_a_bug_is_one_sentence_and_its_story_goes_to_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR, "app.errors"):
        said = reason_of(EngineBug(_STORY))
    assert said == "Something went wrong inside SMP Studio: KeyError: 'secret lair'"
    assert 'File "x.py", line 1' in caplog.text
    assert reason_of(InputError("No such clip.", "Choose another.")) == (
        "No such clip. Choose another."
    )


@pytest.mark.parametrize(
    ("hint", "said"),
    [
        ("Train first with `smp finetune`.", "Go to Train and train first."),
        ("Add some with: smp add '/a b' CLASS FILE…", "Add clips in Classes."),
        ("Train with a smaller --batch-size.", "Train with a smaller batch size."),
        (
            "Put the files of a/b into /models/blip, or fetch them with: smp pack fetch blip",
            "Put the files of a/b into /models/blip, or fetch them under “Models…” in the settings "
            "menu.",
        ),
        ("Copy it again.", "Copy it again."),
        ("Do it with `smp something-new`.", ""),
    ],
)
def test_a_hint_names_what_the_window_has(hint: str, said: str) -> None:
    assert window_hint(hint) == said
    assert notice_of(InputError("It did not work.", hint)).hint == said


def test_what_a_run_kept_of_its_fault_loses_nothing() -> None:
    error = ResourceError("The disk is full.", "Free some space.")
    kept = f"{error} No finished epoch is lost: add --resume to go on."
    assert window_words(kept) == (
        "The disk is full. Free some space. No finished epoch is lost: press “Go on” in Train."
    )


def _advice() -> Iterator[tuple[str, str]]:
    """Texts of the core that name a command: (file, text), values as "X"."""
    for path in sorted(_CORE.rglob("*.py")):
        if path.relative_to(_CORE).parts[0] in _NOT_ADVICE or path.name in _NOT_IN_THE_WINDOW:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        inner = {
            id(part)
            for node in ast.walk(tree)
            if isinstance(node, ast.JoinedStr | ast.Expr)
            for part in ast.walk(node)
            if part is not node and not isinstance(part, ast.JoinedStr)
        }
        for node in ast.walk(tree):
            text = ""
            if isinstance(node, ast.JoinedStr):
                text = "".join(
                    str(each.value) if isinstance(each, ast.Constant) else "X"
                    for each in node.values
                )
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = "" if id(node) in inner else node.value
            if _COMMAND.search(text) and "\n" not in text:  # those of many lines are files
                yield path.name, text


def test_no_advice_of_the_core_reaches_the_window_as_a_command() -> None:
    found = list(_advice())
    assert len(found) >= 15
    left = {
        where: (text, said)
        for where, text in found
        if not (said := window_hint(text)) or _COMMAND.search(said)
    }
    assert left == {}


def test_a_recent_project_that_is_away_is_told_in_words_of_the_window(
    window: MainWindow, tmp_path: Path
) -> None:
    there, gone = make_project(tmp_path / "there", {}), tmp_path / "share" / "gone & away"
    settings = window.context.settings
    for folder in (gone, there):
        settings.remember_project(folder)
    menu = QMenu()
    fill_project_menu(menu, window.context, window)
    actions = {each.text(): each for each in menu.actions()}
    assert "there" in actions
    actions["gone && away, not there at present"].trigger()
    assert window.notices.shown is not None
    assert window.notices.shown.message == f"{gone} is not there at present."
    assert "share" in window.notices.shown.hint
    actions["Take what is not there off this list"].trigger()
    assert settings.recent_projects == [there]
    menu.deleteLater()


def test_a_folder_without_a_project_is_told_in_words_of_the_window(tmp_path: Path) -> None:
    from smp_core.workflows.projects import open_project

    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "nowhere", tmp_path / "empty"):
        with pytest.raises(InputError) as caught:
            open_project(folder)
        notice = notice_of(caught.value)
        assert "smp" not in notice.hint and "make a new project" in notice.hint
