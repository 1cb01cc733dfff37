"""Relations that values of forms must keep, with every name in them checked against the forms.

Within a form (``form.toml``) a name is a field's, or ``table.column`` in a sum or in the row at
hand. Between forms (``set.toml``) it begins with a kind, with the name ``each`` gives its form by
``as``, or with the table whose rows ``each`` goes through.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from xlform.errors import DeclarationProblem
from xlform.template.declaration import RelationDeclaration, ValueKind, as_tuple
from xlform.template.equation import Equation, Match, Operand, parse_equation, parse_match

if TYPE_CHECKING:
    from xlform.template.form import FormTemplate

# What ``within`` may name: tolerances of the settings.
TOLERANCES = ("cent",)
OWN = ""
_COUNTED: tuple[ValueKind, ...] = ("amount", "target")


class Place(msgspec.Struct, frozen=True):
    """Where a value of a relation stands: a field, or with ``table`` a column of a table.

    ``source`` is a kind of form, the name ``each`` gives, or :data:`OWN`; ``row``: the value in the
    row at hand.
    """

    source: str
    column: str
    table: str = ""
    summed: bool = False
    row: bool = False


class Each(msgspec.Struct, frozen=True):
    """What a relation is asked of one by one: forms of ``kind``, or the rows of their ``table``."""

    source: str
    kind: str
    table: str = ""


class Relation(msgspec.Struct, frozen=True):
    """A relation ready to be asked; one of its ``equations`` has to hold.

    ``rule`` is the code of the rule it serves, "" for none; ``partner`` the kind of the forms that
    belong to each subject by ``matches``; ``places`` tells where each operand stands, ``sources``
    are theirs.
    """

    rule: str
    equations: tuple[Equation, ...]
    within: str
    each: Each | None
    partner: str
    matches: tuple[Match, ...]
    places: Mapping[Operand, Place]
    sources: frozenset[str]


def form_relations(template: FormTemplate, path: Path) -> tuple[Relation, ...]:
    """The relations a form declares; :class:`DeclarationProblem` for one that can't be asked."""
    declared = template.declaration.relation
    return tuple(_FormNames(template, one, path).relation() for one in declared)


def set_relations(
    declared: tuple[RelationDeclaration, ...], templates: Mapping[str, FormTemplate], path: Path
) -> tuple[Relation, ...]:
    """The relations between the forms of a set, whose templates are given by kind."""
    return tuple(_SetNames(templates, one, path).relation() for one in declared)


class _Names:
    """What the names of one relation may be, and the relation built from them."""

    def __init__(self, declared: RelationDeclaration, path: Path) -> None:
        self._declared = declared
        self._path = path
        self._places: dict[Operand, Place] = {}
        self._sources: dict[str, FormTemplate] = {}
        self._each: Each | None = None

    def relation(self) -> Relation:
        declared = self._declared
        if declared.within not in TOLERANCES:
            raise self._unknown(declared.within, 1, declared.within, TOLERANCES)
        equations = tuple(parse_equation(text, self._path) for text in as_tuple(declared.check))
        for equation in equations:
            for operand in equation.operands:
                self._settle(operand, equation.text, _COUNTED)
        matches = tuple(self._match(text) for text in as_tuple(declared.where))
        each, partner = self._each, declared.with_
        rule, within = declared.rule, declared.within
        sources = frozenset(place.source for place in self._places.values())
        return Relation(rule, equations, within, each, partner, matches, self._places, sources)

    def _match(self, text: str) -> Match:
        match = parse_match(text, self._path)
        for side in (match.left, match.right):
            if isinstance(side, Operand):
                self._settle(side, text, ())
        return match

    def _settle(self, operand: Operand, text: str, kinds: tuple[ValueKind, ...]) -> None:
        place = self._place(operand, text)
        template = self._sources[place.source]
        known = template.kind_of(place.column, place.table)
        if known is None:
            columns = template.names(place.table)
            raise self._unknown(place.column, operand.position, text, columns)
        if kinds and known not in kinds:
            raise self._unknown(str(operand), operand.position, text, template.counted(place.table))
        self._places[operand] = place

    def _place(self, operand: Operand, text: str) -> Place:
        """Where an operand stands, by its names: the row at hand, a field, or a column summed."""
        names, each = operand.names, self._each
        if each and each.table == names[0] and len(names) == 2 and not operand.summed:  # noqa: PLR2004
            return Place(each.source, names[1], each.table, row=True)
        source, rest = self._source(operand, text)
        template = self._sources[source]
        field_of_form = len(rest) == 1 and (source != OWN or not operand.summed)
        if field_of_form:
            return Place(source, rest[0], summed=operand.summed)
        if len(rest) == 2 and operand.summed:  # noqa: PLR2004  (a table and its column)
            if rest[0] not in template.tables:
                raise self._unknown(rest[0], operand.position, text, tuple(template.tables))
            return Place(source, rest[1], rest[0], summed=True)
        sums = tuple(f"sum({table}.…)" for table in template.tables)
        raise self._unknown(str(operand), operand.position, text, (*template.names(""), *sums))

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


class _FormNames(_Names):
    """The names within one form."""

    def __init__(self, template: FormTemplate, declared: RelationDeclaration, path: Path) -> None:
        super().__init__(declared, path)
        self._sources = {OWN: template}
        if declared.with_:
            raise self._unknown(declared.with_, 1, f"with = {declared.with_!r}", ())
        if declared.each:
            if declared.each not in template.tables:
                tables = tuple(template.tables)
                raise self._unknown(declared.each, 1, f"each = {declared.each!r}", tables)
            self._each = Each(OWN, template.kind, declared.each)

    def _source(self, operand: Operand, text: str) -> tuple[str, tuple[str, ...]]:
        del text
        return OWN, operand.names


class _SetNames(_Names):
    """The names between forms."""

    def __init__(
        self, templates: Mapping[str, FormTemplate], declared: RelationDeclaration, path: Path
    ) -> None:
        super().__init__(declared, path)
        self._sources = dict(templates)
        if declared.with_ and declared.with_ not in templates:
            text = f"with = {declared.with_!r}"
            raise self._unknown(declared.with_, 1, text, tuple(templates))
        if declared.each:
            self._each = self._subject(declared.each, templates)

    def _subject(self, text: str, templates: Mapping[str, FormTemplate]) -> Each:
        """``kind``, ``kind as name`` or ``kind.table``."""
        path, _, alias = (part.strip() for part in text.partition(" as "))
        kind, _, table = path.partition(".")
        if kind not in templates:
            raise self._unknown(kind, 1, f"each = {text!r}", tuple(templates))
        template = templates[kind]
        if table and table not in template.tables:
            raise self._unknown(table, 1, f"each = {text!r}", tuple(template.tables))
        self._sources[alias or kind] = template
        return Each(alias or kind, kind, table)

    def _source(self, operand: Operand, text: str) -> tuple[str, tuple[str, ...]]:
        source, *rest = operand.names
        if source not in self._sources or not rest:
            known = (*self._sources, *((self._each.table,) if self._each else ()))
            raise self._unknown(source, operand.position, text, tuple(filter(None, known)))
        return source, tuple(rest)
