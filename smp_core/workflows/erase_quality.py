"""Reports on trainings that no longer name the files of removed clips; their numbers stay."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from smp_core.errors import StorageError
from smp_core.paths import atomic_write_json, write_error
from smp_core.storage.project import Project
from smp_core.workflows.clips import list_clips
from smp_core.workflows.quality import QUALITY_FILE

_ERASED = "erased"  # stands where the path of a clip was


def forget_removed(project: Project) -> int:
    """Take out of all reports which files were judged that are no clips any longer.

    A report that cannot be read goes as a whole: nobody else can read it either.

    Returns:
        How many clips are no longer named.

    Raises:
        StorageError, ResourceError: A report cannot be read from the disk, or not be written.
    """
    clips = list_clips(project)
    paths = {clip.path for clip in clips}
    # The same clip may have been found again at another place. Numbers of clips are given anew,
    # so the number alone tells nothing.
    contents = {(clip.id, clip.content_hash) for clip in clips}

    def is_gone(answer: dict[str, Any]) -> bool:
        if answer["path"] == _ERASED:
            return False
        there = project.folder / str(answer["path"]) in paths  # an absolute right side wins
        return not there and (answer["clip_id"], answer["content_hash"]) not in contents

    n_gone = 0
    for file in sorted(project.runs_folder.glob(f"*/{QUALITY_FILE}")):
        try:
            report = json.loads(file.read_text(encoding="utf-8"))
            gone = [each for each in report["answers"] if is_gone(each)]
        except OSError as error:
            raise StorageError(f"{file} cannot be read.", "Check the disk.") from error
        except (ValueError, KeyError, TypeError):
            _remove(file)
            continue
        for each in gone:
            each.update(path=_ERASED, content_hash="")
        if gone:
            atomic_write_json(file, report)
        n_gone += len(gone)
    return n_gone


def _remove(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise write_error(file, error) from error
