"""Names of all parts of a learnt form: unique, in English, the same on every run."""

from __future__ import annotations

from collections.abc import Container
from itertools import pairwise

from xlform.learning.blank_sheet import BlankSheet
from xlform.learning.kinds import Kinds
from xlform.learning.names import Namer, unique
from xlform.learning.proposal import LearntColumn, LearntField, LearntForm, LearntTable
from xlform.learning.table_columns import total_cells
from xlform.template.declaration import NUMBERS
from xlform.template.labels import fold

_TABLE = "rows"
# Names of columns of targets by what they hold.
_TARGETS = ("target", "actual", "forecast", "progress")
_HALVES = ("period_indicators", "annual_indicators")


class Naming:
    """Names the parts of a form, from the top down."""

    def __init__(self, sheet: BlankSheet, kinds: Kinds) -> None:
        self._sheet = sheet
        self._kinds = kinds
        self._namer = Namer(sheet.words)
        self._taken: set[str] = set()

    def set(self, form: LearntForm) -> None:
        """Set the names of fields, tables, columns and totals."""
        self._settle_unit(form)
        labels = [fold(field.label) for field in form.fields]
        for field in form.fields:
            field.name = self._field(field, repeated=labels.count(fold(field.label)) > 1)
            self._taken.add(field.name)
        tables: set[str] = set()
        self._halves(form)
        for table in form.tables:
            table.title = self._title(table)
            table.name = unique(table.name or self._table(table, form), tables)
            tables.add(table.name)
            self._columns(table)
            self._totals(table)

    def _settle_unit(self, form: LearntForm) -> None:
        """Choose the field of the unit: who fills in the form goes before who carries it out."""
        names = {self._namer.name(field.label): field for field in form.fields}
        filer, unit = names.get("filer"), names.get("unit")
        carries_out = self._sheet.words.labels("implementing-labels")
        if filer and (unit is None or fold(unit.label) in carries_out):
            filer.name = "unit"
            if unit:
                unit.name = "implementer"

    def _field(self, field: LearntField, *, repeated: bool) -> str:
        name = self._own_name(field)
        if field.row_head:
            name = self._crossing(field, name)
        if not name:
            field.doubts.append("name")
            name = f"field_{len(self._taken) + 1}"
        if repeated and not field.row_head:
            field.display = field.display or self._display(field)
        if (repeated or name in self._taken) and not field.row_head:
            prefix = self._prefix(field)
            name = f"{prefix}_{name}" if prefix and not name.startswith(prefix) else name
        return unique(name, self._taken)

    def _own_name(self, field: LearntField) -> str:
        """Return the name of a field's label; of one that says little (金额) with its group's."""
        if field.name or field.kind == "money-unit":
            return field.name or "money_unit"
        generic = self._sheet.words.labels("generic-labels")
        if field.group and not field.row_head and fold(field.label) in generic:
            field.display = self._display(field)
            return self._namer.name(field.display)
        return self._namer.name(field.label)

    def _crossing(self, field: LearntField, column: str) -> str:
        """Return the name of a crossing: of its row and column, of a total that of the column."""
        row = self._namer.name(field.row_label)
        if row.endswith("_total") or row in ("", "total", "amount"):
            return column if column not in self._taken else f"{row or 'row'}_{column}"
        return f"{row.removesuffix('_funds')}_{column}" if column else row

    def _prefix(self, field: LearntField) -> str:
        """Return a word that tells a repeated label from its likes: its column's, its group's."""
        for above in self._sheet.labels_above(field.head):
            name = self._namer.name(above.text)
            if name.endswith(("_total", "_goal", "_amount")):
                return name.partition("_")[0]
        return self._namer.name(field.group.text) if field.group else ""

    def _display(self, field: LearntField) -> str:
        """Return a label with that of its group or of the total above it."""
        group = "".join(field.group.text.split()) if field.group else ""
        return f"{group.partition('（')[0]}{self._sheet.words.without_of_which(field.label)}"

    def _title(self, table: LearntTable) -> str:
        if table.section:
            return "".join(table.section.text.split()).partition("（")[0]
        return ""

    def _table(self, table: LearntTable, form: LearntForm) -> str:
        kinds = {column.kind for column in table.columns}
        name = self._namer.name(table.title) if table.title else ""
        if "level" in kinds or ("target" in kinds and not name):
            return name if name.endswith("indicators") else "indicators"
        words = self._sheet.words.table_titles()
        return name or next((own for word, own in words if word in form.title), _TABLE)

    def _halves(self, form: LearntForm) -> None:
        """Name two halves of indicators: those of the whole period, and those of the year."""
        for left, right in pairwise(form.tables):
            kinds = {column.kind for column in right.columns}
            second = left.row == right.row and any(column.nth > 1 for column in right.columns)
            if second and "target" in kinds:
                left.name, right.name = _HALVES
                right.role = "indicators"

    def _columns(self, table: LearntTable) -> None:
        taken: set[str] = set()
        composite = dict(
            zip(table.composite[::-1], ("measure", "number", "comparator"), strict=False)
        )
        levels = iter(("level1", "level2"))
        for column in table.columns:
            name = composite.get(column.label) or self._namer.name(column.label)
            if column.kind == "level":
                level = next(levels, "")
                name = name if name.startswith("level") and name != "level3" else level or name
            if column.kind == "target" and name not in _TARGETS:
                name = self._target(column, taken) or name
            if table.name == "funds" and name == "name":
                name = "fund"
            if name in taken and column.over:
                name = f"{self._namer.name(column.over.text)}_{name}"
            if not name:
                column.doubts.append("name")
                name = f"column_{table.columns.index(column) + 1}"
            column.name = unique(name, taken)
            taken.add(column.name)

    def _target(self, column: LearntColumn, taken: Container[str]) -> str:
        """Return the usual name of a column of targets: what was planned, what was reached."""
        reached = self._sheet.words.matches("actual-heads", fold(column.label))
        name = "actual" if reached else "target"
        return "" if name in taken else name

    def _totals(self, table: LearntTable) -> None:
        if table.total is None:
            return
        cells = list(total_cells(self._sheet, table))
        with_formula = [(c, s) for c, s in cells if s.formula]
        fields: dict[str, str] = {}
        for column, slot in cells:
            added = slot.formula or self._kinds.is_added_up(column, table)
            added = table.total.pointed or (added and (slot.formula or not with_formula))
            if column.kind in NUMBERS and added:
                name = unique(self._total(table, column), self._taken)
                fields[column.name] = name
                self._taken.add(name)
        table.total.fields = fields

    def _total(self, table: LearntTable, column: LearntColumn) -> str:
        if column.name == "points":
            return "score"
        if column.name == "weight":
            return "weight_total"
        base = table.name.removesuffix("s") if column.name == "amount" else column.name
        return f"{base.removesuffix('_total')}_total"
