"""Scans of a whole stack: the forms of several units in one file, told by their pages.

A summary and a review count by unit, and a file is of one. A single form with the name of another
unit is a mistake in it, which a rule reports; forms of one kind for two units are a stack.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from xlform.errors import FileProblem
from xlform.messages import translate
from xlform.model.submission import Form, Submission
from xlform.template.form import FormTemplate
from xlform.template.labels import fold
from xlform.template.roles import Role

# Names that are more alike than this, in per cent, are one name, misread.
_ALIKE = 85
# Units that a message names.
_NAMED_AT_MOST = 12


class UnitPages(msgspec.Struct):
    """Forms of a unit that follow each other: their first and last page, their kinds."""

    unit: str
    first: int
    last: int
    kinds: set[str]


def require_one_unit(
    submission: Submission, templates: Mapping[str, FormTemplate], path: str
) -> None:
    """Raise :class:`~xlform.errors.FileProblem` for a scan with the forms of several units.

    ``path`` is what the message calls the file.
    """
    if not any(form.places for form in submission.forms):
        return
    found = list(_units(submission.forms, templates))
    if not _is_stack(found):
        return
    named = (
        translate("units.pages", unit=one.unit, first=one.first, last=one.last)
        if one.last > one.first
        else translate("units.page", unit=one.unit, first=one.first)
        for one in found[:_NAMED_AT_MOST]
    )
    listed = translate("diff.separator").join(named)
    listed += translate("units.more") if len(found) > _NAMED_AT_MOST else ""
    count = len({fold(one.unit) for one in found})
    raise FileProblem("several-units", path=path, count=count, units=listed)


def _units(forms: Sequence[Form], templates: Mapping[str, FormTemplate]) -> Iterator[UnitPages]:
    """Yield the units of a scan in the order of its pages."""
    current: UnitPages | None = None
    for form in sorted((form for form in forms if form.places), key=_first_page):
        template = templates[form.template]
        names = (form.fields.get(template.roles.field(role)) for role in (Role.UNIT, Role.FILER))
        name = next((name for name in names if isinstance(name, str) and name), "")
        pages = [place.page for place in form.places.values()]
        if current is None or (name and not _is_alike(name, current.unit)):
            if current is not None:
                yield current
            current = UnitPages(name, min(pages), max(pages), set())
        current.last = max(current.last, *pages)
        if template.is_of_unit:
            current.kinds.add(form.kind)
    if current is not None:
        yield current


def _first_page(form: Form) -> int:
    return min(place.page for place in form.places.values())


def _is_alike(one: str, other: str) -> bool:
    from rapidfuzz import fuzz  # noqa: PLC0415  (few files are scans)

    return not other or fuzz.ratio(fold(one), fold(other)) >= _ALIKE


def _is_stack(units: Sequence[UnitPages]) -> bool:
    """Return whether two of the units have a form of one kind that a unit has once."""
    return any(
        one.kinds & other.kinds and not _is_alike(one.unit, other.unit)
        for number, one in enumerate(units)
        for other in units[number + 1 :]
    )
