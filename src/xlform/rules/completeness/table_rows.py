"""C-13: required cells of each row of a table, by the template's declaration."""

from __future__ import annotations

from typing import ClassVar

from xlform.model.memoize import memoize
from xlform.model.submission import Form
from xlform.rules.completeness.fillers import fillers
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.template.form import FormTemplate
from xlform.template.roles import Role

_HEAD = """
| 年度预算申请（万元） | 按收入性质分 | <            | 按支出性质分 | < |
| 年度重点工作计划     | 事项         | 责任单位/科室 | 工作目标     | < |
"""


@register
class TableRowGap(Rule):
    """A row of a table lacks a value that the template requires."""

    code = "C-13"
    name = "table-row-gap"
    severity = "error"
    summary = Text("表格的行有缺项", "A row of a table has a gap")
    rationale = Text(
        "一行是一件事、一个专项：没有责任科室、没有目标、没有金额，这件事就无从落实和考核。",
        "A row is one task or one fund; without who, what for or how much it can't be followed up.",
    )
    help = Text("请补填这一行的“{field}”。", "Fill in {field} in this row.")
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（无缺项、错项）"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("{row}没有填“{field}”。", "{row} has no {field}."),
        "nothing": Text("{row}的“{field}”只写了“{seen}”。", "{field} of {row} only says {seen}."),
    }
    bad_example = _HEAD + "| ^ | 村庄清洁 | / | 清洁行动60场次 | < |\n"
    good_example = _HEAD + "| ^ | 村庄清洁 | 社会事务办 | 清洁行动60场次 | < |\n"

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        known = fillers(context)
        noted = {note.cell for note in form.notes}
        template = context.templates[form.template]
        for table, columns in _required_columns(template).items():
            name = template.roles.column(table, Role.LEVEL3)
            for number, row in enumerate(form.tables.get(table, ())):
                if not template.tables[table].is_filled(row):
                    continue  # only the printed levels
                for column in columns:
                    path = f"{table}[{number}].{column}"
                    cell = form.origins.get(path)
                    value = row.get(column)
                    if cell is None or cell in noted or not known.is_blank(value):
                        continue
                    seen = value if isinstance(value, str) else ""
                    named = next((str(row[one]) for one in (name, *columns) if row.get(one)), "")
                    details = {
                        "row": f"“{named}”" if named and named != seen else f"第{number + 1}行",
                        "field": context.label(form, column, table),
                        "seen": seen,
                    }
                    message = "nothing" if seen else "message"
                    yield Violation(form, path, message=message, details=details, actual=seen)


@memoize
def _required_columns(template: FormTemplate) -> dict[str, tuple[str, ...]]:
    """Return the columns that have to be filled in each row, by table."""
    required = {
        name: tuple(column for column, found in table.columns.items() if found.declaration.required)
        for name, table in template.tables.items()
    }
    return {name: columns for name, columns in required.items() if columns}
