"""Worksheet of a blank, parsed as the source that new sheets are laid out from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from xml.etree import ElementTree as ET

import msgspec

from xlform.errors import FileProblem
from xlform.grid.address import Range, column_letters, column_number, parse_cell, parse_range
from xlform.ooxml.fill.canonical import local_name, own_attributes
from xlform.ooxml.read.package import Package, qualified
from xlform.ooxml.read.relationships import relationships
from xlform.ooxml.read.strings import plain_text, read_strings, unescape
from xlform.ooxml.read.workbook import WORKSHEET, Workbook, read_workbook

DEFAULT_WIDTH: Final = 8.43
DEFAULT_HEIGHT: Final = 13.5
# Parts of a sheet that can't be copied along with its cells (ECMA-376 part 1, 18.3.1.99).
_BEYOND: Final = frozenset(
    {"drawing", "legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls",
     "webPublishItems", "tableParts", "extLst", "dataConsolidate", "scenarios", "sortState",
     "protectedRanges", "colBreaks", "customProperties"}
)  # fmt: skip
_WHOLE: Final = qualified("worksheet")
_NAME: Final = qualified("definedName")
_KEPT: Final = (
    "sheetPr", "sheetViews", "printOptions", "pageMargins", "pageSetup", "headerFooter",
    "sheetProtection",
)  # fmt: skip
_ROW_KEPT: Final = ("s", "customFormat", "hidden", "outlineLevel")


class SourceCell(msgspec.Struct, frozen=True):
    """Cell of the source: its style's number, and its text, number or formula."""

    style: int
    text: str = ""
    number: str = ""
    formula: str = ""

    @property
    def is_blank(self) -> bool:
        """Return whether it has a style alone."""
        return not (self.text or self.number or self.formula)


class SourceRow(msgspec.Struct, frozen=True):
    """Row of the source: ``height`` in points, 0 where hidden; cells by column."""

    height: float
    attributes: dict[str, str]
    cells: dict[int, SourceCell]


class SourceName(msgspec.Struct, frozen=True):
    """Defined name on the sheet: its attributes except the name, and its formula."""

    name: str
    attributes: dict[str, str]
    formula: str


class RangedElement(msgspec.Struct, frozen=True):
    """Element with a range of cells: a validation, a conditional format, a link."""

    areas: tuple[Range, ...]
    element: ET.Element


class SourceSheet(msgspec.Struct, frozen=True):
    """Source sheet; ``parts`` are elements copied as they are, by name.

    ``widths`` are in characters by column; ``breaks`` rows after which a page ends; ``last_row``
    and ``last_column`` the last ones with a cell or a merge.
    """

    name: str
    rows: dict[int, SourceRow]
    merges: tuple[Range, ...]
    columns: tuple[dict[str, str], ...]
    widths: dict[int, float]
    default_width: float
    default_height: float
    format: dict[str, str]
    parts: dict[str, ET.Element]
    validations: tuple[RangedElement, ...]
    conditions: tuple[RangedElement, ...]
    links: tuple[RangedElement, ...]
    filters: tuple[RangedElement, ...]
    breaks: tuple[int, ...]
    names: tuple[SourceName, ...]
    last_row: int
    last_column: int

    def width_of(self, column: int) -> float:
        """Return the width of a column in characters."""
        return self.widths.get(column, self.default_width)

    def height_of(self, row: int) -> float:
        """Return the height of a row in points."""
        found = self.rows.get(row)
        return found.height if found and found.height else self.default_height


def read_source_sheet(package: Package) -> tuple[SourceSheet, Workbook]:
    """Return the first sheet of a workbook as a source, and the workbook.

    Raises :class:`~xlform.errors.FileProblem` for a workbook that can't be read, and for a sheet
    with objects outside its cells, which would be lost.
    """
    workbook = read_workbook(package)
    sheet = next(item for item in workbook.sheets if item.kind == WORKSHEET)
    strings = read_strings(package, workbook.strings)
    root = next(package.elements(sheet.part, _WHOLE, _WHOLE))
    reader = _Reader(package, strings)
    for child in root:
        reader.take(child)
    main = next(r for r in relationships(package, "").values() if r.kind == "officeDocument")
    return reader.source_sheet(sheet.name, _names(package, main.target)), workbook


def _names(package: Package, main: str) -> tuple[SourceName, ...]:
    """Return the names of a workbook's first sheet, and those of the whole workbook."""
    names = []
    for element in package.elements(main, _NAME):
        attributes = own_attributes(element)
        name = attributes.pop("name", "")
        if attributes.pop("localSheetId", "0") == "0":
            names.append(SourceName(name, attributes, element.text or ""))
    return tuple(names)


class _Reader:
    """Takes the children of a worksheet one after the other."""

    def __init__(self, package: Package, strings: Sequence[str]) -> None:
        self._package = package
        self._strings = strings
        self._rows: dict[int, SourceRow] = {}
        self._merges: list[Range] = []
        self._columns: list[dict[str, str]] = []
        self._widths: dict[int, float] = {}
        self._format: dict[str, str] = {}
        self._parts: dict[str, ET.Element] = {}
        self._ranged: dict[str, list[RangedElement]] = {}
        self._breaks: list[int] = []

    def take(self, child: ET.Element) -> None:
        name = local_name(child)
        if name in _BEYOND:
            raise FileProblem("blank-beyond-cells", path=self._package.name, part=name)
        if name == "sheetData":
            for row in child:
                self._take_row(row)
        elif name == "mergeCells":
            self._merges = [parse_range(merge.get("ref", "")) for merge in child]
        elif name == "cols":
            self._take_columns(child)
        elif name == "rowBreaks":
            self._breaks = [int(item.get("id", "0")) for item in child]
        else:
            self._take_rest(name, child)

    def _take_rest(self, name: str, child: ET.Element) -> None:
        if name == "sheetFormatPr":
            self._format = own_attributes(child)
        elif name in ("dataValidations", "hyperlinks"):
            self._ranged[name] = [_ranged(item) for item in child if local_name(item)]
        elif name in ("conditionalFormatting", "autoFilter"):
            self._ranged.setdefault(name, []).append(_ranged(child))
        elif name in _KEPT:
            self._parts[name] = _copied(child)

    def source_sheet(self, name: str, names: tuple[SourceName, ...]) -> SourceSheet:
        columns = [column for row in self._rows.values() for column in row.cells]
        return SourceSheet(
            name=name,
            rows=self._rows,
            merges=tuple(self._merges),
            columns=tuple(self._columns),
            widths=self._widths,
            default_width=float(self._format.get("defaultColWidth", DEFAULT_WIDTH)),
            default_height=float(self._format.get("defaultRowHeight", DEFAULT_HEIGHT)),
            format=self._format,
            parts=self._parts,
            validations=tuple(self._ranged.get("dataValidations", ())),
            conditions=tuple(self._ranged.get("conditionalFormatting", ())),
            links=tuple(self._ranged.get("hyperlinks", ())),
            filters=tuple(self._ranged.get("autoFilter", ())),
            breaks=tuple(self._breaks),
            names=names,
            last_row=max([*self._rows, *(merge.bottom for merge in self._merges)], default=1),
            last_column=max([*columns, *(merge.right for merge in self._merges)], default=1),
        )

    def _take_columns(self, cols: ET.Element) -> None:
        for col in cols:
            self._columns.append(own_attributes(col))
            hidden = col.get("hidden", "") in ("1", "true")
            width = 0.0 if hidden else float(col.get("width", DEFAULT_WIDTH))
            first, last = int(col.get("min", "1")), int(col.get("max", "1"))
            self._widths |= dict.fromkeys(range(first, min(last, first + 512) + 1), width)

    def _take_row(self, row: ET.Element) -> None:
        number = int(row.get("r", len(self._rows) + 1))
        kept = {key: value for key in _ROW_KEPT if (value := row.get(key))}
        cells: dict[int, SourceCell] = {}
        for cell in row:
            if local_name(cell) == "c":
                column = parse_cell(cell.get("r", f"{column_letters(len(cells) + 1)}1"))[1]
                cells[column] = self._cell(cell)
        self._rows[number] = SourceRow(float(row.get("ht", "0")), kept, cells)

    def _cell(self, cell: ET.Element) -> SourceCell:
        style, kind = int(cell.get("s", "0")), cell.get("t", "n")
        found = {local_name(child): child for child in cell}
        value = (found["v"].text or "") if "v" in found else ""
        if "f" in found:
            if found["f"].get("t") not in (None, "normal"):
                raise FileProblem("blank-beyond-cells", path=self._package.name, part="f")
            return SourceCell(style, formula=unescape(found["f"].text or ""))
        if kind == "s":
            return SourceCell(style, self._strings[int(value)])
        if kind == "inlineStr":
            return SourceCell(style, plain_text(found["is"]) if "is" in found else "")
        if kind == "n":
            return SourceCell(style, number=value)
        return SourceCell(style, unescape(value))


def _ranged(element: ET.Element) -> RangedElement:
    words = (element.get("sqref") or element.get("ref") or "").split()
    return RangedElement(tuple(_area(word) for word in words), _copied(element))


def _area(word: str) -> Range:
    """Return a range of a sqref; a whole column ends at the last row of a sheet."""
    first, _, last = word.partition(":")
    if first.strip("$").isalpha():
        left, right = column_number(first.strip("$")), column_number((last or first).strip("$"))
        return Range(1, left, 1_048_576, right)
    return parse_range(word)


def _copied(element: ET.Element) -> ET.Element:
    """Return a copy that survives when the tree it came from is cleared."""
    copy = ET.Element(element.tag, dict(element.attrib))
    copy.text = element.text
    copy.extend(_copied(child) for child in element)
    return copy
