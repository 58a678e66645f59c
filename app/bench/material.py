"""What the measurements need: synthetic scenes as files, and projects of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_SEED = 7
_SHOTS = 2  # of each class in the project that is trained


class Material:
    """Clips and projects below one folder, made by the program's own command line.

    Attributes:
        folder: Of everything.

    Args:
        folder: New or empty.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._scenes = folder / "scenes"

    def make_scenes(self) -> None:
        """Scenes of ten seconds with sound, 320 x 240 at 15 Hz: two of each target class."""
        _smp("synth", self._scenes, "--clips", _SHOTS, "--seed", _SEED)

    def trained_project(self) -> Path:
        """A project of these scenes, ready to be trained."""
        made = self.empty_project("trained")
        _smp("add", made, "--from-folders", self._scenes)
        _smp("prompts", made)
        return made

    def empty_project(self, name: str) -> Path:
        """A project without clips, on the demo pack."""
        _smp("new", self.folder / name)
        return self.folder / name

    def answered_project(self, rows: int) -> Path:
        """A project with so many results."""
        folder = self.folder / "answered"
        _run("-m", "smp_core.bench", "fill", folder, "--rows", rows)
        return folder

    def copies(self, name: str, count: int) -> list[Path]:
        """So many clips of different content, in folders by class.

        Each is one of the scenes with an empty box of its own number at its end: as much work to
        read as any file, and a duplicate of none.

        Returns:
            The files, in order of the folders.
        """
        scenes = sorted(self._scenes.rglob("*.mp4"))
        made = []
        for number in range(count):
            scene = scenes[number % len(scenes)]
            content = f"{name} {number}".encode()
            box = (8 + len(content)).to_bytes(4, "big") + b"free" + content
            path = self.folder / name / scene.parent.name / f"{scene.stem} {number}.mp4"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(scene.read_bytes() + box)
            made.append(path)
        return sorted(made)


def _smp(*arguments: object) -> None:
    _run("-m", "smp_core.cli", *arguments)


def _run(*arguments: object) -> None:
    subprocess.run([sys.executable, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)
