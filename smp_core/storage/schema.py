"""The tables, as typed models. Plain SQL types only, so that PostgreSQL takes them as well.

Changing anything here needs a new migration in `migrations/versions` and a new last entry in
`REVISIONS`; a test compares the two.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

REVISIONS = ("0001", "0002")
"""Every database revision this program knows, oldest first. The last one is what it writes."""


RESULT_INDICES = {
    "ix_predictions_time": ("run_id", "recorded_s", "final_class", "probability", "review")
    + ("folder_id", "incoming_id"),
    "ix_predictions_class": ("run_id", "final_class", "recorded_s", "probability", "review")
    + ("folder_id", "incoming_id"),
    "ix_predictions_probability": ("run_id", "probability", "recorded_s", "final_class", "review")
    + ("folder_id", "incoming_id"),
    "ix_predictions_video": ("run_id", "video", "recorded_s", "final_class", "probability")
    + ("review", "folder_id", "incoming_id"),
}
"""One for each order of the results; each holds all that can be filtered by, so that no row of the
table itself is read before it is shown."""


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware UTC time, also on SQLite, which has no time zones."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Store UTC; a naive time is a bug of ours."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Read UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of all models. Named constraints, so that later migrations can change them."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        str: sa.Text(),
        float: sa.Double(),
        datetime: UtcDateTime(),
        dict[str, Any]: sa.JSON(),
        list[str]: sa.JSON(),
    }


class ProjectRow(Base):
    """The project itself; one row, id 1. `captioner` is whom the operator chose, or empty."""

    __tablename__ = "project"
    __table_args__ = (sa.CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    uuid: Mapped[str]
    name: Mapped[str]
    pack_name: Mapped[str]
    pack_digest: Mapped[str]
    pack_folder: Mapped[str | None]
    created: Mapped[datetime]
    captioner: Mapped[str] = mapped_column(server_default="", default="", deferred=True)


class ClassRow(Base):
    """An event class. `name_key` is the name case-folded: databases fold only ASCII themselves."""

    __tablename__ = "classes"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int]
    colour: Mapped[str]
    created: Mapped[datetime]


class ClipRow(Base):
    """A labelled stretch of a file. `path` is relative (with /) inside the project folder."""

    __tablename__ = "clips"
    __table_args__ = (
        sa.UniqueConstraint("class_id", "content_hash", "start_s", "end_s"),
        sa.CheckConstraint("start_s >= 0 AND end_s > start_s", name="stretch"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(
        sa.ForeignKey("classes.id", ondelete="CASCADE"), index=True
    )
    path: Mapped[str]
    content_hash: Mapped[str] = mapped_column(index=True)
    size_bytes: Mapped[int] = mapped_column(sa.BigInteger)
    start_s: Mapped[float]
    end_s: Mapped[float]
    duration_s: Mapped[float]
    has_audio: Mapped[bool]
    has_video: Mapped[bool]
    width_px: Mapped[int]
    height_px: Mapped[int]
    fps: Mapped[float]
    note: Mapped[str]
    created: Mapped[datetime]


class PromptRow(Base):
    """What a captioner wrote about a clip, and what the operator wrote instead."""

    __tablename__ = "prompts"
    __table_args__ = (sa.UniqueConstraint("clip_id", "captioner", "captioner_version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    clip_id: Mapped[int] = mapped_column(sa.ForeignKey("clips.id", ondelete="CASCADE"))
    captioner: Mapped[str]
    captioner_version: Mapped[str]
    generated: Mapped[str]
    operator_text: Mapped[str | None]
    created: Mapped[datetime]


class RunRow(Base):
    """One finetuning or one imported adapter. `folder` is relative to the project."""

    __tablename__ = "runs"
    __table_args__ = (
        sa.CheckConstraint("kind IN ('finetuned', 'imported')", name="kind"),
        sa.CheckConstraint(
            "status IN ('running', 'succeeded', 'failed', 'cancelled')", name="status"
        ),
    )

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(16))
    status: Mapped[str] = mapped_column(sa.String(16))
    created: Mapped[datetime] = mapped_column(index=True)
    finished: Mapped[datetime | None]
    pack_name: Mapped[str]
    pack_digest: Mapped[str]
    captioner: Mapped[str]
    preset: Mapped[str]
    config: Mapped[dict[str, Any]]
    metrics: Mapped[dict[str, Any]]
    folder: Mapped[str]
    device: Mapped[str]
    seconds: Mapped[float | None]
    error: Mapped[str]
    n_clips: Mapped[int]
    class_names: Mapped[list[str]]
    active: Mapped[bool]
    note: Mapped[str] = mapped_column(server_default="", default="")


class IncomingRow(Base):
    """An incoming video.

    `replaced` marks older content at a path that holds other content now: its predictions stay
    stored, but it is no longer part of the results.
    """

    __tablename__ = "incoming"
    __table_args__ = (
        sa.UniqueConstraint("path", "content_hash"),
        sa.CheckConstraint(
            "status IN ('queued', 'decoding', 'classified', 'failed')", name="status"
        ),
        sa.Index("ix_incoming_status_id", "status", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str]
    content_hash: Mapped[str] = mapped_column(index=True)
    size_bytes: Mapped[int] = mapped_column(sa.BigInteger)
    modified: Mapped[datetime]
    status: Mapped[str] = mapped_column(sa.String(16))
    attempts: Mapped[int]
    run_id: Mapped[str | None] = mapped_column(
        sa.String(36), sa.ForeignKey("runs.id", ondelete="SET NULL")
    )
    reason: Mapped[str]
    hint: Mapped[str]
    duration_s: Mapped[float | None]
    has_audio: Mapped[bool | None]
    has_video: Mapped[bool | None]
    replaced: Mapped[bool]
    added: Mapped[datetime]
    finished: Mapped[datetime | None]


class FolderRow(Base):
    """A folder that videos came from, kept as clips' paths are: the results' source."""

    __tablename__ = "folders"

    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(unique=True)


def _own_class(context: Any) -> str:
    return str(context.get_current_parameters()["class_name"])


class PredictionRow(Base):
    """One window of one incoming video, answered by one run; all classes are kept.

    `review` is "open", "confirmed", "corrected" (then `corrected_class` tells to what) or
    "rejected". `final_class` is the class after the review. `folder_id`, `video` (the file's name)
    and `recorded_s` (when the window was recorded, seconds since 1970 UTC) repeat what the video's
    row says: the table of results is filtered and sorted within one index, whatever its length.
    """

    __tablename__ = "predictions"
    __table_args__ = (
        sa.UniqueConstraint("incoming_id", "run_id", "start_s", "end_s"),
        sa.CheckConstraint("probability >= 0 AND probability <= 1", name="probability"),
        sa.CheckConstraint("start_s >= 0 AND end_s > start_s", name="window"),
        *(sa.Index(name, *columns) for name, columns in RESULT_INDICES.items()),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    incoming_id: Mapped[int] = mapped_column(sa.ForeignKey("incoming.id", ondelete="CASCADE"))
    run_id: Mapped[str] = mapped_column(sa.String(36), sa.ForeignKey("runs.id", ondelete="CASCADE"))
    start_s: Mapped[float]
    end_s: Mapped[float]
    prompt: Mapped[str]
    captioner: Mapped[str]
    class_name: Mapped[str]
    probability: Mapped[float]
    probabilities: Mapped[dict[str, Any]]
    status: Mapped[str] = mapped_column(sa.String(16))
    review: Mapped[str] = mapped_column(sa.String(16), server_default="open", default="open")
    corrected_class: Mapped[str | None]
    reviewed: Mapped[datetime | None]
    final_class: Mapped[str] = mapped_column(server_default="", default=_own_class)
    folder_id: Mapped[int | None]
    video: Mapped[str] = mapped_column(server_default="", default="")
    recorded_s: Mapped[float] = mapped_column(server_default=sa.text("0"), default=0.0)


class EditRow(Base):
    """One edit of classes and clips by the operator, with what undoes it.

    `forward` and `backward` are the rows as they are to be written, as plain JSON.
    """

    __tablename__ = "edits"

    id: Mapped[int] = mapped_column(primary_key=True)
    created: Mapped[datetime]
    label: Mapped[str]
    forward: Mapped[dict[str, Any]]
    backward: Mapped[dict[str, Any]]
    undone: Mapped[bool]


class WatchedFolderRow(Base):
    """A folder whose new videos are to be classified. `path` is kept as clips' paths are."""

    __tablename__ = "watched_folders"

    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(unique=True)
    paused: Mapped[bool]
    added: Mapped[datetime]
