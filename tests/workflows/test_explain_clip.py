"""Maps of real clips by a really trained (tiny) run: made, read, kept, bounded, compared."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tiny_pack import write_tiny_pack
from tiny_project import make_trained_project
from tiny_videos import write_video

from smp_core.errors import InputError, StorageError
from smp_core.jobs import JobContext, JobEvent, Progress
from smp_core.media.decoder import Decoder
from smp_core.paths import quoted
from smp_core.prompts import CaptionerSettings
from smp_core.storage.project import Project, create_project, open_project
from smp_core.types import DecodedClip
from smp_core.workflows import captioning
from smp_core.workflows import embedding_map as map_module
from smp_core.workflows import explain_clip as clip_module
from smp_core.workflows.classify import ClassifyOptions, classify_paths
from smp_core.workflows.clips import add_clips
from smp_core.workflows.embedding_map import make_embedding_map
from smp_core.workflows.explain import (
    chosen_run,
    list_subjects,
    nearest,
    read_embedding_map,
    read_explanation,
    shrink,
)
from smp_core.workflows.explain_clip import explain_clip
from smp_core.workflows.packs import project_manifest
from smp_core.workflows.prompts import edit_prompt, list_prompts
from smp_core.workflows.results import results


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explain")
    pack = write_tiny_pack(folder / "pack")
    with make_trained_project(folder / "project", pack, shots=3) as made:
        video = made.folder / "clips" / "red 0.mp4"
        shutil.copy(video, made.folder / "arrived.mp4")
        options = ClassifyOptions(device="cpu")
        classify_paths(made, [made.folder / "arrived.mp4"], options, JobContext())
        return made.folder


@pytest.fixture
def project(trained: Path, tmp_path: Path) -> Iterator[Project]:
    shutil.copytree(trained, tmp_path / "project")
    with open_project(tmp_path / "project") as opened:
        yield opened


def test_labelled_clips_come_by_class_then_the_windows(project: Project) -> None:
    found = list_subjects(project, chosen_run(project, None))
    assert [(each.kind, each.class_name) for each in found[:6]] == [
        *[("clip", "red")] * 3,
        *[("clip", "blue")] * 3,
    ]
    (window,) = found[6:]
    assert window.kind == "window"
    assert window.path == project.folder / "arrived.mp4"
    assert (window.class_name, window.probability) == (
        results(project)[0].class_name,
        results(project)[0].probability,
    )
    assert list_subjects(project, "another run")[6:] == []
    assert len(list_subjects(project, chosen_run(project, None), max_windows=0)) == 6


def test_a_window_s_maps_belong_to_the_answer_that_was_stored(project: Project) -> None:
    window = list_subjects(project, chosen_run(project, None))[-1]
    steps: list[JobEvent] = []
    file = explain_clip(project, "window", window.id, JobContext(steps.append))
    found = read_explanation(file)
    stored = results(project)[0]
    assert found.prompt == window.prompt
    assert dict(found.probabilities) == pytest.approx(dict(stored.probabilities), abs=1e-4)
    assert found.answer[0] == stored.class_name
    assert " ".join(word.text for word in found.words) == window.prompt
    assert found.visual is not None and found.audio is not None
    assert found.frames is not None and found.spectrogram is not None
    assert found.visual.rollout.shape == (3, 2, 2, 2)  # two frames of 32 px, patches of 16
    assert found.frames.shape[0] == 2
    assert found.frames.shape[2] > found.frames.shape[1] >= 180  # not squashed as the model's
    bands, times = found.audio.rollout.shape[1:]
    assert found.spectrogram.shape == (16 * bands, 16 * times)
    assert found.visual.words.shape == (4, 2, len(found.words), 2, 2, 2)
    assert [(each.block, each.place) for each in found.layers] == [
        (1, "before"),
        (1, "after"),
        (2, "before"),
        (2, "after"),
    ]
    assert found.heat("visual") is not None
    np.testing.assert_array_equal(found.heat("visual", block=0), found.visual.rollout[0])
    word = found.heat("audio", word=2, layer=3, phase=2)
    np.testing.assert_array_equal(word, found.audio.words[3, 1, 2].astype(np.float32))
    assert found.heat("audio", word=99) is None
    assert [each.stage for each in steps if isinstance(each, Progress)][0] == "Loading the model"


def test_the_same_maps_are_not_made_twice_but_an_edited_prompt_has_its_own(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = list_subjects(project, "")[0]
    first = explain_clip(project, "clip", clip.id, JobContext())
    prompt = next(each for each in list_prompts(project) if each.clip_id == clip.id)
    assert read_explanation(first).prompt == prompt.text
    with monkeypatch.context() as patch:
        patch.setattr(clip_module, "run_model_of", None)  # would be called to make them
        assert explain_clip(project, "clip", clip.id, JobContext()) == first
    edit_prompt(project, prompt.id, "a red scene")
    second = explain_clip(project, "clip", clip.id, JobContext())
    assert second != first
    assert [word.text for word in read_explanation(second).words] == ["a", "red", "scene"]


def test_damaged_maps_are_made_again(project: Project) -> None:
    clip = list_subjects(project, "")[0]
    file = explain_clip(project, "clip", clip.id, JobContext())
    whole = file.read_bytes()
    file.write_bytes(whole[:2000])
    with pytest.raises(StorageError, match="damaged"):
        read_explanation(file)
    assert explain_clip(project, "clip", clip.id, JobContext()) == file
    assert len(file.read_bytes()) == len(whole)


def test_the_oldest_maps_make_room(tmp_path: Path) -> None:
    for age, name in enumerate(("new", "middle", "old")):
        (tmp_path / f"{name}.npz").write_bytes(bytes(100))
        os.utime(tmp_path / f"{name}.npz", (1000 - age, 1000 - age))
    shrink(tmp_path, 250)
    assert sorted(each.stem for each in tmp_path.glob("*.npz")) == ["middle", "new"]
    shrink(tmp_path / "missing")


@pytest.fixture
def captioners_made(monkeypatch: pytest.MonkeyPatch) -> list[CaptionerSettings]:
    """The settings of each captioner that is made from now on; it writes "a red scene"."""
    made: list[CaptionerSettings] = []

    class Recorded:
        name, version = "descriptor", "1"

        def caption(self, clips: Sequence[DecodedClip], ctx: JobContext) -> list[str]:
            assert isinstance(ctx, JobContext)  # it can be stopped
            return ["a red scene"] * len(clips)

    def make(name: str, settings: CaptionerSettings) -> Recorded:
        assert name == "descriptor"
        made.append(settings)
        return Recorded()

    monkeypatch.setattr(captioning, "captioner", make)
    return made


def test_clips_without_a_prompt_get_one_captioner_with_the_project_s_settings(
    project: Project,
    captioners_made: list[CaptionerSettings],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(map_module, "_AT_ONCE", 2)
    videos = [write_video(project.folder / f"new {n}.mp4", "red", 7 + n) for n in range(3)]
    with Decoder() as decoder:
        new = add_clips(project, "red", videos, JobContext(), decoder).added
    points = read_embedding_map(make_embedding_map(project, JobContext(), device="cpu"))
    assert {f"clip-{each.id}" for each in new} <= set(points.keys)
    limit = project_manifest(project).model.text.max_tokens
    assert [(each.device, each.limit) for each in captioners_made] == [("cpu", limit)]
    assert limit != CaptionerSettings().limit  # so that it is the project's own
    file = explain_clip(project, "clip", new[0].id, JobContext(), device="cpu")
    assert read_explanation(file).prompt == "a red scene"
    assert len(captioners_made) == 2  # another job
    old = list_subjects(project, "")[0]
    explain_clip(project, "clip", old.id, JobContext(), device="cpu")
    assert len(captioners_made) == 2  # it has a prompt


def test_hints_say_what_to_do_without_a_window(project: Project, tmp_path: Path) -> None:
    with (
        create_project(tmp_path / "ward 7", pack_name="demo", pack_digest="d" * 64) as untrained,
        pytest.raises(InputError, match="no finished training") as caught,
    ):
        make_embedding_map(untrained, JobContext())
    assert caught.value.hint == f"Train first with: smp finetune {quoted(str(untrained.folder))}"
    shutil.rmtree(project.cache_folder / "clips")
    for each in list_subjects(project, chosen_run(project, None)):
        each.path.unlink(missing_ok=True)
    with pytest.raises(InputError, match="No clip could be read") as caught:
        make_embedding_map(project, JobContext())
    assert "station" not in caught.value.hint and "The warnings say why" in caught.value.hint


def test_what_is_gone_is_told(project: Project) -> None:
    with pytest.raises(InputError, match="clip 999"):
        explain_clip(project, "clip", 999, JobContext())
    with pytest.raises(InputError, match="nonsense"):
        explain_clip(project, "clip", 1, JobContext(), run_id="nonsense")


def test_the_map_holds_every_clip_and_finds_the_same_content(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = make_embedding_map(project, JobContext())
    points = read_embedding_map(file)
    subjects = list_subjects(project, chosen_run(project, None))
    assert points.keys == tuple(each.key for each in subjects)
    assert points.names[-1] == "arrived.mp4"
    assert points.pca.shape == (7, 2)
    assert points.tsne is not None and points.tsne.shape == (7, 2)
    assert np.isfinite(points.tsne).all()
    np.testing.assert_allclose(np.linalg.norm(points.unit, axis=1), 1, rtol=1e-5)
    # The window is a copy of the first clip, so that is its nearest neighbour.
    window = read_explanation(explain_clip(project, "window", subjects[-1].id, JobContext()))
    found = nearest(points, window.embedding, without=window.subject_key, most=3)
    assert (found[0].key, found[0].class_name) == (subjects[0].key, "red")
    assert found[0].similarity == pytest.approx(1, abs=1e-3)
    assert found[0].similarity >= found[1].similarity >= found[2].similarity
    own = nearest(points, points.unit[0], without=subjects[0].key, most=9)
    assert subjects[0].key not in [each.key for each in own]
    assert len(own) == 5
    assert nearest(replace(points, unit=points.unit[:, :3]), window.embedding) == []
    # Nothing is computed twice.
    with monkeypatch.context() as patch:
        patch.setattr(map_module, "run_model_of", None)
        again = read_embedding_map(make_embedding_map(project, JobContext()))
    np.testing.assert_array_equal(again.pca, points.pca)
    # Another prompt is another embedding, of that clip alone. (So briefly trained, the model hardly
    # minds: what is asked is who is embedded anew.)
    embedded: list[str] = []
    really_embed = map_module._embed

    def embed(project, new, *others):  # type: ignore[no-untyped-def]
        embedded.extend(each.key for each in new)
        return really_embed(project, new, *others)

    monkeypatch.setattr(map_module, "_embed", embed)
    prompt = next(each for each in list_prompts(project) if each.clip_id == subjects[2].id)
    edit_prompt(project, prompt.id, "a low hum")
    make_embedding_map(project, JobContext())
    assert embedded == [subjects[2].key]


def test_a_clip_that_cannot_be_read_is_left_out_of_the_map(project: Project) -> None:
    subjects = list_subjects(project, "")
    shutil.rmtree(project.cache_folder / "clips")
    subjects[1].path.unlink()
    events: list[JobEvent] = []
    points = read_embedding_map(make_embedding_map(project, JobContext(events.append)))
    assert subjects[1].key not in points.keys
    assert len(points.keys) == 6
    assert any(getattr(each, "subject", "") == str(subjects[1].path) for each in events)
