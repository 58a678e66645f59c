"""Files from a model hub or a mirror of it: resumed, checked, and nothing else goes out.

`huggingface_hub` asks what a file is (size, checksum, commit) and names its address; the bytes are
read here, because that library throws half a file away when it is interrupted.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from smp_core.errors import InputError, ModelError, SmpError
from smp_core.jobs import JobContext
from smp_core.paths import write_error

DEFAULT_MIRROR = "https://huggingface.co"
_ROUNDS = 3  # without a single new byte; with one, the count begins anew
_TIMEOUT_S = 15.0
_CHUNK_BYTES = 1 << 20
_COMMIT = re.compile(r"[0-9a-f]{40}")
_CHECKSUM = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")  # it becomes part of a file's name
_OTHER_MACHINE = "Check the network, or fetch on another machine and bring it: `smp pack add`."

Answer = TypeVar("Answer")
Received = Callable[[int], None]


@dataclass(frozen=True)
class RemoteFile:
    """What a mirror says of a file.

    Attributes:
        size_bytes: Exactly.
        checksum: SHA-256 of a large file, git's blob number (SHA-1) of a small one.
        commit: Which state of the repository it is of.
    """

    size_bytes: int
    checksum: str
    commit: str


@contextlib.contextmanager
def online() -> Iterator[None]:
    """The one place where the program may use the network."""
    from huggingface_hub import constants

    # The library reads the environment once, at its import; every request asks this constant.
    before = constants.HF_HUB_OFFLINE
    constants.HF_HUB_OFFLINE = False
    try:
        yield
    finally:
        constants.HF_HUB_OFFLINE = before


def mirrors() -> list[str]:
    """Where to look, in order: HF_ENDPOINT, several parted by commas, else the hub itself.

    Raises:
        InputError: One of them is no web address.
    """
    named = [each.strip().rstrip("/") for each in os.environ.get("HF_ENDPOINT", "").split(",")]
    found = [each for each in named if each] or [DEFAULT_MIRROR]
    for each in found:
        try:
            usable = urlsplit(each).scheme in ("http", "https") and bool(urlsplit(each).hostname)
        except ValueError:
            usable = False
        if not usable:
            raise InputError(
                f"HF_ENDPOINT names {each!r}, which is no web address.",
                "Write https://mirror.example, several parted by commas.",
            )
    return found


def list_files(repo: str, revision: str) -> list[str]:
    """Names of all files of a repository, from the first mirror that answers, as it tells them.

    They are not checked: none may become a path but through `paths.file_inside`.

    Raises:
        ModelError: None of them does.
    """
    from huggingface_hub import HfApi

    def ask(mirror: str) -> list[str]:
        api = HfApi(endpoint=mirror, token=False)
        return api.list_repo_files(repo, revision=revision)

    return _first_answer(f"{repo} ({revision})", ask)


def look_up(repo: str, revision: str, name: str) -> RemoteFile:
    """What the first mirror that answers says of a file.

    Raises:
        ModelError: None of them has it.
    """
    from huggingface_hub import get_hf_file_metadata, hf_hub_url

    def ask(mirror: str) -> RemoteFile:
        url = hf_hub_url(repo, name, revision=revision, endpoint=mirror)
        said = get_hf_file_metadata(url, token=False, timeout=_TIMEOUT_S, endpoint=mirror)
        commit, checksum = said.commit_hash or "", said.etag or ""
        known = _COMMIT.fullmatch(commit) and _CHECKSUM.fullmatch(checksum)
        if said.size is None or not known:
            raise ModelError(f"{mirror} does not answer like a model hub.", "Try another mirror.")
        return RemoteFile(said.size, checksum, commit)

    return _first_answer(f"{repo}/{name}", ask)


def part_file(to: Path, remote: RemoteFile) -> Path:
    """Where a file lies until it is whole: of another state of the hub, under another name."""
    return to.with_name(f"{to.name}.{remote.checksum[:16]}.part")


def fetch_file(
    repo: str,
    name: str,
    remote: RemoteFile,
    to: Path,
    ctx: JobContext,
    received: Received,
    sha256: str = "",
) -> None:
    """Fetch one file; what came of it before is kept and continued.

    Args:
        remote: From `look_up`.
        to: Where; until it is whole, what came lies in its `part_file`.
        received: Called with the number of bytes that are there.
        sha256: What it must be; "" trusts the hub's own checksum.

    Raises:
        ModelError: No mirror could give the right file.
        ResourceError: The disk is full. Cancelled: The operator stopped; what came is kept.
    """
    if to.is_file() and to.stat().st_size == remote.size_bytes and _right(to, remote, sha256):
        received(remote.size_bytes)
        return
    part = part_file(to, remote)
    part.parent.mkdir(parents=True, exist_ok=True)
    fruitless, last = 0, ""
    usable, inherited = mirrors(), _size(part) > 0
    while fruitless < _ROUNDS and usable:
        before = _size(part)
        for mirror in list(usable):
            try:
                _continue(mirror, repo, name, remote, part, ctx, received)
            except ModelError as error:
                last = error.message
                continue
            if _right(part, remote, sha256):
                part.replace(to)
                return
            # Damaged on the way, or another file than the one we know: nothing of it can stay.
            part.unlink()
            if inherited:  # the damage may be in what was there before: once more, from the start
                inherited = False
                continue
            usable.remove(mirror)
            last = f"{mirror} gives another file: its checksum is wrong."
        fruitless = 0 if _size(part) > before else fruitless + 1
        if usable and 0 < fruitless < _ROUNDS:
            _wait(ctx)
    raise ModelError(f"{repo}/{name} could not be fetched: {last}", _OTHER_MACHINE)


def _continue(
    mirror: str,
    repo: str,
    name: str,
    remote: RemoteFile,
    part: Path,
    ctx: JobContext,
    received: Received,
) -> None:
    """Fetch what is still missing of a file.

    Raises:
        ModelError: The connection broke, or the mirror refused.
    """
    import httpx2
    from huggingface_hub import get_session, hf_hub_url, hf_raise_for_status
    from huggingface_hub.errors import HfHubHTTPError

    there = _size(part)
    if there > remote.size_bytes:
        part.unlink()
        there = 0
    received(there)
    if there == remote.size_bytes and there > 0:
        return
    url = hf_hub_url(repo, name, revision=remote.commit, endpoint=mirror)
    # Who asks, and no more: no token, no list of installed libraries.
    headers = {"User-Agent": "smp-studio", "Accept-Encoding": "identity"}
    if there:
        headers["Range"] = f"bytes={there}-"
    try:
        with get_session().stream(
            "GET", url, headers=headers, timeout=_TIMEOUT_S, follow_redirects=True
        ) as answer:
            hf_raise_for_status(answer)
            if answer.status_code != 206:  # the mirror cannot continue: from the start
                there = 0
            with part.open("ab" if there else "wb") as file:
                for chunk in answer.iter_bytes():
                    there += len(chunk)
                    if there > remote.size_bytes:
                        raise ModelError(f"{mirror} sends more of {name} than there is.")
                    file.write(chunk)
                    received(there)
                    ctx.raise_if_cancelled()
    except HfHubHTTPError as error:
        raise ModelError(f"{mirror} answered {error.response.status_code}.") from error
    except httpx2.HTTPError as error:
        raise ModelError(f"{mirror} did not answer to the end ({type(error).__name__}).") from error
    except OSError as error:
        raise write_error(part, error) from error
    if there < remote.size_bytes:
        raise ModelError(f"{mirror} sent only {there} of {remote.size_bytes} bytes.")


def _first_answer(what: str, ask: Callable[[str], Answer]) -> Answer:
    import httpx2
    from huggingface_hub.errors import HfHubHTTPError

    last: list[str] = []
    for mirror in mirrors():
        try:
            return ask(mirror)
        except SmpError as error:
            last.append(error.message)
        except HfHubHTTPError as error:
            number = error.response.status_code
            said = "there is no such file or revision" if number == 404 else f"answer {number}"
            last.append(f"{mirror}: {said}")
        # A mirror that is no hub answers with anything; the library does not look before it reads.
        except (httpx2.HTTPError, OSError, ValueError, TypeError, KeyError) as error:
            last.append(f"{mirror}: {type(error).__name__}")
    raise ModelError(f"{what} cannot be reached. {'; '.join(last)}.", _OTHER_MACHINE)


def _right(file: Path, remote: RemoteFile, sha256: str) -> bool:
    """Whether a file is what the hub says, and what we know it to be."""
    whole = hashlib.sha256()
    # Small files are numbered by git, which puts a heading before the content.
    blob = hashlib.sha1(f"blob {file.stat().st_size}\0".encode(), usedforsecurity=False)
    with file.open("rb") as opened:
        while chunk := opened.read(_CHUNK_BYTES):
            whole.update(chunk)
            blob.update(chunk)
    if sha256 and whole.hexdigest() != sha256:
        return False
    return remote.checksum in (whole.hexdigest(), blob.hexdigest())


def _size(file: Path) -> int:
    return file.stat().st_size if file.is_file() else 0


def _wait(ctx: JobContext) -> None:
    end = time.monotonic() + 1.0
    while time.monotonic() < end:
        ctx.raise_if_cancelled()
        time.sleep(0.05)
