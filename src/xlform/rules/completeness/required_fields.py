"""C-02: required fields of a form."""

from __future__ import annotations

from typing import ClassVar

from xlform.model.memoize import memoize
from xlform.model.submission import Form
from xlform.rules.completeness.fillers import Fillers, fillers
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.template.form import FormTemplate
from xlform.template.roles import Role

# Required wherever the form prints them; if the template requires a field that a form does not
# print (a layout of the department's own), the reader notes it and F-09 reports it.
_PRINTED = (Role.FILER, Role.UNIT, Role.PREPARER, Role.CONTACT)


@register
class RequiredFields(Rule):
    """A required field is blank."""

    code = "C-02"
    name = "required-field-blank"
    severity = "error"
    summary = Text("必填项没有填", "A required field is blank")
    rationale = Text(
        "缺项的表无法审核，也无法汇总；审核表第一项就是“内容完整，无缺项、错项”。",
        "A form with gaps can be neither reviewed nor consolidated.",
    )
    help = Text("请补填“{field}”。", "Fill in {field}.")
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("“{field}”没有填。", "{field} is blank."),
        "nothing": Text(
            "“{field}”是必填项，只写了“{seen}”。", "{field} is required and only says {seen}."
        ),
    }
    bad_example = """
| 支出方向（子项） |  | 所属专项 | 名称 | 社区经费 |
| 项目金额         | 450 | ^     | 金额 | 450      |
"""
    good_example = """
| 支出方向（子项） | 社区人员经费 | 所属专项 | 名称 | 社区经费 |
| 项目金额         | 450          | ^        | 金额 | 450      |
"""

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        noted = {note.cell for note in form.notes}
        known = fillers(context)
        for name in _required_fields(context.templates[form.template]):
            cell = form.origins.get(name)
            # Fields not found or not readable have notes of the reader, which F-05 and F-09 report.
            value = form.fields.get(name)
            if (
                cell
                and cell not in noted
                and name not in form.doubtful
                and _is_unfilled(form, name, known, context)
            ):
                seen = str(value) if isinstance(value, str) else ""
                details = {"field": context.label(form, name), "seen": seen}
                message = "nothing" if seen else "message"
                yield Violation(form, name, message=message, details=details, actual=seen)


def _is_unfilled(form: Form, name: str, known: Fillers, context: RuleContext) -> bool:
    """Return True if a field is blank, or its text behind a label in one cell only fills it.

    C-08 reports a cell that holds such a text alone.
    """
    value = form.fields.get(name)
    if known.is_blank(value):
        return True
    if not isinstance(value, str) or value[:1] not in known.suspect or not known.is_dummy(value):
        return False
    return context.raw(form, name).strip() != value


@memoize
def _required_fields(template: FormTemplate) -> tuple[str, ...]:
    """Return the fields to fill in: required ones, the filer's, and the totals of tables."""
    fields = template.fields.items()
    totals = (name for t in template.tables.values() for name in t.total_fields.values())
    printed = {name for role in _PRINTED for name in template.roles.fields.get(role, ())}
    return (
        *(name for name, field in fields if field.declaration.required or name in printed),
        *totals,
    )
