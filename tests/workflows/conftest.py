"""A project on disk, a decoder, and small real videos."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from smp_core.jobs import JobContext, JobEvent, Warned
from smp_core.media.decoder import Decoder
from smp_core.storage.project import Project, create_project

MakeVideo = Callable[..., Path]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with create_project(tmp_path / "ward 7", pack_name="demo", pack_digest="d" * 64) as made:
        yield made


@pytest.fixture(scope="session")
def decoder() -> Iterator[Decoder]:
    with Decoder() as one:
        yield one


class Listener:
    """Keeps what a job reports."""

    def __init__(self) -> None:
        self.events: list[JobEvent] = []
        self.ctx = JobContext(self.events.append)

    @property
    def warned(self) -> list[Warned]:
        return [each for each in self.events if isinstance(each, Warned)]


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def make_video(tmp_path: Path) -> MakeVideo:
    def make(where: str | Path, seed: int = 0, *, seconds: float = 1.0, sound: bool = True) -> Path:
        """Write a small mp4 whose content depends on `seed`; `where` is relative to tmp_path."""
        path = tmp_path / where
        path.parent.mkdir(parents=True, exist_ok=True)
        random = np.random.default_rng(seed)
        with av.open(str(path), "w") as container:
            video = container.add_stream("mpeg4", rate=10)
            video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
            audio = container.add_stream("aac", rate=16_000, layout="mono") if sound else None
            for _ in range(int(seconds * 10)):
                picture = random.integers(0, 255, (48, 64, 3), dtype=np.uint8)
                container.mux(video.encode(av.VideoFrame.from_ndarray(picture)))
            container.mux(video.encode())
            if audio is not None:
                tone = random.normal(0, 0.1, (1, int(16_000 * seconds))).astype(np.float32)
                frame = av.AudioFrame.from_ndarray(tone, "fltp", "mono")
                frame.sample_rate, frame.time_base = 16_000, Fraction(1, 16_000)
                frame.pts = 0
                container.mux(audio.encode(frame))
                container.mux(audio.encode())
        return path

    return make
