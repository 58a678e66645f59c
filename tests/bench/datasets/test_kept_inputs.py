"""Inputs are read once, kept whole, and read again when anything about them changes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import torch
from tiny_pack import write_tiny_pack
from tiny_videos import write_video

from smp_core.bench.datasets import loading
from smp_core.bench.datasets.folders import read_folders
from smp_core.bench.datasets.loading import read_part
from smp_core.bench.datasets.prompting import WORDS, Prompts
from smp_core.jobs import JobContext, JobEvent, Progress
from smp_core.model.pack import Pack
from smp_core.paths import user_cache_folder


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    for shade, kind in enumerate(("red", "blue", "red")):
        write_video(tmp_path / "data" / "target" / kind / f"{shade}.mp4", kind, shade)
    return write_tiny_pack(tmp_path / "pack")


def read(tmp_path: Path, pack: Pack, prompts: Prompts = "own", delay_s: float = 0.0) -> tuple:
    data = read_folders(tmp_path / "data")
    events: list[JobEvent] = []
    part = read_part(
        data, pack, data.target_classes, None, JobContext(events.append),
        prompts=prompts, delay_s=delay_s,
    )  # fmt: skip
    decoded = [e for e in events if isinstance(e, Progress) and e.stage == "Reading clips"]
    return part, bool(decoded)


def test_the_second_reading_gives_the_same_without_decoding(tmp_path: Path, pack: Pack) -> None:
    first, decoded = read(tmp_path, pack)
    second, again = read(tmp_path, pack)
    assert decoded and not again
    assert second.labels.tolist() == first.labels.tolist() == [0, 1, 1]
    assert second.class_names == first.class_names == ("blue", "red")
    for one, other in zip(first.clips, second.clips, strict=True):
        for name in ("spectrogram", "frames", "token_ids"):
            left, right = getattr(one, name), getattr(other, name)
            assert left.dtype == right.dtype and torch.equal(left, right)


def test_a_changed_file_is_read_again(tmp_path: Path, pack: Pack) -> None:
    read(tmp_path, pack)
    clip = tmp_path / "data" / "target" / "blue" / "1.mp4"
    os.utime(clip, (1, 1))
    assert read(tmp_path, pack)[1]


def test_a_damaged_file_is_made_again(tmp_path: Path, pack: Pack) -> None:
    first, _ = read(tmp_path, pack)
    (kept,) = (user_cache_folder() / "bench").glob("inputs-*")
    kept.write_bytes(kept.read_bytes()[:-9])
    second, decoded = read(tmp_path, pack)
    assert decoded and torch.equal(first.clips[0].frames, second.clips[0].frames)


def test_prompts_and_delays_are_kept_apart(tmp_path: Path, pack: Pack) -> None:
    found = {prompts: read(tmp_path, pack, prompts)[0].clips[0] for prompts in WORDS}
    tokens = {prompts: tuple(clip.token_ids.tolist()) for prompts, clip in found.items()}
    # The tiny text encoder takes few tokens, and what is seen comes first in a sentence.
    assert len({tokens[name] for name in ("own", "sound", "constant")}) == 3
    assert len({tokens[name] for name in ("picture", "sound", "constant")}) == 3
    assert all(torch.equal(c.frames, found["own"].frames) for c in found.values())
    late, decoded = read(tmp_path, pack, "own", 1.0)
    assert decoded and not torch.equal(late.clips[0].spectrogram, found["own"].spectrogram)
    assert tuple(late.clips[0].token_ids.tolist()) == tokens["own"]


def test_of_a_large_part_only_the_list_is_kept(
    tmp_path: Path, pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, _ = read(tmp_path, pack, delay_s=1.0)
    for kept in (user_cache_folder() / "bench").iterdir():
        kept.unlink()
    monkeypatch.setattr(loading, "LARGEST_BYTES", 0)
    first, decoded = read(tmp_path, pack, delay_s=1.0)
    assert decoded and not isinstance(first.clips, list)
    (kept,) = (user_cache_folder() / "bench").iterdir()
    assert kept.suffix == ".json" and kept.stat().st_size < 10_000
    second, again = read(tmp_path, pack, delay_s=1.0)
    assert not again and second.labels.tolist() == whole.labels.tolist()
    for row, clip in enumerate(whole.clips):
        for name in ("spectrogram", "frames", "token_ids"):
            assert torch.equal(getattr(second.clips[row], name), getattr(clip, name))
    kept.write_text("{")
    assert read(tmp_path, pack, delay_s=1.0)[1]
