"""Relations between values of forms, with every name in them resolved when a template is loaded.

Within a form (``form.toml``) a name is that of a field, or ``table.column`` in a sum or in the
current row. Between forms (``set.toml``) it starts with a kind, with the alias that ``each`` gives
its form by ``as``, or with the table whose rows ``each`` iterates over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from xlform.errors import DeclarationProblem
from xlform.template.declaration import NUMBERS, RelationDeclaration, ValueKind, as_tuple
from xlform.template.equation import (
    Aggregate,
    Condition,
    Equation,
    Match,
    Operand,
    conditions,
    operands,
    parse_condition,
    parse_equation,
    parse_match,
)

# Names of tolerances in the settings that ``within`` accepts.
TOLERANCES = ("cent",)
OWN = ""
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
# Kinds of values that relations compute with.
NUMERIC: tuple[ValueKind, ...] = (*sorted(NUMBERS), "target")

Kinds = Mapping[str, ValueKind]


class ValueKinds(msgspec.Struct, frozen=True):
    """Kind of value by name, for the fields of a form and for the columns of each table.

    ``fields`` includes the totals of tables; both are in the order of the declaration.
    """

    fields: Kinds
    tables: Mapping[str, Kinds]

    def of(self, table: str = "") -> Kinds:
        """Return the kinds of the fields, or of the columns of ``table``."""
        return self.tables[table] if table else self.fields

    def numeric_names(self, table: str = "") -> tuple[str, ...]:
        """Return the names of the values that hold numbers."""
        return tuple(name for name, kind in self.of(table).items() if kind in NUMERIC)


class OperandPath(msgspec.Struct, frozen=True):
    """Path to an operand's value: a field, or with ``table`` a column of a table.

    ``source`` is a kind of form, the alias from ``each``, or :data:`OWN`. ``row`` is true for a
    value in the row the relation is evaluated for, ``selected`` for one in the row that the
    condition of a sum looks at. ``column`` is "" if the rows of ``table``, or
    the forms of ``source``, are counted whatever they hold; ``kind`` is that of its values.
    """

    source: str
    column: str
    table: str = ""
    aggregate: Aggregate = ""
    row: bool = False
    selected: bool = False
    kind: ValueKind = "text"


class RelationScope(msgspec.Struct, frozen=True):
    """Subjects a relation is evaluated for: forms of ``kind``, or the rows of their ``table``."""

    source: str
    kind: str
    table: str = ""


class Relation(msgspec.Struct, frozen=True):
    """Relation ready for evaluation; at least one of its ``equations`` has to hold.

    ``rule`` is the code of the rule that reports it, "" for none. ``partner`` is the kind of the
    forms joined to each subject by ``matches``, ``when`` the condition for evaluating it. ``paths``
    resolves each operand; ``sources`` are
    the sources of these paths.
    """

    rule: str
    equations: tuple[Equation, ...]
    within: str
    each: RelationScope | None
    partner: str
    matches: tuple[Match, ...]
    paths: Mapping[Operand, OperandPath]
    sources: frozenset[str]
    when: Condition | None = None

    @property
    def places(self) -> Mapping[Operand, OperandPath]:
        """Return ``paths``; its former name, kept for one release."""
        return self.paths


def form_relations(
    declared: tuple[RelationDeclaration, ...],
    kind: str,
    kinds: ValueKinds,
    path: Path,
    within: str = "cent",
) -> tuple[Relation, ...]:
    """Return the relations within a form of ``kind``; ``within`` is their usual tolerance.

    Raises :class:`DeclarationProblem` for a name the form does not have.
    """
    return tuple(
        _FormResolver(kind, kinds, relation, path, within).relation() for relation in declared
    )


def set_relations(
    declared: tuple[RelationDeclaration, ...],
    kinds: Mapping[str, ValueKinds],
    path: Path,
    within: str = "cent",
) -> tuple[Relation, ...]:
    """Return the relations between the forms of a set; ``kinds`` holds their values by kind.

    Raises :class:`DeclarationProblem` for a name none of the forms has.
    """
    return tuple(_SetResolver(kinds, relation, path, within).relation() for relation in declared)


class _NameResolver:
    """Resolver of the names in one relation."""

    def __init__(self, declared: RelationDeclaration, path: Path, within: str) -> None:
        self._declared = declared
        self._path = path
        self._within = within
        self._paths: dict[Operand, OperandPath] = {}
        self._sources: dict[str, ValueKinds] = {}
        self._scope: RelationScope | None = None

    def relation(self) -> Relation:
        declared = self._declared
        within = declared.within or self._within
        if within not in TOLERANCES and not _is_number(within):
            raise self._unknown(within, 1, within, TOLERANCES)
        equations = tuple(parse_equation(text, self._path) for text in as_tuple(declared.check))
        if not equations:
            raise self._unknown("check", 1, "check = []", ())
        for equation in equations:
            if not equation.operands:
                raise self._unknown(equation.text, 1, equation.text, ())
        for equation in equations:
            for operand in equation.operands:
                self._resolve(operand, equation.text, () if _is_count(operand) else NUMERIC)
            for condition, selected in equation.conditions:
                self._resolve_condition(condition, equation.text, selected)
        matches = tuple(self._match(text) for text in as_tuple(declared.where))
        when = parse_condition(declared.when, self._path) if declared.when else None
        if when:
            self._resolve_condition(when, declared.when, None)
        scope, partner = self._scope, declared.with_
        rule = declared.rule
        sources = frozenset(path.source for path in self._paths.values())
        return Relation(
            rule, equations, within, scope, partner, matches, self._paths, sources, when
        )

    def _resolve_condition(self, condition: Condition, text: str, selected: Operand | None) -> None:
        """Resolve the operands of a condition; of a sum's, names of its table's columns first."""
        for test in condition.tests:
            sides = (test.left, test.right)
            bare = all(isinstance(side, str | Operand) for side in sides)
            texts = bare and test.comparison in ("=", "!=")
            for side in sides:
                if isinstance(side, str):
                    continue
                for operand in operands(side):
                    self._resolve_in_condition(operand, text, selected, () if texts else NUMERIC)
                for inner, inner_selected in conditions(side):
                    self._resolve_condition(inner, text, inner_selected)

    def _resolve_in_condition(
        self,
        operand: Operand,
        text: str,
        selected: Operand | None,
        allowed: tuple[ValueKind, ...],
    ) -> None:
        path = self._paths[selected] if selected else None
        if path and path.table and len(operand.names) == 1 and not operand.aggregate:
            column = operand.names[0]
            kind = self._sources[path.source].of(path.table).get(column)
            if kind:
                row = OperandPath(path.source, column, path.table, selected=True, kind=kind)
                self._paths[operand] = row
                return
        self._resolve(operand, text, () if _is_count(operand) else allowed)

    def _match(self, text: str) -> Match:
        match = parse_match(text, self._path)
        for side in (match.left, match.right):
            if isinstance(side, Operand):
                self._resolve(side, text, ())
        return match

    def _resolve(self, operand: Operand, text: str, allowed: tuple[ValueKind, ...]) -> None:
        path = self._operand_path(operand, text)
        kinds = self._sources[path.source]
        names = kinds.of(path.table)
        if path.column and path.column not in names:
            raise self._unknown(path.column, operand.position, text, tuple(names))
        if path.column and allowed and names[path.column] not in allowed:
            numeric = kinds.numeric_names(path.table)
            raise self._unknown(str(operand), operand.position, text, numeric)
        kind = names[path.column] if path.column else "text"
        self._paths[operand] = msgspec.structs.replace(path, kind=kind)

    def _operand_path(self, operand: Operand, text: str) -> OperandPath:
        """Return the path of an operand: in the current row, a field, or a summed column."""
        names, scope = operand.names, self._scope
        if scope and scope.table == names[0] and len(names) == 2 and not operand.aggregate:  # noqa: PLR2004
            return OperandPath(scope.source, names[1], scope.table, row=True)
        source, rest = self._source(operand, text)
        kinds = self._sources[source]
        if _is_count(operand) and not rest:
            return OperandPath(source, "", aggregate="count")
        if _is_count(operand) and len(rest) == 1 and rest[0] in kinds.tables:
            return OperandPath(source, "", rest[0], "count")
        field_of_form = len(rest) == 1 and (source != OWN or not operand.aggregate)
        if field_of_form:
            return OperandPath(source, rest[0], aggregate=operand.aggregate)
        if len(rest) == 2 and operand.aggregate:  # noqa: PLR2004  (a table and its column)
            if rest[0] not in kinds.tables:
                raise self._unknown(rest[0], operand.position, text, tuple(kinds.tables))
            return OperandPath(source, rest[1], rest[0], operand.aggregate)
        sums = tuple(f"sum({table}.…)" for table in kinds.tables)
        raise self._unknown(str(operand), operand.position, text, (*kinds.fields, *sums))

    def _source(self, operand: Operand, text: str) -> tuple[str, tuple[str, ...]]:
        raise NotImplementedError

    def _unknown(
        self, name: str, position: int, text: str, known: tuple[str, ...]
    ) -> DeclarationProblem:
        return DeclarationProblem(
            "relation-name",
            path=self._path,
            relation=text,
            position=position,
            name=name,
            known="、".join(known),
        )


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text))


def _is_count(operand: Operand) -> bool:
    return operand.aggregate == "count"


class _FormResolver(_NameResolver):
    """Resolver of names within one form."""

    def __init__(
        self,
        kind: str,
        kinds: ValueKinds,
        declared: RelationDeclaration,
        path: Path,
        within: str,
    ) -> None:
        super().__init__(declared, path, within)
        self._sources = {OWN: kinds}
        if declared.with_:
            raise self._unknown(declared.with_, 1, f"with = {declared.with_!r}", ())
        if declared.each:
            if declared.each not in kinds.tables:
                tables = tuple(kinds.tables)
                raise self._unknown(declared.each, 1, f"each = {declared.each!r}", tables)
            self._scope = RelationScope(OWN, kind, declared.each)

    def _source(self, operand: Operand, text: str) -> tuple[str, tuple[str, ...]]:
        del text
        return OWN, operand.names


class _SetResolver(_NameResolver):
    """Resolver of names between the forms of a set."""

    def __init__(
        self,
        kinds: Mapping[str, ValueKinds],
        declared: RelationDeclaration,
        path: Path,
        within: str,
    ) -> None:
        super().__init__(declared, path, within)
        self._sources = dict(kinds)
        if declared.with_ and declared.with_ not in kinds:
            text = f"with = {declared.with_!r}"
            raise self._unknown(declared.with_, 1, text, tuple(kinds))
        if declared.each:
            self._scope = self._parse_scope(declared.each, kinds)

    def _parse_scope(self, text: str, kinds: Mapping[str, ValueKinds]) -> RelationScope:
        """Parse ``kind``, ``kind as alias`` or ``kind.table``."""
        path, _, alias = (part.strip() for part in text.partition(" as "))
        kind, _, table = path.partition(".")
        if kind not in kinds:
            raise self._unknown(kind, 1, f"each = {text!r}", tuple(kinds))
        if table and table not in kinds[kind].tables:
            raise self._unknown(table, 1, f"each = {text!r}", tuple(kinds[kind].tables))
        self._sources[alias or kind] = kinds[kind]
        return RelationScope(alias or kind, kind, table)

    def _source(self, operand: Operand, text: str) -> tuple[str, tuple[str, ...]]:
        source, *rest = operand.names
        if source not in self._sources or (not rest and not _is_count(operand)):
            known = (*self._sources, *((self._scope.table,) if self._scope else ()))
            raise self._unknown(source, operand.position, text, tuple(filter(None, known)))
        return source, tuple(rest)
