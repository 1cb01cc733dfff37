"""T-09: personal data in a file that will be published."""

from __future__ import annotations

import re
from typing import ClassVar

from xlform.model.findings import Severity
from xlform.model.submission import Form
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.text_tests import Words, of_wording
from xlform.template.roles import GOALS, Role

# After a digit and a letter a number is part of a code: 51092323T000000000001.
_PHONE = re.compile(
    r"(?<![0-9])(?<![0-9][A-Za-z])(?:1[3-9][0-9]{9}|0[0-9]{2,3}[-－—]?[0-9]{7,8})(?![0-9])"
)
_IDENTITY = re.compile(
    r"(?<![0-9])(?<![0-9][A-Za-z])[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    r"[0-9]{3}[0-9Xx](?![0-9])"
)
_LONG_NUMBER = re.compile("[0-9]{7}")


@register
class PersonalData(Rule):
    """A telephone or identity number is printed in the form."""

    code = "T-09"
    name = "personal-data"
    severity = "info"
    summary = Text("表中有电话或证件号码", "A telephone or identity number is printed")
    rationale = Text(
        "绩效目标随预算公开，联系人的姓名电话、身份证号不应一并公布。",
        "Goals are published; a person's name, telephone and identity number should not be.",
    )
    help = Text("公开前请隐去{what}。", "Mask it before publication: {what}.")
    legal_basis = "《中华人民共和国个人信息保护法》第二十五条；《政府信息公开条例》第十五条"
    messages: ClassVar[dict[str, Text]] = {
        "phone": Text("印有联系人和电话，公开前应隐去。", "A contact and telephone are printed."),
        "number": Text("印有{what}，公开前应隐去。", "It prints {what}."),
    }
    bad_example = """
| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |
| 填表人：田小禾   |      | 联系电话：0731-00000000 | | |
"""
    good_example = """
| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |
| 填表人：田小禾   |      | 联系电话：见封面 | | |
"""

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        values = context.values(form)
        phone = values.path_of(Role.CONTACT)
        if _PHONE.search(values.text(Role.CONTACT)):
            what = Text("姓名和电话", "name and telephone").translate()
            yield Violation(form, phone, message="phone", details={"what": what})
        phone_cell = form.origins.get(phone)
        for located in context.texts_where(form, _has_long_number):
            if form.origins.get(located.path) == phone_cell:
                continue
            if what := _number(located.text):
                is_goal = located.role in GOALS
                severity: Severity | None = "warning" if is_goal else None
                yield Violation(form, located.path, "", "number", {"what": what}, severity=severity)


@of_wording()
def _has_long_number(text: str, _: Words) -> bool:
    """Return True for a text with a number as long as that of a telephone."""
    return bool(_LONG_NUMBER.search(text))


def _number(text: str) -> str:
    if _IDENTITY.search(text):
        return Text("身份证号码", "an identity number").translate()
    return Text("电话号码", "a telephone number").translate() if _PHONE.search(text) else ""
