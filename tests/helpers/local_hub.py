"""A model hub on 127.0.0.1: HEAD and GET of /resolve/, Range, ETag, redirects, and bad days."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

_LARGE = 10_000  # files above this are "in LFS": their ETag is a SHA-256, and they are redirected


@dataclass
class LocalHub:
    """Serves `folder`/owner/model/file at one commit.

    Attributes:
        cut: Bytes after which the connection breaks, once per entry.
        damage: Turn a byte of every large file around.
        pause_s: Between two pieces of 16 kB.
        missing: File names that are not there.
        offered: Names that the list of a model's files tells too, whatever they may be.
        etag: Said in place of every file's own.
        asked: (method, path, Range) of every request.
    """

    folder: Path
    commit: str
    cut: list[int] = field(default_factory=list)
    damage: bool = False
    pause_s: float = 0.0
    missing: set[str] = field(default_factory=set)
    offered: list[str] = field(default_factory=list)
    etag: str = ""
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    url: str = ""

    def sent(self, name: str) -> list[str]:
        """The Range headers of the GETs of a file's content."""
        return [r for method, path, r in self.asked if method == "GET" and path.endswith(name)]


@contextmanager
def serve(hub: LocalHub) -> Iterator[LocalHub]:
    """Run it until the end of the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(hub))
    server.daemon_threads = True
    hub.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(hub: LocalHub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:
            self._answer(with_body=False)

        def do_GET(self) -> None:
            self._answer(with_body=True)

        def log_message(self, *_: object) -> None:
            return

        def _answer(self, with_body: bool) -> None:
            path = unquote(self.path)
            hub.asked.append((self.command, path, self.headers.get("Range", "")))
            if path.startswith("/api/models/"):
                self._list(path)
                return
            blob = path.startswith("/blobs/")
            parts = path.removeprefix("/blobs").strip("/").split("/")
            if not blob:  # owner/model/resolve/revision/name…
                if len(parts) < 5 or parts[2] != "resolve" or parts[3] not in ("main", hub.commit):
                    self._nothing("RevisionNotFound")
                    return
                parts = [*parts[:2], *parts[4:]]
            file = hub.folder.joinpath(*parts)
            if not file.is_file() or file.name in hub.missing:
                self._nothing("EntryNotFound")
                return
            data = file.read_bytes()
            large = len(data) > _LARGE
            sha256 = hashlib.sha256(data).hexdigest()
            if large and not blob:
                self.send_response(302)
                self.send_header("Location", f"{hub.url}/blobs/{'/'.join(parts)}")
                self.send_header("X-Linked-Etag", f'"{hub.etag or sha256}"')
                self.send_header("X-Linked-Size", str(len(data)))
                self.send_header("X-Repo-Commit", hub.commit)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            if large and hub.damage:
                data = data[:-1] + bytes([data[-1] ^ 1])
            self._send(data, sha256 if large else _git_blob(data), with_body)

        def _send(self, data: bytes, etag: str, with_body: bool) -> None:
            wanted = self.headers.get("Range", "")
            start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
            self.send_response(206 if wanted else 200)
            self.send_header("ETag", f'"{hub.etag or etag}"')
            self.send_header("X-Repo-Commit", hub.commit)
            self.send_header("Content-Length", str(len(data) - start))
            if wanted:
                self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
            self.end_headers()
            if not with_body:
                return
            stop = hub.cut.pop(0) if hub.cut and len(data) > _LARGE else None
            try:
                for at in range(start, len(data), 16_000):
                    if stop is not None and at - start >= stop:
                        self.close_connection = True
                        return
                    self.wfile.write(data[at : at + 16_000])
                    if hub.pause_s:
                        time.sleep(hub.pause_s)
            except OSError:  # the other side hung up
                self.close_connection = True

        def _list(self, path: str) -> None:
            owner, model = path.removeprefix("/api/models/").split("/")[:2]
            folder = hub.folder / owner / model
            files = sorted(file for file in folder.rglob("*") if file.is_file())
            said = [
                {
                    "type": "file",
                    "path": str(file.relative_to(folder)),
                    "size": file.stat().st_size,
                    "oid": _git_blob(file.read_bytes()),
                }
                for file in files
            ]
            said += [
                {"type": "file", "path": name, "size": 2, "oid": _git_blob(b"{}")}
                for name in hub.offered
            ]
            body = json.dumps(said).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _nothing(self, code: str) -> None:
            self.send_response(404)
            self.send_header("X-Error-Code", code)
            self.send_header("Content-Length", "0")
            self.end_headers()

    return Handler


def _git_blob(data: bytes) -> str:
    return hashlib.sha1(f"blob {len(data)}\0".encode() + data, usedforsecurity=False).hexdigest()
