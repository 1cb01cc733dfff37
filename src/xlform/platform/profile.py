"""Declaration of a platform's import sheet: columns, limits, sources of values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from xlform.errors import DeclarationProblem
from xlform.template.declaration import OneOrMore, Strict, as_tuple
from xlform.template.declaration_file import read_declaration

PROFILE: Final = "profile.toml"
# Roots of a source before its dot, and the parts of a target after it.
ROOTS: Final = ("submission", "form", "field", "row")
PARTS: Final = ("operator", "value", "measure", "explanation")


class ColumnLimits(Strict, frozen=True):
    """Column with its printed ``label`` and what the platform accepts in it.

    ``at_most`` is the number of characters, 0 for no limit; ``without`` is a pattern of what is
    rejected. A required column is not required with the operators ``not_with``, and only with
    ``only_with``. ``coded`` columns are written as 编码-名称 if codes are known.
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
    def is_always_required(self) -> bool:
        """Return True if a value is required in every row."""
        return self.required and not (self.not_with or self.only_with)

    def is_required_with(self, operator: str) -> bool:
        """Return True if a value is required with that operator."""
        if not self.required or operator in self.not_with:
            return False
        return not self.only_with or operator in self.only_with


class Operators(Strict, frozen=True, rename={
    "at_least": ">=", "no_more": "<=", "equal": "=", "above": ">", "below": "<",
}):  # fmt: skip
    """Platform's names of comparators, and of targets without one."""

    at_least: str
    no_more: str
    equal: str
    above: str
    below: str
    qualitative: str
    range: str
    date: str

    def comparators(self) -> dict[str, str]:
        """Return the platform's symbol by the model's comparator; "" means equal."""
        symbols = dict(
            zip(self.__struct_encode_fields__, msgspec.structs.astuple(self), strict=True)
        )
        return {**symbols, "": self.equal}


class ValuePatterns(Strict, frozen=True):
    """Patterns of values that are no plain number, with their parts in braces."""

    range: str
    date: str


class FormSources(Strict, frozen=True, rename={"from_": "from"}):
    """Kind of form whose ``table`` holds indicators: sources and fixed texts of its columns."""

    kind: str
    table: str
    from_: dict[str, OneOrMore] = msgspec.field(default_factory=dict)
    text: dict[str, str] = msgspec.field(default_factory=dict)


class Profile(Strict, frozen=True, rename={"from_": "from"}):
    """Import sheet; columns in the platform's order, since it reads by position.

    ``placeholder`` is a pattern of the text a form prints for a missing indicator name.
    """

    name: str
    sheet: str
    rows_at_most: int
    operator: Operators
    written: ValuePatterns
    column: tuple[ColumnLimits, ...]
    form: tuple[FormSources, ...]
    from_: dict[str, OneOrMore] = msgspec.field(default_factory=dict)
    placeholder: str = ""

    def sources(self, kind: str) -> FormSources | None:
        """Return the sources of all columns for a kind of form, including the common ones."""
        own = next((form for form in self.form if form.kind == kind), None)
        if own is None:
            return None
        return msgspec.structs.replace(own, from_={**self.from_, **own.from_})


def load_profile(folders: tuple[Path, ...], name: str) -> Profile:
    """Load the profile of that name from the first folder of templates that has it.

    Raises :class:`~xlform.errors.DeclarationProblem` if it is missing or invalid.
    """
    paths = [folder / name / PROFILE for folder in folders]
    path = next((path for path in paths if path.is_file()), paths[-1])
    profile = read_declaration(path, Profile)
    if found := next(_errors(profile), ""):
        raise DeclarationProblem("declaration", path=path, fault=found)
    return profile


def _errors(profile: Profile) -> Iterator[str]:
    """Yield errors the types do not catch: undeclared columns, unknown sources, bad patterns."""
    names = {column.name for column in profile.column}
    for form in profile.form:
        for name in (*profile.from_, *form.from_, *form.text):
            if name not in names:
                yield f"[[form]] {form.kind}: {name}"
        for sources in (*profile.from_.values(), *form.from_.values()):
            yield from (f"[[form]] {form.kind}: {s!r}" for s in as_tuple(sources) if not _known(s))
    patterns = {f"[[column]] {column.name}": column.without for column in profile.column}
    for name, pattern in (*patterns.items(), ("placeholder", profile.placeholder)):
        try:
            re.compile(pattern)
        except re.error as error:
            yield f"{name}: {pattern!r}: {error}"
    yield from _pattern_errors(profile.written)


def _pattern_errors(written: ValuePatterns) -> Iterator[str]:
    try:
        written.range.format(low="", high="")
        written.date.format(year="", month="", day="")
    except (LookupError, ValueError, AttributeError) as error:
        yield f"[written] {error!r}"


def _known(source: str) -> bool:
    root, *path = source.split(".")
    if root not in ROOTS or not path:
        return False
    return len(path) == 1 or (root == "row" and len(path) == 2 and path[1] in PARTS)  # noqa: PLR2004
