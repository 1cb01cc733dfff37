"""Kinds of values on a blank: by the words of a label, number formats and validations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from xlform.formula.parser import parse
from xlform.formula.tree import Cells, walk
from xlform.grid.model import Position
from xlform.learning.blank_sheet import BlankSheet, Slot
from xlform.learning.labels import plain_label
from xlform.learning.proposal import LearntColumn, LearntField, LearntForm, LearntTable
from xlform.template.declaration import NUMBERS, ValueKind
from xlform.template.labels import fold
from xlform.values.money import split_money_unit, unit_of_heading, unit_powers

_TICKS_ALONE = 1
_CELLS_AT_MOST = 500
_UNIT_AT_MOST = 6
_BRACKET = re.compile("[（(][^（）()]*[)）]")


class Kinds:
    """Sets the kinds of all fields and columns of a form."""

    def __init__(self, sheet: BlankSheet) -> None:
        self._sheet = sheet
        self._words = sheet.words
        self._of_which = sheet.words.labels("of-which")

    def set(self, form: LearntForm) -> None:
        """Set the kinds, and the money unit that the form prints."""
        for field in form.fields:
            self._field(field)
        for table in form.tables:
            self._table(table)
        self._beside_amounts(form)
        self._add_operands(form)
        units = self._units(form)
        form.unit_printed = bool(units)
        form.money = units[0] if units and units[0] in ("万元", "元") else "万元"

    def _word(self, label: str) -> ValueKind | None:
        plain = plain_label(label, self._of_which)
        found = self._words.kind(plain)
        if found not in (None, "text") or "（" not in label.replace("(", "（"):
            return found
        bare, inner = _BRACKET.sub("", label), "".join(_BRACKET.findall(label))
        if fold(inner) in self._words.labels("counting-units"):
            return "number"
        return self._words.kind(plain_label(bare, self._of_which)) or found

    def _field(self, field: LearntField) -> None:
        field.choice = self._sheet.hints.choices.get(field.value, ())
        if self._is_money_unit(field):
            field.kind = "money-unit"
            return
        by_word = self._word(field.label)
        if field.row_head and by_word is None:
            by_word = self._word(field.row_label) or "amount"
        if by_word in ("target", "level", "sequence") and not field.row_head:
            by_word = None
        unit = field.unit or (split_money_unit(field.group.text)[1] if field.group else "")
        if unit and (by_word is None or (field.unit and by_word == "text")):
            by_word = "amount"
        if self._is_tick(field.value) and by_word in (None, "text"):
            by_word = "tick"
        field.kind = self._decided(by_word, field.value, field.doubts)
        ends = self._words.labels("personal-endings")
        field.personal = any(fold(field.label).endswith(end) for end in ends)

    def _is_money_unit(self, field: LearntField) -> bool:
        """Return True for 金额单位：万元, whatever the label is called."""
        text = field.head.text.partition("：")[2] or field.head.text.partition(":")[2]
        if field.value != field.head.position:
            slot = self._sheet.slot(*field.value)
            text = slot.text
        rest = text.strip()
        return unit_of_heading(rest) in unit_powers() and len(rest) <= _UNIT_AT_MOST

    def _is_tick(self, position: tuple[int, int]) -> bool:
        """Return True for a cell in which a single box is printed."""
        text = self._sheet.slot(*position).text
        marks = self._words.labels("tick-marks")
        return len(fold(text)) == _TICKS_ALONE and text.strip() in marks

    def _decided(
        self, by_word: ValueKind | None, position: tuple[int, int], doubts: list[str]
    ) -> ValueKind:
        """Return the kind by a label's word and the format of its cell; a conflict is a doubt."""
        hint = self._sheet.hints.formats.get(position, "")
        if hint == "percent" and by_word != "percent":
            return "percent"
        if hint == "date" and by_word in (None, "text"):
            return "date"
        if hint == "number" and by_word in (None, "text"):
            doubts.append("number-format")
            return "number"
        return by_word or "text"

    def _table(self, table: LearntTable) -> None:
        for column in table.columns:
            self._column(table, column)
        kinds = {column.kind for column in table.columns}
        for column in table.columns:
            label = fold(column.label)
            if "level" in kinds and self._words.matches("actual-heads", label):
                column.kind = "target"
            if column.stub and "target" in kinds:
                column.kind = "level"
        self._ticks_below_one_head(table)
        self._composite(table)

    def _column(self, table: LearntTable, column: LearntColumn) -> None:
        by_word = self._word(column.label)
        first = (table.first_row, column.head.column)
        if column.stub and by_word != "level":
            by_word = "text"
        if column.unit and by_word in (None, "text"):
            by_word = "amount"
        if by_word in (None, "text") and column.over and self._word(column.over.text) == "amount":
            by_word = "amount"
        if self._is_tick(first) and by_word in (None, "text"):
            by_word = "tick"
        if by_word == "money-unit":
            by_word = "text"
        column.kind = self._decided(by_word, first, column.doubts)
        ends = self._words.labels("personal-endings")
        column.personal = any(fold(column.label).endswith(end) for end in ends)

    def _ticks_below_one_head(self, table: LearntTable) -> None:
        """Make the unnamed columns below a header ticks if the others there are."""
        for column in table.columns:
            if column.over is None or self._word(column.label):
                continue
            beside = [c for c in table.columns if c.over == column.over and c is not column]
            known = [c.kind for c in beside if self._word(c.label)]
            if known.count("tick") * 2 > len(known):
                column.kind = "tick"
        groups = {column.over for column in table.columns if column.kind == "tick" and column.over}
        for over in groups:
            below = [c for c in table.columns if c.over == over]
            if all(c.kind == "tick" for c in below) and self._words.matches(
                "exclusive-heads", over.folded
            ):
                table.one_of = tuple(c.label for c in below)

    def _composite(self, table: LearntTable) -> None:
        """Set the columns of targets whose comparator, number and unit are in their own cells."""
        parts = []
        for words in ("comparator-heads", "number-heads", "measure-heads"):
            labels = self._words.labels(words)
            parts.append(next((c for c in table.columns if fold(c.label) in labels), None))
        _, number, measure = parts
        found = [column for column in parts if column]
        if not (number and measure) or len({id(column) for column in found}) < len(found):
            return
        table.composite = tuple(column.label for column in found)
        for column in found:
            column.kind = "text"

    def _add_operands(self, form: LearntForm) -> None:
        """Make texts that a formula adds up numbers of the kind of its result."""
        parts: dict[Position, LearntField | LearntColumn] = {f.value: f for f in form.fields}
        for table in form.tables:
            rows = range(table.first_row, table.last_row + 1)
            parts |= {(r, c.head.column): c for c in table.columns for r in rows if not c.stub}
        for position, formula in self._sheet.formulas.items():
            result = parts.get(position)
            kind = result.kind if result and result.kind in NUMBERS else "amount"
            for operand in _added(formula):
                part = parts.get(operand)
                if part and part.kind == "text":
                    part.kind = "amount" if kind == "percent" else kind
                    part.doubts.append("added-up")

    def _beside_amounts(self, form: LearntForm) -> None:
        """Make parts of no known kind amounts if those they stand beside are.

        Sources below 资金来源 with a total or another amount among them; 计划数 and 实际数 of a
        table of amounts.
        """
        by_group: dict[Position, list[LearntField]] = {}
        for field in form.fields:
            if field.group and not field.row_head:
                by_group.setdefault(field.group.position, []).append(field)
        for fields in by_group.values():
            kinds = {field.kind for field in fields}
            if "amount" in kinds and kinds <= {"amount", "number", "text"}:
                unknown = (f for f in fields if self._word(f.label) is None and not f.choice)
                _make_amounts(field for field in unknown if field.kind == "text")
        neutral = self._words.labels("neutral-numbers")
        for table in form.tables:
            if any(column.kind == "amount" for column in table.columns):
                numbers = (column for column in table.columns if column.kind == "number")
                _make_amounts(column for column in numbers if fold(column.label) in neutral)

    def _units(self, form: LearntForm) -> list[str]:
        """Return the units of money the form prints: in its own field, else with its labels."""
        units: list[str] = []
        for field in form.fields:
            if field.kind == "money-unit":
                own = field.head.text if field.value == field.head.position else ""
                texts = (own, self._sheet.slot(*field.value).text)
                units += [u for text in texts if (u := unit_of_heading(text))]
        if not units:
            units = [field.unit for field in form.fields if field.unit]
            units += [c.unit for table in form.tables for c in table.columns if c.unit]
            units += [u for slot in form.headings if (u := split_money_unit(slot.text)[1])]
            units += [u for field in form.fields if field.group and (u := _unit_of(field.group))]
        return units

    def is_added_up(self, column: LearntColumn, table: LearntTable) -> bool:
        """Return True for a column that a total row adds up: amounts, points of indicators."""
        if column.kind not in NUMBERS or self._words.matches("no-totals", fold(column.label)):
            return False
        points = self._words.matches("points-heads", fold(column.label))
        indicators = any(other.kind in ("level", "target") for other in table.columns)
        return column.kind == "amount" or (points and indicators)


def _make_amounts(parts: Iterable[LearntField | LearntColumn]) -> None:
    for part in parts:
        part.kind = "amount"
        part.doubts.append("beside-amounts")


def _unit_of(slot: Slot) -> str:
    return split_money_unit(slot.text)[1]


def _added(formula: str) -> Iterator[Position]:
    """Yield the cells that a sum refers to, each cell of its ranges."""
    for node in walk(parse(formula)):
        if isinstance(node, Cells) and not node.sheet and node.range.area <= _CELLS_AT_MOST:
            yield from node.range.positions()
