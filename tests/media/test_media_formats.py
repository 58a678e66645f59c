"""Only self-contained media files are opened; everything else gets an error that names it."""

from __future__ import annotations

import os
import sys
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from smp_core.errors import InputError, MediaError, SmpError
from smp_core.media import (
    content_hash,
    decode_stretch,
    formats,
    is_media_name,
    probe,
)


def test_missing_path_names_the_file(tmp_path):
    with pytest.raises(InputError, match=r"gone\.mp4 does not exist"):
        probe(tmp_path / "gone.mp4")


def test_a_folder_is_not_a_file(tmp_path):
    with pytest.raises(InputError, match="is not a file"):
        probe(tmp_path)


def test_empty_file(tmp_path):
    path = tmp_path / "empty.mp4"
    path.touch()
    with pytest.raises(MediaError, match=r"empty\.mp4 is empty"):
        probe(path)


@pytest.mark.parametrize("content", [b"Dear colleague,\nsee attached.\n" * 50, b"\x00" * 5000])
def test_something_else_renamed_to_mp4(tmp_path, content):
    path = tmp_path / "letter.mp4"
    path.write_bytes(content)
    with pytest.raises(MediaError, match=r"letter\.mp4 is not a video or sound file") as caught:
        probe(path)
    assert "MP4" in caught.value.hint


PLAYLISTS = {
    "hls": "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:2,\n{target}\n#EXT-X-ENDLIST\n",
    "concat": "ffconcat version 1.0\nfile '{target}'\n",
    "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
    "m=video 49170 RTP/AVP 96\na=rtpmap:96 H264/90000\n",
    "dash": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" '
    'profiles="urn:mpeg:dash:profile:isoff-on-demand:2011" type="static">'
    "<Period><AdaptationSet><Representation><BaseURL>{target}</BaseURL>"
    "</Representation></AdaptationSet></Period></MPD>",
}


@pytest.mark.parametrize("kind", PLAYLISTS)
def test_a_playlist_renamed_to_mp4_opens_nothing(plain_clip, tmp_path, kind):
    path = tmp_path / "list.mp4"
    path.write_text(PLAYLISTS[kind].format(target=plain_clip))
    with pytest.raises(MediaError, match=r"list\.mp4"):
        probe(path)
    with pytest.raises(MediaError, match=r"list\.mp4"):
        decode_stretch(path)


def test_the_playlists_are_real_ones(plain_clip, tmp_path):
    """FFmpeg itself would follow this text to another file; that is why it is refused."""
    path = tmp_path / "list.mp4"
    path.write_text(PLAYLISTS["concat"].format(target=plain_clip))
    with av.open(str(path), options={"safe": "0"}) as container:
        assert container.format.name == "concat"
        assert sum(1 for _ in container.decode(video=0)) == 20


def test_a_picture_is_not_a_video(tmp_path):
    path = tmp_path / "photo.mp4"
    with av.open(str(path), "w", format="image2", options={"update": "1"}) as out:
        stream = out.add_stream("mjpeg", rate=1)
        stream.width, stream.height, stream.pix_fmt = 32, 32, "yuvj420p"
        frame = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    with pytest.raises(MediaError, match=r"photo\.mp4"):
        probe(path)


def test_no_right_to_read(plain_clip, monkeypatch):
    # chmod means nothing to root, and the tests may run as root.
    def refuse(self, *_args, **_choices):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    for use in (probe, decode_stretch, content_hash):
        with pytest.raises(MediaError, match=r"plain\.mp4 may not be read") as caught:
            use(plain_clip)
        assert "right to read" in caught.value.hint


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads anything")
def test_no_right_to_read_for_real(plain_clip, tmp_path):
    path = tmp_path / "locked.mp4"
    path.write_bytes(plain_clip.read_bytes())
    path.chmod(0)
    with pytest.raises(MediaError, match="may not be read"):
        probe(path)


@pytest.mark.parametrize(
    "name",
    ["with space.mp4", "Tür über Straße 视频 🚪.mp4", "100%d%s.mp4", "-i.mp4", "a'b\"c&d.mp4"]
    + ([] if sys.platform == "win32" else ["concat:x.mp4", "http:y.mp4"]),
)
def test_odd_names(plain_clip, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    path = Path(name)
    path.write_bytes(plain_clip.read_bytes())
    assert probe(path).video_codec == "h264"
    assert decode_stretch(path).frames.shape[0] == 8


def test_containers_are_closed(plain_clip, tmp_path, monkeypatch):
    opened = []
    real = av.open

    def remember(*args, **choices):
        opened.append(real(*args, **choices))
        return opened[-1]

    monkeypatch.setattr(formats.av, "open", remember)
    probe(plain_clip)
    damaged = tmp_path / "d.mp4"
    damaged.write_bytes(plain_clip.read_bytes()[:-2000])
    for path in (plain_clip, damaged):
        try:
            decode_stretch(path)
        except SmpError:
            continue
    assert opened
    for container in opened:
        with pytest.raises(AssertionError, match="not open"):
            container.seek(0)


def test_media_names():
    assert is_media_name(Path("A.MP4")) and is_media_name(Path("x/b.wav"))
    assert not is_media_name(Path("notes.txt")) and not is_media_name(Path("list.m3u8"))
    assert not is_media_name(Path("._a.mp4")), "macOS companion files are no media"


def test_probe_tells_what_a_file_holds(plain_clip):
    info = probe(plain_clip)
    assert info.duration_s == pytest.approx(2.0, abs=0.05)
    assert (info.has_video, info.has_audio) == (True, True)
    assert (info.width_px, info.height_px, info.rotation_deg) == (64, 48, 0)
    assert info.fps == pytest.approx(10)
    assert (info.video_codec, info.audio_codec) == ("h264", "aac")
    assert "mp4" in info.container


def jpeg():
    encoder = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt = 32, 32, "yuvj420p"
    encoder.time_base = Fraction(1, 25)
    frame = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")
    return b"".join(bytes(packet) for packet in [*encoder.encode(frame), *encoder.encode(None)])


def test_cover_art_is_no_video(tmp_path, make_media):
    """An MP3 with an ID3v2.3 tag that holds a picture, as music players write it."""
    sound = np.full((1, 44_100), 0.3, np.float32)
    tone = make_media("t.mp3", sound=sound, sound_codec="libmp3lame")
    picture = b"\0image/jpeg\0\x03\0" + jpeg()
    frame = b"APIC" + len(picture).to_bytes(4, "big") + b"\0\0" + picture
    size = bytes((len(frame) >> shift) & 0x7F for shift in (21, 14, 7, 0))
    path = tmp_path / "song.mp3"
    path.write_bytes(b"ID3\x03\0\0" + size + frame + tone.read_bytes())
    with av.open(str(path)) as container:
        assert len(container.streams.video) == 1, "otherwise this test shows nothing"
    info = probe(path)
    assert (info.has_video, info.has_audio, info.width_px, info.fps) == (False, True, 0, 0.0)
    clip = decode_stretch(path)
    assert clip.frames is None and clip.waveform.size == pytest.approx(16_000, abs=1_000)


def test_length_is_measured_when_the_header_lacks_it(tmp_path, plain_clip):
    # A live recording: Matroska written to a pipe never learns its length.
    path = tmp_path / "live.mkv"

    class Pipe:
        def __init__(self):
            self.file = path.open("wb")

        def write(self, data):
            return self.file.write(data)

    pipe = Pipe()
    with av.open(str(plain_clip)) as source, av.open(pipe, "w", format="matroska") as out:
        stream = out.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                out.mux(packet)
    pipe.file.close()
    with av.open(str(path)) as container:
        assert container.duration is None, "otherwise this test shows nothing"
    assert probe(path).duration_s == pytest.approx(2.0, abs=0.02)
    assert decode_stretch(path).end_s == pytest.approx(2.0, abs=0.02)


def test_neither_picture_nor_sound(tmp_path):
    text = tmp_path / "words.srt"
    text.write_text("1\n00:00:00,000 --> 00:00:02,000\nhello\n")
    path = tmp_path / "words.mkv"
    with av.open(str(text)) as source, av.open(str(path), "w") as out:
        stream = out.add_stream_from_template(source.streams.subtitles[0])
        for packet in source.demux():
            if packet.dts is not None:
                packet.stream = stream
                out.mux(packet)
    with pytest.raises(MediaError, match=r"words\.mkv holds neither"):
        probe(path)


def test_the_hash_is_of_the_whole_content(tmp_path):
    path = tmp_path / "x.bin"
    path.write_bytes(b"abc")
    expected = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert content_hash(path) == expected
    renamed = path.rename(tmp_path / "y.bin")
    assert content_hash(renamed) == expected
    steps = []
    path.write_bytes(bytes(2_500_000))
    content_hash(path, lambda done, total: steps.append((done, total)))
    assert steps == [(1 << 20, 2_500_000), (2 << 20, 2_500_000), (2_500_000, 2_500_000)]
