"""What helps to find a fault, without what tells who or where: looked at first, then saved.

Imports no torch: the window collects it in a thread of its own, also when the engine is gone.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import io
import json
import os
import platform
import shutil
import sqlite3
import zipfile
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import sqlalchemy as sa

from smp_core import __version__
from smp_core.log import log_file
from smp_core.paths import atomic_write_bytes, user_data_folder
from smp_core.processes import bundled
from smp_core.storage.peek import class_names
from smp_core.storage.project import DATABASE, Project
from smp_core.storage.schema import (
    Base,
    ClassRow,
    ClipRow,
    FolderRow,
    IncomingRow,
    PredictionRow,
    RunRow,
    WatchedFolderRow,
)
from smp_core.workflows.redaction import Redactor, numbered

LOG_LINES = 500
_PACKAGES = (
    *("PySide6", "torch", "torchvision", "torchaudio", "timm", "transformers", "av", "numpy"),
    *("SQLAlchemy", "alembic", "safetensors", "pyqtgraph", "scikit-learn"),
)
# Kept for the next start, but of no use here: what was open and chosen, in the operator's words.
_PRIVATE_SETTINGS = ("stations", "recent", "last_project")


@dataclass(frozen=True)
class Part:
    """Attributes:
    name: Of the file in the zip.
    text: What it holds, already without names.
    """

    name: str
    text: str


def collect(
    project: Project | None, settings: Mapping[str, Any], facts: Mapping[str, str]
) -> tuple[Part, ...]:
    """Gather everything, names replaced.

    Args:
        project: The open one; None leaves its part out.
        settings: The window's.
        facts: What only the window knows, by its name: screen, device.

    Raises:
        StorageError: The project's database cannot be read.
    """
    redact = Redactor(_known(project, settings))
    kept = {key: value for key, value in settings.items() if key not in _PRIVATE_SETTINGS}
    kept["recent projects"] = len(settings.get("recent", []))
    parts = [
        Part("system.txt", redact(_table({**_system(), **facts}))),
        Part("settings.json", redact(json.dumps(kept, indent=2, ensure_ascii=False))),
    ]
    if project is not None:
        parts.append(Part("project.txt", redact(_table(_statistics(project)))))
    parts.append(Part("log.txt", redact.log(_log_end())))
    return tuple(parts)


def save(parts: tuple[Part, ...], path: Path) -> Path:
    """Write the parts as a zip file.

    Raises:
        StorageError, ResourceError: It could not be written; nothing is left half there.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            archive.writestr(part.name, part.text)
    atomic_write_bytes(path, packed.getvalue())
    return path


def _known(project: Project | None, settings: Mapping[str, Any]) -> dict[str, str]:
    recent = [each for each in settings.get("recent", []) if isinstance(each, str)]
    folders = {**dict.fromkeys(recent), **{Path(each).name: None for each in recent}}
    names: dict[str, None] = {}
    projects: list[str] = []
    own: dict[str, str] = {}
    if project is not None:
        with project.database.read() as session:
            query = sa.select(ClassRow.name).order_by(ClassRow.position)
            names.update(dict.fromkeys(session.scalars(query)))
            for each in session.scalars(sa.select(RunRow.class_names).order_by(RunRow.created)):
                names.update(dict.fromkeys(each))
            folders.update(dict.fromkeys(session.scalars(sa.select(WatchedFolderRow.path))))
            folders.update(dict.fromkeys(session.scalars(sa.select(FolderRow.path))))
        projects = [project.info.name, project.folder.name]
        own = {str(project.folder): "<project>"}
    for folder in _other_projects(project, settings):
        names.update(dict.fromkeys(class_names(folder / DATABASE)))
    return {
        **numbered(folders, "folder"),
        str(user_data_folder()): "<data>",
        **numbered(names, "class"),
        **numbered(projects, "name"),
        **own,
    }


def _other_projects(project: Project | None, settings: Mapping[str, Any]) -> list[Path]:
    """Projects that the program knows of beside the open one: the log tells of them too."""
    told = [*settings.get("recent", []), settings.get("last_project")]
    found = [Path(each) for each in told if isinstance(each, str) and each]
    with contextlib.suppress(OSError):
        found += sorted(each.parent for each in user_data_folder().glob(f"*/{DATABASE}"))
    opened = None if project is None else project.folder
    return [each for each in dict.fromkeys(found) if each != opened]


def _system() -> dict[str, str]:
    memory = psutil.virtual_memory()
    free = shutil.disk_usage(_existing(user_data_folder())).free
    found = {
        "SMP Studio": __version__ + (" (bundle)" if bundled() else ""),
        "Python": f"{platform.python_version()} ({platform.python_implementation()})",
        "System": f"{platform.system()} {platform.release()}, {platform.machine()}",
        "Processors": str(os.cpu_count()),
        "Memory": f"{memory.available / 1e9:.1f} of {memory.total / 1e9:.1f} GB free",
        "Disk of the user's data": f"{free / 1e9:.1f} GB free",
        "SQLite": sqlite3.sqlite_version,
    }
    for name in _PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "not installed"
    return found


def _statistics(project: Project) -> dict[str, str]:
    found = {
        "Made": project.info.created.date().isoformat(),
        "Pack": f"{project.info.pack_name} {project.info.pack_digest[:12]}",
        "Database": f"{(project.folder / DATABASE).stat().st_size / 1e6:.2f} MB",
    }
    with project.database.read() as session:

        def counted(column: Any) -> str:
            rows = session.execute(sa.select(column, sa.func.count()).group_by(column)).all()
            return ", ".join(f"{name}: {count}" for name, count in rows) or "none"

        for table in Base.metadata.sorted_tables:
            n_rows = session.scalar(sa.select(sa.func.count()).select_from(table))
            found[f"Rows in {table.name}"] = str(n_rows)
        sizes = session.scalars(
            sa.select(sa.func.count(ClipRow.id))
            .select_from(ClassRow)
            .outerjoin(ClipRow, ClipRow.class_id == ClassRow.id)
            .group_by(ClassRow.id)
            .order_by(ClassRow.position)
        ).all()
        found["Clips by class"] = ", ".join(map(str, sizes)) or "none"
        found["Runs by state"] = counted(RunRow.status)
        found["Incoming by state"] = counted(IncomingRow.status)
        found["Results by review"] = counted(PredictionRow.review)
        newest = session.scalars(sa.select(RunRow).order_by(RunRow.created.desc()).limit(3)).all()
        for number, run in enumerate(newest, 1):
            about = f"{run.status}, {run.preset}, {run.captioner}, {run.device}"
            found[f"Run {number} before now"] = f"{about}\n{json.dumps(run.config, sort_keys=True)}"
    return found


def _log_end() -> str:
    try:
        with open(log_file(), encoding="utf-8", errors="replace") as file:
            return "".join(deque(file, LOG_LINES))
    except OSError as error:
        return f"There is no log: {error.strerror}"


def _table(rows: Mapping[str, str]) -> str:
    return "".join(f"{name}: {value}\n" for name, value in rows.items())


def _existing(folder: Path) -> Path:
    return next(each for each in (folder, *folder.parents) if each.exists())
