"""Laid out sheet as a worksheet part, its elements in the order of the schema (18.3.1.99)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from xml.etree import ElementTree as ET

from xlform.grid.address import Range
from xlform.ooxml.edit.splice import xml_text
from xlform.ooxml.escaping import escape
from xlform.ooxml.fill.canonical import (
    DECLARATION,
    MAIN,
    canonical,
    local_name,
    own_attributes,
    tag,
)
from xlform.ooxml.fill.merged_styles import StylesheetBuilder
from xlform.ooxml.fill.row_layout import sqref
from xlform.ooxml.fill.row_patterns import RowPattern, StyleNumbers, cell_pattern
from xlform.ooxml.fill.sheet_layout import FilledCell, SheetLayout
from xlform.ooxml.fill.source_sheet import RangedElement, SourceCell

_LITERAL: Final = ("=", "+", "-", "@")


class SharedStrings:
    """The shared strings of a new workbook."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        # The same by the texts as people write them, since most come several times.
        self._known: dict[str, int] = {}
        self._uses = 0

    def number(self, text: str) -> int:
        """Return the number of a text, as people write it, among them."""
        self._uses += 1
        number = self._known.get(text)
        if number is None:
            number = self._numbers.setdefault(xml_text(text), len(self._numbers))
            self._known[text] = number
        return number

    def part(self) -> bytes:
        """Return the part that holds them."""
        items = "".join(
            f'<si><t xml:space="preserve">{text}</t></si>'
            if text != text.strip() or "\n" in text or "  " in text
            else f"<si><t>{text}</t></si>"
            for text in self._numbers
        )
        counts = {"count": str(self._uses), "uniqueCount": str(len(self._numbers))}
        return (DECLARATION + tag("sst", {"xmlns": MAIN, **counts}, items)).encode()


def sheet_part(
    sheet: SheetLayout,
    style_numbers: StyleNumbers,
    book: StylesheetBuilder,
    strings: SharedStrings,
    *,
    first: bool,
) -> bytes:
    """Return the worksheet part of a sheet; the ``first`` one is shown when the file is opened."""
    return _Writer(sheet, style_numbers, book, strings).part(first=first)


class _Writer:
    def __init__(
        self,
        sheet: SheetLayout,
        style_numbers: StyleNumbers,
        book: StylesheetBuilder,
        strings: SharedStrings,
    ) -> None:
        self._sheet = sheet
        self._style_numbers = style_numbers
        self._book = book
        self._strings = strings
        self._filled: dict[int, dict[int, FilledCell]] = {}
        for (row, column), cell in sheet.cells.items():
            self._filled.setdefault(row, {})[column] = cell

    def part(self, *, first: bool) -> bytes:
        sheet, source = self._sheet, self._sheet.source
        merges = [f'<mergeCell ref="{merge}"/>' for merge in sheet.all_merges()]
        validations = [*self._ranged(source.validations), *sheet.validations]
        pieces = [
            self._properties(),
            tag("dimension", {"ref": str(Range(1, 1, sheet.row_layout.last, sheet.last_column))}),
            self._views(first=first),
            tag("sheetFormatPr", source.format or {"defaultRowHeight": "13.5"}),
            self._widths(),
            f"<sheetData>{''.join(self._rows())}</sheetData>",
            self._protection(),
            self._filter(),
            _counted("mergeCells", merges),
            "".join(self._conditions()),
            _counted("dataValidations", validations),
            self._links(),
            *(self._kept(name) for name in ("printOptions", "pageMargins", "pageSetup")),
            self._kept("headerFooter"),
            self._breaks(),
        ]
        return (DECLARATION + tag("worksheet", {"xmlns": MAIN}, "".join(pieces))).encode()

    # Rows and cells

    def _rows(self) -> Iterator[str]:
        row_layout = self._sheet.row_layout
        for number, source in enumerate(row_layout.sources, 1):
            first = row_layout.start(number)
            for row in range(first, row_layout.end(number) + 1):
                yield self._row(row, source, bare=source in self._sheet.bare or row > first)

    def _row(self, row: int, source: int, *, bare: bool) -> str:
        pattern = self._style_numbers.pattern(source, self._sheet.source.rows)
        height = self._sheet.heights.get(row, 0.0) or pattern.height
        high = f' ht="{height:g}" customHeight="1"' if height else ""
        head = f'<row r="{row}"{pattern.attributes}{high}'
        cells = "".join(self._cells(row, pattern, bare=bare))
        return f"{head}>{cells}</row>" if cells else f"{head}/>"

    def _cells(self, row: int, pattern: RowPattern, *, bare: bool) -> list[str]:
        filled_cells = self._filled.get(row) or {}
        cells = pattern.cells
        if not filled_cells.keys() <= cells.keys():
            beyond = {n: cell_pattern(n, 0, None) for n in filled_cells if n not in cells}
            cells = dict(sorted((cells | beyond).items()))
        made = []
        for column, (start, style, end, held) in cells.items():
            filled = filled_cells.get(column)
            if filled is not None:
                made.append(self._cell(f"{start}{row}", style, filled))
            elif held is None or bare:
                made.append(f"{start}{row}{end}")
            else:
                made.append(self._copied(f"{start}{row}", style, held))
        return made

    def _copied(self, start: str, style: int, own: SourceCell) -> str:
        """Return a cell with the content it has in the source."""
        if own.formula:
            formula = escape(self._sheet.formula(own.formula))
            return f'{start}" s="{style}"><f>{formula}</f></c>'
        if own.number:
            return f'{start}" s="{style}"><v>{escape(own.number)}</v></c>'
        return self._text_cell(start, style, own.text)

    def _cell(self, start: str, style: int, filled: FilledCell) -> str:
        """Return a cell with a content; ``start`` is its tag with its address."""
        if filled.locked is not None:
            style = self._book.variant(style, locked=filled.locked)
        formula = f"<f>{escape(filled.formula)}</f>" if filled.formula else ""
        if filled.number is not None:
            exponent = filled.number.as_tuple().exponent
            places = max(0, -exponent) if isinstance(exponent, int) else 0
            style = self._book.variant(style, places=places, shown=not filled.number)
            value = format(filled.number.normalize(), "f")
            return f'{start}" s="{style}">{formula}<v>{value}</v></c>'
        if formula:
            return f'{start}" s="{style}">{formula}</c>'
        return self._text_cell(start, style, filled.text)

    def _text_cell(self, start: str, style: int, text: str) -> str:
        if not text:
            return f'{start}" s="{style}"/>'
        if text.startswith(_LITERAL):
            style = self._book.variant(style, literal=True)
        return f'{start}" s="{style}" t="s"><v>{self._strings.number(text)}</v></c>'

    # Elements with ranges of cells

    def _ranged(self, placed: Iterable[RangedElement]) -> Iterator[str]:
        for ranged in placed:
            areas = list(self._sheet.row_layout.areas(ranged.areas))
            if areas:
                yield self._over(ranged.element, {"sqref": sqref(areas)})

    def _conditions(self) -> Iterator[str]:
        for ranged in self._sheet.source.conditions:
            areas = list(self._sheet.row_layout.areas(ranged.areas))
            if areas:
                rules = [
                    self._over(rule, self._renumbered(rule))
                    for rule in ranged.element
                    if local_name(rule) == "cfRule"
                ]
                yield tag("conditionalFormatting", {"sqref": sqref(areas)}, "".join(rules))

    def _renumbered(self, rule: ET.Element) -> dict[str, str]:
        number = rule.get("dxfId")
        if number is None or int(number) >= len(self._style_numbers.dxfs):
            return {}
        return {"dxfId": str(self._style_numbers.dxfs[int(number)])}

    def _over(self, element: ET.Element, changed: dict[str, str]) -> str:
        """Return an element with its formulas adapted to the new rows."""
        children = "".join(
            tag(local_name(child), own_attributes(child), escape(self._sheet.formula(child.text)))
            if local_name(child).startswith("formula") and child.text
            else canonical(child)
            for child in element
            if local_name(child)
        )
        return tag(local_name(element), own_attributes(element) | changed, children)

    def _filter(self) -> str:
        for ranged in self._sheet.source.filters:
            for area in self._sheet.row_layout.areas(ranged.areas):
                return canonical(ranged.element, {"ref": str(area)})
        return ""

    def _links(self) -> str:
        written = [
            tag("hyperlink", own_attributes(ranged.element) | {"ref": str(area)})
            for ranged in self._sheet.source.links
            for area in self._sheet.row_layout.areas(ranged.areas)
            if ranged.element.get("location")
        ]
        return tag("hyperlinks", {}, "".join(written)) if written else ""

    def _breaks(self) -> str:
        row_layout = self._sheet.row_layout
        ends = [last for row in self._sheet.source.breaks for _, last in row_layout.copies(row)]
        ends = sorted({*ends, *self._sheet.breaks})
        if not ends:
            return ""
        count = str(len(ends))
        written = [tag("brk", {"id": str(row), "max": "16383", "man": "1"}) for row in ends]
        return tag("rowBreaks", {"count": count, "manualBreakCount": count}, "".join(written))

    # Elements copied from the source

    def _views(self, *, first: bool) -> str:
        views = self._sheet.source.parts.get("sheetViews")
        view = next(iter(views), None) if views is not None else None
        attributes = {"workbookViewId": "0"} | (own_attributes(view) if view is not None else {})
        attributes.pop("tabSelected", None)
        if first:
            attributes = {"tabSelected": "1", **attributes}
        panes = (
            [canonical(child) for child in view if local_name(child)] if view is not None else []
        )
        return tag("sheetViews", {}, tag("sheetView", attributes, "".join(panes)))

    def _widths(self) -> str:
        written = [
            tag(
                "col",
                col
                | (
                    {"style": str(self._style_numbers.style(int(col["style"])))}
                    if "style" in col
                    else {}
                ),
            )
            for col in self._sheet.source.columns
        ]
        return tag("cols", {}, "".join(written)) if written else ""

    def _properties(self) -> str:
        """Return the sheet's properties without the code name that macros use."""
        element = self._sheet.source.parts.get("sheetPr")
        if element is None:
            return ""
        children = [canonical(child) for child in element if local_name(child)]
        attributes = own_attributes(element)
        attributes.pop("codeName", None)
        return tag("sheetPr", attributes, "".join(children))

    def _protection(self) -> str:
        """Return the sheet's own protection; that of the source would lock what is filled in."""
        changed = self._sheet.parts.get("sheetProtection", {})
        return tag("sheetProtection", changed) if changed else ""

    def _kept(self, name: str) -> str:
        changed = self._sheet.parts.get(name, {})
        elements, key = self._style_numbers.elements, (name, *changed.items())
        if key not in elements:
            element = self._sheet.source.parts.get(name)
            if element is not None:
                elements[key] = canonical(element, changed)
            else:
                elements[key] = tag(name, changed) if changed else ""
        return elements[key]


def _counted(name: str, items: list[str]) -> str:
    return tag(name, {"count": str(len(items))}, "".join(items)) if items else ""
