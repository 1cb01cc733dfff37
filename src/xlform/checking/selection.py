"""Which rules are asked: those selected, without those ignored; the others say why they are not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from xlform.checking.settings import Ignored, SettingsProblem
from xlform.messages import translate
from xlform.model.findings import NotAsked
from xlform.rules.kernel import Rule

_NEAR_AT_MOST = 4


class Selection(msgspec.Struct, frozen=True):
    """The rules to ask, and an answer for each of the others."""

    rules: tuple[Rule, ...]
    not_asked: tuple[NotAsked, ...]


def choose(
    rules: Sequence[Rule], select: Iterable[str] = (), ignore: Iterable[Ignored] = ()
) -> Selection:
    """Rules by code or by the beginning of their codes; nothing selected means all.

    Raises :class:`SettingsProblem` for what is no rule, and for what is ignored without a reason.
    """
    selected = {code for wanted in select for code in named(wanted, rules)}
    reasons: dict[str, str] = {}
    for ignored in ignore:
        if not ignored.reason.strip():
            raise SettingsProblem("ignore-without-reason", rule=ignored.code)
        reasons |= dict.fromkeys(named(ignored.code, rules), ignored.reason.strip())
    chosen: list[Rule] = []
    not_asked: list[NotAsked] = []
    for rule in rules:
        if rule.code in reasons:
            because = translate("asked.ignored", reason=reasons[rule.code])
            not_asked.append(NotAsked(rule.code, "ignored", because))
        elif selected and rule.code not in selected:
            not_asked.append(NotAsked(rule.code, "not-selected", translate("asked.not-selected")))
        else:
            chosen.append(rule)
    return Selection(tuple(chosen), tuple(not_asked))


def named(wanted: str, rules: Sequence[Rule]) -> list[str]:
    """The codes meant by a code or by the beginning of codes, whatever the case."""
    code = wanted.strip().upper()
    codes = [rule.code for rule in rules]
    if code in codes:
        return [code]
    meant = [known for known in codes if code and known.startswith(code)]
    if not meant:
        raise no_such_rule(wanted, codes)
    return meant


def no_such_rule(wanted: str, codes: Sequence[str]) -> SettingsProblem:
    """The sentence on a code that is no rule's, with the nearest codes there are."""
    from difflib import get_close_matches  # noqa: PLC0415  (only a wrong code needs it)

    near = get_close_matches(wanted.strip().upper(), codes, _NEAR_AT_MOST, 0.5)
    return SettingsProblem(
        "no-such-rule", rule=wanted, near="、".join(near or codes[:_NEAR_AT_MOST])
    )
