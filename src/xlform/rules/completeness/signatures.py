"""C-03: signature of a form, and on a scan its seal."""

from __future__ import annotations

from typing import ClassVar, Literal

from xlform.model.submission import Form
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Undetermined, Violation, register
from xlform.template.roles import Role


@register
class Unsigned(Rule):
    """Nobody signed the form, or its scan shows no seal."""

    code = "C-03"
    name = "unsigned"
    roles = (Role.SIGNATURE,)
    severity = "info"
    summary = Text("单位负责人没有签字，或扫描件没有盖章", "Not signed, or a scan without a seal")
    rationale = Text(
        "绩效目标由填报单位负责人审定后报送；电子表可以先不签，纸质件必须签字盖章。扫描件、照片上有没有红色、蓝色的印章、"
        "有没有手写的签字，按看到的说；写的是什么不认。",
        "Goals are filed on the word of the unit's head; the printed form must be signed. A scan "
        "is searched for a red or blue seal and for handwriting, which is not read.",
    )
    help = Text("打印后请单位负责人签字并加盖公章。", "Have the printed form signed and stamped.")
    legal_basis = "区级表样表末“单位负责人签字”栏"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("“{field}”栏空白。", "{field} is blank."),
        "unsigned": Text(
            "缺签字：扫描件盖了章，“{field}”栏没有签字。",
            "The signature is missing: the scan has a seal, and {field} is not signed.",
        ),
        "unsealed": Text(
            "缺印章：“{field}”栏签了字，扫描件上没有看到红色或蓝色的印章。",
            "The seal is missing: {field} is signed, and the scan shows no red or blue seal.",
        ),
        "neither": Text(
            "签字、印章都缺：“{field}”栏没有签字，扫描件上也没有看到红色或蓝色的印章。",
            "Signature and seal are missing: {field} is not signed, and the scan shows no red or "
            "blue seal.",
        ),
        "colourless": Text(
            "缺签字：“{field}”栏没有签字；扫描件没有彩色，看不出有没有盖章。",
            "The signature is missing: {field} is not signed; the scan has no colour and does not "
            "tell a seal.",
        ),
        "sign": Text("请单位负责人在“{field}”栏签字。", "Have the unit's head sign at {field}."),
        "seal": Text("请加盖公章，再扫描。", "Have it stamped, and scan it again."),
    }
    bad_example = """
| 支出方向（子项） | 社区人员经费 | 所属专项 | 名称 | 社区经费 |
| 单位负责人签字： |              |          |      |          |
"""
    good_example = """
| 支出方向（子项）       | 社区人员经费 | 所属专项 | 名称 | 社区经费 |
| 单位负责人签字：王小田 |              |          |      |          |
"""

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        for name in context.values(form).roles.fields.get(Role.SIGNATURE, ()):
            if name not in form.origins:
                continue
            is_signed = form.signed.get(name, bool(form.fields.get(name)))
            if message := _MISSING[is_signed, _seal(form)]:
                details = {"field": context.label(form, name)}
                yield Violation(form, name, message=message, details=details, help=_HELP[message])
            elif _seal(form) == "unseen":
                yield Undetermined(form, _COLOURLESS, name)


_Seal = Literal["workbook", "sealed", "unsealed", "unseen"]
# Message by whether a form is signed, and what is known of its seal.
_MISSING: dict[tuple[bool, _Seal], str] = {
    (True, "workbook"): "", (True, "sealed"): "", (True, "unseen"): "",
    (True, "unsealed"): "unsealed", (False, "workbook"): "message",
    (False, "sealed"): "unsigned", (False, "unsealed"): "neither", (False, "unseen"): "colourless",
}  # fmt: skip
# What to do, by message; "" is the help of the rule.
_HELP = {"message": "", "unsigned": "sign", "unsealed": "seal", "neither": "", "colourless": "sign"}
_COLOURLESS = Text(
    "扫描件没有彩色，看不出有没有盖章", "the scan has no colour and does not tell a seal"
)


def _seal(form: Form) -> _Seal:
    """Return what is known of the seal of a form; a workbook has none."""
    if not form.places:
        return "workbook"
    if form.sealed is None:
        return "unseen"
    return "sealed" if form.sealed else "unsealed"
