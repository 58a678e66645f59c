"""The set-up scripts are no package: they are found where they lie."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest


class Scripts:
    """The modules of packaging/."""

    def __init__(self) -> None:
        self.failure: ModuleType = importlib.import_module("failure")
        self.interpreter: ModuleType = importlib.import_module("interpreter")
        self.system_libraries: ModuleType = importlib.import_module("system_libraries")
        self.virtual_environment: ModuleType = importlib.import_module("virtual_environment")
        self.environment: ModuleType = importlib.import_module("environment")
        self.bundle_maker: ModuleType = importlib.import_module("bundle_maker")
        self.bundle_smoke: ModuleType = importlib.import_module("bundle_smoke")
        self.kit: ModuleType = importlib.import_module("kit")
        self.program_files: ModuleType = importlib.import_module("program_files")
        self.kit_wheels: ModuleType = importlib.import_module("kit_wheels")
        self.kit_maker: ModuleType = importlib.import_module("kit_maker")
        self.steps: ModuleType = importlib.import_module("steps")
        self.shortcut: ModuleType = importlib.import_module("shortcut")
        self.bootstrap: ModuleType = importlib.import_module("bootstrap")


@pytest.fixture
def scripts(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Scripts:
    """The set-up scripts as modules."""
    monkeypatch.syspath_prepend(str(checkout / "packaging"))
    return Scripts()
