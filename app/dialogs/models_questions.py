"""What the models dialog asks before it fetches or removes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from app.dialogs.models_row import Action, ModelRow
from app.texts import byte_size, translate

if TYPE_CHECKING:
    from app.operations.packs import ModelsRecord
    from smp_core.workflows.captioner_models import CaptionerModel


def ask_to_fetch(
    row: ModelRow,
    rows: Sequence[tuple[str, str, int, bool]],
    where: str,
    here: Callable[[], object],
    elsewhere: Callable[[], object],
) -> None:
    """Show what a fetch brings, and ask.

    Args:
        row: Where to ask.
        rows: (model, licence, bytes, whether its checksum is known to us).
        where: The mirror.
        here: Called if the operator agrees.
        elsewhere: Called if it shall go to a stick.
    """
    total = byte_size(sum(each[2] for each in rows))
    question = translate("Models", "Fetch about {0} from {1}?").format(total, where)
    known = translate("Models", "checksum known")
    told = translate("Models", "checksum as the hub tells it")
    details = [
        "  ·  ".join((model, byte_size(size), licence, known if pinned else told))
        for model, licence, size, pinned in rows
    ]
    answers = [
        _nothing(translate("Models", "Not now")),
        Action(translate("Models", "Fetch to a stick…"), "hard-drive", elsewhere),
        Action(translate("Models", "Fetch now"), "download-simple", here, "primary"),
    ]
    row.ask(question, details, answers, first=2)


def ask_to_remove(
    row: ModelRow, model: CaptionerModel, record: ModelsRecord, go_on: Callable[[], object]
) -> None:
    """Say what a captioner's model takes and who needs it, and ask.

    Args:
        go_on: Called if the operator agrees.
    """
    name = model.card.name
    size = byte_size(model.size_bytes)
    question = translate("Models", "Remove {0}, {1}?").format(model.card.title, size)
    needed_by = record.needed_by.get(name, (name,))
    details = [translate("Models", "Needed by: {0}").format(", ".join(needed_by))]
    if any(name in each.split("+") for each in record.project_captioners):
        details.append(
            translate(
                "Models",
                "The open project uses it: without it, no new prompts and no classification by "
                "runs that learned from its prompts.",
            )
        )
    details.append(translate("Models", "Undo brings it back until this window is closed."))
    remove = translate("Models", "Remove it")
    answers = [
        _nothing(translate("Models", "Keep it")),
        Action(remove, "trash", go_on, "danger"),
    ]
    row.ask(question, details, answers, first=0)


def choose_folder(parent: QWidget, title: str, chosen: Callable[[Path], object]) -> None:
    """Let the operator choose a folder, without holding up the window."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    _open(dialog, chosen)


def choose_zip(parent: QWidget, title: str, chosen: Callable[[Path], object]) -> None:
    """Let the operator choose a zip file, without holding up the window."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(translate("ModelsDialog", "Zip files (*.zip)"))
    _open(dialog, chosen)


def _open(dialog: QFileDialog, chosen: Callable[[Path], object]) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    dialog.open()


def _nothing(words: str) -> Action:
    return Action(words, "", lambda: None)
