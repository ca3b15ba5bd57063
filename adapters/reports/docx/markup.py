"""WordprocessingML by hand: python-docx looks its styles up at every paragraph, which takes a long report minutes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import nsmap
from lxml import etree

from shared.domain.report import Level
from shared.domain.report.text import reads_from_right
from shared.domain.word_differences import Mark, Run

Element = Any
"""An lxml element."""

_W = f"{{{nsmap['w']}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TWIPS = 56.6929
"""To a millimetre."""

HEAD = "F3F5F8"
_RULE = "D4D9E0"
_ROOM = {"top": "50", "left": "100", "bottom": "30", "right": "100"}
"""Between a cell's text and its sides, in twentieths of a point."""

LEVELS = {
    Level.HIGH: ("A61B1B", "FFFFFF"),
    Level.MEDIUM: ("F2C14E", "1D2430"),
    Level.LOW: ("CFE0F2", "1D2430"),
    Level.NONE: ("E4EDE4", "1D2430"),
}
"""The ground and the ink of each level."""

_MARKS = {Mark.REMOVED: ("8C1D18", "FBE3E1"), Mark.ADDED: ("14532D", "DCF2E0")}


def element(name: str, *children: Element, **attributes: str) -> Element:
    """`element("tbl", row)` is `<w:tbl>` with a row in it."""
    made = etree.Element(_W + name, {_W + key: value for key, value in attributes.items()}, nsmap={"w": nsmap["w"]})
    made.extend(children)
    return made


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks beside what its paragraph's style says."""

    bold: bool = False
    mark: Mark = Mark.SAME
    ink: str = ""
    ground: str = ""


_PLAIN = Look()
BOLD = Look(bold=True)


def level_look(level: Level) -> Look:
    """A level's colours."""
    ground, ink = LEVELS[level]
    return Look(bold=True, ink=ink, ground=ground)


def words(text: str, look: Look = _PLAIN) -> Element:
    """A run of text in one line."""
    held = element("t")
    held.text = text
    held.set(_SPACE, "preserve")
    return element("r", *_properties(text, look), held)


def tab() -> Element:
    """A run that jumps to the next tab stop."""
    return element("r", element("tab"))


def right_stop(millimetres: float) -> Element:
    """A tab stop that text ends at, for the properties of a paragraph."""
    return element("tabs", element("tab", val="right", pos=_twips(millimetres)))


def field(instruction: str) -> Element:
    """A value that Word fills in: `PAGE`, `NUMPAGES`."""
    return element("fldSimple", words("1"), instr=instruction)


def _properties(text: str, look: Look) -> Iterator[Element]:
    """In the order that the format asks for."""
    ink, ground = _MARKS.get(look.mark, (look.ink, look.ground))
    parts = [
        *([element("b")] if look.bold else []),
        *([element("strike")] if look.mark is Mark.REMOVED else []),
        *([element("color", val=ink)] if ink else []),
        *([element("u", val="single")] if look.mark is Mark.ADDED else []),
        *([element("shd", val="clear", color="auto", fill=ground)] if ground else []),
        *([element("rtl")] if reads_from_right(text) else []),
    ]
    if parts:
        yield element("rPr", *parts)


def paragraph(
    style: str, *runs: Element, keep: bool = False, follows: bool = False, right_to_left: bool = False
) -> Element:
    """A paragraph.

    With `keep` it stands on the page of the next; with `follows` it begins no page, even if its style says so.
    """
    properties = element("pPr", element("pStyle", val=style))
    if keep:
        properties.append(element("keepNext"))
    if follows:
        properties.append(element("pageBreakBefore", val="0"))
    if right_to_left:
        properties.append(element("bidi"))
    return element("p", properties, *runs)


def paragraphs(style: str, text: str, look: Look = _PLAIN, *, keep: bool = False) -> Iterator[Element]:
    """A text as paragraphs, one for each line of it that is not empty."""
    for line in text.split("\n"):
        if line.strip():
            yield paragraph(style, words(line, look), keep=keep, right_to_left=reads_from_right(line))


def marked_paragraphs(style: str, runs: Iterable[Run]) -> Iterator[Element]:
    """The same of runs, what differs marked."""
    for line in _lines(runs):
        text = "".join(run.text for run in line)
        if text.strip():
            told = [words(run.text, Look(mark=run.mark)) for run in line if run.text]
            yield paragraph(style, *told, right_to_left=reads_from_right(text))


def _lines(runs: Iterable[Run]) -> Iterator[Sequence[Run]]:
    line: list[Run] = []
    for run in runs:
        first, *others = run.text.split("\n")
        line.append(Run(first, run.mark))
        for other in others:
            yield line
            line = [Run(other, run.mark)]
    yield line


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell."""

    blocks: Sequence[Element]
    ground: str = ""


def table(
    widths: Sequence[float], rows: Sequence[Sequence[Cell]], *, heads: int, whole: bool, lined: bool = True
) -> Element:
    """A table with columns of these widths in mm.

    Its first rows are repeated on every page; with `whole` no page ends within a row.
    """
    properties = element(
        "tblPr",
        element("tblW", w=_twips(sum(widths)), type="dxa"),
        *([_borders()] if lined else []),
        element("tblLayout", type="fixed"),
        element("tblCellMar", *(element(side, w=room, type="dxa") for side, room in _ROOM.items())),
    )
    grid = element("tblGrid", *(element("gridCol", w=_twips(width)) for width in widths))
    told = (_row(row, widths, head=n < heads, whole=whole) for n, row in enumerate(rows))
    return element("tbl", properties, grid, *told)


def _borders() -> Element:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return element("tblBorders", *(element(side, val="single", sz="4", space="0", color=_RULE) for side in sides))


def _row(cells: Sequence[Cell], widths: Sequence[float], *, head: bool, whole: bool) -> Element:
    row = element("tr")
    rules = [*([element("cantSplit")] if head or whole else []), *([element("tblHeader")] if head else [])]
    if rules:
        row.append(element("trPr", *rules))
    row.extend(_cell(cell, width) for cell, width in zip(cells, widths, strict=True))
    return row


def _cell(cell: Cell, width: float) -> Element:
    properties = element("tcPr", element("tcW", w=_twips(width), type="dxa"))
    if cell.ground:
        properties.append(element("shd", val="clear", color="auto", fill=cell.ground))
    return element("tc", properties, *(cell.blocks or [paragraph("Normal")]))


def _twips(millimetres: float) -> str:
    return str(round(millimetres * _TWIPS))
