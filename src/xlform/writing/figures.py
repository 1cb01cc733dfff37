"""The figures of a narrative, from the forms that state them, with those that state another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

import msgspec

from xlform.model import Form, Submission
from xlform.rules.crossform.pairing import of_kind
from xlform.rules.narrative.pairing import Funded, Stated, amount_of, stated

_CENT = Decimal("0.005")
_DEPARTMENT, _SUMMARY = "department", "fund-summary"


class Figure(msgspec.Struct, frozen=True):
    """An amount in 万元, ``None`` where no form states it; ``places`` are those that do.

    ``others`` state another amount.
    """

    value: Decimal | None = None
    places: tuple[str, ...] = ()
    others: tuple[Stated, ...] = ()


def figure(own: Iterator[Stated | None], also: Iterator[Stated | None]) -> Figure:
    """The first amount that is stated; ``also`` is only compared with it."""
    known = [one for one in own if one is not None]
    if not known:
        return Figure()
    value = known[0].amount
    every = [*known, *(one for one in also if one is not None)]
    others = tuple(one for one in every if abs(one.amount - value) > _CENT)
    places = tuple(one.place for one in every if one not in others)
    return Figure(value, places, others)


def figures(submission: Submission, funds: tuple[Funded, ...]) -> Mapping[str, Figure]:
    """The figures of a narrative by the names of its fields."""
    department = next(iter(of_kind(submission, _DEPARTMENT)), None)
    listed = next(iter(of_kind(submission, _SUMMARY)), None)
    total = _field(department, "budget_total")
    project = _field(department, "project_expenditure")
    fiscal = _sum(department, "general_public_budget", "government_fund_budget")
    other = _field(department, "other_funds")
    sources = _sum(department, "general_public_budget", "government_fund_budget", "other_funds")
    spent = _sum(department, "basic_expenditure", "project_expenditure")
    funded = [_field(listed, "total"), _together(funds)]
    found = {
        "income_total": figure(iter([total, sources]), iter([])),
        "fiscal_income": figure(iter([fiscal]), iter([])),
        "other_income": figure(iter([other]), iter([])),
        "expenditure_total": figure(iter([total, spent]), iter([])),
        "basic_expenditure": figure(iter([_field(department, "basic_expenditure")]), iter([])),
        "project_expenditure": figure(iter([project]), iter(funded)),
        "projects_total": figure(iter([*funded, project]), iter([])),
    }
    return found | _projects_by_source(found)


def _projects_by_source(found: Mapping[str, Figure]) -> dict[str, Figure]:
    """Where nothing but fiscal money comes in, projects are paid from it; else nobody knows."""
    other, total = found["other_income"], found["projects_total"]
    if other.value is None or other.value != 0:
        return {"projects_fiscal": Figure(), "projects_other": Figure()}
    return {
        "projects_fiscal": Figure(total.value, total.places),
        "projects_other": Figure(other.value, other.places),
    }


def of_fund(fund: Funded) -> Figure:
    """The amount of a fund."""
    return figure(iter(stated(fund)), iter([]))


def _field(form: Form | None, name: str) -> Stated | None:
    amount = amount_of(form.fields, name) if form else None
    return Stated(form, name, amount) if form and amount is not None else None


def _sum(form: Form | None, *names: str) -> Stated | None:
    """The sum of fields, unless one of them is missing; it stands where the first does."""
    amounts = [one.amount for name in names if (one := _field(form, name))]
    if form is None or len(amounts) < len(names):
        return None
    return Stated(form, names[0], sum(amounts, Decimal()))


def _together(funds: tuple[Funded, ...]) -> Stated | None:
    """The sum of the funds, unless the amount of one is missing."""
    amounts = [next((one.amount for one in stated(fund)), None) for fund in funds]
    known = [amount for amount in amounts if amount is not None]
    if not funds or len(known) < len(amounts):
        return None
    first = next(stated(funds[0]))
    return Stated(first.form, first.path, sum(known, Decimal()))
