"""The models that captioners use: which are here, what they take, and who needs them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from smp_core.errors import ModelError, SmpError
from smp_core.prompts.catalogue import JOINED_NAMES, MODEL_CARDS, ModelCard
from smp_core.prompts.model_folder import check_model_folder, find_model_folder
from smp_core.prompts.registry import captioners, own_model_card
from smp_core.storage import runs
from smp_core.storage.project import Project
from smp_core.workflows.captioner_store import is_removable
from smp_core.workflows.prompts import chosen_captioner


@dataclass(frozen=True)
class CaptionerModel:
    """The model of a captioner.

    Attributes:
        card: Whose, and what.
        folder: Where it lies; None if it is not on this machine.
        size_bytes: On disk; about, where it is not here.
        problem: Why it cannot be used although it is here; "" if it can.
        removable: Whether it lies where this program puts models.
    """

    card: ModelCard
    folder: Path | None
    size_bytes: int
    problem: str = ""
    removable: bool = False


@dataclass(frozen=True)
class PresentModel:
    """A model that is on this machine; see `CaptionerModel`."""

    card: ModelCard
    folder: Path
    size_bytes: int


def captioner_models() -> list[CaptionerModel]:
    """The tested models, here or not, and the operator's own ones; loads no library."""
    found = [_model(card, find_model_folder(card.name, card.model_id)) for card in MODEL_CARDS]
    for info in captioners():
        if not info.tested and info.folders:
            card = own_model_card(info.folders[0])
            found += [_model(card, info.folders[0])] if card is not None else []
    return found


def find_captioner_model(name: str) -> CaptionerModel | None:
    """The model of that captioner, here or not; None if there is no such captioner."""
    return next((each for each in captioner_models() if each.card.name == name), None)


def captioners_that_need(name: str) -> tuple[str, ...]:
    """The captioners that cannot write without a model: its own, and those that join it."""
    return (name, *(each for each in JOINED_NAMES if name in each.split("+")))


def project_captioners(project: Project) -> tuple[str, ...]:
    """The captioners whose prompts a project trains with, or whose runs classify with them."""
    used = [chosen_captioner(project), *(run.captioner for run in runs.list_runs(project))]
    return tuple(dict.fromkeys(each for each in used if each))


def require_model(name: str) -> PresentModel:
    """The model of a captioner that is on this machine.

    Raises:
        ModelError: There is no such captioner, or its model is not here.
    """
    found = find_captioner_model(name)
    if found is None:
        known = ", ".join(card.name for card in MODEL_CARDS)
        raise ModelError(f'There is no captioner model called "{name}".', f"There are: {known}.")
    if found.folder is None:
        raise ModelError(
            f"The model of the captioner {name} is not on this machine.",
            "Fetch it, or add its folder from another machine.",
        )
    return PresentModel(found.card, found.folder, found.size_bytes)


def _model(card: ModelCard, folder: Path | None) -> CaptionerModel:
    if folder is None:
        return CaptionerModel(card, None, card.size_bytes)
    problem = ""
    try:
        check_model_folder(folder, card.architecture)
    except SmpError as error:
        problem = error.message
    return CaptionerModel(card, folder, _size(folder), problem, is_removable(folder))


def _size(folder: Path) -> int:
    return sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())
