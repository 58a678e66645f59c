"""Captions of clips, taken from the project's cache where they were written before.

A language model takes seconds per clip; a window that is classified again, by a newer run say,
must not wait for it twice.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from smp_core.errors import ModelError, SmpError
from smp_core.jobs import JobContext
from smp_core.model.tokenizer import PromptTokenizer
from smp_core.paths import atomic_write_text
from smp_core.prompts import Captioner, CaptionerInfo, CaptionerSettings, captioner, captioners
from smp_core.prompts.registry import PLAIN_NAMES
from smp_core.storage.project import Project
from smp_core.types import DecodedClip, DecodeOptions
from smp_core.workflows.packs import project_manifest

__all__ = [
    "CaptionerInfo",
    "ClipCaptioner",
    "Stretch",
    "captioner_settings",
    "captioners",
    "clip_captioner",
]

_TOKENIZER = "tokenizer.json"


@dataclass(frozen=True)
class Stretch:
    """Which part of which content a clip shows; see `media.clip.load_clip`."""

    content_hash: str
    start_s: float | None
    end_s: float | None


class ClipCaptioner:
    """A captioner that remembers, within one project.

    Args:
        writer: Who writes what is not known yet.
        folder: Of the cache; made when first needed.
        options: How the clips were decoded.
    """

    def __init__(self, writer: Captioner, folder: Path, options: DecodeOptions) -> None:
        self.name = writer.name
        self._writer = writer
        self._folder = folder
        self._options = options
        # Measuring is faster than reading a file would be.
        self._remembers = writer.name not in PLAIN_NAMES

    @property
    def version(self) -> str:
        """The writer's."""
        return self._writer.version

    @property
    def at_once(self) -> int:
        """Clips that are worth giving together, ≥ 1: a GPU takes several in the same time."""
        return int(getattr(self._writer, "at_once", 1))

    def caption(
        self,
        stretches: Sequence[Stretch],
        clips: Sequence[DecodedClip],
        ctx: JobContext,
        *,
        again: bool = False,
    ) -> list[str]:
        """One sentence per clip.

        Args:
            stretches, clips: What is to be described, in the same order.
            again: Write anew whatever is known.

        Raises:
            ModelError, ResourceError, Cancelled: As `Captioner.caption` says.
        """
        if not self._remembers:
            return self._writer.caption(clips, ctx)
        files = [self._file(stretch) for stretch in stretches]
        known = [None if again else _read(file) for file in files]
        unknown = [index for index, text in enumerate(known) if text is None]
        if unknown:
            written = self._writer.caption([clips[index] for index in unknown], ctx)
            for index, text in zip(unknown, written, strict=True):
                known[index] = text
                with contextlib.suppress(SmpError):  # a full disk: it is then written anew
                    atomic_write_text(files[index], text)
        return [text or "" for text in known]

    def _file(self, stretch: Stretch) -> Path:
        key = json.dumps(
            [self.name, self.version, asdict(stretch), asdict(self._options)], sort_keys=True
        )
        name = hashlib.sha256(key.encode()).hexdigest()
        return self._folder / name[:2] / f"{name}.txt"


def clip_captioner(
    project: Project, name: str, options: DecodeOptions, *, device: str = "auto"
) -> ClipCaptioner:
    """The captioner of that name for a project's clips.

    Raises:
        InputError: There is no such captioner.
        ModelError: Its model is not on this machine, or not usable.
    """
    writer = captioner(name, captioner_settings(project, device))
    return ClipCaptioner(writer, project.cache_folder / "captions", options)


def captioner_settings(project: Project, device: str = "auto") -> CaptionerSettings:
    """Settings with the text encoder's own way to count, as far as the pack is there."""
    try:
        manifest = project_manifest(project)
        tokenizer = PromptTokenizer(manifest.folder / _TOKENIZER, manifest.model.text)
    except ModelError:  # told where the pack is needed
        return CaptionerSettings(device=device)
    return CaptionerSettings(
        device=device, count=tokenizer.count, limit=manifest.model.text.max_tokens
    )


def _read(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8") or None
    except (OSError, UnicodeDecodeError):
        return None
