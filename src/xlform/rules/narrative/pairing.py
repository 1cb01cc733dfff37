"""Which project of a narrative is which fund of the forms: by name, near names included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

import msgspec

from xlform.model.submission import Form, Row, Submission
from xlform.rules.context import RuleContext, location_of
from xlform.rules.crossform.likeness import likeness, plainly
from xlform.rules.crossform.pairing import directions_of, funds, of_kind, text_of
from xlform.template.labels import fold

NARRATIVE = "narrative"
# Names less alike than this, in per cent, are of two projects.
_ALIKE_AT_LEAST = 60
# More names left over than these are no slips of the pen, and each pair costs a comparison.
_COMPARED_AT_MOST = 60


class Project(msgspec.Struct, frozen=True):
    """One project a narrative tells of; ``path`` leads to it in the form."""

    form: Form
    path: str
    row: Row
    name: str


class Funded(msgspec.Struct, frozen=True):
    """One fund as the forms state it.

    ``form`` and ``path`` are where its name stands: a row of the summary, or a direction where no
    summary lists it. ``amount`` is the summary's, in 万元, at ``amount_path``.
    """

    form: Form
    path: str
    name: str
    amount: Decimal | None
    amount_path: str
    directions: tuple[Form, ...]


class Stated(msgspec.Struct, frozen=True):
    """An amount in 万元, as one place of the forms states it."""

    form: Form
    path: str
    amount: Decimal

    @property
    def place(self) -> str:
        """Sheet and cell."""
        return location_of(self.form, self.path)


class Pairs(msgspec.Struct, frozen=True):
    """The projects and the funds they are; what is left on either side has no partner."""

    matched: tuple[tuple[Project, Funded], ...]
    projects: tuple[Project, ...]
    funds: tuple[Funded, ...]


def projects(form: Form) -> Iterator[Project]:
    """The named projects of a narrative, in order."""
    for number, row in enumerate(form.tables.get("projects", ())):
        if name := text_of(row, "name"):
            yield Project(form, f"projects[{number}]", row, name)


def funded(submission: Submission) -> tuple[Funded, ...]:
    """The funds of the summary, or of the directions where there is no summary."""
    listed = tuple(
        Funded(
            one.form,
            f"{one.path}.fund",
            one.name,
            amount_of(one.row, "amount"),
            f"{one.path}.amount",
            one.directions,
        )
        for one in funds(submission)
    )
    return listed or tuple(_by_direction(submission))


def stated(fund: Funded) -> Iterator[Stated]:
    """The amounts of a fund: the summary's, what its directions name as its own, their sum."""
    if fund.amount is not None and fund.form.kind == "fund-summary":
        yield Stated(fund.form, fund.amount_path, fund.amount)
    for form in fund.directions:
        whole = amount_of(form.fields, "fund_amount")
        if whole is not None:
            yield Stated(form, "fund_amount", whole)
    own = [amount_of(form.fields, "amount") for form in fund.directions]
    known = [amount for amount in own if amount is not None]
    if known and len(known) == len(own):
        yield Stated(fund.directions[0], "amount", sum(known, Decimal()))


def _by_direction(submission: Submission) -> Iterator[Funded]:
    for forms in directions_of(submission).values():
        first = forms[0]
        yield Funded(first, "fund", text_of(first.fields, "fund"), None, "", forms)


def amount_of(row: Row, name: str) -> Decimal | None:
    """An amount among a form's fields or a row's columns; ``None`` where there is none."""
    value = row.get(name)
    return value if isinstance(value, Decimal) else None


def paired(submission: Submission, context: RuleContext) -> Pairs:
    """Each project with its fund: equal names first, then the nearest that are near enough."""
    left = [one for form in of_kind(submission, NARRATIVE) for one in projects(form)]
    right = {fold(fund.name): fund for fund in reversed(funded(submission))}
    matched: dict[int, Funded] = {}
    for number, project in enumerate(left):
        if fund := right.pop(fold(project.name), None):
            matched[number] = fund
    near = _near(left, matched, tuple(right.values()), context.words.get("name-fillers", {}))
    for number, fund in near:
        matched[number] = fund
        del right[fold(fund.name)]
    return Pairs(
        tuple((left[number], matched[number]) for number in sorted(matched)),
        tuple(project for number, project in enumerate(left) if number not in matched),
        tuple(reversed(right.values())),
    )


def _near(
    left: list[Project],
    matched: Mapping[int, Funded],
    right: tuple[Funded, ...],
    fillers: Mapping[str, str],
) -> list[tuple[int, Funded]]:
    """Projects and funds left over whose names are alike, the most alike first, each once."""
    open_ = [number for number in range(len(left)) if number not in matched]
    if len(open_) > _COMPARED_AT_MOST or len(right) > _COMPARED_AT_MOST:
        return []
    scores = [
        (_likeness(left[number].name, fund.name, tuple(fillers)), -number, -place)
        for number in open_
        for place, fund in enumerate(right)
    ]
    found: dict[int, int] = {}
    for score, number, place in sorted(scores, reverse=True):
        taken = -number in found or -place in found.values()
        if score >= _ALIKE_AT_LEAST and not taken:
            found[-number] = -place
    return [(number, right[place]) for number, place in found.items()]


def _likeness(one: str, other: str, fillers: tuple[str, ...]) -> int:
    """How alike two names are, in per cent, with what any name may hold taken out."""
    first, second = _bare(one, fillers), _bare(other, fillers)
    if not first or not second:
        return 0
    return 100 if first == second else likeness(first, second)


@lru_cache(maxsize=1024)
def _bare(name: str, fillers: tuple[str, ...]) -> str:
    text = plainly(name)
    for word in fillers:
        text = text.replace(word, "")
    return text
