"""Make the program's icon for Windows and macOS from its drawing, after a change of that.

    .venv/bin/python packaging/program_icon.py

What it writes lies in the tree, so that neither a checkout nor an installed program needs this.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

from PIL import Image

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "program_icon"
ICO_PX, ICNS_PX = (16, 24, 32, 48, 64, 128, 256), (16, 32, 64, 128, 256, 512)


def drawn(drawing: QSvgRenderer, side_px: int) -> Image.Image:
    """The drawing at one size, drawn at that size: scaled down, thin lines would blur."""
    made = QImage(side_px, side_px, QImage.Format.Format_ARGB32)
    made.fill(0)
    painter = QPainter(made)
    drawing.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    made.save(buffer, "PNG")  # type: ignore[call-overload]
    return Image.open(io.BytesIO(buffer.data().data())).convert("RGBA")


def main() -> int:
    """Write both files."""
    _application = QGuiApplication([])
    drawing = QSvgRenderer(str(FOLDER / "smp-studio.svg"))
    for ending, sides_px in (("ico", ICO_PX), ("icns", ICNS_PX)):
        *smaller, largest = [drawn(drawing, side) for side in sides_px]
        sizes = {"sizes": [(side, side) for side in sides_px]} if ending == "ico" else {}
        largest.save(FOLDER / f"smp-studio.{ending}", append_images=smaller, **sizes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
