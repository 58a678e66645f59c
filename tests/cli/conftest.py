"""A tiny pack, small real videos, and the command line within this process."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import torch
from studio_project import make_project
from tiny_smp import tiny_config

from smp_core.cli.main import run
from smp_core.media.spectrogram import MelOptions
from smp_core.model.inputs import InputOptions
from smp_core.model.pack import TOKENIZER, write_pack
from smp_core.model.smp import SMP
from smp_core.training.vocabulary import learn_vocabulary
from smp_core.types import DecodeOptions

Smp = Callable[..., tuple[int, list[dict[str, Any]]]]

COLOURS = {"red": (220, 20, 20), "blue": (20, 20, 220), "green": (20, 220, 20)}
TONES_HZ = {"red": 300, "blue": 2000, "green": 900}


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack with random weights: the real code path, in milliseconds."""
    folder = tmp_path_factory.mktemp("packs") / "tiny"
    folder.mkdir()
    learn_vocabulary(["a bright red scene with a low hum"], folder / TOKENIZER, 300)
    torch.manual_seed(0)
    write_pack(
        folder,
        SMP(tiny_config(), 2),
        name="tiny",
        description="Random weights.",
        licence="Apache-2.0",
        learned_from="nothing at all",
        captioner="descriptor",
        inputs=InputOptions(
            decode=DecodeOptions(n_frames=2, short_side_px=32, square=True),
            mel=MelOptions(n_fft=1024, win_length=1024, hop_length=1600),
        ),
        source_classes=("first", "second"),
    )
    return folder


@pytest.fixture
def clip(tmp_path: Path) -> Callable[..., Path]:
    """Writes a video of one colour and one tone."""

    def write(where: str, kind: str, shade: int = 0, seconds: float = 1.0) -> Path:
        path = tmp_path / where
        path.parent.mkdir(parents=True, exist_ok=True)
        picture = np.full((48, 64, 3), COLOURS[kind], dtype=np.uint8)
        picture[: 2 + shade, :] = 128
        times_s = np.arange(int(16_000 * seconds)) / 16_000
        wave = 0.4 * np.sin(2 * np.pi * (TONES_HZ[kind] + 10 * shade) * times_s)
        with av.open(str(path), "w") as container:
            video = container.add_stream("mpeg4", rate=10)
            video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
            audio = container.add_stream("aac", rate=16_000, layout="mono")
            for _ in range(int(10 * seconds)):
                container.mux(video.encode(av.VideoFrame.from_ndarray(picture)))
            container.mux(video.encode())
            frame = av.AudioFrame.from_ndarray(wave[None].astype(np.float32), "fltp", "mono")
            frame.sample_rate, frame.time_base, frame.pts = 16_000, Fraction(1, 16_000), 0
            container.mux(audio.encode(frame))
            container.mux(audio.encode())
        return path

    return write


@pytest.fixture(scope="session")
def made_ward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `ward` is a copy of."""
    folder = tmp_path_factory.mktemp("wards") / "ward 7"
    return make_project(folder, {"falls": 3, "coughs": 2}, prompts=True)


@pytest.fixture
def ward(made_ward: Path, tmp_path: Path) -> Path:
    """A project of one's own: clips 1 to 3 are falls, 4 and 5 coughs; half a second each."""
    return Path(shutil.copytree(made_ward, tmp_path / "ward 7"))


@pytest.fixture
def smp(capsys: pytest.CaptureFixture[str]) -> Smp:
    """Runs a command with --json and returns its exit status and its events."""

    def call(*arguments: object) -> tuple[int, list[dict[str, Any]]]:
        status = run([*map(str, arguments), "--json"], json_lines=True)
        return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return call
