"""Migrations: the same schema as the models, backed up first, whole or nothing."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from smp_core.errors import SmpError, StorageError
from smp_core.storage import upgrade
from smp_core.storage.engine import sqlite_engine
from smp_core.storage.project import open_project
from smp_core.storage.schema import REVISIONS, Base

SECOND = """
import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

def upgrade() -> None:
    with op.batch_alter_table("classes", recreate="always") as batch:
        batch.add_column(sa.Column("remark", sa.Text(), nullable=True))
    BREAK
"""


@pytest.fixture
def newer_program(monkeypatch, tmp_path):
    """A program one migration ahead; its last line is given by the test."""

    def make(last_line: str = "pass") -> None:
        scripts = tmp_path / "migrations"
        shutil.copytree(Path(upgrade.__file__).parent / "migrations", scripts)
        (scripts / "versions" / "v0003_second.py").write_text(SECOND.replace("BREAK", last_line))
        monkeypatch.setattr(upgrade, "SCRIPTS", str(scripts))
        monkeypatch.setattr(upgrade, "REVISIONS", ("0001", "0002", "0003"))

    return make


@pytest.fixture
def filled(project) -> Path:
    """A closed project with a class that has two clips; the path of its database."""
    with project.database.write() as session:
        session.execute(
            sa.text(
                "INSERT INTO classes (name, name_key, position, colour, created)"
                " VALUES ('fall', 'fall', 0, '#000000', '2026-01-01 00:00:00')"
            )
        )
        for i in range(2):
            session.execute(
                sa.text(
                    "INSERT INTO clips (class_id, path, content_hash, size_bytes, start_s, end_s,"
                    " duration_s, has_audio, has_video, width_px, height_px, fps, note, created)"
                    " VALUES (1, 'a.mp4', :h, 1, 0, 1, 1, 1, 1, 1, 1, 1, '', '2026-01-01 00:00:00')"
                ),
                {"h": str(i)},
            )
    project.close()
    return project.folder / "project.db"


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def test_the_known_revisions_are_those_of_the_migrations():
    config = Config()
    config.set_main_option("script_location", upgrade.SCRIPTS)
    scripts = ScriptDirectory.from_config(config)
    assert tuple(reversed([each.revision for each in scripts.walk_revisions()])) == REVISIONS


def test_migrating_makes_exactly_the_models_tables(tmp_path):
    path = tmp_path / "x.db"
    upgrade.upgrade_file(path, new=True)
    engine = sqlite_engine(path)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        made = {
            name: text
            for name, text in connection.execute(
                sa.text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
            )
        }
    engine.dispose()
    models = sa.create_engine("sqlite://")
    Base.metadata.create_all(models)
    with models.connect() as connection:
        wanted = connection.execute(
            sa.text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        ).all()
    models.dispose()
    # Checks and cascades too, which the comparison above does not see; the order is free.
    for name, text in wanted:
        assert sorted(_clauses(made[name])) == sorted(_clauses(text)), name


def _clauses(text: str) -> list[str]:
    """Columns and constraints; one that was added later stands on another's line."""
    clauses, depth = [""], 0
    for letter in text:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 1:
            clauses.append("")
        else:
            clauses[-1] += letter
    return [" ".join(each.strip(" \n\t()").split()) for each in clauses]


def test_an_up_to_date_database_is_neither_changed_nor_backed_up(filled):
    before = filled.read_bytes()
    assert upgrade.upgrade_file(filled) is None
    assert filled.read_bytes() == before
    assert not (filled.parent / "backups").exists()


def test_an_older_database_is_backed_up_and_keeps_every_row(filled, newer_program):
    newer_program()
    backup = upgrade.upgrade_file(filled)
    assert backup is not None and backup.name.endswith("-before-0003.db")
    assert rows(backup, "SELECT version_num FROM alembic_version") == [("0002",)]
    assert rows(backup, "SELECT count(*) FROM clips") == [(2,)]
    assert rows(filled, "SELECT version_num FROM alembic_version") == [("0003",)]
    assert rows(filled, "SELECT name, remark FROM classes") == [("fall", None)]
    assert rows(filled, "SELECT count(*) FROM clips") == [(2,)]  # the cascade did not empty it


@pytest.mark.parametrize(
    ("last_line", "error"),
    [
        ("raise RuntimeError('torn')", RuntimeError),
        ("op.execute('DELETE FROM classes')", StorageError),  # would orphan the clips
    ],
)
def test_a_failed_migration_leaves_the_database_as_it_was(filled, newer_program, last_line, error):
    newer_program(last_line)
    before = rows(filled, "SELECT name, sql FROM sqlite_master ORDER BY name")
    with pytest.raises(error):
        upgrade.upgrade_file(filled)
    assert rows(filled, "SELECT name, sql FROM sqlite_master ORDER BY name") == before
    assert rows(filled, "SELECT version_num FROM alembic_version") == [("0002",)]
    assert rows(filled, "SELECT name FROM classes") == [("fall",)]
    assert rows(filled, "SELECT count(*) FROM clips") == [(2,)]


def test_no_migration_without_its_backup(filled, newer_program, monkeypatch):
    newer_program()

    def full(_database, _label):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(upgrade, "backup", full)
    with pytest.raises(SmpError, match="disk is full"):
        upgrade.upgrade_file(filled)
    assert rows(filled, "SELECT version_num FROM alembic_version") == [("0002",)]


def test_a_database_from_a_newer_program_is_refused_untouched(filled):
    with closing(sqlite3.connect(filled)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0999'")
    before = filled.read_bytes()
    with pytest.raises(StorageError, match=r"project\.db was written by a newer version") as caught:
        open_project(filled.parent)
    assert "Update the program" in caught.value.hint
    assert filled.read_bytes() == before
