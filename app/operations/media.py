"""Looking at clips: previews, one after the other, the newest wish first."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.jobs.operation import Lane, Operation
from app.texts import translate
from smp_core.jobs import JobContext

if TYPE_CHECKING:
    from smp_core.workflows.browse import Preview
    from smp_core.workflows.projects import Project

# More wishes than any screen shows; what is scrolled past is wished for again when it is seen.
_MAX_WISHES = 4096


class ClipLike(Protocol):
    """What a preview needs; `ClipRecord` and `Span` have it."""

    @property
    def path(self) -> Path:
        """The file."""

    @property
    def content_hash(self) -> str:
        """Of the file, or empty."""

    @property
    def start_s(self) -> float:
        """Start of the stretch, seconds."""

    @property
    def end_s(self) -> float:
        """Its end."""


@dataclass(frozen=True)
class Span:
    """A stretch of a file that is no clip of a class: a window of an incoming video."""

    path: Path
    content_hash: str
    start_s: float
    end_s: float


def clip_key(clip: ClipLike) -> str:
    """The name of a stretch of some content; equal for copies of a file."""
    return f"{clip.content_hash or clip.path}|{clip.start_s:.3f}|{clip.end_s:.3f}"


class Wishes:
    """Stretches to preview, last in first out, and what was made. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wanted: OrderedDict[str, Span] = OrderedDict()
        self._made: deque[tuple[str, Preview]] = deque()

    def __len__(self) -> int:
        return len(self._wanted)

    def add(self, key: str, span: Span, *, first: bool) -> None:
        """Wish for a preview; one wished for already moves to the front if `first`."""
        with self._lock:
            known = key in self._wanted
            self._wanted[key] = span
            if first or not known:
                self._wanted.move_to_end(key, last=first)
            while len(self._wanted) > _MAX_WISHES:
                self._wanted.popitem(last=False)

    def take(self) -> tuple[str, Span] | None:
        """The newest wish, off the list; None when there is none."""
        with self._lock:
            return self._wanted.popitem() if self._wanted else None

    def put(self, key: str, preview: Preview) -> None:
        """Leave a preview for the window."""
        self._made.append((key, preview))

    def collect(self) -> list[tuple[str, Preview]]:
        """What was made since the last time."""
        made = []
        while self._made:
            made.append(self._made.popleft())
        return made

    def clear(self) -> None:
        """Wish for nothing."""
        with self._lock:
            self._wanted.clear()


def make_previews(project: Project, wishes: Wishes) -> Operation[None]:
    """Fulfil wishes until there are none; a step of progress for each."""

    def work(ctx: JobContext) -> None:
        from smp_core.media import Decoder
        from smp_core.workflows import browse

        done = 0
        with Decoder() as decoder:  # its process starts with the first file that is not cached
            while (wish := wishes.take()) is not None:
                key, span = wish
                made = browse.preview(
                    project, span.path, span.content_hash, span.start_s, span.end_s, ctx, decoder
                )
                wishes.put(key, made)
                done += 1
                ctx.progress("Reading clips", done, done + len(wishes))

    return Operation(translate("Media", "Reading clips"), Lane.IO, work, quiet=True)


@dataclass(frozen=True, eq=False)
class Opened:
    """What the player needs to know of a clip.

    Attributes:
        preview: Of the stretch that it shows.
        trouble: Why the file cannot be played, empty if it can; hint: what to do.
    """

    preview: Preview
    trouble: str = ""
    hint: str = ""


def open_clip(project: Project | None, span: Span, key: str) -> Operation[Opened]:
    """Look at one stretch for the player; a newer one with the same key takes its place."""

    def work(ctx: JobContext) -> Opened:
        from smp_core.errors import SmpError
        from smp_core.media import Decoder
        from smp_core.workflows import browse

        with Decoder() as decoder:
            preview = browse.preview(
                project, span.path, span.content_hash, span.start_s, span.end_s, ctx, decoder
            )
        if preview.trouble:
            return Opened(preview, preview.trouble, preview.hint)
        try:
            browse.check_playable(span.path)  # the preview may be older than the file
        except SmpError as error:
            return Opened(preview, error.message, error.hint)
        return Opened(preview)

    return Operation(translate("Media", "Reading a clip"), Lane.IO, work, quiet=True, key=key)
