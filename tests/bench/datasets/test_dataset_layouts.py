"""Data sets in their published layouts are read as they are; garbled lists say which line."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from smp_core.bench.datasets.examples import split_classes
from smp_core.bench.datasets.kinetics_sounds import CLASSES
from smp_core.bench.datasets.opening import open_dataset
from smp_core.errors import InputError, MediaError
from smp_core.media.picture_folder import read_frames
from smp_core.types import DecodeOptions


def touch(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")


def write(path: Path, *lines: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_ave(tmp_path: Path) -> None:
    labels = [f"kind {n:02d}" for n in range(20)]
    train = [f"{label}&id{n}a&good&0&10" for n, label in enumerate(labels)]
    test = [f"{label}&id{n}b&good&2&7" for n, label in enumerate(labels)]
    write(tmp_path / "Annotations.txt", "Category&VideoID&Quality&StartTime&EndTime", *train, *test)
    write(tmp_path / "trainSet.txt", *train)
    write(tmp_path / "trainSet.txt", *train, "kind 00&lost&good&0&10")
    write(tmp_path / "valSet.txt", "kind 00&id1a&good&0&10")  # no part of the protocol
    write(tmp_path / "testSet.txt", *test)
    for n in range(20):
        touch(tmp_path / "AVE" / f"id{n}a.mp4")
        touch(tmp_path / "AVE" / f"id{n}b.mp4")
    found = open_dataset(tmp_path)
    assert (found.name, found.missing, len(found.examples)) == ("AVE", 1, 40)
    assert len(found.source_classes) == 16 and len(found.target_classes) == 4
    assert set(found.source_classes) | set(found.target_classes) == set(labels)
    one = found.of(["kind 03"], "test")
    assert [each.media.name for each in one] == ["id3b.mp4"]
    assert open_dataset(tmp_path) == found  # the draw of classes is the same every time


def test_ave_with_a_garbled_line_and_with_a_climbing_name(tmp_path: Path) -> None:
    write(tmp_path / "Annotations.txt", "x")
    write(tmp_path / "trainSet.txt", "kind&id&good&0")
    write(tmp_path / "testSet.txt")
    with pytest.raises(InputError, match=r"trainSet\.txt.*'kind&id&good&0'"):
        open_dataset(tmp_path)
    write(tmp_path / "trainSet.txt", "kind&../../etc/passwd&good&0&1")
    with pytest.raises(InputError, match="may not hold a path|lists a clip named"):
        open_dataset(tmp_path)


def test_vggsound_in_its_csv(tmp_path: Path) -> None:
    rows = [f'v{n},30,"kind {n % 70}, loud",{"train" if n < 210 else "test"}' for n in range(280)]
    write(tmp_path / "vggsound.csv", *rows)
    for n in range(280):
        touch(tmp_path / "video" / f"v{n}_000030.mp4")
    found = open_dataset(tmp_path)
    assert found.name == "VGGSound100"
    assert (len(found.source_classes), len(found.target_classes)) == (60, 10)
    assert len(found.of(["kind 4, loud"], "train")) == 3
    assert len(found.of(["kind 4, loud"], "test")) == 1


def test_kinetics_sounds_keeps_its_32_classes(tmp_path: Path) -> None:
    assert len(CLASSES) == len(set(CLASSES)) == 32
    heading = "label,youtube_id,time_start,time_end,split"
    train = [f"{label},t{n},5,15,train" for n, label in enumerate(CLASSES)]
    write(tmp_path / "train.csv", heading, "abseiling,zzz,1,11,train", *train)
    write(
        tmp_path / "validate.csv",
        heading,
        *[f"{label},v{n},0,10,validate" for n, label in enumerate(CLASSES)],
    )
    for n, label in enumerate(CLASSES):
        touch(tmp_path / "train" / label.replace(" ", "_") / f"t{n}_000005_000015.mp4")
        touch(tmp_path / "validate" / f"v{n}_000000_000010.mp4")
    found = open_dataset(tmp_path)
    assert (len(found.source_classes), len(found.target_classes)) == (19, 13)
    assert len(found.examples) == 64 and found.missing == 0
    (tmp_path / "val.csv").write_bytes((tmp_path / "validate.csv").read_bytes())
    assert open_dataset(tmp_path) == found  # one list under two names is one list


def test_the_authors_lists_with_their_prompts(tmp_path: Path) -> None:
    write(tmp_path / "source_train.csv", "a,0,A dog barks")
    write(tmp_path / "target_train.csv", 'b,7,"A bell, ringing"', "gone,7,x")
    write(tmp_path / "target_test.csv", "c,7,A bell rings far away")
    for clip in "abc":
        touch(tmp_path / "audio" / f"{clip}.wav")
        touch(tmp_path / "frames" / clip / "0001.jpg")
    found = open_dataset(tmp_path)
    assert (found.source_classes, found.target_classes, found.missing) == (("0",), ("7",), 1)
    (support,) = found.of(["7"], "train")
    assert support.prompt == "A bell, ringing" and support.frames == tmp_path / "frames" / "b"


def test_the_authors_lists_under_their_scripts_names(tmp_path: Path) -> None:
    write(tmp_path / "pretrain.csv", "a,0,A dog barks", "a2,1,A cat")
    write(tmp_path / "pretrain_test.csv", "a,1,A cat")
    write(tmp_path / "fewshot.csv", "b,0,A bell")  # their target labels start at 0 again
    write(tmp_path / "fewshot_test.csv", "c,0,A bell far away")
    for clip in ("a", "a2", "b", "c"):
        touch(tmp_path / f"{clip}.wav")
        touch(tmp_path / clip / "0001.jpg")
    found = open_dataset(tmp_path)
    assert found.source_classes == ("source 0", "source 1")
    assert found.target_classes == ("target 0",)
    (query,) = found.of(["target 0"], "test")
    assert (query.media.name, query.prompt) == ("c.wav", "A bell far away")
    assert len(found.of(["source 0", "source 1"])) == 3


def test_folders_of_scenes_and_of_anything(tmp_path: Path) -> None:
    for part, label in (("source", "s1"), ("source", "s2"), ("target", "t1"), ("target", "t2")):
        for n in range(4):
            touch(tmp_path / part / label / f"{n}.mp4")
    found = open_dataset(tmp_path)
    assert (found.source_classes, found.target_classes) == (("s1", "s2"), ("t1", "t2"))
    assert [e.media.name for e in found.of(["t1"], "test")] == ["2.mp4", "3.mp4"]
    flat = open_dataset(tmp_path / "target")
    assert len(flat.source_classes) == 1 and len(flat.target_classes) == 1


def test_a_list_of_source_classes_must_fit(tmp_path: Path) -> None:
    write(tmp_path / "list.txt", "b", "a")
    assert split_classes("abcd", 3, listed=tmp_path / "list.txt") == (("a", "b"), ("c", "d"))
    write(tmp_path / "list.txt", "nothing")
    with pytest.raises(InputError, match="nothing"):
        split_classes("abcd", 3, listed=tmp_path / "list.txt")
    with pytest.raises(InputError, match="Only 4 classes"):
        split_classes("abcd", 4)


def test_frames_of_a_folder_are_evenly_spaced(tmp_path: Path) -> None:
    for n in range(21):
        cv2.imwrite(str(tmp_path / f"{n:03d}.png"), np.full((40, 60, 3), 10 * n, np.uint8))
    frames = read_frames(tmp_path, DecodeOptions(n_frames=5, short_side_px=32))
    assert frames.shape == (5, 32, 48, 3)
    assert frames[:, 0, 0, 0].tolist() == [0, 50, 100, 150, 200]
    (tmp_path / "010.png").write_bytes(b"no picture")
    with pytest.raises(MediaError, match=r"010\.png"):
        read_frames(tmp_path, DecodeOptions(n_frames=5, short_side_px=32))


def test_a_list_of_source_classes_is_refused_where_folders_part_them(tmp_path: Path) -> None:
    write(tmp_path / "list.txt", "a")
    for part, label in (("source", "a"), ("target", "b")):
        touch(tmp_path / "scenes" / part / label / "1.mp4")
    write(tmp_path / "research" / "pretrain.csv", "x,a,p")
    for name in ("fewshot.csv", "fewshot_test.csv"):
        write(tmp_path / "research" / name, "x,b,p")
    for folder in ("scenes", "research"):
        with pytest.raises(InputError, match=f"{folder} says itself which classes") as caught:
            open_dataset(tmp_path / folder, tmp_path / "list.txt")
        assert "--source-classes" in caught.value.hint
