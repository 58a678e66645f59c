"""The rows of the models dialog, from what is here and what can be fetched."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from app.core_texts import core_text
from app.dialogs.models_row import Action, ModelRow
from app.texts import byte_size, translate
from app.theme import ThemeSwitch

if TYPE_CHECKING:
    from app.operations.packs import ModelsRecord
    from smp_core.workflows.captioner_models import CaptionerModel
    from smp_core.workflows.pack_catalogue import CataloguePack
    from smp_core.workflows.packs import PackInfo


class Doer(Protocol):
    """What the buttons of a row ask for: the models dialog."""

    def fetch(self, name: str) -> None:
        """Ask before it is fetched."""

    def give_up(self, name: str) -> None:
        """Delete what is kept of a fetch."""

    def verify(self, pack: PackInfo) -> None:
        """Check a pack."""

    def verify_captioner(self, model: CaptionerModel) -> None:
        """Check a captioner's model."""

    def copy_pack(self, pack: PackInfo) -> None:
        """Choose where a pack is copied to."""

    def copy_captioner(self, model: CaptionerModel) -> None:
        """Choose where a captioner's model is copied to."""

    def remove_pack(self, pack: PackInfo) -> None:
        """Put a pack aside."""

    def ask_to_remove(self, model: CaptionerModel) -> None:
        """Ask before a captioner's model is put aside."""


def installed_row(doer: Doer, theme: ThemeSwitch, pack: PackInfo) -> ModelRow:
    """A pack on this machine."""
    verify = translate("ModelsDialog", "Verify")
    actions = [Action(verify, "shield-check", lambda: doer.verify(pack))]
    if not pack.built_in:
        remove = translate("ModelsDialog", "Remove")
        actions = [
            *([] if pack.problem else [_copy(lambda: doer.copy_pack(pack))]),
            *actions,
            Action(remove, "trash", lambda: doer.remove_pack(pack)),
        ]
    facts = [byte_size(pack.size_bytes), pack.licence] if not pack.problem else []
    if learned := core_text(pack.learned_from):
        facts.append(translate("ModelsDialog", "learned from {0}").format(learned))
    state = translate("ModelsDialog", "built in") if pack.built_in else pack.version
    about, problem = core_text(pack.description), core_text(pack.problem)
    return ModelRow(theme, pack.name, state, about, facts, actions, problem)


def offered_row(
    doer: Doer, theme: ThemeSwitch, entry: CataloguePack, record: ModelsRecord
) -> ModelRow:
    """A pack that can be fetched."""
    size = translate("ModelsDialog", "about {0} to fetch").format(byte_size(entry.download_bytes))
    facts = [size, ", ".join(entry.licences)]
    if entry.memory_bytes:
        memory = translate("ModelsDialog", "needs about {0} of memory")
        facts.append(memory.format(byte_size(entry.memory_bytes)))
    actions = _to_fetch(doer, entry.name, record, facts)
    title, about = core_text(entry.title), core_text(entry.description)
    return ModelRow(theme, entry.name, title, about, facts, actions)


def captioner_row(
    doer: Doer, theme: ThemeSwitch, model: CaptionerModel, record: ModelsRecord
) -> ModelRow:
    """The model of a captioner, here or not."""
    card = model.card
    facts = [each for each in (card.model_id, byte_size(model.size_bytes), card.licence) if each]
    if model.folder is None:
        state = translate("ModelsDialog", "not on this machine")
        actions = _to_fetch(doer, card.name, record, facts)
        return ModelRow(theme, card.title, state, "", facts, actions)
    verify = translate("ModelsDialog", "Verify")
    actions = [Action(verify, "shield-check", lambda: doer.verify_captioner(model))]
    if not model.problem:
        actions.insert(0, _copy(lambda: doer.copy_captioner(model)))
    if model.removable:
        remove = translate("ModelsDialog", "Remove…")
        actions.append(Action(remove, "trash", lambda: doer.ask_to_remove(model)))
    else:
        elsewhere = translate("ModelsDialog", "put there by another program: {0}")
        facts.append(elsewhere.format(model.folder))
    state = translate("ModelsDialog", "here")
    return ModelRow(theme, card.title, state, "", facts, actions, core_text(model.problem))


def _to_fetch(doer: Doer, name: str, record: ModelsRecord, facts: list[str]) -> list[Action]:
    fetch = translate("ModelsDialog", "Fetch…")
    actions = [Action(fetch, "download-simple", lambda: doer.fetch(name))]
    kept = record.kept.get(name)
    if kept is not None:
        facts.append(translate("ModelsDialog", "{0} fetched so far").format(byte_size(kept)))
        give_up = translate("ModelsDialog", "Give up")
        actions.insert(0, Action(give_up, "x", lambda: doer.give_up(name)))
    return actions


def _copy(clicked: Callable[[], object]) -> Action:
    return Action(translate("ModelsDialog", "Copy to…"), "hard-drive", clicked)
