"""Index of a batch: for each submission the few values that rules between files compare.

A summary replaces the submission once its own check is reported, so that the memory of a batch
does not grow with its cells and texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

import msgspec

from xlform.model.memoize import memoize
from xlform.model.regular_file import real_path
from xlform.model.submission import Row, Submission
from xlform.rules.compared_keys import ComparedKeys, ComparedParts, compared_keys
from xlform.rules.fingerprints import TextFingerprint, text_fingerprints
from xlform.rules.named_amounts import NamedAmount, named_amounts
from xlform.rules.target_changes import ProjectTargets, project_targets
from xlform.rules.town_names import TownMention, town_mentions
from xlform.rules.unit_names import Words, own_names
from xlform.rules.unit_prices import UnitPrice, unit_prices
from xlform.template.form import FormTemplate
from xlform.template.form_values import FormValues, values_of
from xlform.template.roles import Role
from xlform.template.store import load_templates, template_folders

# What names a form, and what a finding on a whole form is reported at.
_NAMES = (Role.PROJECT, Role.FUND)
_HEADING = (Role.UNIT, Role.FILER)
_encoder = msgspec.msgpack.Encoder()
_NOTHING, _NONE = (msgspec.Raw(_encoder.encode(value)) for value in ((), None))
_texts = msgspec.msgpack.Decoder(tuple[TextFingerprint, ...])
_prices = msgspec.msgpack.Decoder(tuple[UnitPrice, ...])
_towns = msgspec.msgpack.Decoder(tuple[TownMention, ...])
_amounts = msgspec.msgpack.Decoder(tuple[NamedAmount, ...])
_targets: msgspec.msgpack.Decoder[ProjectTargets | None] = msgspec.msgpack.Decoder(
    ProjectTargets | None
)


class Comparables(msgspec.Struct, frozen=True, array_like=True):
    """Values compared with other forms: texts, unit prices, towns mentioned, amounts, targets.

    Each part stays encoded until it is asked for: most rules need one of them.
    """

    packed_texts: msgspec.Raw = _NOTHING
    packed_prices: msgspec.Raw = _NOTHING
    packed_towns: msgspec.Raw = _NOTHING
    packed_amounts: msgspec.Raw = _NOTHING
    packed_targets: msgspec.Raw = _NONE

    @property
    def texts(self) -> tuple[TextFingerprint, ...]:
        """Return the long texts."""
        return _texts.decode(self.packed_texts)

    @property
    def prices(self) -> tuple[UnitPrice, ...]:
        """Return the unit prices."""
        return _prices.decode(self.packed_prices)

    @property
    def towns(self) -> tuple[TownMention, ...]:
        """Return the mentions of towns."""
        return _towns.decode(self.packed_towns)

    @property
    def amounts(self) -> tuple[NamedAmount, ...]:
        """Return the amounts with the names they go by."""
        return _amounts.decode(self.packed_amounts)

    @property
    def targets(self) -> ProjectTargets | None:
        """Return the targets of a project; ``None`` for a form of another kind."""
        return _targets.decode(self.packed_targets)


_decoder = msgspec.msgpack.Decoder(Comparables)
_keys = msgspec.msgpack.Decoder(ComparedKeys)


class FormSummary(msgspec.Struct, frozen=True, array_like=True):
    """Summary of a form: its names, its amounts in 万元, the cells they were read from.

    ``amounts`` holds the fields that are money, by name; a missing one is left out. ``sums`` holds
    the sum of the amounts in each table; a table with a missing amount has none. ``origins``
    begins with what names the form and its unit. ``packed`` are its comparables, encoded, because
    most rules do not need them.
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
        """Return the long texts, unit prices, towns, named amounts and targets."""
        return _decoder.decode(self.packed) if self.packed else Comparables()

    def cell_of(self, *paths: str) -> str:
        """Return the cell of the first of these values that has one, else the form's first cell."""
        known = (*(self.origins.get(path, "") for path in paths), *self.origins.values())
        return next(filter(None, known), self.range.partition(":")[0])


class SubmissionSummary(msgspec.Struct, frozen=True, array_like=True):
    """Summary of a submission.

    ``path`` is as the user wrote it; ``name`` is the file name, with as many folders before it as
    make it unique in the batch. ``packed_keys`` are those that other files are compared by,
    encoded, nothing where no word lists were given to make them with: see :func:`keys_of`.
    """

    path: str
    name: str
    sha256: str
    unit: str
    year: int | None
    forms: tuple[FormSummary, ...]
    packed_keys: bytes = b""

    def year_of(self, form: FormSummary) -> int | None:
        """Return the year of a form; the submission's if the form names none."""
        return form.year or self.year


# The summaries of a batch in order; they may be on disk and read one at a time.
BatchIndex = Sequence[SubmissionSummary]


def without_forms(summaries: BatchIndex) -> BatchIndex:
    """Return the same summaries, without forms where these would have to be decoded.

    They have their keys.
    """
    bare: BatchIndex = getattr(summaries, "bare", summaries)
    return bare


def keys_of(
    summary: SubmissionSummary, words: Words, templates: Mapping[str, FormTemplate]
) -> ComparedKeys:
    """Return the keys of what other files are compared with; a bare summary has them."""
    if summary.packed_keys:
        return _keys.decode(summary.packed_keys)
    parts = [
        ComparedParts(form, found.texts, found.prices, found.towns)
        for form in summary.forms
        for found in [form.comparables]
    ]
    return compared_keys(parts, summary.year, words, templates)


def summarize_submission(
    path: str,
    submission: Submission,
    words: Words | None = None,
    templates: Mapping[str, FormTemplate] | None = None,
) -> SubmissionSummary:
    """Return the summary of a submission read from ``path``, without references to it.

    ``words`` are the word lists that a unit's own names are derived with, ``templates`` those the
    forms were read by: without them, the ones in force.
    """
    known = templates or templates_by_name(load_templates(template_folders()))
    source, unit, year = submission.source, submission.unit, submission.year
    names = own_names(unit, words or {})
    summarized = [
        _summarize_form(values_of(form, known[form.template]), unit, names, words or {})
        for form in submission.forms
    ]
    parts = [parts for _, parts in summarized]
    keys = b"" if words is None else _encoder.encode(compared_keys(parts, year, words, known))
    forms = tuple(form for form, *_ in summarized)
    return SubmissionSummary(path, source.name, source.sha256, unit, year, forms, keys)


@memoize
@memoize
def templates_by_name(known: tuple[FormTemplate, ...]) -> dict[str, FormTemplate]:
    """Return templates by name, the same dictionary for the same templates."""
    return {template.name: template for template in known}


def _summarize_form(
    values: FormValues, unit: str, names_of_unit: tuple[str, ...], words: Words
) -> tuple[FormSummary, ComparedParts]:
    form = values.form
    fields = form.fields.items()
    named = {values.path_of(role): values.text(role) for role in _NAMES}
    names = {path: text for path, text in named.items() if path and text}
    amounts = {name: value for name, value in fields if isinstance(value, Decimal)}
    texts = tuple(text_fingerprints(values, names_of_unit))
    prices, towns = tuple(unit_prices(values)), tuple(town_mentions(values, unit, words))
    comparables = texts, prices, towns, tuple(named_amounts(values)), project_targets(values)
    heading = ("title", *filter(None, map(values.path_of, _HEADING)))
    kept = (*heading, *names, *amounts)
    summary = FormSummary(
        kind=form.kind,
        template=form.template,
        sheet=form.sheet,
        range=form.range,
        title=form.title,
        year=form.year,
        names=names,
        amounts=amounts,
        origins={path: form.origins[path] for path in kept if path in form.origins},
        sums=dict(_sums(values)),
        packed=_encoder.encode(comparables),
    )
    return summary, ComparedParts(summary, texts, prices, towns)


def _sums(values: FormValues) -> Iterator[tuple[str, Decimal]]:
    """Yield the sum of each table's amounts; none if one is missing, which is never zero."""
    for table, rows in values.form.tables.items():
        column = values.roles.column(table, Role.AMOUNT)
        amounts = [row[column] for row in rows if column in row and not _is_blank(row)]
        known = [amount for amount in amounts if isinstance(amount, Decimal)]
        if known and len(known) == len(amounts):
            yield table, sum(known, start=Decimal(0))


def _is_blank(row: Row) -> bool:
    return not any(row.values())


def build_batch_index(summaries: Iterable[SubmissionSummary]) -> tuple[SubmissionSummary, ...]:
    """Return the summaries under unique names, by name; a file given twice counts once."""
    ordered = sorted(summaries, key=lambda summary: summary.path)
    by_path = {real_path(summary.path): summary for summary in ordered}
    names = {path: summary.name for path, summary in by_path.items()}
    parts = 1
    while shared := {name for name, count in Counter(names.values()).items() if count > 1}:
        parts += 1
        for path, name in names.items():
            if name in shared:
                names[path] = "/".join(path.parts[-parts:])
    named = (msgspec.structs.replace(by_path[path], name=name) for path, name in names.items())
    return tuple(sorted(named, key=lambda summary: summary.name))
