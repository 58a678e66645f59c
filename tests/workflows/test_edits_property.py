"""Any sequence of edits can be taken back to the start and done again to the end."""

from __future__ import annotations

import contextlib
from pathlib import Path

from edited_project import everything, fill
from hypothesis import given, settings
from hypothesis import strategies as st

from smp_core.errors import InputError
from smp_core.storage.engine import Database, sqlite_engine
from smp_core.storage.project import Project
from smp_core.storage.schema import Base
from smp_core.workflows import class_edits, clip_edits
from smp_core.workflows.clips import list_classes, list_clips
from smp_core.workflows.edit_journal import redo, undo

_STEP = st.tuples(
    st.sampled_from(
        ["create", "rename", "colour", "up", "merge", "split", "delete"]
        + ["move", "copy", "remove", "stretch", "undo", "redo"]
    ),
    st.integers(0, 7),
    st.integers(0, 7),
    st.integers(0, 15),
)


def _project() -> Project:
    """A project in memory."""
    engine = sqlite_engine(Path(":memory:"))
    Base.metadata.create_all(engine)
    return Project(Path("/nowhere"), Database(engine, "memory"), None)


def _do(project: Project, kind: str, first: int, second: int, at: int) -> None:
    classes, clips = list_classes(project), list_clips(project)
    a = classes[first % len(classes)].id if classes else 0
    b = classes[second % len(classes)].id if classes else 0
    some = [clip.id for clip in clips[first : first + 1 + second]]
    one = some[0] if some else 0
    name = f"class {second}"
    edits = {
        "create": lambda: class_edits.create_class(project, name),
        "rename": lambda: class_edits.rename_class(project, a, name),
        "colour": lambda: class_edits.colour_class(project, a, f"#0000{at:02x}"),
        "up": lambda: class_edits.move_class(project, a, second - 3),
        "merge": lambda: class_edits.merge_classes(project, a, [b]),
        "split": lambda: class_edits.split_class(project, some, name),
        "delete": lambda: class_edits.delete_class(project, a),
        "move": lambda: clip_edits.move_clips(project, some, b),
        "copy": lambda: clip_edits.copy_clips(project, some, b),
        "remove": lambda: clip_edits.remove_clips(project, some),
        "stretch": lambda: clip_edits.set_stretch(project, one, at, at + 1 + second),
        "undo": lambda: undo(project),
        "redo": lambda: redo(project),
    }
    with contextlib.suppress(InputError):
        edits[kind]()


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
)
@given(steps=st.lists(_STEP, min_size=4, max_size=14))
def test_all_undone_is_the_start_and_all_redone_the_end(steps):
    with _project() as project:
        fill(project, {"fall": 3, "cough": 2, "shout": 1})
        start = everything(project)
        for step in steps:
            _do(project, *step)
        while redo(project):
            pass
        end = everything(project)
        while undo(project):
            pass
        assert everything(project) == start
        while redo(project):
            pass
        assert everything(project) == end
