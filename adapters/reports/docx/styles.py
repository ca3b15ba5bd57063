"""How a Word report looks."""

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

WIDTH = 174
"""Of the text, in mm."""

TITLE, HEADING, SUBHEADING, BULLET = "Title", "Heading1", "Heading2", "ListBullet"
CLAUSE, NOTE, SMALL, QUOTE, PLACE = "Clause", "Note", "Small", "Quoted", "Place"
_INK = RGBColor(0x1D, 0x24, 0x30)
_QUIET = RGBColor(0x5B, 0x64, 0x72)
_ACCENT = RGBColor(0x1F, 0x3A, 0x5F)
_FONT = "Calibri"


def prepare(document: Any) -> None:
    """Set the page, and the styles that everything uses."""
    _page(document.sections[0])
    normal = document.styles["Normal"]
    _look(normal, 10, _INK)
    normal.paragraph_format.space_after = Pt(5)
    for name, size in (("Title", 26.0), ("Heading 1", 17.0), ("Heading 2", 12.0)):
        _look(document.styles[name], size, _ACCENT, bold=True)
    document.styles["Heading 1"].paragraph_format.page_break_before = True
    document.styles["Heading 1"].paragraph_format.space_after = Pt(6)
    document.styles["Heading 2"].paragraph_format.space_before = Pt(16)
    for name, size, colour in (
        (CLAUSE, 8.5, _INK),
        (NOTE, 8.5, _QUIET),
        (SMALL, 8.0, _QUIET),
        (QUOTE, 9.0, _INK),
        (PLACE, 8.5, _QUIET),
    ):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        _look(style, size, colour)
        style.paragraph_format.space_after = Pt(3)
    for name in (NOTE, PLACE):
        document.styles[name].font.italic = True
    for name in (QUOTE, PLACE):
        document.styles[name].paragraph_format.left_indent = Mm(5)


def _page(section: Any) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin, section.bottom_margin = Mm(18), Mm(20)


def _look(style: Any, size: float, colour: RGBColor, *, bold: bool = False) -> None:
    style.font.name, style.font.size, style.font.bold = _FONT, Pt(size), bold
    style.font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        if attribute.endswith("Theme"):
            del fonts.attrib[attribute]
    for kind in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(kind), _FONT)
