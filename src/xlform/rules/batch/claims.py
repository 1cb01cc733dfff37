"""B-02: the same project claimed by two units."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from typing import ClassVar

from xlform.model.findings import Severity
from xlform.rules.batch.meetings import Keyed, Meetings, Met
from xlform.rules.batch.telling import listed, money, undetermined, violation
from xlform.rules.batch.units import units_of
from xlform.rules.batch_index import BatchIndex, FormSummary, SubmissionSummary
from xlform.rules.context import RuleContext
from xlform.rules.crossform.likeness import plainly
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.template.labels import fold

# What is claimed on each kind of form: the field that names it, the field that says how much.
_CLAIMS = {"fund-direction": ("direction", "amount"), "project": ("name", "annual_total")}
# Two units of a batch may be paid the same by mistake; more are, as a rule, paid by a norm.
_PAIR = 2
# Of many that claim alike so many are named.
_NAMED = 3
_OTHER = Text("“{file}”（{unit}）的“{name}”", "{name} of {unit} (“{file}”)")
_UNKNOWN = Text(
    "“{file}”没有写明填报单位，无法看出是否与别的单位重复申报。",
    "{file} names no unit: whether its projects are claimed twice can’t be seen.",
)


@register
class ClaimedTwice(Rule):
    """Two units claim the same amount for the same thing."""

    code = "B-02"
    name = "claimed-by-two-units"
    severity = "warning"
    scope = "batch"
    kinds = tuple(_CLAIMS)
    summary = Text(
        "两个单位申报了名称和金额都相同的支出",
        "Two units claim the same amount under the same name",
    )
    rationale = Text(
        "名称和金额都一样，可能是同一项目由两个单位重复申报，也可能是照抄别人的表忘了改金额。",
        "Equal in name and amount, it is one project claimed twice, or a form copied unchanged.",
    )
    help = Text(
        "请核实“{name}”由哪个单位实施；确属各自的支出，请在名称中写明范围。",
        "Find out which unit carries out {name}; if each has its own, say so in the names.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》三、适当性审核·资金匹配性"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{name}”{amount} 万元，与{others}名称基本相同、金额一样，疑重复申报。",
            "{name}, {amount} 万元, has nearly the name and the very amount of {others}: "
            "claimed twice?",
        ),
        "norm": Text(
            "“{name}”{amount} 万元，与{others}名称基本相同、金额一样；"
            "按统一标准安排的，请注明标准。",
            "{name}, {amount} 万元, has nearly the name and the very amount of {others}; if paid "
            "by a common norm, name it.",
        ),
    }
    bad_example = """
@file 甲镇.xlsx
| 填报单位：甲镇   |                    |          |      |      |
| 支出方向（子项） | 樟河水环境整治项目 | 所属专项 | 名称 | 河道 |
| 项目金额         | 36.00              | ^        | 金额 | 80   |
@file 水利局.xlsx
| 填报单位：水利局 |                    |          |      |      |
| 支出方向（子项） | 樟河水环境整治     | 所属专项 | 名称 | 水利 |
| 项目金额         | 36                 | ^        | 金额 | 120  |
"""
    good_example = """
@file 甲镇.xlsx
| 填报单位：甲镇   |                          |          |      |      |
| 支出方向（子项） | 樟河甲镇段水环境整治项目 | 所属专项 | 名称 | 河道 |
| 项目金额         | 36.00                    | ^        | 金额 | 80   |
@file 水利局.xlsx
| 填报单位：水利局 |                          |          |      |      |
| 支出方向（子项） | 樟河干流水环境整治       | 所属专项 | 名称 | 水利 |
| 项目金额         | 36                       | ^        | 金额 | 120  |
"""

    def over_batch(self, entries: BatchIndex, context: RuleContext) -> RuleOutput:
        units = units_of(entries, context)
        fillers = tuple(context.words.get("name-fillers", {}))
        with Meetings() as meetings:
            for entry in meetings.enter(entries, units, partial(_claims, fillers=fillers)):
                yield undetermined(entry, _UNKNOWN)
            for met in meetings.groups():
                yield from _told(met, entries)


def _claims(entry: SubmissionSummary, fillers: tuple[str, ...]) -> Iterator[Keyed]:
    """What a file claims money for; what lacks a name or an amount is told by C-02."""
    for place, form in enumerate(entry.forms):
        name_field, amount_field = _CLAIMS.get(form.kind, ("", ""))
        name, amount = form.names.get(name_field), form.amounts.get(amount_field)
        if name and amount:
            same = amount.normalize()
            yield Keyed(f"{_bare(name, fillers)}\n{same}\n{entry.year_of(form)}", place)


def _told(met: list[Met], entries: BatchIndex) -> Iterator[Violation]:
    """A hit on the second of two claims; what more units claim alike is told once."""
    # Twice from the same unit is B-01's, or its own business.
    first_of_unit = {one.party: one for one in reversed(met)}
    claims = sorted(first_of_unit.values(), key=lambda one: one.entry)
    if len(claims) == _PAIR:
        first, second = claims
        yield _hit(second, [first], 1, entries)
    else:
        first, *others = claims
        yield _hit(first, others[:_NAMED], len(others), entries, message="norm", severity="info")


def _hit(
    one: Met,
    others: list[Met],
    count: int,
    entries: BatchIndex,
    *,
    message: str = "message",
    severity: Severity | None = None,
) -> Violation:
    """A hit on a claim, with some of the ``count`` others like it."""
    entry, form, name = _claim(one, entries)
    amount_field = _CLAIMS[form.kind][1]
    amount = money(form.amounts[amount_field])
    details = {"name": name, "amount": amount, "others": listed(_others(others, entries), count)}
    return violation(entry, form, amount_field, message=message, details=details, severity=severity)


def _others(claims: list[Met], entries: BatchIndex) -> list[str]:
    named = (_claim(one, entries) for one in claims)
    return [
        _OTHER.translate(file=entry.name, unit=entry.unit, name=name) for entry, _, name in named
    ]


def _claim(one: Met, entries: BatchIndex) -> tuple[SubmissionSummary, FormSummary, str]:
    """The file, the form and the name of a claim."""
    entry = entries[one.entry]
    form = entry.forms[one.form]
    return entry, form, form.names[_CLAIMS[form.kind][0]]


def _bare(name: str, fillers: Iterable[str]) -> str:
    """A name as names are compared: brackets, blanks, punctuation and filling words out."""
    plain = plainly(fold(name))
    return _any_of(tuple(fillers)).sub("", plain) or plain


@lru_cache(maxsize=4)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words, the longest first; without words, what no name holds."""
    longest = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest)) or "(?!)")
