"""Paragraphs of a narrative as one text, read with or without its cells."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import msgspec

from xlform.grid.address import Range, parse_cell, parse_range
from xlform.grid.model import Position, origin
from xlform.model.submission import Form, Value
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Violation
from xlform.template.form_values import FormValues
from xlform.template.roles import Role

# Lines of a cell that are searched for a value.
_LINES_AT_MOST = 500


def folded(text: str) -> str:
    """Return text in half width and without whitespace, as narratives are read."""
    from xlform.reading import passage  # noqa: PLC0415  (a workbook without a narrative needs none)

    return passage.folded(text)


class Paragraph(msgspec.Struct, frozen=True):
    """Line of a narrative: its cell, the path of a value read from the cell, its folded text.

    ``start`` is its offset in the whole text. ``path`` is "" for a paragraph no value is read from.
    """

    cell: str
    path: str
    text: str
    start: int


class Paragraphs:
    """Folded text of a narrative, its paragraphs separated by line breaks."""

    def __init__(self, values: FormValues, lines: Sequence[tuple[str, str, str]]) -> None:
        self._values = values
        self._form = values.form
        found: list[Paragraph] = []
        offset = 0
        for cell, path, text in lines:
            found.append(Paragraph(cell, path, text, offset))
            offset += len(text) + 1
        self.all = tuple(found)
        self.text = "\n".join(paragraph.text for paragraph in found)

    def at(self, offset: int) -> Paragraph:
        """Return the paragraph at an offset of the text."""
        return self.all[max(0, bisect_right(self._starts, offset) - 1)]

    def violation(
        self,
        offset: int,
        message: str,
        details: dict[str, str],
        expected: str = "",
        actual: str = "",
    ) -> Violation:
        """Return a violation at the paragraph of an offset."""
        place = self.at(offset)
        return Violation(
            self._form,
            place.path,
            "" if place.path else place.cell,
            message,
            details,
            expected,
            actual,
        )

    @property
    def unit(self) -> str:
        """Return the unit as the narrative states it."""
        return self._values.text(Role.UNIT)

    def is_title(self, offset: int) -> bool:
        """Return True if an offset is in the title."""
        text = self.at(offset).text
        return bool(text) and text in folded(self._form.title)

    @cached_property
    def _starts(self) -> list[int]:
        return [paragraph.start for paragraph in self.all]

    @cached_property
    def entries(self) -> tuple[tuple[int, int], ...]:
        """Return the span of each project's paragraphs in the text, in the order of the form."""
        starts: list[int] = []
        first = next((n for n, line in enumerate(self.all) if line.start > self.plan_end), 0)
        for row in self._values.rows(Role.PROJECTS):
            first = self._line_of(row.path_of(Role.PROJECT), row.value(Role.PROJECT), first)
            starts.append(self.all[first].start if self.all else 0)
        ends = [*starts[1:], len(self.text)][: len(starts)]
        return tuple(zip(starts, ends, strict=True))

    @cached_property
    def plan_end(self) -> int:
        """Return where the paragraphs of the work plan (年度重点工作计划) end in the text."""
        plan, name = self._values.text(Role.PLAN), self._values.path_of(Role.PLAN)
        if not plan or not self.all:
            return 0
        last = folded(plan.rpartition("\n")[2])
        number = sum(path.startswith(f"{name}[") for path in self._form.origins)
        line = self._line_of(f"{name}[{number}]" if number else name, last, 0)
        return self.all[line].start + len(self.all[line].text)

    def _line_of(self, path: str, value: Value, first: int) -> int:
        """Return the first line of a value from a line on: of its cell, and with its words."""
        lines = self._lines.get(self._form.origins.get(path, ""), [])
        lines = lines[(start := bisect_left(lines, first)) : start + _LINES_AT_MOST]
        words = folded(value.partition("\n")[0]) if isinstance(value, str) else ""
        return next((n for n in lines if words in self.all[n].text), lines[0] if lines else first)

    @cached_property
    def _lines(self) -> dict[str, list[int]]:
        """Return the numbers of the lines of each cell."""
        found: dict[str, list[int]] = {}
        for number, line in enumerate(self.all):
            found.setdefault(line.cell, []).append(number)
        return found


def paragraphs_of(form: Form, context: RuleContext) -> Paragraphs:
    """Return the paragraphs of a narrative, those that no value is read from included."""
    return context.memoize(form, _paragraphs)


def _paragraphs(form: Form, context: RuleContext) -> Paragraphs:
    paths = {cell: path for path, cell in reversed(tuple(form.origins.items())) if _is_cell(path)}
    lines: list[tuple[str, str, str]] = []
    if context.sheet(form) is None:
        for path, text in _texts(form.fields, form.tables):
            lines += [(form.origins.get(path, ""), path, folded(line)) for line in text.split("\n")]
        return Paragraphs(context.values(form), lines)
    for name, area in _areas(form, paths).items():
        sheet = context.sheet_named(name or form.sheet)
        prefix = f"{name}!" if name else ""
        for position, cell in sheet.cells.items() if sheet else ():
            if area.covers(*position):
                place = prefix + origin(position)
                path = paths.get(place, "")
                lines += [(place, path, folded(line)) for line in cell.text.split("\n")]
    return Paragraphs(context.values(form), lines)


def _areas(form: Form, cells: Iterable[str]) -> dict[str, Range]:
    """Return the area of a narrative on each sheet it was read from; "" is the form's own."""
    positions: dict[str, list[Position]] = {}
    for cell in cells:
        name, _, address = cell.rpartition("!")
        positions.setdefault(name, []).append(parse_cell(address))
    if not positions.keys() - {""}:
        return {"": parse_range(form.range)}
    found: dict[str, Range] = {}
    for name, on_sheet in positions.items():
        rows, columns = zip(*on_sheet, strict=True)
        found[name] = Range(min(rows), min(columns), max(rows), max(columns))
    return found


def _is_cell(path: str) -> bool:
    return not path.endswith(".text")


def _texts(
    fields: Mapping[str, Value], tables: Mapping[str, Sequence[Mapping[str, Value]]]
) -> Iterator[tuple[str, str]]:
    for name, value in fields.items():
        if isinstance(value, str) and value:
            yield name, value
    for table, rows in tables.items():
        for number, row in enumerate(rows):
            for name, value in row.items():
                if isinstance(value, str) and value:
                    yield f"{table}[{number}].{name}", value
