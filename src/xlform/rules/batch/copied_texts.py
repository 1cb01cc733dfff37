"""B-05: a long text that another unit's file contains too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from itertools import combinations
from typing import ClassVar

from xlform.rules.batch.key_groups import KeyedPart, KeyGroups, Member
from xlform.rules.batch.units import units_of
from xlform.rules.batch.violations import listed, undetermined, violation
from xlform.rules.batch_index import BatchIndex, SubmissionSummary, without_forms
from xlform.rules.compared_keys import unpacked
from xlform.rules.context import RuleContext
from xlform.rules.fingerprints import TextFingerprint, clause_length
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register

# A clause that more units share is the district's wording and does not indicate copying.
_UNITS_AT_MOST = 5
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

TextIndex = tuple[int, int, int]


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

    def over_batch(self, summaries: BatchIndex, context: RuleContext) -> RuleOutput:
        units = units_of(summaries, context)
        with KeyGroups() as keys:
            clauses = partial(_clauses, context=context)
            for summary in keys.add_all(without_forms(summaries), units, clauses):
                yield undetermined(summary, _UNKNOWN)
            sources = _possible_sources(keys)
        share = int(context.settings.copied_share * _PER_CENT)
        for index, others in sorted(sources.items()):
            if found := _violation(index, sorted(others), summaries, share, context):
                yield found


def _clauses(summary: SubmissionSummary, context: RuleContext) -> Iterator[KeyedPart]:
    for key, number in unpacked(context.keys(summary).clauses):
        yield key, number, None


def _possible_sources(keys: KeyGroups) -> dict[TextIndex, set[TextIndex]]:
    """Return for each text the earlier texts of other units it may be copied from."""
    found: dict[TextIndex, set[TextIndex]] = defaultdict(set)
    for members in keys.groups():
        if len({member.unit for member in members}) <= _UNITS_AT_MOST:
            for earlier, later in combinations(members, 2):
                if earlier.unit != later.unit:
                    found[_index_of(later)].add(_index_of(earlier))
    return found


def _index_of(member: Member) -> TextIndex:
    return member.submission, member.form, member.part


def _violation(
    index: TextIndex,
    others: list[TextIndex],
    summaries: BatchIndex,
    share: int,
    context: RuleContext,
) -> Violation | None:
    """Return the violation on a text if earlier texts share enough of it."""
    summary = summaries[index[0]]
    text = summary.forms[index[1]].comparables.texts[index[2]]
    shares = {other: _shared(text, _text(summaries, other)) for other in others}
    alike = [other for other in others if shares[other] >= share]
    if not alike:
        return None
    form = summary.forms[index[1]]
    details = {
        "field": context.label(form, text.field),
        "others": listed([_other(summaries, other) for other in alike]),
        "share": str(max(shares.values())),
    }
    return violation(summary, form, cell=text.cell, details=details)


def _text(summaries: BatchIndex, index: TextIndex) -> TextFingerprint:
    summary, form, number = index
    return summaries[summary].forms[form].comparables.texts[number]


def _shared(one: TextFingerprint, other: TextFingerprint) -> int:
    """Return the share of the shorter text that the other contains, in whole per cent."""
    chars = sum(map(clause_length, {*one.clauses} & {*other.clauses}))
    return _PER_CENT * chars // min(one.chars, other.chars)


def _other(summaries: BatchIndex, index: TextIndex) -> str:
    summary = summaries[index[0]]
    form = summary.forms[index[1]]
    cell = form.comparables.texts[index[2]].cell or form.cell_of()
    return _OTHER.translate(file=summary.name, unit=summary.unit, sheet=form.sheet, cell=cell)
