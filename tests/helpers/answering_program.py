"""A program that puts videos in line and answers about them as a classification does, without a
model: `answering_program.py PROJECT FOLDER RUN`. It begins when a line comes in."""

from __future__ import annotations

import sys
from pathlib import Path

from answers import window

from smp_core.jobs import JobContext
from smp_core.storage.project import open_project
from smp_core.workflows.incoming import queue_videos, start_attempt, store_predictions

COMMAND = [sys.executable, str(Path(__file__).resolve())]


def answer_all(project_folder: Path, videos: Path, run_id: str) -> None:
    with open_project(project_folder) as project:
        print("ready", flush=True)
        sys.stdin.readline()
        for path in sorted(videos.iterdir()):
            (record,) = queue_videos(project, [path], JobContext(), again=True).queued
            start_attempt(project, record.id)
            found = [window(start_s, "fall", 0.8) for start_s in (0, 10)]
            store_predictions(project, record.id, run_id, found)


if __name__ == "__main__":
    answer_all(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
