"""B-05: a long text that stands in another unit's file too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import ClassVar

from xlform.rules.batch.meetings import Keyed, Meetings, Met
from xlform.rules.batch.telling import listed, undetermined, violation
from xlform.rules.batch.units import units_of
from xlform.rules.batch_index import BatchIndex, SubmissionSummary
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.prints import TextPrint, signs_of

# A clause that more units write is the district's own wording, and no sign of copying.
_UNITS_AT_MOST = 5
# Texts are held together where one of their longest clauses is the same.
_CLAUSES_LOOKED_AT = 3
_PER_CENT = 100
_OTHER = Text("“{file}”（{unit}）{sheet}!{cell}", "{sheet}!{cell} of “{file}” ({unit})")
_UNKNOWN = Text(
    "“{file}”没有写明填报单位，无法看出文字是否与别的单位雷同。",
    "{file} names no unit: whether its texts are another’s can’t be seen.",
)
_EXAMPLE = """
@file 云田镇.xlsx
| 填报单位：云田镇人民政府 |      |          |      |      |
| 支出方向（子项）         | 保洁 | 所属专项 | 名称 | 环境 |
| 年度绩效目标 | {} | < | < | < |
@file 松塘镇.xlsx
| 填报单位：松塘镇人民政府 |      |          |      |      |
| 支出方向（子项）         | 清运 | 所属专项 | 名称 | 环境 |
| 年度绩效目标 | {} | < | < | < |
"""

Place = tuple[int, int, int]


@register
class CopiedText(Rule):
    """A long text is that of another unit, all or most of it."""

    code = "B-05"
    name = "text-of-another-unit"
    severity = "warning"
    scope = "batch"
    summary = Text("整段文字与别的单位雷同", "A whole passage is another unit’s too")
    rationale = Text(
        "目标照抄别的单位，只换了单位名称，说明没有结合本单位的事编制，指标也往往对不上。",
        "Goals copied with only the name changed were not drawn up for this unit.",
    )
    help = Text(
        "请按本单位实际重写这一段；确属统一要求的文字，请说明出处。",
        "Write it anew for this unit; if the wording was prescribed, say by whom.",
    )
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》二、相关性审核·目标相关性"
        "（与部门职能、年度工作计划密切相关）"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{field}”与{others}雷同（{share}% 的字句相同），疑照抄。",
            "{field} shares {share} % of its words with {others}: copied?",
        ),
    }
    bad_example = _EXAMPLE.format(
        "对云田镇主次干道全天候保洁，垃圾日产日清，定期清理河道漂浮物，满意度逐年提高。",
        "对松塘镇主次干道全天候保洁，垃圾日产日清，定期清理河道漂浮物，满意度明显提高。",
    )
    good_example = _EXAMPLE.format(
        "对云田镇主次干道全天候保洁，垃圾日产日清，定期清理河道漂浮物，满意度逐年提高。",
        "全年清运垃圾四千吨，新设分类投放点二十处，十二个村全部纳入清运，满意度明显提高。",
    )

    def over_batch(self, entries: BatchIndex, context: RuleContext) -> RuleOutput:
        units = units_of(entries, context)
        with Meetings() as meetings:
            for entry in meetings.enter(entries, units, _clauses):
                yield undetermined(entry, _UNKNOWN)
            alike = _alike(meetings)
        share = int(context.settings.copied_share * _PER_CENT)
        for place, others in sorted(alike.items()):
            if told := _told(place, sorted(others), entries, share, context):
                yield told


def _clauses(entry: SubmissionSummary) -> Iterator[Keyed]:
    """The longest clauses of each long text, with the places of form and text; each text once."""
    seen: set[bytes] = set()
    for place, form in enumerate(entry.forms):
        for number, text in enumerate(form.traces.texts):
            if text.packed in seen:
                continue
            seen.add(text.packed)
            for clause in text.clauses[:_CLAUSES_LOOKED_AT]:
                yield Keyed(clause, place, number)


def _alike(meetings: Meetings) -> dict[Place, set[Place]]:
    """For each text that may be copied the earlier texts of other units it may be copied from."""
    found: dict[Place, set[Place]] = defaultdict(set)
    for met in meetings.groups():
        if len({one.party for one in met}) <= _UNITS_AT_MOST:
            for earlier, later in combinations(met, 2):
                if earlier.party != later.party:
                    found[_place(later)].add(_place(earlier))
    return found


def _place(met: Met) -> Place:
    return met.entry, met.form, met.part


def _told(
    place: Place, others: list[Place], entries: BatchIndex, share: int, context: RuleContext
) -> Violation | None:
    """The hit on a text if enough of it stands in earlier ones."""
    entry = entries[place[0]]
    text = entry.forms[place[1]].traces.texts[place[2]]
    shares = {other: _shared(text, _text(entries, other)) for other in others}
    alike = [other for other in others if shares[other] >= share]
    if not alike:
        return None
    form = entry.forms[place[1]]
    details = {
        "field": context.label(form, text.field),
        "others": listed([_other(entries, one) for one in alike]),
        "share": str(max(shares.values())),
    }
    return violation(entry, form, cell=text.cell, details=details)


def _text(entries: BatchIndex, place: Place) -> TextPrint:
    entry, form, number = place
    return entries[entry].forms[form].traces.texts[number]


def _shared(one: TextPrint, other: TextPrint) -> int:
    """How much of the shorter text stands in the other, in whole per cent."""
    signs = sum(map(signs_of, {*one.clauses} & {*other.clauses}))
    return _PER_CENT * signs // min(one.signs, other.signs)


def _other(entries: BatchIndex, place: Place) -> str:
    entry = entries[place[0]]
    form = entry.forms[place[1]]
    cell = form.traces.texts[place[2]].cell or form.place()
    return _OTHER.translate(file=entry.name, unit=entry.unit, sheet=form.sheet, cell=cell)
