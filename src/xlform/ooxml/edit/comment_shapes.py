"""The boxes in which notes on cells open: a sheet's legacy drawing, in VML."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import Final

from xlform.ooxml.edit.comments import Note
from xlform.ooxml.edit.sizes import Sizes
from xlform.ooxml.edit.splice import Splice
from xlform.ooxml.whole_number import whole_number

DRAWING_TYPE: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_V: Final = "urn:schemas-microsoft-com:vml"
_O: Final = "urn:schemas-microsoft-com:office:office"
_X: Final = "urn:schemas-microsoft-com:office:excel"
_SPACES: Final = f'xmlns:v="{_V}" xmlns:o="{_O}" xmlns:x="{_X}"'
_BOX_TYPE: Final = "_x0000_t202"
_TYPE: Final = (
    f'<v:shapetype id="{_BOX_TYPE}"{{0}} coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
# The anchor sets the box's position; the margins are the values other programs write without
# computing them.
_SHAPE: Final = (
    f'<v:shape id="_x0000_s{{id}}"{{spaces}} type="#{_BOX_TYPE}" style="position:absolute;'
    "margin-left:59.25pt;margin-top:1.5pt;width:{width}pt;height:{height}pt;z-index:{order};"
    'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
# Each drawing of a workbook numbers its shapes within its own blocks of this size.
_BLOCK: Final = 1024
_BLOCKS: Final = re.compile(rb"<o:idmap\b[^>]*?\bdata\s*=\s*[\"']([0-9,\s]+)[\"']")
_SHAPES: Final = re.compile(rb"<((?:[\w.-]+:)?shape)(?=[\s>]).*?</\1\s*>", re.DOTALL)
_ROW: Final = re.compile(rb"<(?:[\w.-]+:)?Row>\s*(\d+)\s*</")
_COLUMN: Final = re.compile(rb"<(?:[\w.-]+:)?Column>\s*(\d+)\s*</")
_LAST_TAG: Final = re.compile(rb"</(?:[\w.-]+:)?xml\s*>\s*\Z")
# The box: its width in pixels, its text's lines in half characters and points, its edges.
_BOX_WIDTH: Final = 320
_LINE_ROOM: Final = 46
_LINE_PIXELS: Final = 16
_BOX_EDGES: Final = 14
_BOX_HIGHEST: Final = 420
_GAP: Final = 12
_PIXELS_PER_CHARACTER: Final = 8.0
_PIXELS_PER_POINT: Final = 96 / 72
_LAST_COLUMN: Final = 16_383
_LAST_ROW: Final = 1_048_575


def blocks_of(drawing: bytes) -> set[int]:
    """Return the blocks of shape numbers that a drawing uses."""
    return {
        number
        for found in _BLOCKS.finditer(drawing)
        for written in found[1].decode().split(",")
        if (number := whole_number(written.strip())) is not None
    }


def blocks_for(notes: list[Note]) -> int:
    """Return the number of blocks for these notes' boxes; the first number of each is reserved."""
    return -(-len(notes) // (_BLOCK - 1))


def new_drawing(notes: list[Note], sizes: Sizes, block: int) -> bytes:
    """Return the text of a drawing with a box for each note, numbered from a block that is free."""
    used = ",".join(str(block + number) for number in range(blocks_for(notes)))
    layout = f'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{used}"/></o:shapelayout>'
    shapes = "".join(_boxes(notes, sizes, block, ""))
    return f"<xml {_SPACES}>{layout}{_TYPE.format('')}{shapes}</xml>".encode()


def drawing_edits(drawing: bytes, notes: list[Note], sizes: Sizes, block: int) -> list[Splice]:
    """Return the splices that add a box for each note; ``ValueError`` if the part is no drawing.

    A VML drawing may be malformed XML: old programs left HTML in it.
    """
    last = _LAST_TAG.search(drawing)
    if last is None:
        raise ValueError
    # Namespaces are declared again only where the drawing does not use the usual prefixes.
    common = all(f'xmlns:{name}="'.encode() in drawing for name in "vox")
    spaces = "" if common else f" {_SPACES}"
    known = f'id="{_BOX_TYPE}"'.encode() in drawing
    boxes = "".join(_boxes(notes, sizes, block, spaces))
    content = ("" if known else _TYPE.format(spaces)) + boxes
    edits = [Splice(last.start(), last.start(), content.encode())]
    used = _BLOCKS.search(drawing)
    if used:
        more = "".join(f",{block + number}" for number in range(blocks_for(notes)))
        edits.append(Splice(used.end(1), used.end(1), more.encode()))
    return edits


def without_boxes(drawing: bytes, cells: Container[tuple[int, int]]) -> list[Splice]:
    """Return the splices that take the boxes of notes on these cells out of a drawing."""
    edits = []
    for shape in _SHAPES.finditer(drawing):
        place = _ROW.search(shape[0]), _COLUMN.search(shape[0])
        if place[0] and place[1] and (int(place[0][1]) + 1, int(place[1][1]) + 1) in cells:
            edits.append(Splice(shape.start(), shape.end(), b""))
    return edits


def _boxes(notes: list[Note], sizes: Sizes, block: int, spaces: str) -> Iterator[str]:
    for order, note in enumerate(notes):
        number = block * _BLOCK + order + 1 + order // (_BLOCK - 1)
        height = _box_height(note.text)
        across = _stretch(note.right, _GAP, _BOX_WIDTH, _LAST_COLUMN, sizes, wide=True)
        first = max(note.row - 2, 0)
        down = _stretch(first, 4, height, _LAST_ROW, sizes, wide=False)
        anchor = [across[0], across[1], down[0], down[1], across[2], across[3], down[2], down[3]]
        yield _SHAPE.format(
            id=number,
            spaces=spaces,
            width=_points(_BOX_WIDTH),
            height=_points(height),
            order=order + 1,
            anchor=", ".join(map(str, anchor)),
            row=note.row - 1,
            column=note.column - 1,
        )


def _stretch(
    first: int, offset: int, length: int, last: int, sizes: Sizes, *, wide: bool
) -> tuple[int, int, int, int]:
    """From an offset in a column or row, counted from 0, as many pixels on: index and offset."""
    first = min(first, last)
    at, rest = first, offset + length
    while at < last and rest > _pixels(sizes, at + 1, wide=wide):
        rest -= _pixels(sizes, at + 1, wide=wide)
        at += 1
    return first, offset, at, rest


def _pixels(sizes: Sizes, number: int, *, wide: bool) -> int:
    if wide:
        return round(sizes.width_of(number) * _PIXELS_PER_CHARACTER)
    return round(sizes.height_of(number) * _PIXELS_PER_POINT)


def _points(pixels: int) -> float:
    return round(pixels / _PIXELS_PER_POINT, 2)


def _box_height(text: str) -> int:
    lines = sum(-(-_span(line) // _LINE_ROOM) or 1 for line in text.split("\n"))
    return min(lines * _LINE_PIXELS + _BOX_EDGES, _BOX_HIGHEST)


def _span(line: str) -> int:
    """Return a line's width: a character of three or more bytes in UTF-8 counts 2."""
    return (len(line.encode("utf-8", "replace")) + len(line)) // 2
