"""What the window needs: edits that can be undone, reviews, results in order, watched folders."""

import os

import sqlalchemy as sa
from alembic import op

from smp_core.storage.recording_times import recording_start_s

revision = "0002"
down_revision = "0001"

_RESULT_INDICES = {
    "ix_predictions_time": ("run_id", "recorded_s", "final_class", "probability", "review")
    + ("folder_id", "incoming_id"),
    "ix_predictions_class": ("run_id", "final_class", "recorded_s", "probability", "review")
    + ("folder_id", "incoming_id"),
    "ix_predictions_probability": ("run_id", "probability", "recorded_s", "final_class", "review")
    + ("folder_id", "incoming_id"),
    "ix_predictions_video": ("run_id", "video", "recorded_s", "final_class", "probability")
    + ("review", "folder_id", "incoming_id"),
}


def upgrade() -> None:
    """Add the new tables and columns; every old row gets the value of "nothing said yet"."""
    op.create_table(
        "edits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("forward", sa.JSON(), nullable=False),
        sa.Column("backward", sa.JSON(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edits")),
    )
    op.create_table(
        "watched_folders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("added", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watched_folders")),
        sa.UniqueConstraint("path", name=op.f("uq_watched_folders_path")),
    )
    op.add_column("runs", sa.Column("note", sa.Text(), nullable=False, server_default=""))
    op.add_column("project", sa.Column("captioner", sa.Text(), nullable=False, server_default=""))
    op.add_column(
        "predictions",
        sa.Column("review", sa.String(length=16), nullable=False, server_default="open"),
    )
    op.add_column("predictions", sa.Column("corrected_class", sa.Text(), nullable=True))
    op.add_column("predictions", sa.Column("reviewed", sa.DateTime(timezone=True), nullable=True))
    _add_result_columns()


def _add_result_columns() -> None:
    """Where and when each window was recorded, beside it: what results are sorted by."""
    op.create_table(
        "folders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_folders")),
        sa.UniqueConstraint("path", name=op.f("uq_folders_path")),
    )
    for column in (
        sa.Column("final_class", sa.Text(), nullable=False, server_default=""),
        sa.Column("folder_id", sa.Integer(), nullable=True),
        sa.Column("video", sa.Text(), nullable=False, server_default=""),
        sa.Column("recorded_s", sa.Double(), nullable=False, server_default=sa.text("0")),
    ):
        op.add_column("predictions", column)
    op.drop_index("ix_predictions_run_id_class_name_start_s", table_name="predictions")
    connection = op.get_bind()
    connection.execute(sa.text("UPDATE predictions SET final_class = class_name"))
    incoming = sa.table(
        "incoming",
        sa.column("id"),
        sa.column("path"),
        sa.column("modified", sa.DateTime()),
        sa.column("duration_s"),
    )
    for each in connection.execute(sa.select(incoming)).all():
        folder, name = os.path.split(each.path)
        key = {"path": folder}
        connection.execute(
            sa.text(
                "INSERT INTO folders (path) SELECT :path"
                " WHERE NOT EXISTS (SELECT 1 FROM folders WHERE path = :path)"
            ),
            key,
        )
        connection.execute(
            sa.text(
                "UPDATE predictions SET video = :name, recorded_s = :began + start_s,"
                " folder_id = (SELECT id FROM folders WHERE path = :path)"
                " WHERE incoming_id = :id"
            ),
            {
                **key,
                "id": each.id,
                "name": name,
                "began": recording_start_s(name, each.modified, each.duration_s),
            },
        )
    for name, columns in _RESULT_INDICES.items():
        op.create_index(name, "predictions", list(columns))


def downgrade() -> None:
    """Drop what was added."""
    for name in _RESULT_INDICES:
        op.drop_index(name, table_name="predictions")
    op.create_index(
        "ix_predictions_run_id_class_name_start_s",
        "predictions",
        ["run_id", "class_name", "start_s"],
    )
    added = ("review", "corrected_class", "reviewed")
    for column in (*added, "final_class", "folder_id", "video", "recorded_s"):
        op.drop_column("predictions", column)
    op.drop_table("folders")
    op.drop_column("project", "captioner")
    op.drop_column("runs", "note")
    op.drop_table("watched_folders")
    op.drop_table("edits")
