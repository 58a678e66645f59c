"""What holds for every test: offline, headless, repeatable, away from the user's own folders."""

from __future__ import annotations

import os
import socket
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.update(
    # The tests run in two processes and start more: several threads in each would wait for
    # each other, and take many times as long on a busy machine.
    OMP_NUM_THREADS="1",
    HF_HUB_OFFLINE="1",
    TRANSFORMERS_OFFLINE="1",
    QT_QPA_PLATFORM="offscreen",
    NO_COLOR="1",
)
for _name in ("FORCE_COLOR", "COLUMNS"):
    os.environ.pop(_name, None)

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

_LOCAL_HOSTS = ("127.0.0.1", "::1", "localhost")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Names that are no UTF-8 (a file's, in a log line) can be told from one process to another."""
    report = yield
    report.sections = [
        (name, text.encode("utf-8", "backslashreplace").decode()) for name, text in report.sections
    ]
    return report


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Packs, caches and logs of a test stay in the test's folder."""
    monkeypatch.setenv("SMP_HOME", str(tmp_path_factory.mktemp("home")))


@pytest.fixture(autouse=True, scope="session")
def _offline() -> Iterator[None]:
    """A test that reaches for the network fails at once, on every machine alike."""
    connect = socket.socket.connect

    def refuse(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in _LOCAL_HOSTS:
            raise RuntimeError(f"a test reached for the network: {address[0]}")
        connect(self, address)  # type: ignore[arg-type]

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", refuse)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the checkout."""
    return Path(__file__).resolve().parent.parent
