"""The declaration of the sheet a platform imports: columns, their limits, sources of values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from xlform.errors import DeclarationProblem
from xlform.template.declaration import OneOrMore, Strict, as_tuple
from xlform.template.store import read_declaration

PROFILE: Final = "profile.toml"
# What may stand before the point of a source, and the parts of a target behind it.
ROOTS: Final = ("submission", "form", "field", "row")
PARTS: Final = ("operator", "value", "measure", "explanation")


class ColumnLimits(Strict, frozen=True):
    """One column: its printed ``label`` and what the platform accepts in it.

    ``at_most`` counts characters, 0 for no limit; ``without`` is a pattern of what it refuses. A
    required column is not asked for with the operators ``not_with``, and only with ``only_with``.
    ``coded``: written as 编码-名称 where codes are known.
    """

    name: str
    label: str
    required: bool = False
    at_most: int = 0
    without: str = ""
    not_with: tuple[str, ...] = ()
    only_with: tuple[str, ...] = ()
    coded: bool = False

    @property
    def always(self) -> bool:
        """Whether a value has to be given in every row."""
        return self.required and not (self.not_with or self.only_with)

    def asked_with(self, operator: str) -> bool:
        """Whether a value has to be given beside that operator."""
        if not self.required or operator in self.not_with:
            return False
        return not self.only_with or operator in self.only_with


class Operators(Strict, frozen=True, rename={
    "at_least": ">=", "no_more": "<=", "equal": "=", "above": ">", "below": "<",
}):  # fmt: skip
    """What the platform calls each comparator, and targets that have none."""

    at_least: str
    no_more: str
    equal: str
    above: str
    below: str
    qualitative: str
    range: str
    date: str

    def comparators(self) -> dict[str, str]:
        """The platform's sign by the model's comparator; "" means equal."""
        signs = dict(zip(self.__struct_encode_fields__, msgspec.structs.astuple(self), strict=True))
        return {**signs, "": self.equal}


class Written(Strict, frozen=True):
    """How values are written that are no plain number: patterns with their parts in braces."""

    range: str
    date: str


class FormSources(Strict, frozen=True, rename={"from_": "from"}):
    """A kind of form whose ``table`` holds indicators: sources and fixed texts of its columns."""

    kind: str
    table: str
    from_: dict[str, OneOrMore] = msgspec.field(default_factory=dict)
    text: dict[str, str] = msgspec.field(default_factory=dict)


class Profile(Strict, frozen=True, rename={"from_": "from"}):
    """The whole sheet; columns in the platform's order, since it reads by position.

    ``placeholder`` is a pattern of what a form prints where an indicator's name is to go.
    """

    name: str
    sheet: str
    rows_at_most: int
    operator: Operators
    written: Written
    column: tuple[ColumnLimits, ...]
    form: tuple[FormSources, ...]
    from_: dict[str, OneOrMore] = msgspec.field(default_factory=dict)
    placeholder: str = ""

    def sources(self, kind: str) -> FormSources | None:
        """The sources of every column of one kind of form, the common ones included."""
        own = next((form for form in self.form if form.kind == kind), None)
        if own is None:
            return None
        return msgspec.structs.replace(own, from_={**self.from_, **own.from_})


_RECORDS: Final[dict[str, type[Strict]]] = {
    "column": ColumnLimits,
    "operator": Operators,
    "written": Written,
    "form": FormSources,
}


def load_profile(templates: Path, name: str) -> Profile:
    """The profile of that name below the templates folder.

    Raises :class:`~xlform.errors.DeclarationProblem` where there is none or it can't be used.
    """
    path = templates / name / PROFILE
    try:
        profile = read_declaration(path, Profile, _RECORDS)
    except OSError as fault:
        raise DeclarationProblem(
            "declaration", path=path, fault=fault.strerror or str(fault)
        ) from fault
    if found := next(_faults(profile), ""):
        raise DeclarationProblem("declaration", path=path, fault=found)
    return profile


def _faults(profile: Profile) -> Iterator[str]:
    """What the types let pass: columns nobody declared, sources that are none, bad patterns."""
    names = {column.name for column in profile.column}
    for form in profile.form:
        for name in (*profile.from_, *form.from_, *form.text):
            if name not in names:
                yield f"[[form]] {form.kind}: {name}"
        for sources in (*profile.from_.values(), *form.from_.values()):
            yield from (f"[[form]] {form.kind}: {s!r}" for s in as_tuple(sources) if not _known(s))
    patterns = {f"[[column]] {column.name}": column.without for column in profile.column}
    for place, pattern in (*patterns.items(), ("placeholder", profile.placeholder)):
        try:
            re.compile(pattern)
        except re.error as fault:
            yield f"{place}: {pattern!r}: {fault}"
    yield from _pattern_faults(profile.written)


def _pattern_faults(written: Written) -> Iterator[str]:
    try:
        written.range.format(low="", high="")
        written.date.format(year="", month="", day="")
    except (LookupError, ValueError, AttributeError) as fault:
        yield f"[written] {fault!r}"


def _known(source: str) -> bool:
    root, *path = source.split(".")
    if root not in ROOTS or not path:
        return False
    return len(path) == 1 or (root == "row" and len(path) == 2 and path[1] in PARTS)  # noqa: PLR2004
