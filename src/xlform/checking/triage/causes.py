"""The cause of each finding: another one that explains it, if there is any."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Final, NamedTuple

from xlform.checking.triage.explanations import (
    EXPLAINING_HINTS,
    Explanation,
    Link,
    explanations_among,
)
from xlform.checking.triage.findings_index import CellKey, Located
from xlform.checking.triage.form_amounts import FormAmounts

# Amounts of a sum that are equal up to this are the same, in 万元.
_SAME = Decimal("0.005")
# Links by which a cause is at a cell of the effect, or at one that it reads.
_BY_CELL: Final[frozenset[Link]] = frozenset({"cell", "read"})


def find_causes(findings: list[Located], amounts: FormAmounts) -> dict[int, Located]:
    """Return the cause of each error and warning that has one, by the finding's order.

    A hint needs none: it asks for nothing.
    """
    return _Causes(findings, amounts).found()


class _Explaining(NamedTuple):
    """Findings that may explain others, and the cells that they are at."""

    causes: list[Located]
    cells: frozenset[CellKey]


class _Causes:
    """Search for causes among the findings of one file."""

    def __init__(self, findings: list[Located], amounts: FormAmounts) -> None:
        self._findings = findings
        self._amounts = amounts
        self._causes: dict[int, Located] = {}
        self._by_code: dict[str, list[Located]] = defaultdict(list)
        for one in findings:
            code = one.finding.code
            if one.finding.severity != "info" or code in EXPLAINING_HINTS:
                self._by_code[code].append(one)
        self._explanations = explanations_among(frozenset(self._by_code))
        self._explaining: dict[Explanation, _Explaining] = {}
        self._links: dict[Link, Callable[[Located, Located], bool]] = {
            "cell": _at_cell_or_read,
            "read": _is_read,
            "operand": lambda cause, effect: effect.cell in cause.operands,
            "shared": lambda cause, effect: not cause.operands.isdisjoint(effect.operands),
            "word": _quotes,
            "counted": self._counted,
            "lost": lambda cause, effect: cause.cell is None and effect.refers_to_lost_sheet,
            "row": lambda cause, effect: cause.row is not None and cause.row == effect.row,
            "sheet": lambda cause, effect: cause.finding.sheet == effect.finding.sheet,
            "file": lambda _cause, _effect: True,
            "name": self._about_one_fund,
            "difference": _differ_alike,
            "offset": _offset,
        }

    def found(self) -> dict[int, Located]:
        explained = self._explanations
        for effect in self._findings:
            if effect.finding.code not in explained or effect.finding.severity == "info":
                continue
            cause = self._cause_of(effect)
            if cause:
                self._causes[effect.order] = cause
        return self._causes

    def _causes_by(self, explanation: Explanation) -> _Explaining:
        """Return the findings that may be causes by an explanation."""
        found = self._explaining.get(explanation)
        if found is None:
            causes = [one for code in explanation.causes for one in self._by_code[code]]
            cells = frozenset([one.cell for one in causes if one.cell])
            found = self._explaining[explanation] = _Explaining(causes, cells)
        return found

    def _cause_of(self, effect: Located) -> Located | None:
        for explanation in self._explanations[effect.finding.code]:
            causes, cells = self._causes_by(explanation)
            link = explanation.link
            # A glance: none of them is at the effect's cell, or at one that it reads.
            if link in _BY_CELL and cells.isdisjoint(effect.operands):
                continue
            linked = self._links[link]
            for cause in causes:
                if cause is not effect and linked(cause, effect) and not self._leads(cause, effect):
                    return cause
        return None

    def _leads(self, cause: Located, effect: Located) -> bool:
        """Return True if the cause follows from the effect, so that it can't explain it."""
        before: Located | None = cause
        while before:
            if before is effect:
                return True
            before = self._causes.get(before.order)
        return False

    def _about_one_fund(self, cause: Located, effect: Located) -> bool:
        """Return True if both are at one cell, quote one name, or are about one fund's amount."""
        if cause.cell == effect.cell or cause.names & effect.names:
            return True
        return bool(self._amounts.beside(cause.cell) & self._amounts.beside(effect.cell))

    def _counted(self, cause: Located, effect: Located) -> bool:
        """Return True if the effect is off by an amount of the form that the cause is about."""
        amount = effect.finding.amount
        return amount is not None and amount in self._amounts.of_forms_on(cause.finding.sheet)


def _at_cell_or_read(cause: Located, effect: Located) -> bool:
    return cause.cell is not None and (cause.cell == effect.cell or cause.cell in effect.reads)


def _is_read(cause: Located, effect: Located) -> bool:
    return cause.cell is not None and cause.cell != effect.cell and cause.cell in effect.reads


def _quotes(cause: Located, effect: Located) -> bool:
    word = cause.finding.actual
    return bool(word) and cause.cell == effect.cell and word in effect.finding.message


def _differ_alike(cause: Located, effect: Located) -> bool:
    """Return True if both compare a common cell and are off by the same amount.

    The cause is the one at a cell that the other reads; else the one that reads fewer cells.
    """
    one, other = cause.finding.amount, effect.finding.amount
    if one is None or other is None or abs(one - other) > _SAME:
        return False
    is_read, reads = cause.cell in effect.reads, effect.cell in cause.reads
    if is_read != reads:
        return is_read
    if (len(cause.operands), cause.order) >= (len(effect.operands), effect.order):
        return False
    return not cause.operands.isdisjoint(effect.operands)


def _offset(cause: Located, effect: Located) -> bool:
    if cause.finding.code != effect.finding.code or cause.order >= effect.order:
        return False
    one, other = _difference(cause), _difference(effect)
    return bool(one and other) and one == -(other or 0)


def _difference(located: Located) -> Decimal | None:
    try:
        return Decimal(located.finding.actual) - Decimal(located.finding.expected)
    except InvalidOperation:
        return None
