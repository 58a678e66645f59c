"""The decoder's child process may die or hang; the program does not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from smp_core.errors import InputError, MediaError, ResourceError
from smp_core.media import Decoder, DecoderBug, child_process, decode_stretch, probe
from smp_core.types import DecodeOptions

needs_stop = pytest.mark.skipif(
    not hasattr(signal, "SIGSTOP"), reason="this system cannot pause a process"
)


@pytest.fixture
def decoder():
    before = _readers()  # another folder's tests share a decoder until the very end
    with Decoder(deadline_s=30) as one:
        yield one
    assert one.child_pid is None
    assert _readers() <= before


def _readers():
    return {each for each in threading.enumerate() if each.name == "smp-decoder-reader"}


def test_the_child_answers_what_this_process_would(decoder, plain_clip, make_media):
    assert decoder.probe(plain_clip) == probe(plain_clip)
    options = DecodeOptions(n_frames=3, square=True)
    theirs, ours = (
        decoder.decode(plain_clip, 0.2, 1.7, options),
        decode_stretch(plain_clip, 0.2, 1.7, options),
    )
    assert (theirs.start_s, theirs.end_s) == (ours.start_s, ours.end_s) == (0.2, 1.7)
    for name in ("frames", "strip", "waveform"):
        assert np.array_equal(getattr(theirs, name), getattr(ours, name))
        assert getattr(theirs, name).flags.writeable
    silent = make_media("silent.mp4", np.arange(5) / 10)
    assert decoder.decode(silent).waveform is None


def test_errors_keep_their_kind_words_and_hint(decoder, tmp_path, plain_clip):
    with pytest.raises(InputError, match=r"gone\.mp4 does not exist"):
        decoder.probe(tmp_path / "gone.mp4")
    text = tmp_path / "text.mp4"
    text.write_text("hello " * 100)
    with pytest.raises(MediaError, match=r"text\.mp4 is not a video") as caught:
        decoder.decode(text)
    assert caught.value.hint
    pid = decoder.child_pid
    assert decoder.decode(plain_clip).frames is not None
    assert decoder.child_pid == pid, "a bad file costs no restart"


def test_names_that_are_not_utf8(decoder, plain_clip, tmp_path):
    raw = os.fsencode(tmp_path) + b"/caf\xe9 \xff.mp4"
    try:
        Path(os.fsdecode(raw)).write_bytes(plain_clip.read_bytes())
    except (OSError, UnicodeError):
        pytest.skip("this file system takes no such name")
    assert decoder.probe(Path(os.fsdecode(raw))).video_codec == "h264"


def test_it_starts_from_any_folder_with_a_relative_path(decoder, plain_clip, monkeypatch):
    monkeypatch.chdir(plain_clip.parent)
    assert decoder.probe(Path(plain_clip.name)).has_video


def test_a_bug_in_the_child_shows_its_traceback_and_goes_on(decoder, plain_clip):
    with pytest.raises(DecoderBug, match="Traceback"):
        decoder._ask({"op": "decode", "path": str(plain_clip)}, plain_clip, 1.0)
    assert decoder.probe(plain_clip).has_audio


def paused_decode(decoder, path, kill):
    """Decode while the child stands still; `kill` says whether to end it meanwhile."""
    decoder.probe(path)
    child = decoder._child
    wait = child._wait

    def end_and_wait(deadline_s):
        os.kill(child.pid, signal.SIGKILL)
        return wait(deadline_s)

    os.kill(child.pid, signal.SIGSTOP)
    if kill:  # once the request is sent: before it, no file is to blame
        child._wait = end_and_wait
    decoder.decode(path)


@needs_stop
def test_killed_twice_means_set_aside(decoder, plain_clip, tmp_path):
    path = tmp_path / "deadly.mp4"
    path.write_bytes(plain_clip.read_bytes())
    for _ in range(2):
        assert decoder.quarantine == frozenset()
        with pytest.raises(MediaError, match=r"deadly\.mp4 made the decoder stop"):
            paused_decode(decoder, path, kill=True)
    assert decoder.quarantine == {path}
    for use in (decoder.probe, decoder.decode):
        with pytest.raises(MediaError, match="ended the decoder 2 times"):
            use(path)
    assert decoder.child_pid is None, "refused without asking a child"
    assert decoder.probe(plain_clip).has_video, "other files go on"
    os.utime(path, (1, 1))
    assert decoder.probe(path).has_video, "a changed file gets a new chance"


@needs_stop
def test_a_deadline_ends_a_request(plain_clip):
    with Decoder(deadline_s=0.5) as decoder:
        decoder._deadline_s = 30.0
        decoder.probe(plain_clip)
        decoder._deadline_s = 0.2
        begun = time.monotonic()
        with pytest.raises(MediaError, match=r"plain\.mp4 took longer"):
            paused_decode(decoder, plain_clip, kill=False)
        assert time.monotonic() - begun < 5
        decoder._deadline_s = 30.0
        assert decoder.decode(plain_clip).frames is not None


def test_a_child_that_ended_between_requests_blames_no_file(decoder, plain_clip):
    decoder.probe(plain_clip)
    child = decoder._child._process
    child.kill()
    child.wait(10)
    assert decoder.decode(plain_clip).frames is not None
    assert decoder._deaths == {}


def test_an_interrupted_request_leaves_no_stale_reply(decoder, plain_clip, make_media, monkeypatch):
    silent = make_media("silent.mp4", np.arange(5) / 10)
    decoder.probe(plain_clip)
    wait = child_process.ChildProcess._wait
    calls = []

    def interrupt_once(self, deadline_s):
        calls.append(deadline_s)
        if len(calls) == 1:
            raise KeyboardInterrupt
        return wait(self, deadline_s)

    monkeypatch.setattr(child_process.ChildProcess, "_wait", interrupt_once)
    with pytest.raises(KeyboardInterrupt):
        decoder.probe(plain_clip)
    assert decoder.probe(silent).has_audio is False


def test_several_threads_share_one_child(decoder, plain_clip, make_media):
    silent = make_media("silent.mp4", np.arange(5) / 10)
    seen = []

    def work(path):
        for _ in range(3):
            seen.append((path, decoder.decode(path).waveform is None))

    threads = [threading.Thread(target=work, args=(p,)) for p in (plain_clip, silent)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen) == sorted([(plain_clip, False)] * 3 + [(silent, True)] * 3)


def test_a_decoder_that_cannot_start_says_so(plain_clip, monkeypatch):
    command = [sys.executable, "-c", "raise SystemExit('no decoder here')"]
    monkeypatch.setattr(child_process, "child_command", lambda: command)
    with Decoder() as decoder, pytest.raises(ResourceError, match="no decoder here"):
        decoder.probe(plain_clip)


def test_a_child_that_babbles_is_ended(plain_clip, monkeypatch):
    code = "print('{\"ok\": true}', flush=True); input(); print('hello', flush=True); input()"
    monkeypatch.setattr(child_process, "child_command", lambda: [sys.executable, "-c", code])
    with Decoder() as decoder, pytest.raises(MediaError, match="made the decoder stop"):
        decoder.probe(plain_clip)


@pytest.mark.skipif(sys.platform != "linux", reason="address space is limited on Linux only")
def test_the_memory_limit_holds():
    code = (
        "from smp_core.media.decoder_child import limit_memory\n"
        "limit_memory(1 << 30)\n"
        "try:\n    bytearray(1 << 31)\nexcept MemoryError:\n    print('refused')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=child_process.child_environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "refused"


def test_the_bundle_starts_its_own_command_line(monkeypatch):
    module = "smp_core.media.decoder_child"
    assert child_process.child_command() == [sys.executable, "-m", module]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(Path("bundle", "smp-studio")))
    program, *arguments = child_process.child_command()
    assert Path(program) == Path("bundle", "smp.exe" if sys.platform == "win32" else "smp")
    assert arguments == ["--module", module]
    assert "PYTHONPATH" not in child_process.child_environment()


def test_large_jobs_get_more_time(decoder, plain_clip, monkeypatch):
    asked = []
    ask = child_process.ChildProcess.ask

    def remember(self, request, deadline_s):
        asked.append(deadline_s)
        return ask(self, request, deadline_s)

    monkeypatch.setattr(child_process.ChildProcess, "ask", remember)
    decoder.decode(plain_clip)
    decoder.decode(plain_clip, 0.0, 40.0)
    decoder._pixels[str(plain_clip.absolute())] = 3840 * 2160
    decoder.decode(plain_clip)
    assert asked == [pytest.approx(30, abs=0.1), pytest.approx(120, abs=0.1), asked[1]]
