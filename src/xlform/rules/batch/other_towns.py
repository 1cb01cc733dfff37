"""B-07: a town's own forms mention another town of the batch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from xlform.rules.batch.units import units_of
from xlform.rules.batch.violations import violation
from xlform.rules.batch_index import BatchIndex, SubmissionSummary, without_forms
from xlform.rules.context import RuleContext
from xlform.rules.kernel import NotApplicable, Rule, RuleOutput, Text, Violation, register
from xlform.rules.town_names import towns_of

_NO_TOWNS = Text(
    "本批没有两个以上的乡镇、街道。", "The batch holds fewer than two towns or streets."
)


@register
class NeighbourNamed(Rule):
    """A town writes another town's name into its own form."""

    code = "B-07"
    name = "names-another-unit"
    severity = "warning"
    scope = "batch"
    summary = Text(
        "乡镇、街道的表里写着别的乡镇、街道", "A town’s form names another town of the batch"
    )
    rationale = Text(
        "自己的目标里写着邻近乡镇的名称，多半是从那里复制来的，数字也可能没有改。",
        "A neighbour’s name in one’s own goals was mostly copied along, numbers and all.",
    )
    help = Text(
        "请核实这一处是否照抄“{other}”；确与其有关的（共建、交界），可以保留。",
        "Was this copied from {other}? If the two have to do with each other, keep it.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（无错项）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "填报单位是“{unit}”，这里却写着“{other}”，疑从该单位的文件复制。",
            "The unit is {unit}, yet {other} is named here: copied from its file?",
        ),
    }
    bad_example = """
@file 云田镇.xlsx
| 填报单位：云田镇人民政府 |              |          |      |      |
| 支出方向（子项）         | 保洁         | 所属专项 | 名称 | 环境 |
| 年度绩效目标             | 全镇日产日清 | <        | <    | <    |
@file 松塘镇.xlsx
| 填报单位：松塘镇人民政府 |                                  |          |      |      |
| 支出方向（子项）         | 保洁                             | 所属专项 | 名称 | 环境 |
| 年度绩效目标             | 持续改进石峰区云田镇环卫保洁质量 | <        | <    | <    |
"""
    good_example = bad_example.replace("石峰区云田镇环卫", "石峰区松塘镇环卫")

    def over_batch(self, summaries: BatchIndex, context: RuleContext) -> RuleOutput:
        units = units_of(summaries, context)
        towns = towns_of(units.texts(), context.words)
        if len({town for found in towns.values() for town in found}) <= 1:
            yield NotApplicable(None, _NO_TOWNS)
            return
        for index, bare in enumerate(without_forms(summaries)):
            named = context.keys(bare).towns
            if named and bare.name in units:
                unit = units[bare.name]
                if any(towns.get(town, {unit}) - {unit} for town in named):
                    yield from _violations(summaries[index], unit, towns)


def _violations(
    summary: SubmissionSummary, unit: str, towns: dict[str, set[str]]
) -> Iterator[Violation]:
    for form in summary.forms:
        for mention in form.comparables.towns:
            if towns.get(mention.name, {unit}) - {unit}:
                details = {"unit": summary.unit, "other": mention.name}
                yield violation(
                    summary, form, cell=mention.cell, details={**details, "actual": mention.name}
                )
