"""Adapters out of one project and into another."""

from __future__ import annotations

import hashlib
import json
import os
import shlex
from dataclasses import replace

import pytest
from tiny_pack import write_tiny_pack

from smp_core.errors import InputError, ModelError, ResourceError
from smp_core.model.config import ModelConfig
from smp_core.storage.project import create_project
from smp_core.storage.runs import active_run, begin_run, fail_run, finish_run, list_runs
from smp_core.workflows.adapters import export_adapter, import_adapter

WEIGHTS = b"weights " * 100


def manifest(digest: str) -> dict[str, object]:
    from smp_core.model.config import ModelConfig

    return {
        "format": 1,
        "program": "0",
        "pack": {"name": "demo", "digest": digest},
        "class_names": ["fall", "cough"],
        "captioner": {"name": "descriptor", "version": "1"},
        "model": ModelConfig().to_json(),
        "training": {"preset": "fast", "epochs": 3, "n_clips": 10},
        "metrics": {"loss": 0.5},
        "weights_sha256": hashlib.sha256(WEIGHTS).hexdigest(),
    }


def put_adapter(folder, digest):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "adapter.safetensors").write_bytes(WEIGHTS)
    (folder / "adapter.json").write_text(json.dumps(manifest(digest)))
    (folder / "MODEL_CARD.md").write_text("# Card")
    (folder / "checkpoint.safetensors").write_bytes(b"not to be carried")


@pytest.fixture
def pack(project, tmp_path):
    """The project's pack, as far as an adapter's manifest speaks of it."""
    tiny = write_tiny_pack(tmp_path / "pack")
    return replace(tiny, name="demo", digest=project.info.pack_digest, model=ModelConfig())


@pytest.fixture
def trained(project):
    run = begin_run(
        project,
        captioner="descriptor",
        preset="fast",
        config={},
        class_names=["fall", "cough"],
        n_clips=10,
    )
    put_adapter(run.folder, project.info.pack_digest)
    finish_run(project, run.id, metrics={}, seconds=1.0)
    return project


def test_an_adapter_travels_to_another_project(trained, pack, tmp_path):
    folder = export_adapter(trained, tmp_path / "out" / "adapter")
    assert folder == tmp_path / "out" / "adapter"
    assert sorted(os.listdir(folder)) == ["MODEL_CARD.md", "adapter.json", "adapter.safetensors"]
    assert os.listdir(tmp_path / "out") == ["adapter"]
    with create_project(
        tmp_path / "other", pack_name="demo", pack_digest=trained.info.pack_digest
    ) as other:
        run = import_adapter(other, folder, pack)
        assert active_run(other) == run
        assert (run.kind, run.status, run.preset, run.n_clips) == (
            "imported",
            "succeeded",
            "fast",
            10,
        )
        assert run.config == {"epochs": 3}
        assert run.class_names == ("fall", "cough")
        assert run.metrics == {"loss": 0.5}
        assert (run.folder / "adapter.safetensors").read_bytes() == WEIGHTS
        assert run.folder.parent == other.runs_folder


def test_an_adapter_for_another_pack_is_refused_and_leaves_nothing(trained, pack, tmp_path):
    put_adapter(tmp_path / "foreign", "e" * 64)
    runs, files = list_runs(trained), os.listdir(trained.runs_folder)
    with pytest.raises(ModelError, match="made for another pack") as caught:
        import_adapter(trained, tmp_path / "foreign", pack)
    assert str(caught.value).startswith(f"The adapter {tmp_path / 'foreign'} was")
    assert (list_runs(trained), os.listdir(trained.runs_folder)) == (runs, files)


def test_an_adapter_of_an_older_program_still_tells_its_clips(trained, pack, tmp_path):
    folder = export_adapter(trained, tmp_path / "older")
    data = json.loads((folder / "adapter.json").read_text())
    data |= {"training": {"epochs": 3}, "metrics": {"loss": 0.5, "clips": 10}}
    (folder / "adapter.json").write_text(json.dumps(data))
    run = import_adapter(trained, folder, pack)
    assert (run.preset, run.n_clips, run.config) == ("", 10, {"epochs": 3})


def test_a_damaged_adapter_is_refused_and_leaves_nothing(trained, pack, tmp_path):
    put_adapter(tmp_path / "in", trained.info.pack_digest)
    (tmp_path / "in" / "adapter.safetensors").write_bytes(b"torn")
    weights = tmp_path / "in" / "adapter.safetensors"
    with pytest.raises(ModelError, match=f"^{weights} is damaged"):
        import_adapter(trained, tmp_path / "in", pack)
    assert len(list_runs(trained)) == len(os.listdir(trained.runs_folder)) == 1


def test_a_link_is_not_followed(trained, pack, tmp_path):
    put_adapter(tmp_path / "in", trained.info.pack_digest)
    weights = tmp_path / "in" / "adapter.safetensors"
    weights.rename(tmp_path / "elsewhere")
    try:
        weights.symlink_to(tmp_path / "elsewhere")
    except OSError:
        pytest.skip("no right to make links here")
    with pytest.raises(InputError, match="holds no adapter"):
        import_adapter(trained, tmp_path / "in", pack)


def test_places_and_runs_that_do_not_fit_are_refused(project, pack, tmp_path):
    train = f"smp finetune {shlex.quote(str(project.folder))}"
    with pytest.raises(InputError, match="no trained adapter") as caught:
        export_adapter(project, tmp_path / "out")
    assert caught.value.hint == f"Train one with: {train}"
    run = begin_run(project, captioner="", preset="", config={}, class_names="ab", n_clips=2)
    fail_run(project, run.id, "no memory")
    with pytest.raises(InputError, match="has no adapter: it failed"):
        export_adapter(project, tmp_path / "out", run.id)
    finish_run(project, run.id, metrics={}, seconds=1)
    with pytest.raises(ModelError, match="are gone") as gone:
        export_adapter(project, tmp_path / "out")
    assert gone.value.hint == f"Train again with: {train}"
    put_adapter(run.folder, project.info.pack_digest)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").touch()
    with pytest.raises(InputError, match="not an empty folder"):
        export_adapter(project, tmp_path / "full")
    (tmp_path / "full" / "thesis.txt").unlink()
    assert export_adapter(project, tmp_path / "full") == tmp_path / "full"
    with pytest.raises(InputError, match="holds no adapter"):
        import_adapter(project, tmp_path, pack)


def test_a_full_disk_leaves_no_half_export(trained, tmp_path, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("smp_core.workflows.adapters.shutil.copyfileobj", full)
    (tmp_path / "out").mkdir()
    with pytest.raises(ResourceError, match="disk is full"):
        export_adapter(trained, tmp_path / "out" / "adapter")
    assert os.listdir(tmp_path / "out") == []
