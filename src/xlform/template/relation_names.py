"""Resolver of the names in relations; every fault of a relation is found, not only the first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import msgspec

from xlform.messages import translate
from xlform.template.declaration import OneOrMoreOrNone, RelationDeclaration, ValueKind
from xlform.template.equation import (
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
from xlform.template.faults import DeclarationFault
from xlform.template.relation import OWN, TOLERANCES, OperandPath, Relation, RelationScope
from xlform.template.toml_lines import KeyPath
from xlform.template.value_kinds import NUMERIC, ValueKinds

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def form_relations(
    declared: tuple[RelationDeclaration, ...], kind: str, kinds: ValueKinds, within: str = "cent"
) -> tuple[Relation, ...]:
    """Return the relations within a form of ``kind``; ``within`` is their usual tolerance.

    Raises :class:`DeclarationFault` for a name the form does not have.
    """
    resolvers = (_FormResolver(kind, kinds, relation, within) for relation in declared)
    return tuple(_relation(resolver, number) for number, resolver in enumerate(resolvers))


def set_relations(
    declared: tuple[RelationDeclaration, ...],
    kinds: Mapping[str, ValueKinds],
    within: str = "cent",
) -> tuple[Relation, ...]:
    """Return the relations between the forms of a set; ``kinds`` holds their values by kind.

    Raises :class:`DeclarationFault` for a name none of the forms has.
    """
    resolvers = (_SetResolver(kinds, relation, within) for relation in declared)
    return tuple(_relation(resolver, number) for number, resolver in enumerate(resolvers))


def _relation(resolver: _NameResolver, number: int) -> Relation:
    try:
        return resolver.relation()
    except DeclarationFault as fault:
        raise fault.at("relation", number) from fault


def form_relation_faults(
    declared: tuple[RelationDeclaration, ...], kind: str, kinds: ValueKinds, within: str = "cent"
) -> Iterator[DeclarationFault]:
    """Yield the faults of all relations within a form, with their keys in ``form.toml``."""
    for number, relation in enumerate(declared):
        for fault in _FormResolver(kind, kinds, relation, within).faults():
            yield fault.at("relation", number)


def set_relation_faults(
    declared: tuple[RelationDeclaration, ...],
    kinds: Mapping[str, ValueKinds],
    within: str = "cent",
) -> Iterator[DeclarationFault]:
    """Yield the faults of all relations between forms, with their keys in ``set.toml``."""
    for number, relation in enumerate(declared):
        for fault in _SetResolver(kinds, relation, within).faults():
            yield fault.at("relation", number)


class _NameResolver:
    """Resolver of the names in one relation."""

    def __init__(self, declared: RelationDeclaration, within: str) -> None:
        self._declared = declared
        self._within = within
        self._paths: dict[Operand, OperandPath] = {}
        self._sources: dict[str, ValueKinds] = {}
        self._scope: RelationScope | None = None
        self._faults: list[DeclarationFault] = []

    def relation(self) -> Relation:
        """Return the relation; raise its first :class:`DeclarationFault`."""
        declared = self._declared
        equations, matches, when = self._resolved()
        if self._faults:
            raise self._faults[0]
        return Relation(
            declared.rule,
            equations,
            declared.within or self._within,
            self._scope,
            declared.with_,
            matches,
            self._paths,
            frozenset(path.source for path in self._paths.values()),
            when,
            declared.note,
        )

    def faults(self) -> list[DeclarationFault]:
        """Return all faults of the relation."""
        self._resolved()
        return self._faults

    def _resolved(self) -> tuple[tuple[Equation, ...], tuple[Match, ...], Condition | None]:
        declared = self._declared
        within = declared.within or self._within
        with self._collected("within"):
            if within not in TOLERANCES and not _is_number(within):
                raise DeclarationFault("within", known=TOLERANCES, seen=within, name=within)
        equations = []
        for key, text in _keyed("check", declared.check):
            with self._collected(*key):
                equations.append(self._equation(text))
        with self._collected("where"):
            if declared.where and not declared.each:
                raise DeclarationFault("where-without-each")
        matches = []
        for key, text in _keyed("where", declared.where):
            with self._collected(*key):
                matches.append(self._match(text))
        when = None
        with self._collected("when"):
            if declared.when:
                when = parse_condition(declared.when)
                self._resolve_condition(when, declared.when, None)
        return tuple(equations), tuple(matches), when

    @contextmanager
    def _collected(self, *key: str | int) -> Iterator[None]:
        """Collect a fault at a key of the relation, and go on after it."""
        try:
            yield
        except DeclarationFault as fault:
            self._faults.append(fault.at(*key))

    def _equation(self, text: str) -> Equation:
        equation = parse_equation(text)
        if not equation.operands:
            raise DeclarationFault("relation-without-name", relation=text)
        for operand in equation.operands:
            self._resolve(operand, text, () if _is_count(operand) else NUMERIC)
        for condition, selected in equation.conditions:
            self._resolve_condition(condition, text, selected)
        return equation

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
        match = parse_match(text)
        for side in (match.left, match.right):
            if isinstance(side, Operand):
                self._resolve(side, text, ())
        return match

    def _resolve(self, operand: Operand, text: str, allowed: tuple[ValueKind, ...]) -> None:
        path = self._operand_path(operand, text)
        if path.term is not None:
            self._paths[operand] = path
            return
        kinds = self._sources[path.source]
        names = kinds.of(path.table)
        if path.column and path.column not in names:
            place = "column" if path.table else "field"
            owner = path.table or path.source
            raise _unknown(place, path.column, operand.position, text, names, owner=owner)
        if path.column and allowed and names[path.column] not in allowed:
            known = kinds.numeric_names(path.table)
            raise DeclarationFault(
                "relation-text",
                known=known,
                relation=text,
                position=operand.position,
                name=str(operand),
                kind=names[path.column],
            )
        kind = names[path.column] if path.column else "text"
        self._paths[operand] = msgspec.structs.replace(path, kind=kind)

    def _operand_path(self, operand: Operand, text: str) -> OperandPath:
        """Return the path of an operand: in the current row, a field, or a summed column."""
        names, scope = operand.names, self._scope
        if operand.aggregate == "term":
            return _term_path(operand, text, self._sources.get(OWN))
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
                raise _unknown("table", rest[0], operand.position, text, kinds.tables, owner=source)
            return OperandPath(source, rest[1], rest[0], operand.aggregate)
        raise _misplaced(operand, text, kinds, source, rest)

    def _source(self, operand: Operand, text: str) -> tuple[str, tuple[str, ...]]:
        raise NotImplementedError


def _term_path(operand: Operand, text: str, kinds: ValueKinds | None) -> OperandPath:
    """Return the path of a number under ``[terms]``; only a form has them."""
    terms = kinds.terms if kinds else {}
    name = ".".join(operand.names)
    if name not in terms:
        raise _unknown("term", name, operand.position, text, terms)
    return OperandPath(OWN, name, aggregate="term", kind="number", term=terms[name])


def _unknown(
    place: str, name: str, position: int, text: str, known: Iterable[str], owner: str = ""
) -> DeclarationFault:
    """Return the fault of a name that is no field, table, column or kind where it is written."""
    details: dict[str, Any] = {"relation": text, "position": position, "name": name}
    if place != "kind":
        details["owner"] = owner or translate("declaration.this-form")
    return DeclarationFault(f"relation-{place}", known=known, seen=name, **details)


def _misplaced(
    operand: Operand, text: str, kinds: ValueKinds, source: str, rest: tuple[str, ...]
) -> DeclarationFault:
    """Return the fault of a column that is not summed, or of a field that is."""
    details: dict[str, Any] = {"relation": text, "position": operand.position, "name": str(operand)}
    if len(rest) == 1 and rest[0] not in kinds.fields and rest[0] not in kinds.tables:
        known = (*kinds.fields, *(f"{table}.…" for table in kinds.tables))
        return _unknown("field", rest[0], operand.position, text, known, owner=source)
    if operand.aggregate:
        return DeclarationFault("relation-sum", known=_sums(kinds), **details)
    if rest and rest[0] not in kinds.tables:
        return _unknown("table", rest[0], operand.position, text, kinds.tables, owner=source)
    return DeclarationFault("relation-row", known=_sums(kinds), **details, table=rest[0])


def _sums(kinds: ValueKinds) -> tuple[str, ...]:
    return tuple(
        f"sum({table}.{column})" for table in kinds.tables for column in kinds.numeric_names(table)
    )


def _keyed(name: str, texts: OneOrMoreOrNone) -> Iterator[tuple[KeyPath, str]]:
    """Yield each text of a key with its path: the key, of a list the item."""
    if isinstance(texts, str):
        yield (name,), texts
    else:
        for number, text in enumerate(texts):
            yield (name, number), text


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text))


def _is_count(operand: Operand) -> bool:
    return operand.aggregate == "count"


class _FormResolver(_NameResolver):
    """Resolver of names within one form."""

    def __init__(
        self, kind: str, kinds: ValueKinds, declared: RelationDeclaration, within: str
    ) -> None:
        super().__init__(declared, within)
        self._sources = {OWN: kinds}
        with self._collected("with"):
            if declared.with_:
                raise DeclarationFault("relation-with", name=declared.with_)
        with self._collected("each"):
            if declared.each and declared.each not in kinds.tables:
                text = f"each = {declared.each!r}"
                raise _unknown("table", declared.each, 1, text, kinds.tables)
        if declared.each in kinds.tables:
            self._scope = RelationScope(OWN, kind, declared.each)

    def _source(self, operand: Operand, text: str) -> tuple[str, tuple[str, ...]]:
        del text
        return OWN, operand.names


class _SetResolver(_NameResolver):
    """Resolver of names between the forms of a set."""

    def __init__(
        self, kinds: Mapping[str, ValueKinds], declared: RelationDeclaration, within: str
    ) -> None:
        super().__init__(declared, within)
        self._sources = dict(kinds)
        with self._collected("with"):
            if declared.with_ and declared.with_ not in kinds:
                text = f"with = {declared.with_!r}"
                raise _unknown("kind", declared.with_, 1, text, kinds)
        with self._collected("each"):
            if declared.each:
                self._scope = self._parse_scope(declared.each, kinds)

    def _parse_scope(self, text: str, kinds: Mapping[str, ValueKinds]) -> RelationScope:
        """Parse ``kind``, ``kind as alias`` or ``kind.table``."""
        path, _, alias = (part.strip() for part in text.partition(" as "))
        kind, _, table = path.partition(".")
        if kind not in kinds:
            raise _unknown("kind", kind, 1, f"each = {text!r}", kinds)
        if table and table not in kinds[kind].tables:
            raise _unknown("table", table, 1, f"each = {text!r}", kinds[kind].tables, owner=kind)
        self._sources[alias or kind] = kinds[kind]
        return RelationScope(alias or kind, kind, table)

    def _source(self, operand: Operand, text: str) -> tuple[str, tuple[str, ...]]:
        source, *rest = operand.names
        known = (*self._sources, *((self._scope.table,) if self._scope else ()))
        if source not in self._sources:
            raise _unknown("kind", source, operand.position, text, filter(None, known))
        if not rest and not _is_count(operand):
            fields = (f"{source}.{name}" for name in self._sources[source].fields)
            raise DeclarationFault(
                "relation-kind-alone",
                known=fields,
                relation=text,
                position=operand.position,
                name=source,
            )
        return source, tuple(rest)
