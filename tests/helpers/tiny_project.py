"""A project of two classes on the tiny pack, trained once and copied for every test."""

from __future__ import annotations

from pathlib import Path

from tiny_videos import write_video

from smp_core.jobs import JobContext
from smp_core.media.decoder import Decoder
from smp_core.model.pack import Pack
from smp_core.storage.project import Project, create_project
from smp_core.workflows.clips import add_clips
from smp_core.workflows.train import FinetuneOptions, finetune_project

QUICK = FinetuneOptions(preset="fast", epochs=1, device="cpu")


def make_filled_project(folder: Path, pack: Pack, shots: int = 2) -> Project:
    """Two classes, red and blue; the clips lie inside the folder, so that it can be copied."""
    project = create_project(
        folder, pack_name=pack.name, pack_digest=pack.digest, pack_folder=pack.folder
    )
    with Decoder() as decoder:
        for kind in ("red", "blue"):
            clips = [
                write_video(folder / "clips" / f"{kind} {shade}.mp4", kind, shade)
                for shade in range(shots)
            ]
            add_clips(project, kind, clips, JobContext(), decoder)
    return project


def make_trained_project(folder: Path, pack: Pack, shots: int = 2) -> Project:
    """The same with descriptor prompts and one training of one epoch."""
    project = make_filled_project(folder, pack, shots)
    finetune_project(project, QUICK, JobContext())
    return project
