"""F-02, F-04 and F-05: amounts that are not plain numbers in 万元."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

import msgspec

from xlform.grid.address import cell_name
from xlform.grid.model import plain
from xlform.model.findings import Edit, Fix, Safety
from xlform.model.submission import Form, Note, Submission, Value
from xlform.rules.completeness.fillers import fillers
from xlform.rules.context import RuleContext
from xlform.rules.formula.amount_cells import AmountCell, cell_ref_at
from xlform.rules.formula.analysis import FormulaAnalysis, analysis_of
from xlform.rules.formula.defects import reported_cells
from xlform.rules.formula.formula_workbook import CellRef
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.layout.unclear_readings import (
    SCAN_MESSAGES,
    SCAN_SUMMARY,
    UNCLEAR,
    unclear_readings,
)
from xlform.values import parse_amount

_HEAD = """
| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |
"""


def notes_of(form: Form, *codes: str) -> list[Note]:
    """Return the reader's notes with these codes."""
    return [note for note in form.notes if note.code in codes]


def open_notes(
    submission: Submission, context: RuleContext, *codes: str
) -> Iterator[tuple[Form, Note]]:
    """Yield such notes of all forms, except cells whose cause the rules on formulas report."""
    formulas = reported_cells(submission, context)
    for form in submission.forms:
        for note in notes_of(form, *codes):
            if cell_ref_at(form, note.cell) not in formulas:
                yield form, note


def value_at(form: Form, path: str) -> Decimal | None:
    """Return the amount at a path of the form's origins, ``None`` if it is unknown."""
    value = _value(form, path)
    return value if isinstance(value, Decimal) else None


def _value(form: Form, path: str) -> Value:
    """Return the value at a path of the form's origins."""
    table, is_table_path, rest = path.partition("[")
    if not is_table_path:
        return form.fields.get(path)
    number, _, name = rest.partition("].")
    return form.tables[table][int(number)].get(name)


@register
class AmountAsText(Rule):
    """An amount is text that looks like a number, or includes its unit.

    The fix writes the number in the unit of the cell; if the cell should hold a formula, the rules
    on formulas write that instead. Typical causes: a leading apostrophe, a trailing space,
    full-width digits (９５．００), 万元 typed into the cell (5万).
    """

    code = "F-02"
    name = "amount-as-text"
    severity = "warning"
    scope = "submission"
    note_codes = ("amount-text", "amount-converted")
    summary = Text("金额是文本，不是数字", "An amount is text, no number")
    rationale = Text(
        "文本金额不参加求和，合计会少算；全角数字、单位、空格混在里面，导入时会报错。",
        "Sums pass text over, so that totals come out short; imports refuse it.",
    )
    help = Text("请改为数字 {expected}。", "Make it the number {expected}.")
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（填报格式规范）；"
        "一体化平台导入金额（只去掉空格和半角逗号）"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("金额“{seen}”是文本，不是数字。", "The amount {seen} is text, no number."),
    }
    bad_example = _HEAD + "| 项目金额 | '１２.50万元 | | | |\n"
    good_example = _HEAD + "| 项目金额 | 12.50 | | | |\n"

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        analysis = context.memoize(submission, analysis_of)
        formulas = reported_cells(submission, context)
        for form in submission.forms:
            for note in notes_of(form, "amount-text", "amount-converted"):
                text = _TextAmount.of(form, note, analysis, context)
                if note.code == "amount-converted" and not (text.amount_cell and text.in_own_unit):
                    continue
                expected = plain(text.number) if text.number is not None else ""
                fixable = expected and text.amount_cell and text.amount_cell.ref not in formulas
                yield Violation(
                    form,
                    cell=note.cell,
                    details={"seen": note.seen, "expected": expected},
                    expected=expected,
                    actual=note.seen,
                    fix=text.fix("safe" if text.is_bare else "unsafe") if fixable else None,
                )


class _TextAmount(msgspec.Struct, frozen=True):
    """An amount given as text: its number, and whether it is in the unit of its cell."""

    raw: str
    number: Decimal | None
    amount_cell: AmountCell | None = None
    in_own_unit: bool = True
    is_bare: bool = False

    @classmethod
    def of(
        cls, form: Form, note: Note, analysis: FormulaAnalysis | None, context: RuleContext
    ) -> _TextAmount:
        """Return the amount of a note; without a cell if it is no text amount."""
        known = value_at(form, note.meant)
        amount_cell = analysis.amounts.at(form, note.meant) if analysis else None
        if (
            analysis is None
            or amount_cell is None
            or amount_cell.ref not in analysis.amounts.text_numbers
        ):
            return cls("", known)
        raw = context.raw(form, note.meant)
        amount = parse_amount(raw)
        in_own_unit = amount is not None and amount.unit in ("", amount_cell.unit)
        number = analysis.amounts.text_numbers[amount_cell.ref]
        return cls(raw, number, amount_cell, in_own_unit, analysis.amounts.is_bare(amount_cell.ref))

    def fix(self, safety: Safety) -> Fix | None:
        """Return the fix that replaces the text by the number."""
        if self.amount_cell is None or self.number is None:
            return None
        sheet, position = self.amount_cell.ref
        new = plain(self.number)
        return Fix(safety, (Edit(sheet, cell_name(*position), self.raw, new, "number"),))


@register
class AmountConverted(Rule):
    """Amounts in 元 were converted to 万元.

    The 申报表 of 财预〔2015〕88号 counts in 万元; a form copied from an accounting system is in 元.
    """

    code = "F-04"
    name = "amount-converted"
    severity = "info"
    scope = "submission"
    note_codes = ("amount-converted",)
    summary = Text("金额以元填报，已折算为万元", "Amounts in 元 were converted to 万元")
    rationale = Text(
        "表样以万元为单位；折算后参加核对和汇总，原文保留。",
        "The forms count in 万元; what was converted is checked and summed so.",
    )
    help = Text("请确认单位无误，建议改填万元。", "Make sure of the unit; 万元 is asked for.")
    legal_basis = "区级表样表头“金额单位：万元”"
    messages: ClassVar[dict[str, Text]] = {
        "form": Text(
            "全表{count}处金额以“{unit}”为单位，已折算为万元。",
            "{count} amounts of the form count {unit} and were converted to 万元.",
        ),
        "cell": Text(
            "金额“{seen}”自带单位，已折算为{value}万元。",
            "{seen} has a unit of its own: {value} 万元.",
        ),
    }
    bad_example = _HEAD + "| 项目金额 | '125000元 | | | |\n"
    good_example = _HEAD + "| 项目金额 | 12.50 | | | |\n"

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        analysis = context.memoize(submission, analysis_of)
        formulas = reported_cells(submission, context)
        for form in submission.forms:
            whole_form: list[Note] = []
            for note in notes_of(form, "amount-converted"):
                text = _TextAmount.of(form, note, analysis, context)
                if text.in_own_unit:
                    whole_form.append(note)
                else:
                    yield _converted_cell(form, note, text, formulas)
            template = context.templates[form.template]
            declared = template.declaration.money
            if whole_form and _unit_in(whole_form[0].seen) != declared:
                cell = form.origins.get(template.money_unit) or whole_form[0].cell
                details = {"count": str(len(whole_form)), "unit": _unit_in(whole_form[0].seen)}
                yield Violation(form, cell=cell, message="form", details=details)


def _converted_cell(
    form: Form, note: Note, text: _TextAmount, formulas: frozenset[CellRef]
) -> Violation:
    """Return the violation for an amount in a unit other than its form's, to be confirmed."""
    value = value_at(form, note.meant)
    shown = plain(value) if value is not None else ""
    fixable = text.amount_cell and text.amount_cell.ref not in formulas
    return Violation(
        form,
        cell=note.cell,
        message="cell",
        details={"seen": note.seen, "value": shown},
        fix=text.fix("unsafe") if fixable else None,
        severity="warning",
    )


def _unit_in(seen: str) -> str:
    amount = parse_amount(seen)
    return amount.unit if amount and amount.unit else "元"


@register
class AmountUnreadable(Rule):
    """The cell of an amount contains no amount, such as 约5 or a name, or its unit is unknown.

    Its value is unknown and never counted as 0.
    """

    code = "F-05"
    name = "amount-unreadable"
    severity = "error"
    note_codes = ("amount-unreadable", "money-unit-unknown", *UNCLEAR)
    summary = Text("金额读不出来", "An amount can't be read")
    summaries: ClassVar[dict[str, Text]] = {"scan-help": SCAN_SUMMARY}
    rationale = Text(
        "不是数字的金额无法核对和汇总；系统不猜，按没有填处理。",
        "What is no number can't be checked or summed; it is never guessed.",
    )
    help = Text("请填一个以万元为单位的数字，没有就填0。", "Give a number in 万元, 0 for none.")
    scope = "submission"
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性"
        "（内容准确，无缺项、错项）"
    )
    messages: ClassVar[dict[str, Text]] = {
        **SCAN_MESSAGES,
        "message": Text("“{seen}”不是金额。", "{seen} is no amount."),
        "unit": Text(
            "“{seen}”的金额单位不认识，没有折算。",
            "The money unit of {seen} is unknown; nothing was converted.",
        ),
    }
    bad_example = _HEAD + "| 项目金额 | 待定 | | | |\n"
    good_example = _HEAD + "| 项目金额 | 0.00 | | | |\n"

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        for form, note in open_notes(submission, context, "amount-unreadable"):
            yield Violation(
                form, cell=note.cell, details={"seen": note.seen}, actual=note.seen,
                severity="info" if _says_none(form, note, context) else None,
            )  # fmt: skip
        for form, note in open_notes(submission, context, "money-unit-unknown"):
            details = {"seen": note.seen}
            yield Violation(form, cell=note.cell, message="unit", details=details, actual=note.seen)
        for form in submission.forms:
            yield from unclear_readings(form, context)


def _says_none(form: Form, note: Note, context: RuleContext) -> bool:
    """Return True if a field that need not be filled in says that there is nothing: 其他资金 /."""
    field = context.templates[form.template].fields.get(note.meant)
    is_open = field is not None and not field.declaration.required
    return is_open and fillers(context).is_none(note.seen)
