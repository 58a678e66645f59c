"""One process of a small training: `python team_member.py FOLDER BATCH [EPOCHS]`, by environment.

Writes FOLDER/<rank>.safetensors with the weights and FOLDER/<rank>.json with the history.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from tiny_smp import tiny_config, wake_adapters
from tiny_support import make_support

from smp_core.jobs import JobContext, JobEvent, Progress
from smp_core.model.smp import SMP
from smp_core.training.config import TrainConfig
from smp_core.training.distributed import team
from smp_core.training.loop import train

CLIPS = 11
"""The last batch is smaller than the others; one of its processes has no clip at all."""


def learn(folder: Path, batch_size: int, epochs: int, die_after: int = 0) -> None:
    """Train what every process trains, together if the environment says so."""
    device = torch.device("cpu")
    with team(device) as members:
        torch.manual_seed(5 + members.rank)  # the first process's weights count
        model = SMP(tiny_config(adapter_dropout=0.0, head_dropout=0.0), 2)
        wake_adapters(model)

        def die(event: JobEvent) -> None:
            if die_after and isinstance(event, Progress) and event.values["epoch"] > die_after:
                os._exit(9)

        config = TrainConfig(epochs=epochs, batch_size=batch_size, learning_rate=1e-3)
        support = make_support(CLIPS, sizes=(32, 48))
        result = train(
            model,
            support,
            config,
            JobContext(die if members.leads else None),
            folder=folder / "checkpoints",
            resume=True,
            team=members,
        )
        save_file(dict(model.named_parameters()), folder / f"{members.rank}.safetensors")
        history = [{k: v for k, v in e.items() if k != "seconds"} for e in result.history]
        (folder / f"{members.rank}.json").write_text(json.dumps(history))


if __name__ == "__main__":
    learn(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
