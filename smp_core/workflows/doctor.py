"""What this machine has, what it lacks, and what to do about it."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from smp_core import __version__
from smp_core.errors import SmpError
from smp_core.jobs import JobContext
from smp_core.log import log_file
from smp_core.paths import user_data_folder
from smp_core.processes import bundled

SUPPORTED_PYTHONS = ((3, 11), (3, 12), (3, 13))
PACKAGES = ("torch", "torchvision", "torchaudio", "timm", "transformers", "av", "SQLAlchemy")
DECODERS = ("h264", "hevc", "vp9", "aac")
ENCODERS = ("libx264", "aac")
LOW_SPACE_BYTES = 2 * 10**9
LOW_MEMORY_BYTES = 4 * 10**9
QT_TIMEOUT_S = 60.0
SETUP_AGAIN = (
    "Copy the program's folder again from where it was made."
    if bundled()
    else "Set up again: python packaging/bootstrap.py setup"
)

# The window's parts, started without a screen. QtMultimedia plays the clips.
_QT_PROBE = (
    "from PySide6 import QtCore, QtMultimedia, QtWidgets;"
    "QtWidgets.QApplication([]); print(QtCore.qVersion())"
)


@dataclass(frozen=True)
class Check:
    """One thing that was looked at.

    Attributes:
        name: What.
        state: "ok", "note" (works, but worth knowing) or "missing".
        found: What was found, one short line.
        remedy: What to do; empty if nothing.
        required: Without it the command line cannot do its job.
    """

    name: str
    state: Literal["ok", "note", "missing"]
    found: str
    remedy: str = ""
    required: bool = False


def examine(ctx: JobContext) -> list[Check]:
    """Look at everything the program depends on.

    Args:
        ctx: Progress and cancelling.

    Returns:
        All checks, in the order to show them; a failing one never hides the next.
    """
    looks: tuple[Callable[[], list[Check]], ...] = (
        _program,
        _packages,
        _devices,
        _codecs,
        _space,
        _sqlite,
        _qt,
        _packs,
        _captioners,
    )
    checks: list[Check] = []
    for done, look in enumerate(looks):
        ctx.progress("Looking at this machine", done, len(looks))
        checks += look()
    ctx.progress("Looking at this machine", len(looks), len(looks))
    return checks


def _program() -> list[Check]:
    version = platform.python_version()
    right = sys.version_info[:2] in SUPPORTED_PYTHONS
    return [
        Check("SMP Studio", "ok", __version__),
        Check(
            "Python",
            "ok" if right else "missing",
            f"{version} on {platform.platform(terse=True)}",
            "" if right else "Install Python 3.11, 3.12 or 3.13, then set up again.",
            required=True,
        ),
        Check("Log file", "ok", str(log_file())),
    ]


def _packages() -> list[Check]:
    checks = []
    for name in PACKAGES:
        try:
            checks.append(Check(name, "ok", importlib.metadata.version(name), required=True))
        except importlib.metadata.PackageNotFoundError:
            checks.append(Check(name, "missing", "not installed", SETUP_AGAIN, required=True))
    return checks


def _devices() -> list[Check]:
    try:
        import torch
    except (ImportError, OSError) as error:
        return [Check("Device", "missing", f"torch: {error}", SETUP_AGAIN, required=True)]
    cpu = f"CPU, {torch.get_num_threads()} threads"
    if torch.cuda.is_available():
        cards = []
        for index in range(torch.cuda.device_count()):
            card = torch.cuda.get_device_properties(index)
            cards.append(f"{card.name} ({card.total_memory / 1e9:.0f} GB)")
        return [Check("Device", "ok", ", ".join([*cards, cpu]))]
    if torch.backends.mps.is_available():
        return [Check("Device", "ok", f"Apple GPU (mps), {cpu}")]
    return [Check("Device", "note", f"{cpu}; no GPU, which is fine for the demo pack")]


def _codecs() -> list[Check]:
    try:
        import av
    except (ImportError, OSError) as error:
        return [Check("Codecs", "missing", f"av: {error}", SETUP_AGAIN, required=True)]

    def lacking(names: tuple[str, ...], mode: Literal["r", "w"]) -> list[str]:
        absent = []
        for name in names:
            try:
                av.Codec(name, mode)
            except ValueError:  # UnknownCodecError is one
                absent.append(name)
        return absent

    checks = []
    for what, names, mode in (("Decoding", DECODERS, "r"), ("Encoding", ENCODERS, "w")):
        absent = lacking(names, "r" if mode == "r" else "w")
        checks.append(
            Check(
                what,
                "missing" if absent else "ok",
                f"lacks {', '.join(absent)}" if absent else ", ".join(names),
                SETUP_AGAIN if absent else "",
                required=mode == "r",
            )
        )
    return checks


def _space() -> list[Check]:
    checks = []
    places = (("Space here", Path.cwd()), ("Space for user data", user_data_folder()))
    for name, folder in places:
        free = shutil.disk_usage(_existing(folder)).free
        low = free < LOW_SPACE_BYTES
        remedy = f"Free some space on the disk of {folder}." if low else ""
        state: Literal["ok", "note"] = "note" if low else "ok"
        checks.append(Check(name, state, f"{free / 1e9:.1f} GB free in {folder}", remedy))
    try:
        import psutil
    except ImportError:
        return [*checks, Check("psutil", "missing", "not installed", SETUP_AGAIN, required=True)]
    memory = psutil.virtual_memory()
    low = memory.available < LOW_MEMORY_BYTES
    checks.append(
        Check(
            "Memory",
            "note" if low else "ok",
            f"{memory.available / 1e9:.1f} of {memory.total / 1e9:.1f} GB free",
            "Close other programs before training." if low else "",
        )
    )
    return checks


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    return next(each for each in (folder.absolute(), *folder.absolute().parents) if each.exists())


def _sqlite() -> list[Check]:
    return [Check("SQLite", "ok", sqlite3.sqlite_version)]


def _qt() -> list[Check]:
    """Start Qt in a child: a missing library can abort the whole process."""
    if bundled():  # the bundle has no Python to start
        return []
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    try:
        answer = subprocess.run(
            [sys.executable, "-c", _QT_PROBE],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=QT_TIMEOUT_S,
            env=environment,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return [Check("Window (Qt)", "missing", str(error), SETUP_AGAIN)]
    if answer.returncode == 0:
        return [Check("Window (Qt)", "ok", answer.stdout.strip())]
    reasons = answer.stderr.strip().splitlines() or [f"ended with {answer.returncode}"]
    return [
        Check(
            "Window (Qt)",
            "missing",
            reasons[-1],
            "The command line works without. To get the window, set up again as root, or type the "
            "line that it prints: python packaging/bootstrap.py setup",
        )
    ]


def _captioners() -> list[Check]:
    """Their library looks its models up by name: what is not there shows only then."""
    try:
        from smp_core.prompts.loading import architectures

        found = architectures()
    except (ImportError, OSError, AttributeError, RuntimeError) as error:
        return [
            Check("Captioners", "missing", f"transformers: {error}", SETUP_AGAIN, required=True)
        ]
    return [Check("Captioners", "ok", f"{len(found)} kinds of models can be opened", required=True)]


def _packs() -> list[Check]:
    try:
        from smp_core.workflows.packs import find_pack, list_packs
    except (ImportError, OSError) as error:
        return [Check("Packs", "missing", str(error), SETUP_AGAIN, required=True)]
    found = list_packs()
    checks = []
    for info in found:
        problem, remedy = info.problem, "Copy or fetch the pack again."
        if not problem:
            try:
                find_pack(str(info.folder)).verify()
            except SmpError as error:
                problem, remedy = error.message, error.hint
        name = f"Pack {info.name}"
        if problem:
            checks.append(Check(name, "missing", problem, remedy))
        else:
            checks.append(Check(name, "ok", f"{info.size_bytes / 1e6:.1f} MB, every file is right"))
    if not any(check.state == "ok" for check in checks):
        remedy = "Fetch the whole checkout again; resources/packs/demo belongs to it."
        checks.append(Check("Packs", "missing", "no usable one", remedy, required=True))
    return checks
