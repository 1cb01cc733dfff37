"""F-08 to F-10: misspelt labels and missing parts of the form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from xlform.model.findings import Edit, Fix
from xlform.model.submission import Form, Note
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.layout.amounts import notes_of
from xlform.template.declaration import as_tuple
from xlform.template.form import FormTemplate
from xlform.template.form_values import FormValues
from xlform.template.labels import fold
from xlform.template.roles import Role

_DIGITS = re.compile("[0-9]+")
_PARTS = ("field-missing", "column-missing", "table-missing", "total-missing")


@register
class LabelMisspelt(Rule):
    """A label is misspelt and was read as the official one."""

    code = "F-08"
    name = "label-misspelt"
    severity = "warning"
    note_codes = ("label-near", "label-number", "label-gone")
    summary = Text("栏目名称与表样不同", "A label differs from the official one")
    rationale = Text(
        "栏目名称被改动或写错，已按最接近的栏目读取；认错了，整栏数据都会放错地方。",
        "It was read as the nearest label; were that wrong, all its values would be misplaced.",
    )
    help = Text("请核对，改回表样的“{meant}”。", "Check, and write {meant} as the form does.")
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（填报格式规范）；"
        "表样栏目名称"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("“{seen}”按“{meant}”读取。", "{seen} was taken for {meant}."),
        "number": Text(
            "“{seen}”按“{meant}”这一栏读取，数字不同。",
            "{seen} was read as {meant}, though its numbers are others.",
        ),
        "mixed": Text(
            "“{seen}”按“{meant}”这一栏读取，与本表别的栏目数字不同：月份前后不一致。",
            "{seen} was read as {meant}; other labels of this form have other numbers.",
        ),
        "gone": Text(
            "“{meant}”的标签不见了，按这一格在空白表里的名称读取。",
            "The label {meant} is gone; read by the name the blank gave this cell.",
        ),
    }
    bad_example = """
| 支出方向（子项） | 植树     | 所属专项   | 名称     | 绿化         |          |
| 年度绩效指标     | 一级指标 | 二级指标名 | 三级指标 | 指标值及单位 | 绩效标准 |
| ^                | 产出指标 | 数量指标   | 株数     | ≥400株       | 计划标准 |
"""
    good_example = """
| 支出方向（子项） | 植树     | 所属专项    | 名称     | 绿化         |          |
| 年度绩效指标     | 一级指标 | 二级\\n指标 | 三级指标 | 指标值及单位 | 绩效标准 |
| ^                | 产出指标 | 数量指标    | 株数     | ≥400株       | 计划标准 |
"""

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        for note in notes_of(form, "label-near"):
            seen = " ".join(note.seen.split())
            details = {"seen": seen, "meant": note.meant}
            fix = _label_fix(form, context, note)
            yield Violation(
                form,
                cell=note.cell,
                details=details,
                expected=note.meant,
                actual=seen,
                fix=fix,
            )
        yield from _other_numbers(form, context)
        for note in notes_of(form, "label-gone"):
            details = {"meant": note.meant}
            yield Violation(
                form, cell=note.cell, message="gone", details=details, expected=note.meant
            )


def _other_numbers(form: Form, context: RuleContext) -> Iterator[Violation]:
    """Yield the labels with other numbers than the official ones: 1-6月 for 1-7月.

    All of a form are hints; those that differ from the form's other labels are mistakes.
    """
    notes = list(notes_of(form, "label-number"))
    numbered = {note.cell: tuple(_DIGITS.findall(note.seen)) for note in notes}
    others = _printed_numbers(form, context) if notes else set[tuple[str, ...]]()
    found = others | {numbers for numbers in numbered.values() if numbers}
    for note in notes:
        mixed = len(found) > 1 and bool(numbered[note.cell])
        seen = " ".join(note.seen.split())
        yield Violation(
            form,
            cell=note.cell,
            message="mixed" if mixed else "number",
            details={"seen": seen, "meant": note.meant},
            expected=note.meant,
            actual=seen,
            severity="warning" if mixed else "info",
        )


def _printed_numbers(form: Form, context: RuleContext) -> set[tuple[str, ...]]:
    """Return the numbers in those labels that are printed as the official form has them."""
    sheet = context.sheet(form)
    texts = {fold(cell.text) for cell in sheet.cells.values()} if sheet else set[str]()
    officials = set(context.templates[form.template].other_numbers.values())
    return {tuple(_DIGITS.findall(label)) for label in officials if fold(label) in texts}


def _label_fix(form: Form, context: RuleContext, note: Note) -> Fix | None:
    cell = context.cell_at(form, note.cell)
    if cell is None or cell.formula or cell.text.strip() != note.seen.strip():
        return None
    printed = _printed_label(context.templates[form.template], note)
    return Fix("unsafe", (Edit(form.sheet, note.cell, cell.text, printed),))


def _printed_label(template: FormTemplate, note: Note) -> str:
    """Return the label that the form prints for the field that a note names.

    年度财政拨款 is the name of a field whose label, 其中：财政拨款, is printed for the term too. Of
    several labels it is the one most like the text seen, the official one of equals.
    """
    named = (f for f in template.fields.values() if f.declaration.name == note.meant)
    labels = as_tuple(field.declaration.label) if (field := next(named, None)) else ()
    if not labels:
        return note.meant
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415  (few labels are misspelt)

    return min(labels, key=lambda label: Levenshtein.distance(fold(label), fold(note.seen)))


@register
class PartMissing(Rule):
    """A required field, column, section or total row of the official form is missing."""

    code = "F-09"
    name = "part-missing"
    severity = "error"
    note_codes = _PARTS
    summary = Text("表中缺少表样的一部分", "A part of the official form is missing")
    rationale = Text(
        "栏目被删掉或改得认不出来，其中的内容没有读到，不能当作空白通过。",
        "What was deleted or renamed could not be read; that is no blank and no pass.",
    )
    help = Text("请用表样重新填报，或恢复这一部分。", "Use the official form, or restore the part.")
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性"
        "（填报格式规范，无缺项）；表样"
    )
    messages: ClassVar[dict[str, Text]] = {
        "field-missing": Text("缺少“{meant}”这一项。", "The field {meant} is missing."),
        "column-missing": Text("缺少“{meant}”这一列。", "The column {meant} is missing."),
        "table-missing": Text("缺少“{meant}”这一部分。", "The section {meant} is missing."),
        "total-missing": Text("没有找到合计行。", "No total row was found."),
    }
    bad_example = """
| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |
| 项目金额         | 12   | ^        | 金额 | 12   |
"""
    good_example = """
| 支出方向（子项）   | 植树         | 所属专项 | 名称     | 绿化         |          |
| 项目金额           | 12           | ^        | 金额     | 12           |          |
| 项目实施期         | 2023.01.01-2023.12.31 | |         |              |          |
| 实施期绩效目标     | 植树400株    |          |          |              |          |
| 年度绩效目标       | 植树400株    |          |          |              |          |
| 年度绩效指标       | 一级指标     | 二级指标 | 三级指标 | 指标值及单位 | 绩效标准 |
| ^                  | 产出指标     | 数量指标 | 株数     | ≥400株       | 计划标准 |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额     | 支出测算依据及过程说明 | |
| ^                  | 植树         | 苗木费   | 12       | 400株*0.03（万元/株）=12万元 | |
| ^                  | 合计         | <        | 12       |              |          |
"""

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        for note in notes_of(form, *_PARTS):
            if note.code == "table-missing" and _has_no_projects(context.values(form)):
                continue
            yield Violation(form, cell=note.cell, message=note.code, details={"meant": note.meant})


def _has_no_projects(values: FormValues) -> bool:
    """Return True for a narrative whose project expenditure is 0: it lists no projects."""
    return values.template.prose and values.amount(Role.PROJECT_EXPENDITURE) == 0


@register
class TitleMissing(Rule):
    """A form has no recognisable title."""

    code = "F-10"
    name = "title-missing"
    severity = "warning"
    note_codes = ("title-missing",)
    summary = Text("没有认出表名", "No title was recognised")
    rationale = Text(
        "表名写错或没有表名，年度也就看不出来；系统只能按栏目认表。",
        "Without its title a form does not tell its year; it was known by its labels.",
    )
    help = Text("请按表样补上表名和年度。", "Put the official title with its year.")
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（填报格式规范）；"
        "表样表名"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "没有认出表名，按栏目认作“{form}”。", "No title; by its labels it is {form}."
        ),
    }
    bad_example = """
| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |
| 项目金额         | 12   | ^        | 金额 | 12   |
"""
    good_example = """
| 2023年区级专项资金支出方向绩效目标表 | < | < | < | < |
| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |
| 项目金额         | 12   | ^        | 金额 | 12   |
"""

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        for note in notes_of(form, "title-missing"):
            yield Violation(form, cell=note.cell, details={"form": context.title(form)})
