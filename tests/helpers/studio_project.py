"""Projects for tests of the window: real files and rows, no torch, no decoder process."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from smp_core.media.hashing import content_hash
from smp_core.storage.class_rows import class_row
from smp_core.storage.project import Project, create_project
from smp_core.storage.runs import begin_run, finish_run
from smp_core.storage.schema import ClipRow
from smp_core.workflows.prompts import store_prompts

CLASSES = {"person falls": 3, "patient coughing": 2}


def write_video(path: Path, seed: int = 0, seconds: float = 0.5) -> Path:
    """A 64 x 48 mp4 at 10 fps with sound, whose content depends on the seed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(seed)
    colour = random.integers(0, 255, 3, dtype=np.uint8)
    with av.open(str(path), "w") as container:
        video = container.add_stream("mpeg4", rate=10)
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        audio = container.add_stream("aac", rate=16_000, layout="mono")
        for step in range(max(1, int(seconds * 10))):
            picture = np.full((48, 64, 3), colour, dtype=np.uint8)
            picture[:, (step * 6) % 64 : (step * 6) % 64 + 6] = 255
            container.mux(video.encode(av.VideoFrame.from_ndarray(picture)))
        container.mux(video.encode())
        tone = random.normal(0, 0.1, (1, int(16_000 * seconds))).astype(np.float32)
        frame = av.AudioFrame.from_ndarray(tone, "fltp", "mono")
        frame.sample_rate, frame.time_base, frame.pts = 16_000, Fraction(1, 16_000), 0
        container.mux(audio.encode(frame))
        container.mux(audio.encode())
    return path


def make_project(
    folder: Path,
    classes: Mapping[str, int] = CLASSES,
    *,
    prompts: bool = False,
    trained: bool = False,
    name: str = "Ward 3 falls",
) -> Path:
    """Make a project with so many clips in each class; closed again.

    Args:
        folder: New.
        classes: Clips by class.
        prompts: Give every clip a prompt of the descriptor.
        trained: Record a finished run, without files.
        name: The project's.
    """
    with create_project(folder, name, pack_name="demo", pack_digest="d" * 64) as project:
        ids = [
            _add_clip(project, class_name, folder / "clips" / f"{class_name} {index}.mp4", seed)
            for seed, (class_name, index) in enumerate(
                (class_name, index) for class_name, n in classes.items() for index in range(n)
            )
        ]
        if prompts:
            texts = {clip_id: f"a grey scene, number {clip_id}, with a hum" for clip_id in ids}
            store_prompts(project, "descriptor", "1", texts)
        if trained:
            run = begin_run(
                project,
                captioner="descriptor",
                preset="fast",
                config={"epochs": 2},
                class_names=list(classes),
                n_clips=len(ids),
            )
            finish_run(project, run.id, metrics={"loss": 0.5}, seconds=3.0, device="CPU")
    return folder


def _add_clip(project: Project, class_name: str, path: Path, seed: int) -> int:
    write_video(path, seed)
    with project.database.write() as session:
        row = ClipRow(
            class_id=class_row(session, class_name).id,
            path=path.relative_to(project.folder).as_posix(),
            content_hash=content_hash(path),
            size_bytes=path.stat().st_size,
            start_s=0.0,
            end_s=0.5,
            duration_s=0.5,
            has_audio=True,
            has_video=True,
            width_px=64,
            height_px=48,
            fps=10.0,
            note="",
            created=datetime.now(UTC),
        )
        session.add(row)
        session.flush()
        return row.id
