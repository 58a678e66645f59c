"""Results as a project of BORIS: one observation for each video, one state event for each class."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from smp_core.errors import InputError
from smp_core.jobs import JobContext
from smp_core.storage.project import Project
from smp_core.workflows.exports import Exported, clock, rows_by_video, whole_file
from smp_core.workflows.result_table import ResultFilter, ResultRow

_KEYS = "abcdefghijklmnopqrstuvwxyz0123456789"
_PLAYERS = 8
_TOUCH_S = 1e-3


def write_boris(project: Project, chosen: ResultFilter, path: Path, ctx: JobContext) -> Exported:
    """Write a BORIS project file; rejected results only if the filter asks for nothing else.

    Windows of one class that touch become one event: a state cannot begin twice.

    Raises:
        InputError: There is nothing to write.
        StorageError, ResourceError: It cannot be written.
    """
    videos: dict[Path, list[ResultRow]] = {}
    count = 0
    for row in rows_by_video(project, chosen, ctx):
        if row.review != "rejected" or chosen.reviews == ("rejected",):
            videos.setdefault(row.path, []).append(row)
            count += 1
    if not count:
        raise InputError("There are no results to write.", "Show other results, then export.")
    classes = sorted({row.final_class for rows in videos.values() for row in rows})
    observations: dict[str, object] = {}
    for video, rows in videos.items():
        name = video.stem
        number = 2
        while name in observations:
            name, number = f"{video.stem} ({number})", number + 1
        observations[name] = _observation(video, rows)
    document = {
        "time_format": "hh:mm:ss",
        "project_date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
        "project_name": project.info.name,
        "project_description": f"Results of run {chosen.run_id}",
        "project_format_version": "7.0",
        "subjects_conf": {},
        "behaviors_conf": {
            str(number): {
                "type": "State event",
                "key": _KEYS[number % len(_KEYS)],
                "code": name,
                "description": "",
                "color": "",
                "category": "",
                "modifiers": "",
                "excluded": "",
                "coding map": "",
            }
            for number, name in enumerate(classes)
        },
        "observations": observations,
        "behavioral_categories": [],
        "independent_variables": {},
        "coding_map": {},
        "behaviors_coding_map": [],
        "converters": {},
    }
    with whole_file(path) as file:
        json.dump(document, file, ensure_ascii=False, indent=1, allow_nan=False)
    return Exported(path, count)


def _observation(video: Path, rows: Sequence[ResultRow]) -> dict[str, object]:
    file = str(video)
    events: list[list[object]] = []
    for start_s, end_s, row in _bouts(rows):
        comment = f"{row.probability:.0%}, {row.review}"
        events.append([round(start_s, 3), "", row.final_class, "", comment])
        events.append([round(end_s, 3), "", row.final_class, "", ""])
    first = min(rows, key=lambda row: row.start_s)
    length_s = first.duration_s or max(row.end_s for row in rows)
    return {
        "file": {str(n): [file] if n == 1 else [] for n in range(1, _PLAYERS + 1)},
        "type": "MEDIA",
        "date": clock(first.recorded_s - first.start_s).rstrip("Z"),
        "description": "",
        "time offset": 0.0,
        "events": sorted(events, key=lambda each: (float(str(each[0])), str(each[2]))),
        "observation time interval": [0, 0],
        "independent_variables": {},
        "visualize_spectrogram": False,
        "visualize_waveform": False,
        "close_behaviors_between_videos": False,
        "media_info": {
            "length": {file: length_s},
            "fps": {file: 25.0},
            "hasVideo": {file: first.has_video is not False},
            "hasAudio": {file: first.has_audio is not False},
        },
    }


def _bouts(rows: Sequence[ResultRow]) -> list[tuple[float, float, ResultRow]]:
    """Stretches in which one class goes on, each with its surest result."""
    open_: dict[str, tuple[float, float, ResultRow]] = {}
    done = []
    for row in sorted(rows, key=lambda each: each.start_s):
        bout = open_.get(row.final_class)
        if bout is not None and row.start_s <= bout[1] + _TOUCH_S:
            best = max(bout[2], row, key=lambda each: each.probability)
            open_[row.final_class] = (bout[0], max(bout[1], row.end_s), best)
            continue
        if bout is not None:
            done.append(bout)
        open_[row.final_class] = (row.start_s, row.end_s, row)
    return sorted([*done, *open_.values()], key=lambda each: each[0])
