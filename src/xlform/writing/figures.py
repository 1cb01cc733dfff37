"""Figures of a narrative, from the forms that state them, with differing statements."""

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


class StatedAmount(msgspec.Struct, frozen=True):
    """Amount in 万元 and its location in words."""

    location: str
    amount: Decimal


class Figure(msgspec.Struct, frozen=True):
    """Amount in 万元 and its location; ``None`` if no form states it.

    ``others`` are statements of a different amount.
    """

    value: Decimal | None = None
    location: str = ""
    others: tuple[StatedAmount, ...] = ()


def figure(*amounts: StatedAmount | None, compared: Iterable[StatedAmount | None] = ()) -> Figure:
    """Return the first amount stated; those in ``compared`` are only compared with it."""
    own = [candidate for candidate in amounts if candidate]
    if not own:
        return Figure()
    first = own[0]
    others = [
        candidate
        for candidate in (*own, *compared)
        if candidate and abs(candidate.amount - first.amount) > _CENT
    ]
    return Figure(first.amount, first.location, tuple(others))


def figures(submission: Submission, funds: tuple[FormFund, ...]) -> Mapping[str, Figure]:
    """Return the figures of a narrative by field name."""
    department = next(iter(of_kind(submission, _DEPARTMENT)), None)
    fund_summary = next(iter(of_kind(submission, _SUMMARY)), None)
    total = _field(department, "budget_total")
    project = _field(department, "project_expenditure")
    fiscal = _sum(department, "general_public_budget", "government_fund_budget")
    other = _field(department, "other_funds")
    sources = _sum(department, "general_public_budget", "government_fund_budget", "other_funds")
    spent = _sum(department, "basic_expenditure", "project_expenditure")
    funded = _field(fund_summary, "total"), _sum_of_funds(funds)
    found = {
        "income_total": figure(total, sources),
        "fiscal_income": figure(fiscal),
        "other_income": figure(other),
        "expenditure_total": figure(total, spent),
        "basic_expenditure": figure(_field(department, "basic_expenditure")),
        "project_expenditure": figure(project, compared=funded),
        "projects_total": figure(*funded, project),
    }
    return found | _projects_by_source(found)


def _projects_by_source(found: Mapping[str, Figure]) -> dict[str, Figure]:
    """Return the sources of project funds; known only if all income is fiscal."""
    other, total = found["other_income"], found["projects_total"]
    if other.value is None or other.value != 0:
        return {"projects_fiscal": Figure(), "projects_other": Figure()}
    return {"projects_fiscal": Figure(total.value), "projects_other": Figure(other.value)}


def fund_figure(fund: FormFund) -> Figure:
    """Return the amount of a fund."""
    return figure(*_stated_by_fund(fund))


def _stated_by_fund(fund: FormFund) -> Iterator[StatedAmount]:
    for entry in stated_amounts(fund):
        yield StatedAmount(entry.place, entry.amount)


def _field(form: Form | None, name: str) -> StatedAmount | None:
    amount = amount_of(form.fields, name) if form else None
    return StatedAmount(location_of(form, name), amount) if form and amount is not None else None


def _sum(form: Form | None, *names: str) -> StatedAmount | None:
    """Return the sum of fields, ``None`` if one of them is missing."""
    parts = [amount for name in names if (amount := _field(form, name))]
    return _sum_of(parts) if len(parts) == len(names) else None


def _sum_of_funds(funds: tuple[FormFund, ...]) -> StatedAmount | None:
    """Return the sum of the funds, ``None`` if the amount of one is missing."""
    parts = [amount for fund in funds if (amount := next(_stated_by_fund(fund), None))]
    return _sum_of(parts) if parts and len(parts) == len(funds) else None


def _sum_of(parts: list[StatedAmount]) -> StatedAmount:
    total = sum((part.amount for part in parts), Decimal())
    return StatedAmount(translate("narrative.sum", place=parts[0].location), total)
