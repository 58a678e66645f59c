"""A project of a few lines that wants other packages of a few lines, to install for real in tests.

It has everything that decides how a set-up goes: a build backend of its own, something that only
the editable installation needs, a dependency of a dependency that exists as source only, a newer
version that the pins forbid, and a tool for developers.
"""

from __future__ import annotations

import importlib.metadata
import io
import tarfile
import zipfile
from pathlib import Path

_BACKEND = """
import os, tomllib, zipfile

def _build(folder, files):
    with open("pyproject.toml", "rb") as file:
        project = tomllib.load(file)["project"]
    name, version = project["name"].replace("-", "_"), project["version"]
    wants = [f"Requires-Dist: {line}" for line in project.get("dependencies", [])]
    for extra, lines in project.get("optional-dependencies", {}).items():
        wants.append(f"Provides-Extra: {extra}")
        wants += [f"Requires-Dist: {line}; extra == '{extra}'" for line in lines]
    head = ["Metadata-Version: 2.1", f"Name: {project['name']}", f"Version: {version}"]
    info = f"{name}-{version}.dist-info"
    files = {
        **files,
        f"{info}/METADATA": "\\n".join([*head, *wants, ""]),
        f"{info}/WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    }
    files[f"{info}/RECORD"] = "".join(f"{path},,\\n" for path in [*files, f"{info}/RECORD"])
    made = f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(folder, made), "w") as wheel:
        for path, text in files.items():
            wheel.writestr(path, text)
    return made

def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    return _build(wheel_directory, {"tiny_source.py": "WORD = 'built'\\n"})

def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    import tiny_editables
    return _build(wheel_directory, {"tiny.pth": os.getcwd() + "\\n"})

def get_requires_for_build_editable(config_settings=None):
    return ["tiny-editables"]
"""
_BUILD = '[build-system]\nrequires = ["tiny-backend>=1"]\nbuild-backend = "tiny_backend"\n'
_PROJECT = """
[project]
name = "tiny"
version = "1.0"
dependencies = ["tiny-lib>=1"]
optional-dependencies = { dev = ["tiny-tool"] }
"""
_SOURCE = '\n[project]\nname = "tiny-source"\nversion = "2.0"\n'


def make_project(root: Path, scripts: Path) -> None:
    """Make the project.

    Args:
        root: Its folder.
        scripts: The set-up scripts to copy into it. They ask for no free space there.
    """
    (root / "packaging").mkdir(parents=True)
    for script in scripts.glob("*.py"):
        text = script.read_text(encoding="utf-8").replace("10**9", "1")
        (root / "packaging" / script.name).write_text(text, encoding="utf-8")
    pins = "tiny-lib==1.0\ntiny-source==2.0\ntiny-tool==1.0\n"
    (root / "packaging" / "constraints.txt").write_text(pins, encoding="utf-8")
    (root / "pyproject.toml").write_text(_BUILD + _PROJECT, encoding="utf-8")
    (root / "tiny.py").write_text("import tiny_lib\n", encoding="utf-8")


def make_index(folder: Path) -> None:
    """Make a folder of packages that pip can search: what the project needs, and what pip does."""
    folder.mkdir()
    vendored = {"tiny_vendored/other-1.0.dist-info/METADATA": "Name: other\nVersion: 1.0\n"}
    wheel(folder, "tiny-backend", "1.3", {"tiny_backend.py": _BACKEND, **vendored})
    wheel(folder, "tiny-editables", "1.0", {"tiny_editables.py": ""})
    for version in ("1.0", "1.1"):
        code = f"import tiny_source\nVERSION = {version!r}\n"
        wheel(folder, "tiny-lib", version, {"tiny_lib.py": code}, ["tiny-source"])
    wheel(folder, "tiny-tool", "1.0", {"tiny_tool.py": ""})
    with tarfile.open(folder / "tiny_source-2.0.tar.gz", "w:gz") as archive:
        metadata = "Metadata-Version: 2.1\nName: tiny-source\nVersion: 2.0\n"
        for name, text in (("pyproject.toml", _BUILD + _SOURCE), ("PKG-INFO", metadata)):
            entry = tarfile.TarInfo(f"tiny_source-2.0/{name}")
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text.encode()))
    for installed in ("pip", "packaging"):
        _wheel_of(installed, folder)


def wheel(
    folder: Path,
    name: str,
    version: str,
    files: dict[str, str | bytes],
    requires: list[str] | None = None,
) -> Path:
    """Write a wheel, which is a zip with three more files."""
    stem = f"{name.replace('-', '_')}-{version}"
    wants = "".join(f"Requires-Dist: {line}\n" for line in requires or [])
    info = f"{stem}.dist-info"
    content = {
        **files,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{wants}",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    content[f"{info}/RECORD"] = "".join(f"{path},,\n" for path in [*content, f"{info}/RECORD"])
    made = folder / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(made, "w") as archive:
        for path, text in content.items():
            archive.writestr(path, text)
    return made


def _wheel_of(installed: str, folder: Path) -> None:
    package = importlib.metadata.distribution(installed)
    files = {
        file.as_posix(): file.read_binary()
        for file in package.files or []
        if file.parts[0] == installed and file.suffix != ".pyc"
    }
    wheel(folder, installed, package.version, dict(files))
