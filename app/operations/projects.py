"""Making, opening and looking at projects."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QSysInfo

from app.changes import Change
from app.jobs.operation import EngineWork, Lane, Operation, read
from app.texts import translate
from smp_core.errors import InputError, SmpError
from smp_core.jobs import JobContext
from smp_core.worker.jobs.demo import JOB as DEMO
from smp_core.worker.jobs.demo import DemoMade, DemoRequest
from smp_core.worker.jobs.device import JOB as DEVICE
from smp_core.worker.jobs.device import DeviceInfo, DeviceRequest

if TYPE_CHECKING:
    from smp_core.records import StatusRecord
    from smp_core.workflows.packs import PackInfo
    from smp_core.workflows.project_marks import ProjectMarks
    from smp_core.workflows.projects import Project

_LOCK = ".window.lock"


@dataclass(frozen=True)
class OpenProject:
    """A project of this window.

    Attributes:
        project: For `smp_core.workflows` functions; safe from any thread.
        lock: Keeps a second window out; None where the folder cannot be written.
    """

    project: Project
    lock: QLockFile | None

    def close(self) -> None:
        """Let go of both."""
        self.project.close()
        if self.lock is not None:
            self.lock.unlock()


def open_project(folder: Path, already: Sequence[OpenProject] = ()) -> Operation[OpenProject]:
    """Open a project folder; one of those that are open already is given back as it is."""

    def work(_ctx: JobContext) -> OpenProject:
        from smp_core.workflows import projects

        for each in already:
            if each.project.folder == folder.absolute().resolve():
                return each
        lock = _lock(folder)
        try:
            project = projects.open_project(folder)
        except BaseException:
            if lock is not None:
                lock.unlock()
            raise
        return OpenProject(project, lock)

    name = translate("Projects", "Opening {0}").format(folder.name)
    return Operation(name, Lane.DB, work, quiet=True)


def close_project(old: OpenProject) -> Operation[None]:
    """Let go of a project that was left."""

    def work(_ctx: JobContext) -> None:
        old.close()

    return Operation("close project", Lane.DB, work, quiet=True)


def takes_new_project(folder: Path) -> Operation[bool]:
    """Whether a project can be made in a folder; it may lie on a share that is slow to answer."""

    def work(_ctx: JobContext) -> bool:
        from smp_core.workflows import projects

        return projects.takes_new_project(folder)

    return Operation("new folder", Lane.IO, work, quiet=True, key="new folder")


def reopen_project(closed: OpenProject) -> Operation[OpenProject]:
    """Open a project again whose database alone was closed: its lock is kept all the time."""

    def work(_ctx: JobContext) -> OpenProject:
        from smp_core.workflows import projects

        return OpenProject(projects.open_project(closed.project.folder), closed.lock)

    name = translate("Projects", "Opening {0}").format(closed.project.folder.name)
    return Operation(name, Lane.DB, work, quiet=True)


def create_project(folder: Path, name: str, pack: str) -> Operation[Path]:
    """Make a project; the result is its folder, to be opened next.

    Args:
        folder: New or empty. name: For people. pack: A pack's name or folder.
    """

    def work(_ctx: JobContext) -> Path:
        from smp_core.workflows import packs, projects

        manifest = packs.find_manifest(pack)
        named = Path(pack).is_dir()
        made = projects.create_project(
            folder,
            name,
            pack_name=manifest.name,
            pack_digest=manifest.digest,
            pack_folder=manifest.folder if named else None,
        )
        with made:
            return made.folder

    return Operation(translate("Projects", "Making {0}").format(name), Lane.DB, work, quiet=True)


def make_demo(folder: Path) -> Operation[DemoMade]:
    """Make the demo project and its clips, less than a minute's work; `finish_demo` goes on."""
    work = EngineWork(DEMO, DemoRequest(folder))
    return Operation(translate("Projects", "Making the demo project"), Lane.ENGINE, work)


def finish_demo(folder: Path) -> Operation[DemoMade]:
    """Train the demo project and classify its videos, while the operator looks around in it."""
    work = EngineWork(DEMO, DemoRequest(folder, finish=True))
    name = translate("Projects", "Preparing the demo: training, then finding events")
    changes = (Change.PROMPTS, Change.RUNS, Change.INCOMING, Change.RESULTS)
    return Operation(name, Lane.ENGINE, work, changes)


def project_status(project: Project) -> Operation[StatusRecord]:
    """The state of the project at a glance."""

    def work(_ctx: JobContext) -> StatusRecord:
        from smp_core.workflows import projects

        return projects.project_status(project)

    return read("status", work, key="status")


def look_for_changes(project: Project, before: ProjectMarks | None) -> Operation[ProjectMarks]:
    """Marks of what the project holds: other ones once another program has changed it."""

    def work(_ctx: JobContext) -> ProjectMarks:
        from smp_core.workflows import project_marks

        return project_marks.project_marks(project, before)

    return read("look for changes", work, key="look for changes")


def list_packs() -> Operation[list[PackInfo]]:
    """The packs on this machine."""

    def work(_ctx: JobContext) -> list[PackInfo]:
        from smp_core.workflows import packs

        return packs.list_packs()

    return read("packs", work, key="packs")


def pack_learned_from(project: Project) -> Operation[str]:
    """What a project's pack learned from; empty if the pack is not on this machine."""

    def work(_ctx: JobContext) -> str:
        from smp_core.workflows import packs

        try:
            return packs.project_manifest(project).learned_from
        except SmpError:  # whoever needs the pack will tell
            return ""

    return read("pack", work, key="pack")


def device_info(choice: str = "auto") -> Operation[DeviceInfo]:
    """On what the engine computes."""
    work = EngineWork(DEVICE, DeviceRequest(choice))
    return Operation("device", Lane.ENGINE, work, quiet=True, key="device")


def _lock(folder: Path) -> QLockFile | None:
    """Keep a second window out of a project; a dead window's lock does not count.

    Raises:
        InputError: Another window has it open.
    """
    if not folder.is_dir():
        return None  # opening will say what is wrong
    lock = QLockFile(str(folder / _LOCK))
    lock.setStaleLockTime(0)
    if lock.tryLock(0) or (_is_left_of_ours(lock) and lock.tryLock(0)):
        return lock
    if lock.error() == QLockFile.LockError.LockFailedError:
        raise _open_elsewhere(folder, lock)
    return None  # read-only folder: whether that matters, the database will say


def _open_elsewhere(folder: Path, lock: QLockFile) -> InputError:
    """Who has it. Whether a window of another machine is still there cannot be seen from here."""
    host = lock.getLockInfo()[1]
    if not host or host == QSysInfo.machineHostName():
        return InputError(
            translate("Projects", "{0} is open in another window of SMP Studio.").format(folder),
            translate("Projects", "Go on in that window, or close it first."),
        )
    return InputError(
        translate("Projects", "{0} is open in a window of SMP Studio on the machine {1}.").format(
            folder, host
        ),
        translate(
            "Projects",
            "Close it there. If that machine crashed or has another name now, delete the file "
            "{0} in the project's folder.",
        ).format(_LOCK),
    )


def _is_left_of_ours(lock: QLockFile) -> bool:
    """Remove a lock that this window could not take away, because its share had vanished.

    Returns:
        Whether it was one; what anybody still holds is not removed.
    """
    pid, host, _ = lock.getLockInfo()
    return pid == os.getpid() and host == QSysInfo.machineHostName() and lock.removeStaleLockFile()
