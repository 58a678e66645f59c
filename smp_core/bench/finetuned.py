"""One session's finetuned models, to look into (paper Fig. 5 and 6)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from smp_core.bench.datasets.loading import read_part
from smp_core.bench.datasets.opening import open_dataset
from smp_core.bench.entrants import SmpEntrant, TrainedEntrant
from smp_core.bench.fewshot import queries, support_of
from smp_core.bench.methods import entrant
from smp_core.bench.peers.fusion import FusionModel
from smp_core.bench.preparing import Place, open_lab, prepare_methods, read_source, refuse_learned
from smp_core.bench.sessions import draw_sessions
from smp_core.errors import InputError
from smp_core.jobs import JobContext
from smp_core.model.inputs import ClipInputs, InputOptions
from smp_core.model.pack import open_pack
from smp_core.model.smp import SMP


@dataclass(frozen=True)
class PictureRequest:
    """What to draw.

    Attributes:
        pack, data, source_list: As for `fewshot`.
        file: The picture.
        methods: Keys of `methods.ENTRANTS`, a part of the picture each; no training-free ones.
        ways, shots, session: Which of the sessions.
        device: As everywhere.
    """

    pack: Path
    data: Path
    file: Path
    methods: tuple[str, ...] = ("lavish", "smp")
    ways: int = 5
    shots: int = 1
    session: int = 0
    device: str = "cpu"
    source_list: Path | None = None


@dataclass(frozen=True)
class Finetuned:
    """One method in one session.

    Attributes:
        name: Row label.
        model: In eval mode.
        queries: As this method reads them, class by class.
    """

    name: str
    model: SMP | FusionModel
    queries: list[ClipInputs]


@dataclass(frozen=True)
class FinetunedSession:
    """All of them.

    Attributes:
        methods: In the order asked for.
        labels: Of the queries. class_names: The session's.
        options: How the clips were preprocessed.
    """

    methods: list[Finetuned]
    labels: list[int]
    class_names: tuple[str, ...]
    options: InputOptions


def finetune_session(request: PictureRequest, ctx: JobContext) -> FinetunedSession:
    """Finetune every method on a session's support set; source-train first what is not yet.

    Raises:
        InputError: There is no such session or method, the data set is too small, or the pack has
            learned its target classes.
        Cancelled: Stopped.
    """
    chosen = [_with_model(key) for key in request.methods]
    place = Place(
        request.pack, request.data, request.source_list, "paper", request.device, workers=None
    )
    data = open_dataset(request.data, request.source_list)
    refuse_learned(open_pack(request.pack), data)
    sizes = {name: len(data.of([name], "train")) for name in data.target_classes}
    sessions = draw_sessions(sizes, request.ways, request.shots)
    if not 0 <= request.session < len(sessions):
        raise InputError(f"There is no session {request.session}.", "Use 0 to 24.")
    session = sessions[request.session]
    prepare_methods(request.methods, place, ctx)
    lab = open_lab(place, partial(read_source, place, ctx))
    found: list[Finetuned] = []
    labels: list[int] = []
    for each in chosen:
        part = partial(read_part, data, lab.pack, data.target_classes, prompts=each.prompts)
        model = each.finetuned(lab, support_of(part("train", ctx), session), ctx)
        clips, labels = queries(part("test", ctx), session)
        found.append(Finetuned(each.name, model, clips))
    return FinetunedSession(found, labels, session.classes, lab.pack.inputs)


def _with_model(key: str) -> SmpEntrant | TrainedEntrant:
    found = entrant(key)
    if not isinstance(found, SmpEntrant | TrainedEntrant):
        raise InputError(
            f"{found.name} trains nothing that could be looked into.",
            "Choose methods that are trained, for example smp and lavish.",
        )
    return found
