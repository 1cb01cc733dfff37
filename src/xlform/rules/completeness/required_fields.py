"""C-02: what a form must hold."""

from __future__ import annotations

from typing import ClassVar

from xlform.model import Form, Period, Value
from xlform.rules.desk import Desk
from xlform.rules.kernel import Answer, Hit, Rule, Text, register


@register
class RequiredFields(Rule):
    """A required field is blank."""

    code = "C-02"
    name = "required-field-blank"
    severity = "error"
    summary = Text("必填项没有填", "A required field is blank")
    why = Text(
        "缺项的表无法审核，也无法汇总；审核表第一项就是“内容完整，无缺项、错项”。",
        "A form with gaps can be neither reviewed nor consolidated.",
    )
    advice = Text("请补填“{field}”。", "Fill in {field}.")
    basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("“{field}”没有填。", "{field} is blank."),
    }
    broken = """
| 支出方向（子项） |  | 所属专项 | 名称 | 社区经费 |
| 项目金额         | 450 | ^     | 金额 | 450      |
"""
    mended = """
| 支出方向（子项） | 社区人员经费 | 所属专项 | 名称 | 社区经费 |
| 项目金额         | 450          | ^        | 金额 | 450      |
"""

    def over_form(self, form: Form, desk: Desk) -> Answer:
        template = desk.templates[form.template]
        for name, field in template.fields.items():
            if field.declaration.required and _is_blank(form.fields.get(name)):
                yield Hit(form, name, details={"field": field.official})


def _is_blank(value: Value) -> bool:
    return value is None or value == "" or (isinstance(value, Period) and not value.text)
