"""Template of a form: its declaration with folded labels and compiled patterns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from xlform.model.resources import is_shipped
from xlform.model.submission import Row, Target
from xlform.template.declaration import (
    ColumnDeclaration,
    FieldDeclaration,
    FormDeclaration,
    OneOrMoreOrNone,
    TableDeclaration,
    ValueKind,
    as_tuple,
)
from xlform.template.labels import compact, fold, folded_labels
from xlform.template.roles import Role, Roles, roles_of

if TYPE_CHECKING:
    from xlform.template.relation import Relation
    from xlform.template.value_kinds import Kinds, ValueKinds

_FIGURES = frozenset("0123456789")


class FormTemplate:
    """One edition of one form; ``name`` is its path below the templates folder.

    Shapes: ``fields`` and ``tables`` by name, in the order of the declaration; all their labels are
    folded (:func:`~xlform.template.labels.fold`). ``spanning_labels`` are beside several rows,
    ``opening_labels`` are those above or in the form, not below it. ``roles`` gives the names of
    fields, tables and columns by what they are.
    """

    def __init__(self, name: str, folder: Path, declaration: FormDeclaration) -> None:
        self.name = name
        self.folder = folder
        self.declaration = declaration
        self.kind = declaration.kind
        self.fingerprint = tuple(fold(label) for label in declaration.recognise.labels)
        labels = frozenset(self.fingerprint)
        # The labels of the fingerprint where each counts once, to rule it out at a glance.
        self.fingerprint_labels = labels if len(labels) == len(self.fingerprint) else frozenset()
        self.headings = folded_labels(declaration.heading)
        self.without = frozenset(fold(label) for label in declaration.recognise.without)
        self.fields = {
            name: FieldTemplate(name, field) for name, field in declaration.field.items()
        }
        self.tables = {
            name: TableTemplate(name, table) for name, table in declaration.table.items()
        }
        for table in self.tables.values():
            table.form = self
        self.appendix = fold(declaration.appendix)
        # Field that names the unit of the amounts, "" if the form has none.
        self.money_unit = next((n for n, f in self.fields.items() if f.kind == "money-unit"), "")
        # What makes the set's relations, and the year of its edition, assigned once all its forms
        # are loaded.
        self.make_set_relations: Callable[[], tuple[Relation, ...]] = tuple
        self.edition: int | None = None
        # Folder of the extended template whose blank is this one's too.
        self.folder_of_blank: Path | None = None
        self.labels = self._all_labels()
        self.spanning_labels = self._spanning_labels()
        self.opening_labels = self.labels - {
            label for name in declaration.closing for label in self.fields[name].labels
        }

    @classmethod
    def of(cls, name: str, folder: Path, declaration: FormDeclaration) -> FormTemplate:
        """Return the template of a declaration.

        Raises :class:`DeclarationFault` for a declaration that is inconsistent; those of the
        package are known not to be.
        """
        if is_shipped(folder):
            return cls(name, folder, declaration)
        from xlform.template.form_faults import form_faults  # noqa: PLC0415  (for own templates only)

        for fault in form_faults(declaration):
            if fault.severity == "error":
                raise fault
        template = cls(name, folder, declaration)
        template.resolve()
        return template

    def resolve(self) -> None:
        """Resolve the names in its relations; raises :class:`DeclarationFault` for unknown ones."""
        _ = self.relations

    # What most templates of a run are never asked for is made on request.

    @cached_property
    def roles(self) -> Roles:
        """Return the names of its fields, tables and columns by what they are."""
        return roles_of(self.declaration)

    @cached_property
    def titles(self) -> tuple[re.Pattern[str], ...]:
        """Return the patterns of its titles."""
        return tuple(re.compile(text) for text in self.declaration.title)

    @cached_property
    def years(self) -> tuple[re.Pattern[str], ...]:
        """Return the patterns of a line with its year."""
        return tuple(re.compile(text) for text in self.declaration.year)

    @cached_property
    def ignored(self) -> tuple[re.Pattern[str], ...]:
        """Return the patterns of the notes printed on it."""
        return tuple(re.compile(text) for text in self.declaration.ignore)

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """Return the relations within it."""
        from xlform.template.relation_names import form_relations  # noqa: PLC0415  (not for reading)

        declaration = self.declaration
        return form_relations(declaration.relation, self.kind, self.value_kinds, declaration.within)

    @property
    def set_relations(self) -> tuple[Relation, ...]:
        """Return the relations between the forms of its set, the same record for all of them."""
        return self.make_set_relations()

    @property
    def is_list(self) -> bool:
        """Return True for a list, whose rows hold many forms below one header."""
        return bool(self.declaration.by)

    @cached_property
    def sums(self) -> tuple[str, ...]:
        """Return the labels of a list's rows that add up others, folded."""
        return folded_labels(self.declaration.sums)

    @cached_property
    def list_columns(self) -> dict[str, ColumnTemplate]:
        """Return the fields of a list as columns, by name; any but the money unit may be one."""
        return {
            name: ColumnTemplate(
                name,
                ColumnDeclaration(
                    label=field.declaration.label,
                    over=field.declaration.over,
                    kind=field.kind,
                    nth=field.nth,
                    money=field.declaration.money,
                    placeholder=field.declaration.placeholder,
                ),
                stub=False,
            )
            for name, field in self.fields.items()
            if field.kind != "money-unit"
        }

    @property
    def is_block(self) -> bool:
        """Return True for a form of labels all over a sheet, False for a list and one in prose."""
        return not (self.is_list or self.prose or self.declaration.recognise.same_row)

    @property
    def prose(self) -> bool:
        """Return True for a form of paragraphs, False for one of cells."""
        return self.declaration.layout == "prose"

    @cached_property
    def is_of_unit(self) -> bool:
        """Return True for a form about a unit as a whole, False for one about a project or fund."""
        return not any(self.roles.has(role) for role in (Role.PROJECT, Role.FUND))

    @property
    def blank(self) -> Path | None:
        """Return the path of the official blank; ``None`` if the form has none."""
        name = self.declaration.blank or ("" if self.prose else "blank.xlsx")
        return (self.folder_of_blank or self.folder) / name if name else None

    @property
    def between(self) -> tuple[Relation, ...]:
        """Return ``set_relations``; its former name, kept for one release."""
        return self.set_relations

    def is_ignored(self, text: str) -> bool:
        """Return True for a note printed on the form; patterns see it as written and folded."""
        return matches_any(self.ignored, text)

    def kind_of(self, name: str, table: str = "") -> ValueKind | None:
        """Return the kind of a field, or of a column of ``table``; ``None`` if there is none."""
        return self._kinds_of(table).get(name)

    def names(self, table: str = "") -> tuple[str, ...]:
        """Return the names of the fields, or of the columns of ``table``; none if it has none."""
        return tuple(self._kinds_of(table))

    def _kinds_of(self, table: str) -> Kinds:
        return self.value_kinds.tables.get(table, {}) if table else self.value_kinds.fields

    def label(self, name: str, table: str = "") -> str:
        """Return the printed label of a field, a total, or a column of ``table``; else the name.

        An edition without the field or column has no label for it.
        """
        if table:
            columns = self.tables[table].columns if table in self.tables else {}
            return columns[name].official if name in columns else name
        if name in self.fields:
            return self.fields[name].official
        return self.total_label(name) or name

    def total_label(self, name: str) -> str:
        """Return the printed label of the total in the field ``name``; "" if it is no total."""
        for table in self.tables.values():
            if name in table.total_fields.values():
                return dict(table.total_labels())[name]
        return ""

    @cached_property
    def value_kinds(self) -> ValueKinds:
        """Return the kinds of its values by their names."""
        from xlform.template.value_kinds import value_kinds  # noqa: PLC0415  (not for reading)

        return value_kinds(self.declaration)

    def _spanning_labels(self) -> frozenset[str]:
        """Return the labels beside several rows: of sections, and fingerprints of block forms."""
        spanning = set() if self.declaration.recognise.same_row else set(self.fingerprint)
        for field in self.fields.values():
            spanning.update(field.under)
        for table in self.tables.values():
            spanning.update(table.under)
        return frozenset(spanning)

    @cached_property
    def equal_headers(self) -> dict[tuple[str, ...], int]:
        """Return how many headers of a row have the same labels, where several have.

        指标值 is above the targets of the term and above those of the year.
        """
        columns = [column for table in self.tables.values() for column in table.columns.values()]
        columns.sort(key=lambda column: column.nth)
        return {column.labels: column.nth for column in columns if column.nth > 1}

    @cached_property
    def labels_above_values(self) -> frozenset[str]:
        """Return the labels of the fields whose values may be below them."""
        fields = (field for field in self.fields.values() if "below" in field.look)
        return frozenset(label for field in fields for label in field.labels)

    @cached_property
    def labels_in_cells_of_values(self) -> frozenset[str]:
        """Return the labels of the fields whose values are in their own cells only."""
        fields = (field for field in self.fields.values() if field.look == ("inside",))
        return frozenset(label for field in fields for label in field.labels)

    @cached_property
    def other_numbers(self) -> dict[str, str]:
        """Return the further labels whose numbers are not those of the official one, with that.

        The months of a monitoring form are told by its labels alone: 1-6月执行数, 1-7月执行数.
        """
        parts: list[FieldTemplate | ColumnTemplate] = [*self.fields.values()]
        parts += [column for t in self.tables.values() for column in t.columns.values()]
        return {
            label: as_tuple(part.declaration.label)[0]
            for part in parts
            for label in part.labels[1:]
            if _numbers(label) != _numbers(part.labels[0])
        }

    def _all_labels(self) -> frozenset[str]:
        return self.labels_of_parts.union(self.fingerprint)

    @cached_property
    def labels_of_parts(self) -> frozenset[str]:
        """Return the labels of fields, sections, rows and tables, folded."""
        labels: set[str] = set()
        for field in self.fields.values():
            labels.update(field.labels, field.under, field.row, field.over)
        for table in self.tables.values():
            labels.update(table.under, table.totals)
            for column in table.columns.values():
                labels.update(column.labels, column.over)
        return frozenset(labels)


class FieldTemplate:
    """Field with its labels folded."""

    def __init__(self, name: str, declaration: FieldDeclaration) -> None:
        self.name = name
        self.declaration = declaration
        self.official = declaration.name or _official(declaration.label)
        self.kind: ValueKind = declaration.kind
        self.labels = folded_labels(declaration.label)
        self.under = folded_labels(declaration.under)
        self.row = folded_labels(declaration.row)
        self.over = folded_labels(declaration.over)
        self.prompts = _prompts(declaration.placeholder)
        self.look = declaration.look
        self.nth = declaration.nth

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """Return the pattern of its value where it is known by that."""
        return re.compile(self.declaration.pattern) if self.declaration.pattern else None

    @cached_property
    def find(self) -> tuple[re.Pattern[str], ...]:
        """Return the patterns of its value in prose."""
        from xlform.template.patterns import prose_patterns  # noqa: PLC0415  (not for cells)

        return prose_patterns(self.declaration.find, self.declaration.kind)


class ColumnTemplate:
    """Column of a table with its labels folded; ``stub`` columns nest."""

    def __init__(self, name: str, declaration: ColumnDeclaration, *, stub: bool) -> None:
        self.name = name
        self.declaration = declaration
        self.official = _official(declaration.label) or name
        self.kind: ValueKind = declaration.kind
        self.labels = folded_labels(declaration.label)
        self.over = folded_labels(declaration.over)
        self.rows = frozenset(map(fold, declaration.rows))
        self.prompts = _prompts(declaration.placeholder)
        self.nth = declaration.nth
        self.stub = stub

    @cached_property
    def find(self) -> tuple[re.Pattern[str], ...]:
        """Return the patterns of its value in prose."""
        from xlform.template.patterns import prose_patterns  # noqa: PLC0415  (not for cells)

        return prose_patterns(self.declaration.find, self.declaration.kind)


class TableTemplate:
    """Table with its labels folded; ``columns`` run from the outermost stub to the last column."""

    def __init__(self, name: str, declaration: TableDeclaration) -> None:
        self.name = name
        self.declaration = declaration
        self.official = declaration.title or name
        self.form: FormTemplate | None = None
        self.under = folded_labels(declaration.under)
        self.stub = tuple(declaration.stub)
        stub = {k: ColumnTemplate(k, c, stub=True) for k, c in declaration.stub.items()}
        leaf = {k: ColumnTemplate(k, c, stub=False) for k, c in declaration.column.items()}
        self.columns = {**stub, **leaf}
        self.totals = folded_labels(declaration.total.label) if declaration.total else ()
        self.totals_label = _official(declaration.total.label) if declaration.total else ""
        self.total_fields = declaration.total.by_column if declaration.total else {}
        self.subtotals = folded_labels(declaration.subtotal)

    @cached_property
    def ignored(self) -> tuple[re.Pattern[str], ...]:
        """Return the patterns of the notes printed on the form."""
        return self.form.ignored if self.form else ()

    @cached_property
    def sums(self) -> frozenset[str]:
        """Return the labels of its total and its subtotals."""
        return frozenset((*self.totals, *self.subtotals))

    @cached_property
    def level_columns(self) -> frozenset[str]:
        """Return the columns that hold names of levels."""
        return frozenset(name for name, column in self.columns.items() if column.kind == "level")

    @cached_property
    def entry(self) -> re.Pattern[str] | None:
        """Return the pattern of an entry in prose."""
        return re.compile(self.declaration.entry) if self.declaration.entry else None

    def is_filled(self, row: Row) -> bool:
        """Return True for a row that holds more than the labels printed on the form."""
        values = (row.get(name) for name in self.columns if name not in self.stub)
        return any(value not in (None, "", Target()) for value in values)

    def total_labels(self) -> Iterator[tuple[str, str]]:
        """Yield each field in the total row with its name: the label, of several the column too."""
        for column, field in self.total_fields.items():
            several = len(self.total_fields) > 1
            label = f"{self.totals_label}·{self.columns[column].official}"
            yield field, label if several else self.totals_label


def matches_any(patterns: tuple[re.Pattern[str], ...], text: str) -> bool:
    """Return True if one of the patterns matches a text as written, or folded."""
    written = (text.strip(), fold(text))
    return any(pattern.match(one) for pattern in patterns for one in written)


def _numbers(label: str) -> list[str]:
    """Return the numbers in a label, as written; most have none."""
    return [] if _FIGURES.isdisjoint(label) else re.findall("[0-9]+", label)


def _prompts(placeholders: OneOrMoreOrNone) -> tuple[str, ...]:
    """Return the texts printed where a value goes, compact."""
    return tuple(map(compact, as_tuple(placeholders))) if placeholders else ()


def _official(labels: str | tuple[str, ...]) -> str:
    """Return the label as the official form prints it."""
    return next(iter(as_tuple(labels)), "")
