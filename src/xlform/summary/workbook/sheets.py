"""The sheets of a summary that show the submitted forms: one for each kind and each of its tables.

What a sheet shows follows from the declarations of the templates that read the forms, and from the
roles in them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from xlform.export.xlsx_formats import text_width
from xlform.messages import language, translate
from xlform.summary.amounts import (
    FormAmount,
    amount_columns,
    form_amounts,
    is_list,
    table_label,
)
from xlform.summary.kinds import Kind
from xlform.summary.layout import Layout, TableColumn
from xlform.summary.workbook import columns
from xlform.summary.workbook.detail_sheet import (
    DetailSheet,
    Shown,
    TableContent,
    TableSheet,
    blocks_of_kinds,
)
from xlform.summary.workbook.form_columns import (
    REQUIRED,
    form_columns,
    importance,
    main_figures,
    shown_column,
)
from xlform.summary.workbook.named_entries import GROUPINGS, By, EntryList, NamedEntries
from xlform.summary.workbook.print_width import fitted
from xlform.summary.workbook.summary_rows import SummaryRows
from xlform.template.about import about_fields
from xlform.template.form import FormTemplate
from xlform.template.roles import Role

# Amounts that several forms of a unit repeat must not be added up.
_REPEATED: Final = frozenset((Role.FUND_AMOUNT,))
# Columns of indicators in the one sheet of all forms' indicators; others have a sheet of their own.
_LIBRARY: Final = frozenset(
    (
        Role.LEVEL1, Role.LEVEL2, Role.LEVEL3, Role.TARGET, Role.COMPARATOR, Role.TARGET_VALUE,
        Role.TARGET_UNIT, Role.STANDARD, Role.WEIGHT,
    )
)  # fmt: skip
# Parts of a target beside it, and right of the printed page.
_BESIDE: Final = ("comparator", "value", "unit")
_ASIDE: Final = ("low", "high", "date", "type")
# A sheet by its key, and one of its columns.
Place = tuple[str, str]
# A form with more figures has one link to itself instead of one for each figure.
_LINKS_AT_MOST: Final = 8
# Rows whose texts are measured for the width of a column.
_MEASURED: Final = 200


class FormSheets:
    """The sheets of the forms that count, with the amounts on them that are added up."""

    def __init__(self, summary_rows: SummaryRows, by: By) -> None:
        self._summary_rows = summary_rows
        self._by = by
        self._kinds = summary_rows.district.kinds
        self._names = summary_rows.table_names
        self.sheets: dict[str, DetailSheet] = {}
        self._library = self._library_kinds()
        for kind in self._kinds.values():
            self._add(kind)

    def places_of(self, amounts: Iterable[FormAmount]) -> dict[str, Place]:
        """Return where each of these amounts is added up, by its key."""
        return {
            each.key: ("units", each.key)
            if each.printed
            else self._place(each.kind, each.table, each.column)
            for each in amounts
        }

    def measures(self) -> dict[str, tuple[Place, ...]]:
        """Return where the figures for the same money are added up, by their measure."""
        found: dict[str, dict[Place, None]] = {}
        for source in self._summary_rows.district.sums.sources:
            if kind := self._kinds.get(source.kind):
                if source.table:
                    (column, *_) = amount_columns(kind, source.table)
                    place = self._place(kind.name, source.table, column)
                elif is_list(kind):
                    place = "units", f"{kind.name}.{source.field}"
                else:
                    place = self._place(kind.name, "", source.field)
                found.setdefault(source.measure, {})[place] = None
        return {measure: tuple(places) for measure, places in found.items()}

    def _place(self, kind: str, table: str, field: str) -> Place:
        """Return the sheet and the column of a field, or of a column of a table."""
        names = self._names
        layout = self._summary_rows.layouts[
            names.of_table(kind, table) if table else names.of_kind(kind)
        ]
        column = layout.columns[layout.of_field(field)].name
        key = f"{kind}.{table}" if table else kind
        return (key if key in self.sheets else f"{key}.fund"), column

    def _add(self, kind: Kind) -> None:
        listed = is_list(kind) and not kind.first.prose
        if not listed:
            self.sheets[kind.name] = self._of_forms(kind)
        for table in kind.tables:
            entries = self._named_list(kind, table) if listed else None
            if entries:
                shared = self._only(kind, table)
                others = (by for by in GROUPINGS if by not in (self._by, "responsible"))
                for by in (self._by, *others):
                    sheet = NamedEntries(self._summary_rows, entries, by, shared)
                    self.sheets[f"{kind.name}.{table}.{by}"] = sheet
            elif _is_shown(kind, table) and not self._in_library(kind, table):
                self.sheets[f"{kind.name}.{table}"] = self._of_table(kind, table)
        if self._library and kind == self._library[-1]:
            self.sheets["indicators"] = self._of_library()

    # Forms

    def _of_forms(self, kind: Kind) -> TableSheet:
        table = self._names.of_kind(kind.name)
        layout = self._summary_rows.layouts[table]
        fields = [column for column in form_columns(layout, kind) if column.part == "text"]
        about = [name for template in kind.templates for name in about_fields(template)]
        named = [field for name in dict.fromkeys(about) for field in fields if field.field == name]
        money = [field for field in fields if field.type == "amount"]
        rest = [field for field in fields if field not in named and field not in money]
        measured = self._measured(table, layout, rest, frozenset())
        shown = [
            *(shown_column(field) for field in named if field not in money),
            ("year", columns.year()),
            *(self._money(field, kind) for field in money),
            *(shown_column(field, measured) for field in rest),
        ]
        figures = [field for field in fields if f"{field.name}_cell" in layout.names]
        links = figures if len(figures) <= _LINKS_AT_MOST else main_figures(figures)
        source = "cell" if not figures or len(figures) > _LINKS_AT_MOST else ""
        if len(figures) == 1:
            source, links = f"{figures[0].name}_cell", []
        printed, further = fitted(shown, importance(kind, fields), linked=bool(source))
        content = TableContent(table, printed, further, source, links)
        grouped = kind.first.declaration.repeat != "one"
        name, title = kind.short, kind.title if language() == "zh" else kind.name
        sheet = TableSheet(self._summary_rows, content, name, title, grouped=grouped)
        sheet.ranked = self._ranked(kind, named, money)
        return sheet

    def _ranked(
        self, kind: Kind, named: list[TableColumn], money: list[TableColumn]
    ) -> tuple[str, str, str] | None:
        """Return the columns by which the largest are found: the names and the first amount."""
        summed = [amount.column for amount in form_amounts([kind]) if not amount.table]
        amounts = [column.name for column in money if column.field in summed[:1]]
        if not named or not amounts or named[-1].role is None:
            return None
        return named[-1].name, amounts[0], named[-1].role.official

    # Tables

    def _of_table(self, kind: Kind, table: str) -> TableSheet:
        template = kind.with_table(table)
        name, title = table_label(kind, table), template.tables[table].official
        if kind.first.prose:
            name = f"{kind.short}·{name}"
        title = table if language() == "en" else title
        entries = self._names.of_table(kind.name, table)
        return self._sheet(entries, [kind], table, (name, title), self._only(kind, table))

    def _of_library(self) -> TableSheet:
        kinds = self._library
        table = self._library_table(kinds[0])
        label = translate("summary.indicators")
        title = kinds[0].with_table(table).tables[table].official
        entries = self._names.of_table(kinds[0].name, table)
        names = frozenset(kind.name for kind in kinds)
        only = names if self._kinds_with(entries) - names else frozenset[str]()
        return self._sheet(entries, kinds, table, (label, title), only)

    def _sheet(
        self,
        entries: str,
        kinds: list[Kind],
        table: str,
        label: tuple[str, str],
        only: frozenset[str],
    ) -> TableSheet:
        layout = self._summary_rows.layouts[entries]
        first = kinds[0]
        by_name: dict[str, TableColumn] = {}
        for column in (each for kind in kinds for each in form_columns(layout, kind, table)):
            by_name.setdefault(column.name, column)
        own = list(by_name.values())
        about = {name for kind in kinds for each in kind.templates for name in about_fields(each)}
        named = [column for column in layout.columns if column.about in about]
        targets = [column for column in own if column.kind == "target" and column.part == "text"]
        beside = _BESIDE if len(targets) == 1 else ()
        main = [c for c in own if c.part in ("text", *beside)]
        aside = [c for c in own if c.part in (*_BESIDE, *_ASIDE) and c not in main]
        fields = [column.field for column in targets]
        aside.sort(key=lambda c: (fields.index(c.field), (*_BESIDE, *_ASIDE).index(c.part)))
        measured = self._measured(entries, layout, main, only)
        shown = [
            *map(shown_column, named),
            *(
                self._money(c, first, table) if c.type == "amount" else shown_column(c, measured)
                for c in main
            ),
        ]
        further = [(key, columns.unprinted(column)) for key, column in map(shown_column, aside)]
        if targets:
            further.append(("year", columns.unprinted(columns.year())))
        figures = [c.name for c in main if c.part == "text" and f"{c.name}_cell" in layout.names]
        source = f"{figures[0]}_cell" if len(figures) == 1 else "cell"
        printed, moved = fitted(shown, importance(first, main, table), linked=True)
        content = TableContent(entries, printed, [*moved, *further], source, [], only)
        grouped = any(column.summed for _, column in shown)
        name, title = label
        prefix = "" if kinds == self._library else first.short
        return TableSheet(self._summary_rows, content, name, title, prefix=prefix, grouped=grouped)

    def _named_list(self, kind: Kind, table: str) -> EntryList | None:
        """Return the list of a form that is nothing but a table, if its entries have names."""
        template = kind.with_table(table)
        role = next((r for r in (Role.FUND, Role.PROJECT) if template.roles.column(table, r)), None)
        amounts = amount_columns(kind, table)
        if role is None or not amounts:
            return None
        entries = self._names.of_table(kind.name, table)
        layout = self._summary_rows.layouts[entries]
        own = [c for c in form_columns(layout, kind, table) if c.part == "text"]
        name = template.roles.column(table, role)
        rest = [c for c in own if c.field != name]
        measured = self._measured(entries, layout, rest, self._only(kind, table))
        source = f"{layout.columns[layout.of_field(amounts[0])].name}_cell"
        return EntryList(
            kind=kind.name,
            table=entries,
            label=table_label(kind, table),
            named=role.official,
            name=next(shown_column(c) for c in own if c.field == name),
            shown=[
                self._money(c, kind, table) if c.type == "amount" else shown_column(c, measured)
                for c in rest
            ],
            source=source if source in layout.names else "cell",
        )

    # Kinds that share a table

    def _only(self, kind: Kind, table: str) -> frozenset[str]:
        """Return the kind alone where the table's name is that of other kinds' entries too."""
        entries = self._names.of_table(kind.name, table)
        others = self._kinds_with(entries) - {kind.name}
        return frozenset((kind.name,)) if others else frozenset()

    def _kinds_with(self, entries: str) -> frozenset[str]:
        return frozenset(
            kind.name
            for kind in self._kinds.values()
            for table in kind.tables
            if self._names.of_table(kind.name, table) == entries
        )

    def _library_kinds(self) -> list[Kind]:
        return [kind for kind in self._kinds.values() if self._library_table(kind)]

    def _library_table(self, kind: Kind) -> str:
        """Return the table of a kind in the library of indicators, "" if it has none."""
        tables = [
            name
            for template in kind.templates
            for name in template.roles.tables.get(Role.INDICATORS, ())
            if self._names.of_table(kind.name, name) == Role.INDICATORS
        ]
        simple = all(_is_simple(template, name) for template in kind.templates for name in tables)
        return tables[0] if tables and simple else ""

    def _in_library(self, kind: Kind, table: str) -> bool:
        return kind in self._library and table == self._library_table(kind)

    # Columns

    def _money(self, column: TableColumn, kind: Kind, table: str = "") -> Shown:
        summed = column.role not in _REPEATED
        required = column.role in REQUIRED or kind.is_required(column.field, table)
        required &= all(column.field in each.names(table) for each in kind.templates)
        money = columns.money_column(column, summed=summed, required=summed and required)
        return column.name, money

    def _measured(
        self, table: str, layout: Layout, wanted: Iterable[TableColumn], only: frozenset[str]
    ) -> dict[str, int]:
        """Return the widths of the longest texts in the first rows, of columns without a width."""
        texts = [column.name for column in wanted if not columns.has_own_width(column)]
        widths = dict.fromkeys(texts, 0)
        if not texts:
            return widths
        indices = {name: layout.index(name) for name in texts}
        measured = 0
        for block in blocks_of_kinds(self._summary_rows, table, only):
            for name, index in indices.items():
                for value in block.column(index)[: _MEASURED - measured]:
                    lines = str(value or "").split("\n")
                    widths[name] = max(widths[name], *map(text_width, lines))
            measured += block.count
            if measured >= _MEASURED:
                break
        return widths


def _is_simple(template: FormTemplate, table: str) -> bool:
    """Return True for indicators whose columns have nothing beside what all indicators have."""
    if table not in template.tables:
        return True
    return all(template.roles.role_of(name, table) in _LIBRARY for name in template.names(table))


def _is_shown(kind: Kind, table: str) -> bool:
    """Return True for a table with a sheet: a work plan in words is left to its form."""
    template = kind.with_table(table)
    if template.roles.role_of_table(table) != Role.WORK_PLAN:
        return True
    return bool(amount_columns(kind, table))
