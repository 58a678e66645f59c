"""What fetches have brought so far: each has a folder of its own until it ends or is given up.

<where packs lie>/.fetched/<what is fetched>/<owner--model>/<file>
<where packs lie>/.fetched/<what is fetched>.lock      held while it is fetched
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from smp_core.errors import InputError, ModelError
from smp_core.jobs import JobContext
from smp_core.paths import file_inside, write_error
from smp_core.workflows.pack_hub import RemoteFile, part_file

_STORE = ".fetched"
_LOCK = ".lock"
_CHUNK_BYTES = 1 << 20
_NO_LOCKS = (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS)  # some shares know no locks
_GIVEN_UP_S = 30 * 86_400  # nobody comes back to a fetch after that


class FetchStore:
    """The store of one fetch.

    Args:
        parent: Where the pack or model will lie.
        name: Its name.
    """

    def __init__(self, parent: Path, name: str) -> None:
        self.name = name
        self.folder = parent / _STORE / name

    def model(self, repo: str) -> Path:
        """The folder of one published model, "owner/model"."""
        return self.folder / repo.replace("/", "--")

    def place(self, repo: str, name: str) -> Path:
        """Where a file will lie. Its name is the hub's word, and a hub need not be honest.

        Raises:
            ModelError: The name leads out of the model's folder.
        """
        try:
            return file_inside(self.model(repo), name)
        except InputError as error:
            raise ModelError(
                f"{repo} offers a file under an unsafe name: {name!r}.",
                "Nothing was fetched. Use another mirror, and tell whoever runs this one.",
            ) from error

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Keep every other program from this store; one that is killed lets go of it.

        Raises:
            InputError: Another program has it. StorageError: The place cannot be written.
        """
        from filelock import FileLock, Timeout

        lock = FileLock(self.folder.with_name(self.folder.name + _LOCK), timeout=0)
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout as error:
            raise InputError(
                f"{self.name} is being fetched already, by another window or command.",
                "Wait until that one has ended, or stop it.",
            ) from error
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise write_error(self.folder, error) from error
        try:
            yield
        finally:
            lock.release()
            if not self.folder.exists():  # while something is kept the lock stays beside it
                with contextlib.suppress(OSError):
                    os.unlink(lock.lock_file)
                with contextlib.suppress(OSError):  # other fetches have something there
                    self.folder.parent.rmdir()

    def size_bytes(self) -> int:
        """What is kept of this fetch."""
        return _size(self.folder)

    def take_over(self, repo: str, name: str, remote: RemoteFile, ctx: JobContext) -> None:
        """Begin a file with what another fetch has of it, if that is more; it stays there too.

        What was taken is checked like everything that was fetched.

        Raises:
            Cancelled: The operator stopped.
        """
        to = self.place(repo, name)
        part = part_file(to, remote)
        if to.is_file():
            return
        most, source = part.stat().st_size if part.is_file() else 0, None
        for other in self.folder.parent.glob("*/"):
            model = other / to.parent.name
            for file in (model / name, model / part.name):
                with contextlib.suppress(OSError):  # that fetch has just ended
                    size = file.stat().st_size
                    fits = size == remote.size_bytes if file.name == name else True
                    if file != part and fits and most < size <= remote.size_bytes:
                        most, source = size, file
        if source is None:
            return
        # A disk that is full is told when the room is looked at; what was copied is a beginning.
        with contextlib.suppress(OSError):
            part.parent.mkdir(parents=True, exist_ok=True)
            _copy(source, part, ctx)

    def clear(self) -> None:
        """Delete what is kept; the fetch has ended well."""
        shutil.rmtree(self.folder, ignore_errors=True)


def kept_fetches(parent: Path) -> dict[str, int]:
    """What is kept of fetches that have not ended well: bytes by the name of what was fetched."""
    found = sorted(each for each in (parent / _STORE).glob("*/") if each.is_dir())
    return {each.name: size for each in found if (size := _size(each))}


def discard_fetch(parent: Path, name: str) -> int:
    """Give a fetch up: delete what is kept of it.

    Returns:
        The bytes that became free.

    Raises:
        InputError: It is going on.
    """
    store = FetchStore(parent, name)
    with store.held():
        before = store.size_bytes()
        store.clear()
        return before - store.size_bytes()


def discard_given_up(parent: Path) -> None:
    """Delete what is kept of fetches that nothing was added to for a month."""
    for folder in (parent / _STORE).glob("*/"):
        newest = max((_changed(each) for each in [folder, *folder.rglob("*")]), default=0.0)
        if time.time() - newest > _GIVEN_UP_S:
            with contextlib.suppress(InputError):  # it goes on after all
                discard_fetch(parent, folder.name)


def _copy(source: Path, to: Path, ctx: JobContext) -> None:
    with source.open("rb") as opened, to.open("ab") as file:
        opened.seek(file.tell())  # what is there is the same file's beginning
        while chunk := opened.read(_CHUNK_BYTES):
            ctx.raise_if_cancelled()
            file.write(chunk)


def _size(folder: Path) -> int:
    total = 0
    for each in folder.rglob("*"):
        with contextlib.suppress(OSError):
            total += each.stat().st_size if each.is_file() else 0
    return total


def _changed(path: Path) -> float:
    with contextlib.suppress(OSError):
        return path.stat().st_mtime
    return 0.0
