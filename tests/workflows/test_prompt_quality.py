"""What prompts tell about their class: against plain numpy, and kept until something changes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from studio_project import make_project
from tiny_pack import write_tiny_pack

from smp_core.errors import InputError
from smp_core.jobs import JobContext
from smp_core.model.pack import Pack
from smp_core.model.smp import SMP
from smp_core.storage.project import Project, open_project
from smp_core.storage.schema import ProjectRow
from smp_core.worker.codec import decode, encode
from smp_core.worker.jobs.prompt_quality import JOB, PromptQualityRequest
from smp_core.workflows.clips import list_clips
from smp_core.workflows.prompt_quality import known_quality, measure, prompt_quality
from smp_core.workflows.prompts import edit_prompt, store_prompts, training_prompts

CLASSES = {"falls": 3, "coughs": 2, "shouts": 1}
TEXTS = (
    "a bright red scene",
    "a red scene with a hum",
    "a low hum",
    "a bright low scene",
    "a bright low hum with red",
    "a scene",
)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return write_tiny_pack(tmp_path_factory.mktemp("pack") / "tiny")


@pytest.fixture
def labelled(tmp_path: Path, pack: Pack) -> Iterator[Project]:
    """Three classes of three, two and one clip, each clip with its own prompt."""
    folder = make_project(tmp_path / "ward", CLASSES)
    with open_project(folder) as made, made.database.write() as session:
        row = session.get_one(ProjectRow, 1)
        row.pack_name, row.pack_digest, row.pack_folder = pack.name, pack.digest, str(pack.folder)
    with open_project(folder) as project:
        ids = [clip.id for clip in list_clips(project)]
        store_prompts(project, "robot", "1", dict(zip(ids, TEXTS, strict=True)))
        yield project


def plain_numbers(
    vectors: np.ndarray, labels: list[int], n_classes: int
) -> tuple[list[float], list[int]]:
    """Own-class confidence of Eq. 7 and leave-one-out hits of each clip, loop by loop."""
    confidence, hits = [], []
    for i, x in enumerate(vectors):
        means = [
            np.mean([v for v, own in zip(vectors, labels, strict=True) if own == c], axis=0)
            for c in range(n_classes)
        ]
        weights = [math.exp(-math.dist(x, mean)) for mean in means]
        confidence.append(weights[labels[i]] / sum(weights))
        rest = [v for k, v in enumerate(vectors) if labels[k] == labels[i] and k != i]
        if rest:
            means[labels[i]] = np.mean(rest, axis=0)
        nearest = int(np.argmin([math.dist(x, mean) for mean in means]))
        hits.append(int(nearest == labels[i]))
    return confidence, hits


def norm(x: float) -> float:
    return (math.sin(math.pi * x - math.pi / 2) + 1) / 2  # Eq. 8


def test_the_numbers_are_those_of_the_paper() -> None:
    random = np.random.default_rng(4)
    labels = [0, 0, 0, 0, 1, 1, 1, 2]
    centres = random.normal(0, 1.5, (3, 5))
    vectors = centres[labels] + random.normal(0, 1.5, (8, 5))
    measured = measure("robot", ("a", "b", "c"), vectors, labels)
    confidence, hits = plain_numbers(vectors, labels, 3)
    assert 0 < sum(hits[:7]) < 7  # otherwise the test could not tell right from wrong
    for index, where in ((0, slice(0, 4)), (1, slice(4, 7))):
        of_class = measured.classes[index]
        assert of_class.delta == pytest.approx(norm(float(np.mean(confidence[where]))))
        assert of_class.found == sum(hits[where])
    assert measured.classes[2].too_few
    assert measured.classes[2].delta is None and measured.classes[2].found is None
    assert measured.n_judged == 7
    assert measured.delta == pytest.approx(norm(float(np.mean(confidence[:7]))))
    assert measured.accuracy == pytest.approx(np.mean(hits[:7]))


def test_the_same_words_for_all_are_worth_a_guess() -> None:
    measured = measure("constant", ("a", "b", "c", "d"), np.full((12, 7), 0.3), [0, 1, 2, 3] * 3)
    assert measured.accuracy == pytest.approx(1 / 4)
    assert measured.delta == pytest.approx(norm(1 / 4))


def test_one_class_alone_is_not_judged() -> None:
    measured = measure("robot", ("a",), np.eye(3), [0, 0, 0])
    assert (measured.delta, measured.accuracy, measured.n_judged) == (None, None, 0)
    assert not measured.classes[0].too_few


def test_the_packs_text_encoder_is_asked(labelled: Project, pack: Pack) -> None:
    measured = prompt_quality(labelled, "robot", JobContext())
    model: SMP = pack.new_model(2, source_trained=False).eval()
    assert model.text is not None
    with torch.no_grad():  # one by one: no padding at all
        vectors = np.stack(
            [
                model.text.run(ids, torch.ones_like(ids, dtype=torch.bool))[0].double().numpy()
                for ids in (torch.tensor([pack.tokenizer().encode(text)]) for text in TEXTS)
            ]
        )
    confidence, hits = plain_numbers(vectors, [0, 0, 0, 1, 1, 2], 3)
    assert [each.class_name for each in measured.classes] == list(CLASSES)
    assert measured.delta == pytest.approx(norm(float(np.mean(confidence[:5]))), abs=1e-5)
    assert [each.found for each in measured.classes] == [sum(hits[:3]), sum(hits[3:5]), None]


def test_it_is_kept_until_a_prompt_changes(labelled: Project) -> None:
    assert known_quality(labelled, "robot") is None
    measured = prompt_quality(labelled, "robot", JobContext())
    assert known_quality(labelled, "robot") == measured
    first = next(iter(training_prompts(labelled, "robot").values()))
    edit_prompt(labelled, first.id, "a man falls")
    assert known_quality(labelled, "robot") is None
    edit_prompt(labelled, first.id, None)
    assert known_quality(labelled, "robot") == measured


def test_without_prompts_it_says_so(labelled: Project) -> None:
    with pytest.raises(InputError, match="no prompts by constant"):
        prompt_quality(labelled, "constant", JobContext())


def test_the_engine_can_be_asked(labelled: Project) -> None:
    result = JOB.run(PromptQualityRequest(labelled.folder, "robot"), JobContext())
    assert decode(JOB.result, encode(result)) == result
