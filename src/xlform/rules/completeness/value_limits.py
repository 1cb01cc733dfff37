"""C-17 and C-18: limits a template declares for its values: length of texts, allowed values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from xlform.messages import listed
from xlform.model.memoize import memoize
from xlform.model.submission import Form, Value, text_of
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.template.declaration import ColumnDeclaration, FieldDeclaration
from xlform.template.form import FormTemplate
from xlform.template.labels import fold
from xlform.template.roles import Role

_BASIS = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（填报格式规范）"
# Table ("" for fields), name, declaration.
_Limited = tuple[str, str, FieldDeclaration | ColumnDeclaration]
_SHOWN = 20
_LIST = """
| 2024年项目支出绩效目标表 | < | < | < | < | < | < |
| 单位名称 | 项目名称 | 资金总额 | 年度绩效目标 | 三级指标 | 指标值 | 度量单位 |
| 甲镇 | 道路维修 | 10 | 维修村道5公里 | {name} | ≥5 | 公里 |
"""
_EVALUATION = """
| 2023年项目支出绩效自评表 | < | < | < |
| 项目名称 | 道路维修 | 实施单位 | 甲镇 |
|  | 年初预算数 | 全年预算数 | 全年执行数 |
| 年度资金总额 | 10 | 10 | 10 |
| 评价等级 | {grade} |  |  |
"""


@register
class TextTooLong(Rule):
    """A text has more characters than its form allows; blanks do not count."""

    code = "C-17"
    name = "text-too-long"
    severity = "warning"
    summary = Text("超过规定的字数", "A text is longer than allowed")
    rationale = Text(
        "表样写明了字数（如“200字以内”），超出的一体化平台会拒收，印在表里也放不下。",
        "The form states a limit; the platform rejects longer texts and the cell can't hold them.",
    )
    help = Text("请压缩到{limit}字以内。", "Shorten it to {limit} characters.")
    legal_basis = _BASIS
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{field}”有{count}字，超过规定的{limit}字。",
            "{field} has {count} characters, {limit} are allowed.",
        ),
    }
    bad_example = _LIST.format(name="镇村道路" * 30)
    good_example = _LIST.format(name="维修村道长度")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        for table, name, declared in _limited(context.templates[form.template]):
            limit = declared.at_most
            for path, value in _values(form, table, name) if limit else ():
                count = len("".join(text_of(value).split()))
                if limit and count > limit:
                    details = {"field": context.label(form, path), "count": str(count)}
                    details["limit"] = str(limit)
                    yield Violation(
                        form, path, details=details, expected=f"≤{limit}", actual=str(count)
                    )


@register
class ValueNotAllowed(Rule):
    """A value is none of those the form offers to choose from.

    Q-12 asks for the official standards of indicators.
    """

    code = "C-18"
    name = "value-not-allowed"
    severity = "error"
    summary = Text("不是表样给出的几种之一", "A value is none of those to choose from")
    rationale = Text(
        "表样给出几种让单位选，写成别的，汇总、导入时就归不了类。",
        "What is none of the choices can be neither grouped nor imported.",
    )
    help = Text("请从“{choices}”中选一个。", "Choose one of: {choices}.")
    legal_basis = _BASIS
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{field}”写“{seen}”，不在可选的几种里。", "{field} says {seen}, which is no choice."
        ),
    }
    bad_example = _EVALUATION.format(grade="还可以")
    good_example = _EVALUATION.format(grade="优")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        template = context.templates[form.template]
        for table, name, declared in _limited(template):
            if not declared.choice or template.roles.role_of(name, table) is Role.STANDARD:
                continue
            known = set(map(fold, declared.choice))
            choices = listed(declared.choice)
            for path, value in _values(form, table, name):
                text = text_of(value).strip()
                if text and fold(text) not in known:
                    seen = text[:_SHOWN]
                    details = {"field": context.label(form, path), "seen": seen, "choices": choices}
                    yield Violation(form, path, details=details, expected=choices, actual=text)


@memoize
def _limited(template: FormTemplate) -> tuple[_Limited, ...]:
    """Return the fields and columns with a limit."""
    parts: list[_Limited] = [("", n, field.declaration) for n, field in template.fields.items()]
    for table in template.tables.values():
        parts += [(table.name, n, column.declaration) for n, column in table.columns.items()]
    return tuple(part for part in parts if part[2].at_most or part[2].choice)


def _values(form: Form, table: str, name: str) -> Iterator[tuple[str, Value]]:
    """Yield the path and value of a field, or of a column in each row."""
    if not table:
        yield name, form.fields.get(name)
        return
    for number, row in enumerate(form.tables.get(table, ())):
        yield f"{table}[{number}].{name}", row.get(name)
