"""A project on disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smp_core.storage.project import Project, create_project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with create_project(tmp_path / "ward 7", pack_name="demo", pack_digest="d" * 64) as made:
        yield made
