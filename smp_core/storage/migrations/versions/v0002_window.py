"""What the window needs: an operator's edits that can be undone, reviews, notes, watched folders."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


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
    op.add_column(
        "predictions",
        sa.Column("review", sa.String(length=16), nullable=False, server_default="open"),
    )
    op.add_column("predictions", sa.Column("corrected_class", sa.Text(), nullable=True))
    op.add_column("predictions", sa.Column("reviewed", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Drop what was added."""
    for column in ("review", "corrected_class", "reviewed"):
        op.drop_column("predictions", column)
    op.drop_column("runs", "note")
    op.drop_table("watched_folders")
    op.drop_table("edits")
