"""Selection of the forms that count where a unit submitted the same form more than once.

Two files of a unit are versions of each other if they have a form in common: then the earlier one's
forms of every kind in the later one don't count, renamed directions included. Files without a form
in common are parts of one submission, and both count.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Literal

import msgspec

from xlform.model.texts_by_name import TextsByName
from xlform.rules.batch.form_identity import Identity, form_identity
from xlform.rules.batch_index import BatchIndex, FormSummary, SubmissionSummary, without_forms
from xlform.rules.context import RuleContext
from xlform.summary.paper_copies import is_paper
from xlform.template.labels import fold

Latest = Literal["time", "name", "given"]
LATEST: tuple[Latest, ...] = ("time", "name", "given")

_WORDS = "version-words"
# 20230220, 2023-02-20, 2023年2月20日; then 2月20日 and 02.20 without a year.
_DATE = re.compile(r"(20\d\d)[-._年]?(\d{1,2})[-._月]?(\d{1,2})日?|(\d{1,2})[月.](\d{1,2})日?")
_NUMBER = re.compile(
    r"[(（]\s*(\d{1,3})\s*[)）]|[vV](\d{1,3})|第?(\d{1,3})[稿版次]|[-_ ](\d{1,2})$"
)
_NUMERAL = re.compile("第?([一二三四五六七八九十])[稿版次]|[(（]([一二三四五六七八九十])[)）]")
_NUMERALS = "一二三四五六七八九十"

Rank = tuple[int, ...]


class Version(msgspec.Struct, frozen=True):
    """Time of a file's last change, in ns since 1970, and its position on the command line.

    ``kind`` is the file's format (``xlsx``, ``pdf`` …).
    """

    modified: int = 0
    given: int = 0
    kind: str = ""


class ExcludedForm(msgspec.Struct, frozen=True):
    """A form that doesn't count: ``form`` is its number in the file, from 1.

    ``replaced_by`` is the path of the file that counts in its place, "" where the form is of
    another year. ``certain`` is false where nothing shows which file is the later one, so that the
    path decided. ``is_copy`` marks a form on the paper that goes with a workbook.
    """

    path: str
    form: int
    kind: str
    template: str
    sheet: str
    unit: str
    year: int | None
    replaced_by: str = ""
    certain: bool = True
    is_copy: bool = False


class Selection(msgspec.Struct, frozen=True):
    """The forms that count: all but the excluded ones, whose numbers ``numbers`` has by path."""

    excluded: tuple[ExcludedForm, ...] = ()
    numbers: Mapping[str, frozenset[int]] = {}

    def counts(self, path: str, form: int) -> bool:
        """Return whether the form of that number, from 1, counts."""
        return form not in self.numbers.get(path, frozenset())


def select_forms(
    batch_index: BatchIndex,
    units: TextsByName,
    context: RuleContext,
    rank: Callable[[SubmissionSummary], Rank],
    year: int | None = None,
) -> Selection:
    """Return the forms of a batch that count: of ``year``, and of each unit's latest files.

    ``units`` gives one name for each unit by the name of the file; a file it lacks is a unit of its
    own, together with copies of the same bytes. ``rank`` is higher for the later of two files.
    """
    excluded: list[ExcludedForm] = []
    if year is not None:
        for number, bare in enumerate(without_forms(batch_index)):
            if any(form.year not in (None, year) for form in context.keys(bare).forms):
                excluded += _of_other_years(batch_index[number], year)
    for numbers in _of_one_unit(without_forms(batch_index), units):
        versions = [batch_index[number] for number in numbers]
        excluded += _replaced(versions, context, rank, year)
    by_path: dict[str, set[int]] = defaultdict(set)
    for form in excluded:
        by_path[form.path].add(form.form)
    ordered = sorted(excluded, key=lambda form: (form.path, form.form))
    return Selection(tuple(ordered), {path: frozenset(forms) for path, forms in by_path.items()})


def _of_one_unit(files: BatchIndex, units: TextsByName) -> Iterator[list[int]]:
    """Yield the indices of the files of each unit that has several."""
    counts = Counter(hash(_unit_key(file, units)) for file in files)
    several: dict[str, list[int]] = defaultdict(list)
    for number, file in enumerate(files):
        key = _unit_key(file, units)
        if counts[hash(key)] > 1:
            several[key].append(number)
    return (numbers for numbers in several.values() if len(numbers) > 1)


def _unit_key(file: SubmissionSummary, units: TextsByName) -> str:
    return units.get(file.name) or f"\n{file.sha256}"


def ranking(
    latest: Latest, versions: Mapping[str, Version], context: RuleContext
) -> Callable[[SubmissionSummary], Rank]:
    """Return the function that ranks a file by its ``versions`` entry or name, the later higher.

    The paper that goes with a workbook, scanned or printed, is no later version of it: some of its
    figures may be unknown.
    """
    words = context.words.get(_WORDS, {})

    def rank(file: SubmissionSummary) -> Rank:
        version = versions.get(file.path, Version())
        digital = int(not is_paper(version.kind))
        if latest == "time":
            return digital, version.modified
        if latest == "given":
            return digital, version.given
        return digital, *version_of_name(file.name, words)

    return rank


def version_in(name: str, context: RuleContext) -> Rank:
    """Return how late a version a file's name claims, in the words of a check."""
    return version_of_name(name, context.words.get(_WORDS, {}))


def version_of_name(name: str, words: Mapping[str, str]) -> Rank:
    """Return how late a version a file's name claims: 最终版(2) > 最终版 > 改 > none of these.

    The word with the greatest weight comes first, then the date, then the number; a repeated word
    (最终最终版) is later than a single one.
    """
    stem = name.rpartition("/")[2].rpartition(".")[0] or name
    weights = [int(weight) for word, weight in words.items() for _ in range(stem.count(word))]
    weight = max(weights, default=2)
    return weight, _date(stem), _number(stem), weights.count(weight)


def _date(stem: str) -> int:
    found = _DATE.search(stem)
    if not found:
        return 0
    year, month, day, only_month, only_day = (int(part or 0) for part in found.groups())
    return year * 10_000 + (month or only_month) * 100 + (day or only_day)


def _number(stem: str) -> int:
    rest = _DATE.sub("", stem)
    if found := _NUMBER.search(rest):
        return int(next(filter(None, found.groups())))
    if found := _NUMERAL.search(rest):
        return 1 + _NUMERALS.index(next(filter(None, found.groups())))
    return 0


def _of_other_years(file: SubmissionSummary, year: int) -> Iterator[ExcludedForm]:
    for number, form in enumerate(file.forms, 1):
        form_year = file.year_of(form)
        if form_year not in (None, year):
            yield _excluded(file, number, form)


def _replaced(
    files: list[SubmissionSummary],
    context: RuleContext,
    rank: Callable[[SubmissionSummary], Rank],
    year: int | None,
) -> Iterator[ExcludedForm]:
    """Yield the forms of a unit's files that a later file replaces."""
    later: list[tuple[SubmissionSummary, set[Identity]]] = []
    for file in sorted(
        files, key=lambda file: (rank(file), fold(file.name), file.path), reverse=True
    ):
        own = {form_identity(file, form, context) for form in file.forms}
        newer = [(other, theirs) for other, theirs in later if own & theirs]
        for number, form in enumerate(file.forms, 1):
            form_year = file.year_of(form)
            kept = [other for other, theirs in newer if _has(theirs, form.kind, form_year)]
            if kept and (year is None or form_year in (None, year)):
                newest = rank(kept[0])
                certain = newest > rank(file) or kept[0].sha256 == file.sha256
                # A rank begins with 0 for paper.
                is_copy = newest[0] > rank(file)[0]
                excluded = _excluded(file, number, form, kept[0].path, certain=certain)
                yield msgspec.structs.replace(excluded, is_copy=is_copy)
        later.append((file, own))


def _has(identities: set[Identity], kind: str, year: int | None) -> bool:
    return any(identity[:2] == (kind, year) for identity in identities)


def _excluded(
    file: SubmissionSummary,
    number: int,
    form: FormSummary,
    replaced_by: str = "",
    *,
    certain: bool = True,
) -> ExcludedForm:
    year = file.year_of(form)
    return ExcludedForm(
        file.path,
        number,
        form.kind,
        form.template,
        form.sheet,
        file.unit,
        year,
        replaced_by,
        certain,
    )
