"""Previews of many clips, made in the background, the ones in sight first."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from app.context import Context
from app.jobs.handle import JobHandle, State
from app.operations.media import ClipLike, Span, Wishes, clip_key, make_previews

if TYPE_CHECKING:
    from smp_core.workflows.browse import Preview
    from smp_core.workflows.projects import Project

_PREVIEW_BYTES = 48 << 20
_PICTURE_BYTES = 24 << 20


class Thumbnails(QObject):
    """Previews of one project's clips in memory, bounded; what fell out comes back from disk.

    Ask `get` when you paint; if it gives None, `request` and paint again at `ready`.

    Attributes:
        ready: A key; `get` gives its preview now.

    Args:
        context: The window's shared parts.
        project: Whose cache holds the previews.
        parent: The owner.
    """

    ready = Signal(str)

    def __init__(self, context: Context, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent if parent is not None else context)
        self._context, self.project = context, project
        self._wishes = Wishes()
        self._worker: JobHandle | None = None
        self._previews: OrderedDict[str, Preview] = OrderedDict()
        self._preview_bytes = 0
        self._pictures: OrderedDict[tuple[str, int], QPixmap] = OrderedDict()
        self._picture_bytes = 0
        context.changes.clips_changed.connect(self.forget_broken)
        context.changes.project_changed.connect(self._project_changed)

    @staticmethod
    def shared(context: Context, project: Project) -> Thumbnails:
        """The one that all stations of a project share."""
        for known in context.findChildren(Thumbnails):
            if known.project is project:
                return known
        return Thumbnails(context, project)

    @property
    def n_bytes(self) -> int:
        """Memory of all pictures and waves held."""
        return self._preview_bytes + self._picture_bytes

    def get(self, clip: ClipLike | str) -> Preview | None:
        """The preview of a clip, or of a key of `clip_key`; None if it is not in memory."""
        key = clip if isinstance(clip, str) else clip_key(clip)
        preview = self._previews.get(key)
        if preview is not None:
            self._previews.move_to_end(key)
        return preview

    def request(self, clip: ClipLike, visible_first: bool = True) -> str:
        """Have a preview made, or fetched from disk.

        Args:
            clip: What of.
            visible_first: Before all others asked for until now; otherwise after them.

        Returns:
            Its key; `ready` tells it, also when it is in memory already (from the loop, later).
        """
        key = clip_key(clip)
        span = Span(clip.path, clip.content_hash, clip.start_s, clip.end_s)
        self._wishes.add(key, span, first=visible_first)
        self._start()
        return key

    def picture(self, clip: ClipLike | str, share: float = 0.35) -> QPixmap | None:
        """One of a clip's small pictures.

        Args:
            clip: A clip or its key.
            share: Which moment, 0 = start, 1 = end; a third in shows more than the first one.
        """
        key = clip if isinstance(clip, str) else clip_key(clip)
        preview = self.get(key)
        if preview is None or preview.frames is None:
            return None
        index = min(max(int(share * len(preview.frames)), 0), len(preview.frames) - 1)
        known = self._pictures.get((key, index))
        if known is not None:
            self._pictures.move_to_end((key, index))
            return known
        made = QPixmap.fromImage(image_of(preview.frames[index]))
        self._pictures[key, index] = made
        self._picture_bytes += _pixmap_bytes(made)
        while self._picture_bytes > _PICTURE_BYTES and len(self._pictures) > 1:
            _, old = self._pictures.popitem(last=False)
            self._picture_bytes -= _pixmap_bytes(old)
        return made

    def forget_broken(self) -> None:
        """Look again at files that could not be read: they may have been mended."""
        for key in [key for key, preview in self._previews.items() if preview.trouble]:
            self._preview_bytes -= self._previews.pop(key).n_bytes

    def close(self) -> None:
        """Wish for nothing more and forget everything."""
        self._wishes.clear()
        if self._worker is not None:
            self._context.runner.cancel(self._worker)
        self._previews.clear()
        self._pictures.clear()
        self._preview_bytes = self._picture_bytes = 0

    def _start(self) -> None:
        if self._worker is None:
            self._worker = self._context.start(make_previews(self.project, self._wishes))
            self._worker.progressed.connect(self._collect)
            self._worker.ended.connect(self._ended)

    def _collect(self, _step: object = None) -> None:
        for key, preview in self._wishes.collect():
            old = self._previews.pop(key, None)
            self._preview_bytes += preview.n_bytes - (0 if old is None else old.n_bytes)
            self._previews[key] = preview
            while self._preview_bytes > _PREVIEW_BYTES and len(self._previews) > 1:
                _, least = self._previews.popitem(last=False)
                self._preview_bytes -= least.n_bytes
            self.ready.emit(key)

    def _ended(self) -> None:
        worker, self._worker = self._worker, None
        self._collect()
        if worker is None or worker.state is not State.DONE:
            self._wishes.clear()  # whoever still needs one asks again
        elif len(self._wishes):
            self._start()

    def _project_changed(self) -> None:
        if self._context.project is not self.project:
            self.close()
            self.deleteLater()


def image_of(pixels: np.ndarray[Any, np.dtype[np.uint8]]) -> QImage:
    """A picture, uint8 (h, w, 3) RGB or (h, w) grey, as an image of its own memory."""
    pixels = np.ascontiguousarray(pixels)
    height_px, width_px = pixels.shape[:2]
    kind = QImage.Format.Format_RGB888 if pixels.ndim == 3 else QImage.Format.Format_Grayscale8
    return QImage(pixels.data, width_px, height_px, pixels.strides[0], kind).copy()


def _pixmap_bytes(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4
