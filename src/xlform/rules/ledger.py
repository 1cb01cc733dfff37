"""The ledger of a batch: of each submission the few values that rules between files compare.

It is what is kept of a submission once its own check is told, so that the memory a batch takes
does not grow with cells and texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import msgspec

from xlform.model import Form, Submission

# The names a form goes by, and the places where a finding about a whole form may stand.
_NAMES = ("direction", "fund", "name")
_HEADS = ("title", "unit", "filer")


class FormEntry(msgspec.Struct, frozen=True):
    """What is kept of a form: its names, its amounts in 万元, the cells they were read from.

    ``amounts`` holds the fields that are money, by name; a missing one is left out.
    """

    kind: str
    template: str
    sheet: str
    range: str
    title: str
    year: int | None
    names: dict[str, str]
    amounts: dict[str, Decimal]
    origins: dict[str, str]

    def place(self, *paths: str) -> str:
        """The cell of the first of the values that has one, else where the form begins."""
        found = (self.origins[path] for path in (*paths, *_HEADS) if path in self.origins)
        return next(found, self.range.partition(":")[0])


class Entry(msgspec.Struct, frozen=True):
    """What is kept of a submission.

    ``path`` is as the user wrote it; ``name`` is the file's own, longer by folders where several
    files of a batch bear it.
    """

    path: str
    name: str
    sha256: str
    unit: str
    year: int | None
    forms: tuple[FormEntry, ...]

    def year_of(self, form: FormEntry) -> int | None:
        """The year of a form; the submission's where the form names none."""
        return form.year or self.year


def entry_of(path: str, submission: Submission) -> Entry:
    """The entry of a submission read from ``path``; nothing in it holds on to the submission."""
    source = submission.source
    forms = tuple(map(_form_entry, submission.forms))
    return Entry(path, source.name, source.sha256, submission.unit, submission.year, forms)


def _form_entry(form: Form) -> FormEntry:
    fields = form.fields.items()
    names = {name: text for name, text in fields if name in _NAMES and type(text) is str and text}
    amounts = {name: value for name, value in fields if isinstance(value, Decimal)}
    told = (*_HEADS, *names, *amounts)
    return FormEntry(
        kind=form.kind,
        template=form.template,
        sheet=form.sheet,
        range=form.range,
        title=form.title,
        year=form.year,
        names=names,
        amounts=amounts,
        origins={path: form.origins[path] for path in told if path in form.origins},
    )


def in_ledger(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries under names that tell them apart, by name; a file given twice is one."""
    by_path = sorted(entries, key=lambda entry: entry.path)
    by_place = {Path(entry.path).resolve(): entry for entry in by_path}
    names = {place: entry.name for place, entry in by_place.items()}
    parts = 1
    while shared := {name for name, count in Counter(names.values()).items() if count > 1}:
        parts += 1
        for place, name in names.items():
            if name in shared:
                names[place] = "/".join(place.parts[-parts:])
    named = (msgspec.structs.replace(by_place[place], name=name) for place, name in names.items())
    return tuple(sorted(named, key=lambda entry: entry.name))
