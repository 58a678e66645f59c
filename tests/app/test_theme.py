"""Colours that can be read, in every theme."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel

from app.context import Context
from app.theme import CLASS_COLOURS, CONTRAST, DARK, LIGHT, Theme, class_colour
from app.widgets.labels import ElidedLabel, label, plain_tip


def luminance(colour: str) -> float:
    """WCAG 2.1 relative luminance."""
    channels = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
                for c in QColor(colour).getRgbF()[:3]]  # fmt: skip
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2.1 contrast ratio."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("theme", "least"), [(DARK, 4.5), (LIGHT, 4.5), (CONTRAST, 7.0)])
def test_text_can_be_read_on_every_ground(theme: Theme, least: float) -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    for text in ("text", "quiet", "good", "warn", "bad"):
        for ground in ("ground", "surface", "raised"):
            ratio = contrast(getattr(theme, text), getattr(theme, ground))
            assert ratio >= least, (text, ground)
    assert contrast(theme.on_accent, theme.accent) >= 4.5
    assert contrast(theme.text, theme.selection) >= 4.5
    assert contrast(theme.control, theme.ground) >= 3
    assert contrast(theme.accent, theme.ground) >= 3


def test_each_theme_gives_a_whole_style_sheet(context: Context) -> None:
    for mode in ("light", "contrast", "dark"):
        context.theme.set_mode(mode)  # type: ignore[arg-type]
        assert context.theme.theme.name == mode
        assert "$" not in context.theme.theme.style_sheet()
    context.theme.toggle()
    assert context.theme.theme.name == "light"


def test_class_colours_begin_with_okabe_ito_and_differ() -> None:
    assert CLASS_COLOURS[0] == "#E69F00"
    assert len(set(CLASS_COLOURS)) == 21
    assert class_colour(22) == CLASS_COLOURS[1]


def test_markup_in_names_stays_text(context: Context) -> None:
    assert plain_tip("<b>a & b</b>").endswith("&lt;b&gt;a &amp; b&lt;/b&gt;</span>")
    made = ElidedLabel("<b>clip</b>.mp4")
    assert made.toolTip().count("<b>") == 0
    assert made.textFormat() is label("x").textFormat() is QLabel().textFormat().PlainText
    made.deleteLater()
