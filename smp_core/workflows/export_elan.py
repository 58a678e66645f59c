"""Results for ELAN: one .eaf document for each video, one tier for each class.

Format: https://www.mpi.nl/tools/elan/EAF_Annotation_Format_3.0_and_ELAN.pdf
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

from smp_core.errors import InputError
from smp_core.jobs import JobContext
from smp_core.storage.project import Project
from smp_core.workflows.exports import Exported, rows_by_video, whole_file, whole_folder
from smp_core.workflows.result_table import ResultFilter, ResultRow

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = "http://www.mpi.nl/tools/elan/EAFv3.0.xsd"
_MIME = {".mp4": "video/mp4", ".m4v": "video/mp4", ".mov": "video/quicktime", ".wav": "audio/x-wav"}
# XML 1.0 has no way to write these, not even as a reference.
_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_elan(project: Project, chosen: ResultFilter, path: Path, ctx: JobContext) -> Exported:
    """Write results for ELAN; rejected ones only if the filter asks for nothing else.

    Args:
        path: The .eaf file if the results are of one video; for several, a folder of that name
            without ".eaf" is made, with one file for each video; whole or not at all.

    Returns:
        What was made, and the annotations in it. Of windows of one class that begin together one
        is written: a tier has room for one.

    Raises:
        InputError: There is nothing to write, or a folder would have to be made where something
            is already.
        StorageError, ResourceError: It cannot be written.
    """
    wanted = (
        row
        for row in rows_by_video(project, chosen, ctx)
        if row.review != "rejected" or chosen.reviews == ("rejected",)
    )
    videos = _by_video(wanted)
    first = next(videos, None)
    if first is None:
        raise InputError("There are no results to write.", "Show other results, then export.")
    second = next(videos, None)
    if second is None:
        return Exported(path, _write_one(path, first, path.parent))
    folder = path.with_suffix("")
    taken: set[str] = set()
    with whole_folder(folder) as part:
        count = sum(
            _write_one(part / _free_name(rows[0].path, taken), rows, folder)
            for rows in itertools.chain((first, second), videos)
        )
    return Exported(folder, count)


def _by_video(results: Iterable[ResultRow]) -> Iterator[list[ResultRow]]:
    # Same names in several folders stand together in the order of videos.
    for _, group in itertools.groupby(results, key=lambda row: row.path.name):
        by_path: dict[Path, list[ResultRow]] = {}
        for row in group:
            by_path.setdefault(row.path, []).append(row)
        yield from by_path.values()


def _free_name(video: Path, taken: set[str]) -> str:
    for number in itertools.count(1):
        name = f"{video.stem}.eaf" if number == 1 else f"{video.stem} ({number}).eaf"
        # B and b are one file on some systems: the later would take the earlier one's place.
        if name.casefold() not in taken:
            taken.add(name.casefold())
            return name
    raise AssertionError("unreachable")


def _write_one(path: Path, rows: Sequence[ResultRow], home: Path) -> int:
    """Write a video's document, which will lie in the folder `home`; how many annotations."""
    tree = _document(rows, home)
    with whole_file(path) as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        file.write(ElementTree.tostring(tree, encoding="unicode"))
    return sum(1 for _ in tree.iter("ALIGNABLE_ANNOTATION"))


def _document(rows: Sequence[ResultRow], home: Path) -> ElementTree.Element:
    ElementTree.register_namespace("xsi", _XSI)
    root = ElementTree.Element(
        "ANNOTATION_DOCUMENT",
        {
            "AUTHOR": "SMP Studio",
            "DATE": datetime.now(UTC).isoformat(timespec="seconds"),
            "FORMAT": "3.0",
            "VERSION": "3.0",
            f"{{{_XSI}}}noNamespaceSchemaLocation": _SCHEMA,
        },
    )
    header = ElementTree.SubElement(
        root, "HEADER", {"MEDIA_FILE": "", "TIME_UNITS": "milliseconds"}
    )
    video = rows[0].path
    media = {
        "MEDIA_URL": _clean(video.as_uri()),
        "MIME_TYPE": _MIME.get(video.suffix.lower(), "unknown"),
    }
    if video.parent == home:
        media["RELATIVE_MEDIA_URL"] = _clean(f"./{video.name}")
    ElementTree.SubElement(header, "MEDIA_DESCRIPTOR", media)
    times = ElementTree.SubElement(root, "TIME_ORDER")
    slots, notes = itertools.count(1), itertools.count(1)
    tiers: dict[str, list[ResultRow]] = {}
    for row in rows:
        tiers.setdefault(row.final_class, []).append(row)
    for name, events in tiers.items():
        tier = ElementTree.SubElement(
            root, "TIER", {"LINGUISTIC_TYPE_REF": "default-lt", "TIER_ID": _clean(name)}
        )
        events.sort(key=lambda row: row.start_s)
        for row, following in itertools.zip_longest(events, events[1:]):
            # Annotations of one tier may not overlap; windows do, if the hop is short.
            end_s = row.end_s if following is None else min(row.end_s, following.start_s)
            if end_s <= row.start_s:
                continue
            marks = []
            for moment_s in (row.start_s, end_s):
                mark = f"ts{next(slots)}"
                marks.append(mark)
                ElementTree.SubElement(
                    times,
                    "TIME_SLOT",
                    {"TIME_SLOT_ID": mark, "TIME_VALUE": str(round(moment_s * 1000))},
                )
            holder = ElementTree.SubElement(tier, "ANNOTATION")
            note = ElementTree.SubElement(
                holder,
                "ALIGNABLE_ANNOTATION",
                {
                    "ANNOTATION_ID": f"a{next(notes)}",
                    "TIME_SLOT_REF1": marks[0],
                    "TIME_SLOT_REF2": marks[1],
                },
            )
            value = ElementTree.SubElement(note, "ANNOTATION_VALUE")
            value.text = _clean(f"{row.final_class} ({row.probability:.0%}, {row.review})")
    ElementTree.SubElement(
        root,
        "LINGUISTIC_TYPE",
        {
            "GRAPHIC_REFERENCES": "false",
            "LINGUISTIC_TYPE_ID": "default-lt",
            "TIME_ALIGNABLE": "true",
        },
    )
    return root


def _clean(text: str) -> str:
    return _NO_XML.sub("�", text)
