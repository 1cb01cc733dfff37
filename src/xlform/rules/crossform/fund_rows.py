"""Rows of a table of funds (附表2) with the forms of their directions (附表3), matched by name."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from xlform.model.submission import Form, Submission
from xlform.rules.context import RuleContext
from xlform.template.form_values import FormValues, RoleRow
from xlform.template.labels import fold
from xlform.template.roles import Role


class Fund(msgspec.Struct, frozen=True):
    """One row of a table of funds with the forms of its directions."""

    values: FormValues
    row: RoleRow
    name: str
    directions: tuple[FormValues, ...]

    @property
    def form(self) -> Form:
        """Return the form of the row."""
        return self.values.form


def direction_forms(submission: Submission, context: RuleContext) -> list[FormValues]:
    """Return the forms of directions: those about a part of a fund that they name."""
    return context.forms_with(submission, Role.FUND, Role.PROJECT)


def summary_forms(submission: Submission, context: RuleContext) -> list[FormValues]:
    """Return the forms with a table of funds."""
    return context.forms_with(submission, (Role.FUNDS, Role.FUND))


def directions_of(
    submission: Submission, context: RuleContext
) -> Mapping[str, tuple[FormValues, ...]]:
    """Return the forms of directions by the folded name of their fund."""
    return context.memoize(submission, _directions_of)


def _directions_of(
    submission: Submission, context: RuleContext
) -> Mapping[str, tuple[FormValues, ...]]:
    found: dict[str, tuple[FormValues, ...]] = {}
    for values in direction_forms(submission, context):
        name = fold(values.text(Role.FUND))
        if name:
            found[name] = (*found.get(name, ()), values)
    return found


def funds(submission: Submission, context: RuleContext) -> tuple[Fund, ...]:
    """Return the named rows of every table of funds, each with its directions."""
    return context.memoize(submission, _funds)


def _funds(submission: Submission, context: RuleContext) -> tuple[Fund, ...]:
    directions = directions_of(submission, context)
    return tuple(
        Fund(values, row, name, directions.get(fold(name), ()))
        for values in summary_forms(submission, context)
        for row in values.rows(Role.FUNDS)
        if (name := row.text(Role.FUND))
    )
