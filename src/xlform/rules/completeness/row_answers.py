"""C-14 and C-15: answers that a row of an evaluated or monitored indicator has to give."""

from __future__ import annotations

from typing import ClassVar

from xlform.messages import listed
from xlform.model.submission import Form, Row
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.template.form import FormTemplate
from xlform.template.labels import fold
from xlform.template.roles import Role

_EVALUATION = """
| 项目支出绩效自评表 | <    | <            | <            | <            | <          | <    | <    | <                      |
| 年度总体目标     | 预期目标 | <          | <            | 实际完成情况 | <          | <    | <    | <                      |
| ^                | 植树。   | <          | <            | 植树。       | <          | <    | <    | <                      |
| 绩效指标         | 一级指标 | 二级指标   | 三级指标     | 年度指标值   | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
| ^                | 产出指标 | 数量指标   | 植树面积     | ≥800亩       | 700亩      | 50   | 44   | {reason} |
"""  # noqa: E501  (a form is as wide as it is)
_MONITORING = """
| 项目支出绩效目标执行监控表 | < | <      | <        | <          | <              | <      | < |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 完成目标可能性 | <      | < |
| ^        | ^        | ^        | ^        | ^          | 确定能         | 有可能 | 完全不可能 |
| ^        | 产出指标 | 数量指标 | 植树面积 | ≥800亩     | √          | {possible} |   |
| 偏差原因分析 | 全年预计执行数 | |      |            |                |        |   |
"""


@register
class DeviationUnexplained(Rule):
    """Points were lost and no reason is given."""

    code = "C-14"
    name = "deviation-unexplained"
    severity = "error"
    summary = Text("没有得满分，未写偏差原因", "Points were lost without a reason")
    rationale = Text(
        "没有完成的指标要说明偏差原因和改进措施，否则评价结果用不上。",
        "A target that was missed needs its reason and what is done about it.",
    )
    help = Text("请写明偏差原因和改进措施。", "Give the reason and the improvement planned.")
    legal_basis = "财预〔2020〕10号《项目支出绩效自评表》（偏差原因分析及改进措施）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{name}”得 {points} 分，分值 {weight}，没有写偏差原因。",
            "{name} has {points} of {weight} points and no reason.",
        ),
    }
    bad_example = _EVALUATION.format(reason=" ")
    good_example = _EVALUATION.format(reason="苗木推迟到位，次年补植。")

    roles = (
        (Role.INDICATORS, Role.WEIGHT),
        (Role.INDICATORS, Role.SCORE),
        (Role.INDICATORS, Role.REASON),
    )

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        none_words = context.words.get("none-words", {})
        for row in context.values(form).rows(Role.INDICATORS):
            weight, score = row.amount(Role.WEIGHT), row.amount(Role.SCORE)
            if weight is None or score is None or score >= weight:
                continue
            if all(fold(reason) in none_words for reason in row.texts(Role.REASON)):
                details = {
                    "name": row.text(Role.LEVEL3),
                    "points": f"{score:f}",
                    "weight": f"{weight:f}",
                }
                yield Violation(form, row.path_of(Role.REASON), details=details)


@register
class TicksNotOne(Rule):
    """Of boxes that exclude each other not exactly one is ticked."""

    code = "C-15"
    name = "ticks-not-one"
    severity = "error"
    summary = Text("几项里应当只勾一项", "Exactly one of the boxes has to be ticked")
    rationale = Text(
        "“确定能、有可能、完全不可能”三选一；一项不勾或勾两项，看不出判断。",
        "The boxes exclude each other; none or two of them say nothing.",
    )
    help = Text("请在其中勾一项，其余空着。", "Tick one of them and leave the others open.")
    legal_basis = "财预〔2019〕136号《项目支出绩效目标执行监控表》（完成目标可能性）"
    messages: ClassVar[dict[str, Text]] = {
        "none": Text("“{name}”的{boxes}一项也没有勾。", "{name}: none of {boxes} is ticked."),
        "several": Text("“{name}”同时勾了{boxes}。", "{name}: {boxes} are ticked at once."),
    }
    bad_example = _MONITORING.format(possible="√")
    good_example = _MONITORING.format(possible=" ")

    def fits(self, template: FormTemplate) -> bool:
        """Return True if a table has boxes that exclude each other."""
        return any(table.declaration.one_of for table in template.tables.values())

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        template = context.templates[form.template]
        for name, table in template.tables.items():
            for group in table.declaration.one_of:
                for number, row in enumerate(form.tables.get(name, ())):
                    if table.is_filled(row):
                        yield from self._in_row(form, context, f"{name}[{number}]", row, group)

    def _in_row(
        self, form: Form, context: RuleContext, path: str, row: Row, group: tuple[str, ...]
    ) -> RuleOutput:
        ticked = [column for column in group if row.get(column)]
        noted = {note.cell for note in form.notes}
        cells = [form.origins.get(f"{path}.{column}") for column in group]
        # A column that is missing, or a tick that can't be read, is reported by itself.
        if len(ticked) == 1 or any(cell is None or cell in noted for cell in cells):
            return
        table = path.partition("[")[0]
        named = [f"“{context.label(form, column, table)}”" for column in ticked or group]
        details = {
            "name": _name_of(row, context.templates[form.template], table),
            "boxes": listed(named),
        }
        message = "several" if ticked else "none"
        yield Violation(form, f"{path}.{group[0]}", message=message, details=details)


def _name_of(row: Row, template: FormTemplate, table: str) -> str:
    """Return what a row is about: its indicator, item or project, else its first text."""
    named = [template.roles.column(table, role) for role in (Role.LEVEL3, Role.ITEM, Role.PROJECT)]
    columns = template.tables[table].columns
    texts = [name for name, column in columns.items() if column.kind == "text"]
    values = (row.get(name, "") for name in (*filter(None, named), *texts))
    return next((value for value in values if isinstance(value, str) and value), "")
