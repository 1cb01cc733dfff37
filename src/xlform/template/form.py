"""A template ready for use: its declaration with labels folded and patterns compiled."""

from __future__ import annotations

import re
from pathlib import Path

from xlform.errors import DeclarationProblem
from xlform.template.declaration import (
    ColumnDeclaration,
    FieldDeclaration,
    FormDeclaration,
    OneOrMore,
    TableDeclaration,
    ValueKind,
    as_tuple,
)
from xlform.template.labels import fold
from xlform.template.relation import Relation, form_relations

# What {} stands for in a pattern over prose, by the kind of the value.
_VALUE = "{}"
_ANY_WORDS = "(?P<value>.+?)"
_WORDS: dict[str, str] = {
    "amount": r"(?P<value>-?[0-9](?:[0-9,]*[0-9])?(?:\.[0-9]+)?(?:[十百千]?[万亿]元?|[百千]?元)?)",
}


class FormTemplate:
    """One edition of one form; ``name`` is its path below the templates folder.

    Shapes: ``fields`` and ``tables`` by name, in the order of the declaration; every label they
    hold is folded (:func:`~xlform.template.labels.fold`).
    """

    def __init__(self, name: str, folder: Path, declaration: FormDeclaration) -> None:
        self.name = name
        self.folder = folder
        self.declaration = declaration
        self.kind = declaration.kind
        self.titles = tuple(_pattern(text, folder) for text in declaration.title)
        self.years = tuple(_pattern(text, folder) for text in declaration.year)
        self.fingerprint = tuple(fold(label) for label in declaration.recognise.labels)
        self.headings = _folded(declaration.heading)
        self.without = frozenset(fold(label) for label in declaration.recognise.without)
        self.fields = {
            name: FieldTemplate(name, field, folder) for name, field in declaration.field.items()
        }
        self.tables = {
            name: TableTemplate(name, table, folder) for name, table in declaration.table.items()
        }
        self.appendix = fold(declaration.appendix)
        self.relations = form_relations(self, folder / "form.toml")
        self.between: tuple[Relation, ...] = ()  # the set's, once all its forms are loaded
        self.edition: int | None = None  # likewise the year it is of
        self.labels = self._every_label()
        self.tall = self._tall_labels()
        self.opening = self.labels - {
            label for name in declaration.closing for label in self.fields[name].labels
        }

    @classmethod
    def of(cls, name: str, folder: Path, declaration: FormDeclaration) -> FormTemplate:
        """The template of a declaration; :class:`DeclarationProblem` if it contradicts itself."""
        named = (*declaration.closing, *filter(None, [declaration.subject]))
        if unknown := [name for name in named if name not in declaration.field]:
            raise DeclarationProblem("declared-field", path=folder, field=unknown[0])
        for table_name, table in declaration.table.items():
            columns = {*table.stub, *table.column}
            for word in (*table.split, *((table.total.column,) if table.total else ())):
                if word not in columns:
                    raise DeclarationProblem(
                        "declared-column", path=folder, table=table_name, column=word
                    )
        _refuse_words_out_of_place(folder, declaration)
        return cls(name, folder, declaration)

    @property
    def prose(self) -> bool:
        """Whether the form is told in paragraphs, not in cells."""
        return self.declaration.layout == "prose"

    @property
    def blank(self) -> Path | None:
        """The official blank workbook or document; ``None`` where the form has none."""
        name = self.declaration.blank or ("" if self.prose else "blank.xlsx")
        return self.folder / name if name else None

    def kind_of(self, name: str, table: str = "") -> ValueKind | None:
        """What a field holds, or a column of ``table``; ``None`` if there is none of that name."""
        if table:
            return column.kind if (column := self.tables[table].columns.get(name)) else None
        if name in self.fields:
            return self.fields[name].kind
        return "amount" if name in self._totals() else None

    def names(self, table: str = "") -> tuple[str, ...]:
        """The names of the fields, or of the columns of ``table``."""
        return tuple(self.tables[table].columns) if table else (*self.fields, *self._totals())

    def counted(self, table: str = "") -> tuple[str, ...]:
        """The names of those that hold numbers."""
        kinds = ("amount", "target")
        return tuple(name for name in self.names(table) if self.kind_of(name, table) in kinds)

    def total_label(self, name: str) -> str:
        """What the form prints for the total that goes to the field ``name``; "" if none does."""
        for table in self.tables.values():
            if table.declaration.total and table.declaration.total.field == name:
                return table.totals_label
        return ""

    def _totals(self) -> tuple[str, ...]:
        declared = (table.declaration.total for table in self.tables.values())
        return tuple(total.field for total in declared if total)

    def _tall_labels(self) -> frozenset[str]:
        """Labels that stand beside several rows: sections, and what tells a form of blocks."""
        tall = set() if self.declaration.recognise.same_row else set(self.fingerprint)
        for field in self.fields.values():
            tall.update(field.under)
        for table in self.tables.values():
            tall.update(table.under)
        return frozenset(tall)

    def _every_label(self) -> frozenset[str]:
        labels = set(self.fingerprint)
        for field in self.fields.values():
            labels.update(field.labels, field.under)
        for table in self.tables.values():
            labels.update(table.under, table.totals)
            for column in table.columns.values():
                labels.update(column.labels)
        return frozenset(labels)


class FieldTemplate:
    """A field with its labels folded."""

    def __init__(self, name: str, declaration: FieldDeclaration, folder: Path) -> None:
        self.name = name
        self.declaration = declaration
        self.official = declaration.name or _official(declaration.label)
        self.kind: ValueKind = declaration.kind
        self.labels = _folded(declaration.label)
        self.under = _folded(declaration.under)
        self.pattern = _pattern(declaration.pattern, folder) if declaration.pattern else None
        self.find = _searches(declaration.find, declaration.kind, folder)
        self.look = declaration.look
        self.nth = declaration.nth


class ColumnTemplate:
    """A column of a table with its labels folded; ``stub`` columns nest."""

    def __init__(
        self, name: str, declaration: ColumnDeclaration, folder: Path, *, stub: bool
    ) -> None:
        self.name = name
        self.declaration = declaration
        self.official = _official(declaration.label)
        self.kind: ValueKind = declaration.kind
        self.labels = _folded(declaration.label)
        self.find = _searches(declaration.find, declaration.kind, folder)
        self.nth = declaration.nth
        self.stub = stub


class TableTemplate:
    """A table with its labels folded; ``columns`` from the outermost stub to the last column."""

    def __init__(self, name: str, declaration: TableDeclaration, folder: Path) -> None:
        self.name = name
        self.declaration = declaration
        self.official = declaration.title or name
        self.under = _folded(declaration.under)
        self.stub = tuple(declaration.stub)
        self.entry = _pattern(declaration.entry, folder) if declaration.entry else None
        stub = {k: ColumnTemplate(k, c, folder, stub=True) for k, c in declaration.stub.items()}
        leaf = {k: ColumnTemplate(k, c, folder, stub=False) for k, c in declaration.column.items()}
        self.columns = {**stub, **leaf}
        self.totals = _folded(declaration.total.label) if declaration.total else ()
        self.totals_label = _official(declaration.total.label) if declaration.total else ""
        self.subtotals = _folded(declaration.subtotal)


def _folded(labels: str | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(fold(label) for label in as_tuple(labels))


def _official(labels: str | tuple[str, ...]) -> str:
    """The label as the official form prints it."""
    return next(iter(as_tuple(labels)), "")


def _searches(patterns: OneOrMore, kind: ValueKind, folder: Path) -> tuple[re.Pattern[str], ...]:
    """Patterns over prose with the group ``value`` in place of ``{}``."""
    words = _WORDS.get(kind, _ANY_WORDS)
    return tuple(
        _pattern(text.replace(_VALUE, words), folder, re.DOTALL) for text in as_tuple(patterns)
    )


def _refuse_words_out_of_place(folder: Path, declaration: FormDeclaration) -> None:
    """Raise :class:`DeclarationProblem` for words of prose in a form of cells."""
    if declaration.layout == "prose":
        return
    tables = declaration.table.values()
    fields = declaration.field.values()
    found = [field.find for field in fields]
    found += [column.find for table in tables for column in table.column.values()]
    words = {
        "find": any(found),
        "heading": bool(declaration.heading),
        "entry": any(table.entry for table in tables),
        "section": any("section" in field.look for field in fields),
    }
    if out_of_place := [word for word, used in words.items() if used]:
        path = folder / "form.toml"
        raise DeclarationProblem("declared-prose", path=path, word=out_of_place[0])


def _pattern(text: str, folder: Path, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """A pattern of the declaration, matched against folded text."""
    try:
        return re.compile(text, flags)
    except re.error as fault:
        raise DeclarationProblem(
            "declaration", path=folder / "form.toml", fault=f"{text!r}: {fault}"
        ) from fault
