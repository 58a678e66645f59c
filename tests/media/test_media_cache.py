"""The cache gives back what it was given, stays within its bound, and never breaks a job."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from smp_core.errors import MediaError
from smp_core.media import ClipCache, cache, load_clip
from smp_core.media.sound import round_waveform
from smp_core.types import DecodedClip, DecodeOptions

OPTIONS = DecodeOptions()
HASH = "sha256:" + "ab" * 32


def clip_of(seed=0, frames=True, sound=True, start_s=0.1, end_s=7.3):
    rng = np.random.default_rng(seed)
    return DecodedClip(
        frames=rng.integers(0, 256, (8, 32, 48, 3), np.uint8) if frames else None,
        strip=rng.integers(0, 256, (5, 12, 16, 3), np.uint8) if frames else None,
        waveform=rng.uniform(-1, 1, 4000).astype(np.float32) if sound else None,
        start_s=start_s,
        end_s=end_s,
    )


def assert_same(a, b):
    assert (a.start_s, a.end_s) == (b.start_s, b.end_s)
    for name in ("frames", "strip", "waveform"):
        one, other = getattr(a, name), getattr(b, name)
        if other is None:
            assert one is None
        else:
            assert one.dtype == other.dtype and np.array_equal(one, other)
            assert one.flags.writeable


@pytest.mark.parametrize(("frames", "sound"), [(True, True), (True, False), (False, True)])
def test_what_goes_in_comes_out(tmp_path, frames, sound):
    store = ClipCache(tmp_path / "new" / "cache", 10**7)
    clip = clip_of(frames=frames, sound=sound)
    assert store.get(HASH, 0.1, 7.3, OPTIONS) is None
    assert store.put(HASH, 0.1, 7.3, OPTIONS, clip)
    rounded = DecodedClip(
        clip.frames, clip.strip, round_waveform(clip.waveform) if sound else None, 0.1, 7.3
    )
    assert_same(store.get(HASH, 0.1, 7.3, OPTIONS), rounded)


def test_every_part_of_the_key_counts(tmp_path):
    store = ClipCache(tmp_path, 10**7)
    store.put(HASH, None, 7.3, OPTIONS, clip_of())
    assert store.get(HASH, None, 7.3, OPTIONS) is not None
    assert store.get("sha256:" + "cd" * 32, None, 7.3, OPTIONS) is None
    assert store.get(HASH, 0.0, 7.3, OPTIONS) is None
    assert store.get(HASH, None, 7.4, OPTIONS) is None
    assert store.get(HASH, None, 7.3, DecodeOptions(square=True)) is None


def test_least_recently_used_goes_first(tmp_path):
    one = clip_of()
    probe = ClipCache(tmp_path / "probe", 10**7)
    probe.put(HASH, 0, 1, OPTIONS, one)
    store = ClipCache(tmp_path / "store", int(probe.size_bytes() * 4.5))
    for k in range(4):
        store.put(HASH, k, 1, OPTIONS, clip_of(k))
        # Two puts may fall into one tick of a coarse file clock.
        for order, file in enumerate(sorted(tmp_path.glob("store/*/*"))):
            assert order < 4 and file.suffix == ".safetensors"
        os.utime(store._file(cache._key(HASH, k, 1, OPTIONS)), ns=(k * 10**9, k * 10**9))
    assert store.get(HASH, 0, 1, OPTIONS) is not None, "used again, so it is young now"
    store.put(HASH, 4, 1, OPTIONS, clip_of(4))
    kept = [k for k in range(5) if store.get(HASH, k, 1, OPTIONS) is not None]
    assert 0 in kept and 4 in kept and 1 not in kept
    assert store.size_bytes() <= probe.size_bytes() * 4.5


def test_another_process_filling_the_folder_is_noticed(tmp_path):
    probe = ClipCache(tmp_path / "probe", 10**7)
    probe.put(HASH, 0, 1, OPTIONS, clip_of())
    bound = probe.size_bytes() * 10
    one, other = ClipCache(tmp_path / "shared", bound), ClipCache(tmp_path / "shared", bound)
    for k in range(30):
        (one if k % 2 else other).put(HASH, k, 1, OPTIONS, clip_of(k))
    # Each may lag behind the other, never by more than what it wrote itself.
    assert one.size_bytes() <= 2 * bound


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "header", "swap"])
def test_a_damaged_entry_is_a_miss_and_removed(tmp_path, damage):
    store = ClipCache(tmp_path, 10**7)
    store.put(HASH, 0, 1, OPTIONS, clip_of())
    (file,) = tmp_path.glob("*/*.safetensors")
    data = bytearray(file.read_bytes())
    if damage == "cut":
        del data[len(data) // 2 :]
    elif damage == "flip":
        data[-100] ^= 1
    elif damage == "empty":
        data.clear()
    elif damage == "header":
        data[:8] = b"\xff" * 8
    elif damage == "swap":
        store.put(HASH, 5, 6, OPTIONS, clip_of(5))
        (other,) = (f for f in tmp_path.glob("*/*.safetensors") if f != file)
        data = bytearray(other.read_bytes())
    file.write_bytes(bytes(data))
    assert store.get(HASH, 0, 1, OPTIONS) is None
    assert not file.exists()
    assert store.put(HASH, 0, 1, OPTIONS, clip_of()), "and it can be written again"
    assert store.get(HASH, 0, 1, OPTIONS) is not None


@pytest.mark.parametrize("step", ["fsync", "replace", "mkdir"])
def test_a_full_disk_means_not_cached(tmp_path, monkeypatch, step):
    store = ClipCache(tmp_path / "c", 10**7)

    def full(*_args, **_choices):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(*((Path, "mkdir") if step == "mkdir" else (cache.os, step)), full)
    assert not store.put(HASH, 0, 1, OPTIONS, clip_of())
    monkeypatch.undo()
    assert store.get(HASH, 0, 1, OPTIONS) is None
    assert not [f for f in tmp_path.glob("c/*/*") if f.is_file()], "nothing half-written stays"


def test_a_clip_larger_than_the_cache_is_not_kept(tmp_path):
    store = ClipCache(tmp_path, 1000)
    assert not store.put(HASH, 0, 1, OPTIONS, clip_of())
    assert store.size_bytes() == 0


def test_clear_empties_it(tmp_path):
    store = ClipCache(tmp_path, 10**7)
    store.put(HASH, 0, 1, OPTIONS, clip_of())
    store.clear()
    assert store.size_bytes() == 0 and store.get(HASH, 0, 1, OPTIONS) is None


class CountingDecoder:
    def __init__(self, error=None):
        self.calls = []
        self.error = error

    def decode(self, path, start_s=None, end_s=None, options=None):
        self.calls.append((path, start_s, end_s, options))
        if self.error is not None:
            raise self.error
        return clip_of()


def test_load_clip_decodes_once_and_gives_the_same_numbers(tmp_path):
    store, decoder = ClipCache(tmp_path, 10**7), CountingDecoder()
    path = Path("nowhere.mp4")
    fresh = load_clip(path, HASH, 0.1, 7.3, OPTIONS, store, decoder)
    cached = load_clip(path, HASH, 0.1, 7.3, OPTIONS, store, decoder)
    assert decoder.calls == [(path, 0.1, 7.3, OPTIONS)]
    assert_same(cached, fresh)
    assert_same(load_clip(path, HASH, 0.1, 7.3, OPTIONS, None, decoder), fresh)
    assert len(decoder.calls) == 2


def test_load_clip_caches_no_failure(tmp_path):
    store = ClipCache(tmp_path, 10**7)
    with pytest.raises(MediaError, match="broken"):
        load_clip(Path("x.mp4"), HASH, 0, 1, OPTIONS, store, CountingDecoder(MediaError("broken")))
    assert store.size_bytes() == 0


def test_media_is_imported_without_torch():
    code = "import sys, smp_core.media; sys.exit('torch' in sys.modules)"
    root = Path(__file__).resolve().parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
