"""The figures of a narrative, from the forms that state them, with those that state another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

import msgspec

from xlform.messages import translate
from xlform.model.submission import Form, Submission
from xlform.rules.context import location_of
from xlform.rules.crossform.fund_rows import of_kind
from xlform.rules.narrative.project_funds import FormFund, amount_of, stated_amounts

_CENT = Decimal("0.005")
_DEPARTMENT, _SUMMARY = "department", "fund-summary"


class Source(msgspec.Struct, frozen=True):
    """An amount in 万元 and where it stands, in words."""

    place: str
    amount: Decimal


class Figure(msgspec.Struct, frozen=True):
    """An amount in 万元 and the place it was taken from; ``None`` where no form states it.

    ``others`` state another amount.
    """

    value: Decimal | None = None
    place: str = ""
    others: tuple[Source, ...] = ()


def figure(*own: Source | None, also: Iterable[Source | None] = ()) -> Figure:
    """The first amount that is stated; ``also`` is only compared with it."""
    known = [one for one in own if one]
    if not known:
        return Figure()
    first = known[0]
    others = [one for one in (*known, *also) if one and abs(one.amount - first.amount) > _CENT]
    return Figure(first.amount, first.place, tuple(others))


def figures(submission: Submission, funds: tuple[FormFund, ...]) -> Mapping[str, Figure]:
    """The figures of a narrative by the names of its fields."""
    department = next(iter(of_kind(submission, _DEPARTMENT)), None)
    listed = next(iter(of_kind(submission, _SUMMARY)), None)
    total = _field(department, "budget_total")
    project = _field(department, "project_expenditure")
    fiscal = _sum(department, "general_public_budget", "government_fund_budget")
    other = _field(department, "other_funds")
    sources = _sum(department, "general_public_budget", "government_fund_budget", "other_funds")
    spent = _sum(department, "basic_expenditure", "project_expenditure")
    funded = _field(listed, "total"), _together(funds)
    found = {
        "income_total": figure(total, sources),
        "fiscal_income": figure(fiscal),
        "other_income": figure(other),
        "expenditure_total": figure(total, spent),
        "basic_expenditure": figure(_field(department, "basic_expenditure")),
        "project_expenditure": figure(project, also=funded),
        "projects_total": figure(*funded, project),
    }
    return found | _projects_by_source(found)


def _projects_by_source(found: Mapping[str, Figure]) -> dict[str, Figure]:
    """Where nothing but fiscal money comes in, projects are paid from it; else nobody knows."""
    other, total = found["other_income"], found["projects_total"]
    if other.value is None or other.value != 0:
        return {"projects_fiscal": Figure(), "projects_other": Figure()}
    return {"projects_fiscal": Figure(total.value), "projects_other": Figure(other.value)}


def of_fund(fund: FormFund) -> Figure:
    """The amount of a fund."""
    return figure(*_of_fund(fund))


def _of_fund(fund: FormFund) -> Iterator[Source]:
    for one in stated_amounts(fund):
        yield Source(one.place, one.amount)


def _field(form: Form | None, name: str) -> Source | None:
    amount = amount_of(form.fields, name) if form else None
    return Source(location_of(form, name), amount) if form and amount is not None else None


def _sum(form: Form | None, *names: str) -> Source | None:
    """The sum of fields, unless one of them is missing."""
    parts = [one for name in names if (one := _field(form, name))]
    return _summed(parts) if len(parts) == len(names) else None


def _together(funds: tuple[FormFund, ...]) -> Source | None:
    """The sum of the funds, unless the amount of one is missing."""
    parts = [one for fund in funds if (one := next(_of_fund(fund), None))]
    return _summed(parts) if parts and len(parts) == len(funds) else None


def _summed(parts: list[Source]) -> Source:
    total = sum((part.amount for part in parts), Decimal())
    return Source(translate("narrative.sum", place=parts[0].place), total)
