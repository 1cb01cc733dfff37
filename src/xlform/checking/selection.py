"""Selection of the rules to run; each rule left out gets the reason why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

from xlform.checking.settings import Ignored, SettingsProblem
from xlform.messages import listed, translate
from xlform.model.findings import NotAsked
from xlform.rules.kernel import Rule

_NEAR_AT_MOST = 4


class Selection(msgspec.Struct, frozen=True):
    """The rules to run, and the reason for each of the others."""

    rules: tuple[Rule, ...]
    not_asked: tuple[NotAsked, ...]


@lru_cache(maxsize=16)
def selection_of(
    rules: tuple[Rule, ...],
    select: tuple[str, ...],
    ignore: tuple[Ignored, ...],
    _: str,
    *,
    formulas: bool,
) -> Selection:
    """Return the selection among rules on forms, or on any workbook with ``formulas``.

    Its reasons are in the current language, which the fourth argument names.
    """
    return of_scope(choose(rules, select, ignore), rules, formulas=formulas, named=bool(select))


def choose(
    rules: Sequence[Rule], select: Iterable[str] = (), ignore: Iterable[Ignored] = ()
) -> Selection:
    """Select rules by code or code prefix; an empty selection means all rules.

    Raises :class:`SettingsProblem` for an unknown rule, and for one ignored without a reason.
    """
    selected = {code for wanted in select for code in codes_matching(wanted, rules)}
    reasons: dict[str, str] = {}
    for ignored in ignore:
        if not ignored.reason.strip():
            raise SettingsProblem("ignore-without-reason", rule=ignored.code)
        reasons |= dict.fromkeys(codes_matching(ignored.code, rules), ignored.reason.strip())
    chosen: list[Rule] = []
    not_asked: list[NotAsked] = []
    for rule in rules:
        if rule.code in reasons:
            because = translate("not-asked.ignored", reason=reasons[rule.code])
            not_asked.append(NotAsked(rule.code, "ignored", because))
        elif selected and rule.code not in selected:
            not_asked.append(
                NotAsked(rule.code, "not-selected", translate("not-asked.not-selected"))
            )
        else:
            chosen.append(rule)
    return Selection(tuple(chosen), tuple(not_asked))


def of_scope(
    selection: Selection, rules: Sequence[Rule], *, formulas: bool, named: bool
) -> Selection:
    """Return the part of a selection that is run on forms, or with ``formulas`` on any workbook.

    Rules that were selected by name (``named``) and are not of that part get the reason why.
    """
    scope = {rule.code: rule.scope == "workbook" for rule in rules}
    because = translate("not-asked.forms-only" if formulas else "not-asked.formulas-only")
    skipped = [one for one in selection.not_asked if scope[one.code] == formulas]
    if named:
        skipped += [
            NotAsked(rule.code, "not-applicable", because)
            for rule in selection.rules
            if scope[rule.code] != formulas
        ]
    chosen = tuple(rule for rule in selection.rules if scope[rule.code] == formulas)
    return Selection(chosen, tuple(skipped))


def codes_matching(wanted: str, rules: Sequence[Rule]) -> list[str]:
    """Return the codes that a code or code prefix matches, ignoring case."""
    code = wanted.strip().upper()
    codes = [rule.code for rule in rules]
    if code in codes:
        return [code]
    matching = [known for known in codes if code and known.startswith(code)]
    if not matching:
        raise no_such_rule(wanted, codes)
    return matching


def no_such_rule(wanted: str, codes: Sequence[str]) -> SettingsProblem:
    """Return the error for an unknown code, with the nearest known codes."""
    from difflib import get_close_matches  # noqa: PLC0415  (only a wrong code needs it)

    near = get_close_matches(wanted.strip().upper(), codes, _NEAR_AT_MOST, 0.5)
    return SettingsProblem("no-such-rule", rule=wanted, near=listed(near or codes[:_NEAR_AT_MOST]))
