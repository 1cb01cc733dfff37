"""Which of a unit's files holds where it handed in the same form more than once.

Two files of a unit are versions of each other if one form stands in both: then of each kind of form
that the later one holds, the earlier one's count no more, renamed directions and all. Files without
a form in common are parts of one submission, and both count.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Literal

import msgspec

from xlform.rules.batch.form_identity import Identity, form_identity
from xlform.rules.batch_index import BatchIndex, FormSummary, SubmissionSummary
from xlform.rules.context import RuleContext
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
    """What a file is told apart by: when it was last changed, in ns, and its place as given."""

    modified: int = 0
    given: int = 0


class Left(msgspec.Struct, frozen=True):
    """A form that doesn't count: ``form`` is its number in the file, from 1.

    ``by`` is the path of the file that holds in its place, "" where the form is of another year.
    ``sure`` is false where nothing told which file is the later one, so that the path decided.
    """

    path: str
    form: int
    kind: str
    template: str
    sheet: str
    unit: str
    year: int | None
    by: str = ""
    sure: bool = True


class Choice(msgspec.Struct, frozen=True):
    """Which forms count: all but those left out."""

    left: tuple[Left, ...] = ()
    out: Mapping[str, frozenset[int]] = {}

    def counts(self, path: str, form: int) -> bool:
        """Whether the form of that number, from 1, counts."""
        return form not in self.out.get(path, frozenset())


def choose(
    entries: BatchIndex,
    units: Mapping[str, str],
    context: RuleContext,
    rank: Callable[[SubmissionSummary], Rank],
    year: int | None = None,
) -> Choice:
    """Leave out what is of another year than ``year`` and what a later file of the unit replaces.

    ``units`` gives one name for each unit by the name of the file; files it lacks stand alone, a
    file whose bytes are those of another aside. ``rank`` is higher for the later of two files.
    """
    left: list[Left] = []
    files: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        files[units.get(entry.name, f"\n{entry.sha256}")].append(number)
        left += _of_other_years(entry, year)
    for together in files.values():
        if len(together) > 1:
            left += _replaced([entries[one] for one in together], context, rank, year)
    out: dict[str, set[int]] = defaultdict(set)
    for one in left:
        out[one.path].add(one.form)
    by_place = sorted(left, key=lambda one: (one.path, one.form))
    return Choice(tuple(by_place), {path: frozenset(forms) for path, forms in out.items()})


def ranking(
    latest: Latest, versions: Mapping[str, Version], context: RuleContext
) -> Callable[[SubmissionSummary], Rank]:
    """How two files are told apart, by their paths' ``versions``: the later ranks higher."""
    words = context.words.get(_WORDS, {})

    def rank(entry: SubmissionSummary) -> Rank:
        version = versions.get(entry.path, Version())
        if latest == "time":
            return (version.modified,)
        return (version.given,) if latest == "given" else version_in(entry.name, words)

    return rank


def version_in(name: str, words: Mapping[str, str]) -> Rank:
    """How late a version a file's name says it is: 最终版(2) > 最终版 > 改 > none of these.

    The weightiest of the words comes first, then the date, then the number; a word said twice
    (最终最终版) is later than said once.
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


def _of_other_years(entry: SubmissionSummary, year: int | None) -> Iterator[Left]:
    for number, form in enumerate(entry.forms, 1):
        of = entry.year_of(form)
        if year is not None and of not in (None, year):
            yield _left(entry, number, form)


def _replaced(
    files: list[SubmissionSummary],
    context: RuleContext,
    rank: Callable[[SubmissionSummary], Rank],
    year: int | None,
) -> Iterator[Left]:
    """What of a unit's files a later one holds in its place."""
    later: list[tuple[SubmissionSummary, set[Identity]]] = []
    for entry in sorted(files, key=lambda one: (rank(one), fold(one.name), one.path), reverse=True):
        own = {form_identity(entry, form, context) for form in entry.forms}
        newer = [(other, theirs) for other, theirs in later if own & theirs]
        for number, form in enumerate(entry.forms, 1):
            of = entry.year_of(form)
            kept = [one for one, theirs in newer if _has(theirs, form.kind, of)]
            if kept and (year is None or of in (None, year)):
                sure = rank(kept[0]) > rank(entry) or kept[0].sha256 == entry.sha256
                yield _left(entry, number, form, kept[0].path, sure=sure)
        later.append((entry, own))


def _has(identities: set[Identity], kind: str, year: int | None) -> bool:
    return any(one[:2] == (kind, year) for one in identities)


def _left(
    entry: SubmissionSummary, number: int, form: FormSummary, by: str = "", *, sure: bool = True
) -> Left:
    year = entry.year_of(form)
    return Left(
        entry.path, number, form.kind, form.template, form.sheet, entry.unit, year, by, sure
    )
