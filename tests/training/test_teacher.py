"""Convolutional teachers: they learn the facts, and their features lie where the patches lie."""

from __future__ import annotations

import pytest
import torch

from smp_core.jobs import JobContext, JobEvent, Progress
from smp_core.model.inputs import ClipInputs, InputOptions
from smp_core.training.facts import FactTable
from smp_core.training.teacher import ConvTeacher, TeacherConfig, heard_maps, seen_maps

TABLE = FactTable([["left"], ["right"]])
CPU = torch.device("cpu")


def clips(n: int = 16) -> tuple[list[ClipInputs], torch.Tensor]:
    """Half of them striped upright with a tone low down, half lying with a tone high up."""
    g = torch.Generator().manual_seed(0)
    made, facts = [], []
    for index in range(n):
        stripes = (torch.arange(32) // 4 % 2 * 200).to(torch.uint8)
        upright = index % 2 == 0
        picture = stripes[None, :].expand(32, 32) if upright else stripes[:, None].expand(32, 32)
        sound = torch.randn(32, 70, generator=g) * 0.1
        sound[4 if upright else 28] += 3
        frames = picture.expand(2, 3, 32, 32).contiguous()
        made.append(ClipInputs(sound.half(), frames, torch.zeros(0, dtype=torch.int64)))
        facts.append(TABLE.targets(["left" if upright else "right"]))
    return made, torch.stack(facts)


def losses(stage: str, events: list[JobEvent]) -> list[float]:
    return [e.values["loss"] for e in events if isinstance(e, Progress) and e.stage == stage]


def test_one_vector_for_each_patch_and_the_rest_is_dropped() -> None:
    teacher = ConvTeacher(6).eval()
    assert teacher(torch.zeros(2, 6, 96, 96)).shape == (2, 128, 6, 6)
    assert teacher(torch.zeros(1, 6, 35, 50)).shape == (1, 128, 2, 3)


@pytest.mark.parametrize("part", ["seen", "heard"])
def test_it_learns_and_its_features_are_standardised(part: str) -> None:
    made, facts = clips()
    events: list[JobEvent] = []
    config = TeacherConfig(seen_epochs=30, heard_epochs=30, seed=1)
    ctx = JobContext(events.append)
    if part == "seen":
        maps = seen_maps(made, facts, TABLE, InputOptions(), config, ctx, CPU)
        assert {tuple(each.shape) for each in maps} == {(2 * 2 * 2, 128)}
        found = losses("Looking at scenes", events)
    else:
        maps = heard_maps(made, facts, TABLE, config, ctx, CPU)
        assert {tuple(each.shape) for each in maps} == {(2 * 4, 128)}
        found = losses("Listening to scenes", events)
    assert len(found) == 30
    assert found[-1] < 0.3 * found[0]
    together = torch.stack(maps).float()
    assert together.mean().abs() < 0.05
    # What tells the halves apart stands in the features: between them more than within them.
    means = [together[start::2].mean(dim=(0, 1)) for start in (0, 1)]
    within = together[0::2].mean(dim=1).std(dim=0).mean()
    assert (means[0] - means[1]).abs().mean() > 3 * within
