"""Targets of a report (自评表, 监控表) against those approved in the target form of its project.

Indicators are paired by name as the comparison of two submissions pairs rows, never by position.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

import msgspec

from xlform.model.submission import CEILINGS, FLOORS, Target
from xlform.rules.arithmetic.completion import number_in_unit_of
from xlform.template.form_values import FormValues
from xlform.template.labels import compact, fold
from xlform.template.roles import Role
from xlform.values import parse_target

# A report has one of these columns: it tells what became of the targets.
REPORTED: Final = tuple(
    (Role.INDICATORS, role) for role in (Role.ACTUAL, Role.PROGRESS, Role.FORECAST)
)
# The code that a platform prints before the name of a project: 51000021R000000019951-工资性支出.
_CODE: Final = re.compile(r"^[0-9A-Z]{6,}[-—_]")
# Below this likeness in per cent two names with the same target are still two indicators.
_RENAMED_AT_LEAST: Final = 40
_PER_CENT: Final = "%"
_UNMEASURED: Final = frozenset(("qualitative", "empty"))

ChangeKind = Literal["relaxed", "tightened", "changed", "dropped", "added"]


class PlannedTarget(msgspec.Struct, frozen=True, array_like=True):
    """Indicator of a form with its target; ``path`` and ``cell`` are those of the target."""

    level: str
    name: str
    target: str
    path: str
    cell: str


class ProjectTargets(msgspec.Struct, frozen=True, array_like=True):
    """Targets of one project's form; ``reported`` is True for a report on them."""

    project: str
    reported: bool
    targets: tuple[PlannedTarget, ...]


class TargetChange(msgspec.Struct, frozen=True):
    """Target that a report has otherwise; ``plan`` or ``report`` is ``None`` if it has none."""

    kind: ChangeKind
    plan: PlannedTarget | None
    report: PlannedTarget | None


def project_targets(values: FormValues) -> ProjectTargets | None:
    """Return the targets of a form of one project; ``None`` for any other form."""
    roles, project = values.roles, values.text(Role.PROJECT) or values.text(Role.FUND)
    if not project or not roles.has((Role.INDICATORS, Role.TARGET)):
        return None
    reported = any(map(roles.has, REPORTED))
    targets = tuple(_targets(values))
    return ProjectTargets(project, reported, targets) if targets else None


def _targets(values: FormValues) -> Iterator[PlannedTarget]:
    for row in values.rows(Role.INDICATORS):
        target, name = row.target(), row.text(Role.LEVEL3)
        if target and name:
            path = row.path_of(Role.TARGET)
            cell = values.form.origins.get(path, "")
            yield PlannedTarget(row.text(Role.LEVEL2), name, target.text, path, cell)


def project_key(name: str, fillers: Mapping[str, str]) -> str:
    """Return the name of a project for comparison: without code, brackets and filler words."""
    bare = fold(_CODE.sub("", name.strip()))
    shorter = bare
    for word in sorted(fillers, key=len, reverse=True):
        shorter = shorter.replace(word, "")
    return shorter or bare


def target_changes(
    plan: Sequence[PlannedTarget], report: Sequence[PlannedTarget], year: int | None = None
) -> list[TargetChange]:
    """Return what a report has otherwise than the plan, in its own order."""
    found = dict(_by_name(plan, report))
    found |= dict(_renamed(plan, report, found))
    partners = {theirs: ours for ours, theirs in found.items()}
    changes: list[TargetChange] = []
    for number, one in enumerate(report):
        ours = partners.get(number)
        if ours is None:
            changes.append(TargetChange("added", None, one))
        elif kind := _kind(parse_target(plan[ours].target, year), parse_target(one.target, year)):
            changes.append(TargetChange(kind, plan[ours], one))
    changes += [TargetChange("dropped", p, None) for n, p in enumerate(plan) if n not in found]
    return changes


def _by_name(
    plan: Sequence[PlannedTarget], report: Sequence[PlannedTarget]
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of indicators of the same or nearly the same name, whatever their level."""
    from xlform.comparison.pairing import Named, pairs  # noqa: PLC0415  (slow to load, few need it)

    left, right = ([Named("", one.name, ()) for one in side] for side in (plan, report))
    for ours, theirs in pairs(left, right):
        if ours is not None and theirs is not None:
            yield ours, theirs


def _renamed(
    plan: Sequence[PlannedTarget], report: Sequence[PlannedTarget], known: Mapping[int, int]
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of renamed indicators: of one level, with one target and like names."""
    from rapidfuzz import fuzz  # noqa: PLC0415  (slow to load, few files need it)

    from xlform.comparison.pairing import Named, pairs  # noqa: PLC0415  (the same)

    def named(one: PlannedTarget) -> Named:
        return Named(fold(one.level), one.name, (compact(one.target),))

    ours = [n for n in range(len(plan)) if n not in known]
    theirs = [n for n in range(len(report)) if n not in known.values()]
    left = [named(plan[n]) for n in ours]
    right = [named(report[n]) for n in theirs]
    for one, other in pairs(left, right):
        if one is not None and other is not None:
            likeness = fuzz.ratio(compact(left[one].name), compact(right[other].name))
            if likeness >= _RENAMED_AT_LEAST:
                yield ours[one], theirs[other]


def _kind(plan: Target, report: Target) -> ChangeKind | None:
    """Return how a target was changed; ``None`` if it says the same."""
    from xlform.comparison.equality import same_value  # noqa: PLC0415  (few files need it)

    if same_value(plan, plan.text, report, report.text) or fold(plan.text) == fold(report.text):
        return None
    if plan.date and report.date:
        return _kind_of_dates(plan.date, report.date)
    if plan.type == "number" and report.type == "number":
        return _kind_of_numbers(plan, report)
    measured, still = (one.type not in _UNMEASURED for one in (plan, report))
    if measured == still:
        return "changed"
    return "relaxed" if measured else "tightened"


def _kind_of_dates(plan: dt.date, report: dt.date) -> ChangeKind | None:
    if plan == report:
        return None
    return "relaxed" if report > plan else "tightened"


def _kind_of_numbers(plan: Target, report: Target) -> ChangeKind | None:
    number, wanted = number_in_unit_of(plan, report), plan.value
    may_be_share = number is None and plan.unit == _PER_CENT and not report.unit
    if may_be_share and report.value is not None and report.value * 100 == wanted:
        return None  # a share beside a percentage: 0.9 and 90%
    signs = {plan.comparator, report.comparator}
    if number is None or wanted is None or (signs & FLOORS and signs & CEILINGS):
        return "changed"
    if number == wanted:  # a sign left out or put in changes nothing by itself
        return None
    if signs & FLOORS or (plan.unit == _PER_CENT and not signs & CEILINGS):
        return "relaxed" if number < wanted else "tightened"
    if signs & CEILINGS:
        return "relaxed" if number > wanted else "tightened"
    return "changed"
