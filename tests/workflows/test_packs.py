"""Finding packs: by name, by folder, and only the very one that a project was made with."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tiny_pack import write_tiny_pack

from smp_core.errors import ModelError
from smp_core.model.pack import MANIFEST, Pack
from smp_core.storage.project import create_project
from smp_core.workflows import packs
from smp_core.workflows.packs import find_pack, list_packs, project_pack


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return write_tiny_pack(tmp_path_factory.mktemp("packs") / "tiny")


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own packs folder; the other is built in."""
    folders = [tmp_path / "mine", tmp_path / "built in"]
    monkeypatch.setattr(packs, "packs_folders", lambda: folders)
    return folders[0]


@pytest.fixture
def built_in(mine: Path) -> Path:
    return mine.with_name("built in")


def install(pack: Pack, folder: Path, **changes: str) -> Path:
    """Copy a pack; changes to its manifest give it another digest."""
    shutil.copytree(pack.folder, folder)
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    if changes:
        (folder / MANIFEST).write_text(json.dumps({**manifest, **changes}), encoding="utf-8")
    return folder


def test_no_folders_no_packs(mine: Path) -> None:
    assert list_packs() == []
    with pytest.raises(ModelError, match='no pack called "tiny"') as caught:
        find_pack("tiny")
    assert "Packs on this machine: none" in caught.value.hint


def test_installed_packs_are_listed_the_user_s_own_first(
    tiny: Pack, mine: Path, built_in: Path
) -> None:
    install(tiny, built_in / "tiny")
    install(tiny, mine / "b", name="own b")
    install(tiny, mine / "a", name="own a")
    (mine / "notes").mkdir()
    found = list_packs()
    assert [each.name for each in found] == ["own a", "own b", "tiny"]
    last = found[-1]
    assert (last.version, last.digest) == (tiny.digest[:12], tiny.digest)
    assert (last.licence, last.learned_from) == ("Apache-2.0", "nothing at all")
    files = [p for p in (built_in / "tiny").iterdir() if p.name != MANIFEST]
    assert last.size_bytes == sum(path.stat().st_size for path in files)
    assert {each.problem for each in found} == {""}


def test_a_pack_is_found_by_folder_name_own_name_or_path(
    tiny: Pack, mine: Path, tmp_path: Path
) -> None:
    install(tiny, mine / "folder", name="its name")
    elsewhere = install(tiny, tmp_path / "elsewhere")
    assert find_pack("folder").folder == find_pack("its name").folder == mine / "folder"
    assert find_pack(str(elsewhere)).folder == elsewhere
    with pytest.raises(ModelError, match='no pack called "elsewhere"') as caught:
        find_pack("elsewhere")
    assert "Packs on this machine: its name." in caught.value.hint
    with pytest.raises(ModelError, match="no pack called"):
        find_pack(str(tmp_path))


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda folder: (folder / MANIFEST).write_text("{"), "missing or damaged"),
        (lambda folder: (folder / MANIFEST).write_text('{"format": 99}'), "another format"),
        (lambda folder: (folder / MANIFEST).write_text('{"format": 1}'), "lacks or garbles"),
        (lambda folder: (folder / "audio.safetensors").unlink(), "audio.safetensors is missing"),
    ],
)
def test_a_damaged_pack_is_listed_with_its_problem_and_hides_no_other(
    damage, says: str, tiny: Pack, mine: Path, built_in: Path
) -> None:
    install(tiny, mine / "broken", name="broken")
    install(tiny, built_in / "tiny")
    damage(mine / "broken")
    broken, whole = list_packs()
    assert (broken.name, broken.folder) == ("broken", mine / "broken")
    assert says in broken.problem
    assert (whole.name, whole.problem) == ("tiny", "")
    assert find_pack("tiny").folder == built_in / "tiny"


def test_a_project_finds_its_pack_again(tiny: Pack, mine: Path, tmp_path: Path) -> None:
    folder = install(tiny, mine / "folder")  # not called like the pack
    with create_project(tmp_path / "p", pack_name="tiny", pack_digest=tiny.digest) as project:
        assert project_pack(project).folder == folder
        shutil.rmtree(folder)
        with pytest.raises(ModelError, match='no pack called "tiny"'):
            project_pack(project)


def test_a_project_finds_its_pack_behind_a_newer_one_of_the_same_name(
    tiny: Pack, mine: Path, built_in: Path, tmp_path: Path
) -> None:
    install(tiny, mine / "tiny", description="newer")
    old = install(tiny, built_in / "tiny")
    with create_project(tmp_path / "p", pack_name="tiny", pack_digest=tiny.digest) as project:
        assert project_pack(project).folder == old


def test_a_project_finds_its_pack_installed_when_the_folder_that_it_lay_in_is_gone(
    tiny: Pack, mine: Path, tmp_path: Path
) -> None:
    folder = install(tiny, tmp_path / "stick" / "tiny")
    with create_project(
        tmp_path / "p", pack_name="tiny", pack_digest=tiny.digest, pack_folder=folder
    ) as project:
        install(tiny, mine / "other", description="of the same name only")
        installed = install(tiny, mine / "tiny")
        assert project_pack(project).folder == folder
        manifest = (folder / MANIFEST).read_text(encoding="utf-8")
        (folder / MANIFEST).write_text(manifest + " ")  # another pack lies there now
        assert project_pack(project).folder == installed
        shutil.rmtree(folder)
        assert project_pack(project).folder == installed
        shutil.rmtree(installed)
        with pytest.raises(ModelError, match="no pack called") as caught:
            project_pack(project)
        assert str(folder) in caught.value.message


@pytest.mark.parametrize("by_folder", [True, False])
def test_a_pack_that_changed_is_refused(
    by_folder: bool, tiny: Pack, mine: Path, tmp_path: Path
) -> None:
    folder = install(tiny, (tmp_path if by_folder else mine) / "tiny")
    with create_project(
        tmp_path / "p",
        pack_name="tiny",
        pack_digest=tiny.digest,
        pack_folder=folder if by_folder else None,
    ) as project:
        assert project_pack(project).digest == tiny.digest
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        (folder / MANIFEST).write_text(json.dumps(manifest | {"description": "x"}))
        with pytest.raises(ModelError, match="not the one that the project was made") as caught:
            project_pack(project)
        assert tiny.digest[:12] in caught.value.message
        assert "Bring that pack back" in caught.value.hint
