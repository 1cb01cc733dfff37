"""Index of a batch: for each submission the few values that rules between files compare.

A summary replaces the submission once its own check is reported, so that the memory of a batch
does not grow with its cells and texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import msgspec

from xlform.model.submission import Form, Row, Submission
from xlform.rules.fingerprints import TextFingerprint, text_fingerprints
from xlform.rules.named_amounts import NamedAmount, named_amounts
from xlform.rules.town_names import TownMention, town_mentions
from xlform.rules.unit_names import Words, own_names
from xlform.rules.unit_prices import UnitPrice, unit_prices

# The fields that name a form, and those a finding on a whole form is reported at.
_NAMES = ("direction", "fund", "name")
_HEADER_FIELDS = ("title", "unit", "filer")


class Comparables(msgspec.Struct, frozen=True, array_like=True):
    """Values compared with other forms: long texts, unit prices, towns mentioned, named amounts."""

    texts: tuple[TextFingerprint, ...] = ()
    prices: tuple[UnitPrice, ...] = ()
    towns: tuple[TownMention, ...] = ()
    amounts: tuple[NamedAmount, ...] = ()


_encoder, _decoder = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Comparables)


class FormSummary(msgspec.Struct, frozen=True):
    """Summary of a form: its names, its amounts in 万元, the cells they were read from.

    ``amounts`` holds the fields that are money, by name; a missing one is left out. ``sums`` holds
    the sum of the amounts in each table; a table with a missing amount has none. ``packed`` are
    its comparables, encoded, because most rules do not need them.
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
    def comparables(self) -> Comparables:
        """Return the decoded long texts, unit prices, mentions of towns and named amounts."""
        return _decoder.decode(self.packed) if self.packed else Comparables()

    def cell_of(self, *paths: str) -> str:
        """Return the cell of the first of these values that has one, else the form's first cell."""
        found = (self.origins[path] for path in (*paths, *_HEADER_FIELDS) if path in self.origins)
        return next(found, self.range.partition(":")[0])


class SubmissionSummary(msgspec.Struct, frozen=True):
    """Summary of a submission.

    ``path`` is as the user wrote it; ``name`` is the file name, with as many folders before it as
    make it unique in the batch.
    """

    path: str
    name: str
    sha256: str
    unit: str
    year: int | None
    forms: tuple[FormSummary, ...]

    def year_of(self, form: FormSummary) -> int | None:
        """Return the year of a form; the submission's if the form names none."""
        return form.year or self.year


# The summaries of a batch in order; they may be on disk and read one at a time.
BatchIndex = Sequence[SubmissionSummary]


def summarize_submission(
    path: str, submission: Submission, words: Words | None = None
) -> SubmissionSummary:
    """Return the summary of a submission read from ``path``, without references to it.

    ``words`` are the word lists that a unit's own names are derived with.
    """
    source, unit, words = submission.source, submission.unit, words or {}
    names = own_names(unit, words)
    forms = tuple(_summarize_form(form, unit, names, words) for form in submission.forms)
    return SubmissionSummary(path, source.name, source.sha256, unit, submission.year, forms)


def _summarize_form(
    form: Form, unit: str, names_of_unit: tuple[str, ...], words: Words
) -> FormSummary:
    fields = form.fields.items()
    names = {name: text for name, text in fields if name in _NAMES and type(text) is str and text}
    amounts = {name: value for name, value in fields if isinstance(value, Decimal)}
    comparables = Comparables(
        tuple(text_fingerprints(form, names_of_unit)),
        tuple(unit_prices(form)),
        tuple(town_mentions(form, unit, words)),
        tuple(named_amounts(form)),
    )
    kept = (*_HEADER_FIELDS, *names, *amounts)
    return FormSummary(
        kind=form.kind,
        template=form.template,
        sheet=form.sheet,
        range=form.range,
        title=form.title,
        year=form.year,
        names=names,
        amounts=amounts,
        origins={path: form.origins[path] for path in kept if path in form.origins},
        sums=dict(_sums(form)),
        packed=_encoder.encode(comparables),
    )


def _sums(form: Form) -> Iterator[tuple[str, Decimal]]:
    """Yield the sum of each table's amounts; none if one is missing, which is never zero."""
    for table, rows in form.tables.items():
        amounts = [row["amount"] for row in rows if "amount" in row and not _is_blank(row)]
        known = [amount for amount in amounts if isinstance(amount, Decimal)]
        if known and len(known) == len(amounts):
            yield table, sum(known, start=Decimal(0))


def _is_blank(row: Row) -> bool:
    return not any(row.values())


def build_batch_index(summaries: Iterable[SubmissionSummary]) -> tuple[SubmissionSummary, ...]:
    """Return the summaries under unique names, by name; a file given twice counts once."""
    ordered = sorted(summaries, key=lambda summary: summary.path)
    by_path = {Path(summary.path).resolve(): summary for summary in ordered}
    names = {path: summary.name for path, summary in by_path.items()}
    parts = 1
    while shared := {name for name, count in Counter(names.values()).items() if count > 1}:
        parts += 1
        for path, name in names.items():
            if name in shared:
                names[path] = "/".join(path.parts[-parts:])
    named = (msgspec.structs.replace(by_path[path], name=name) for path, name in names.items())
    return tuple(sorted(named, key=lambda summary: summary.name))
