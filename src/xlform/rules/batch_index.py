"""The ledger of a batch: of each submission the few values that rules between files compare.

It is what is kept of a submission once its own check is told, so that the memory a batch takes
does not grow with cells and texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import msgspec

from xlform.model.submission import Form, Row, Submission
from xlform.rules.neighbours import PlaceNamed, places_named
from xlform.rules.prices import UnitPrice, unit_prices
from xlform.rules.prints import TextPrint, text_prints
from xlform.rules.unit_names import Words, own_names

# The names a form goes by, and the places where a finding about a whole form may stand.
_NAMES = ("direction", "fund", "name")
_HEADS = ("title", "unit", "filer")


class Traces(msgspec.Struct, frozen=True, array_like=True):
    """What of a form is compared with all other forms: texts, unit prices, towns it names."""

    texts: tuple[TextPrint, ...] = ()
    prices: tuple[UnitPrice, ...] = ()
    places: tuple[PlaceNamed, ...] = ()


_encoder, _decoder = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Traces)


class FormSummary(msgspec.Struct, frozen=True):
    """What is kept of a form: its names, its amounts in 万元, the cells they were read from.

    ``amounts`` holds the fields that are money, by name; a missing one is left out. ``sums`` are
    those of the amounts in a table's rows, by table; where a row lacks its amount there is none.
    ``packed`` are its traces, encoded: most rules have no use for them.
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
    sums: dict[str, Decimal] = {}
    packed: bytes = b""

    @property
    def traces(self) -> Traces:
        """What it says at length, what it pays for each, whom it names."""
        return _decoder.decode(self.packed) if self.packed else Traces()

    def place(self, *paths: str) -> str:
        """The cell of the first of the values that has one, else where the form begins."""
        found = (self.origins[path] for path in (*paths, *_HEADS) if path in self.origins)
        return next(found, self.range.partition(":")[0])


class SubmissionSummary(msgspec.Struct, frozen=True):
    """What is kept of a submission.

    ``path`` is as the user wrote it; ``name`` is the file's own, longer by folders where several
    files of a batch bear it.
    """

    path: str
    name: str
    sha256: str
    unit: str
    year: int | None
    forms: tuple[FormSummary, ...]

    def year_of(self, form: FormSummary) -> int | None:
        """The year of a form; the submission's where the form names none."""
        return form.year or self.year


# The entries of a batch in their order; they may lie on disk and be read one at a time.
BatchIndex = Sequence[SubmissionSummary]


def summarize_submission(
    path: str, submission: Submission, words: Words | None = None
) -> SubmissionSummary:
    """The entry of a submission read from ``path``; nothing in it holds on to the submission.

    ``words`` are the lists by which a unit's own names are known.
    """
    source, unit, words = submission.source, submission.unit, words or {}
    names = own_names(unit, words)
    forms = tuple(_form_entry(form, unit, names, words) for form in submission.forms)
    return SubmissionSummary(path, source.name, source.sha256, unit, submission.year, forms)


def _form_entry(form: Form, unit: str, own: tuple[str, ...], words: Words) -> FormSummary:
    fields = form.fields.items()
    names = {name: text for name, text in fields if name in _NAMES and type(text) is str and text}
    amounts = {name: value for name, value in fields if isinstance(value, Decimal)}
    traces = Traces(
        tuple(text_prints(form, own)),
        tuple(unit_prices(form)),
        tuple(places_named(form, unit, words)),
    )
    told = (*_HEADS, *names, *amounts)
    return FormSummary(
        kind=form.kind,
        template=form.template,
        sheet=form.sheet,
        range=form.range,
        title=form.title,
        year=form.year,
        names=names,
        amounts=amounts,
        origins={path: form.origins[path] for path in told if path in form.origins},
        sums=dict(_sums(form)),
        packed=_encoder.encode(traces),
    )


def _sums(form: Form) -> Iterator[tuple[str, Decimal]]:
    """The sum of each table's amounts; none where one is missing, for it is not nought."""
    for table, rows in form.tables.items():
        amounts = [row["amount"] for row in rows if "amount" in row and not _is_blank(row)]
        known = [amount for amount in amounts if isinstance(amount, Decimal)]
        if known and len(known) == len(amounts):
            yield table, sum(known, start=Decimal(0))


def _is_blank(row: Row) -> bool:
    return not any(row.values())


def build_batch_index(entries: Iterable[SubmissionSummary]) -> tuple[SubmissionSummary, ...]:
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
