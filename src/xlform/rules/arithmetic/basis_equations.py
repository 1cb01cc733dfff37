"""A-07: the equations of 测算."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

from xlform.basis import Equation, Statement
from xlform.basis.formatting import format_money, format_number, format_quantity
from xlform.basis.records import Operand
from xlform.messages import listed
from xlform.model.findings import Severity
from xlform.model.submission import Form
from xlform.rules.context import RuleContext, Settings
from xlform.rules.expense_lines import Line, LineContent
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.line_tests import lines_where
from xlform.template.roles import Role

# A result in 元 is written whole, one in 万元 to the second place.
_HALF_YUAN = Decimal("0.00005")


def _has_fault(line: LineContent, settings: Settings) -> bool:
    """Return whether an equation of a line is wrong, incomplete or only estimated."""
    return any(_is_faulty(equation, settings.cent) for equation in line.basis.equations)


def _is_faulty(equation: Equation, cent: Decimal) -> bool:
    if any(one.value is None or one.estimate for one in equation.operands):
        return True
    wrong = _lacks_result(equation) if equation.claimed is None else not _holds(equation, cent)
    return wrong or bool(equation.leftover or _bare(equation))


@register
class EquationHolds(Rule):
    """An equation of 测算 does not hold, or cannot be checked as it stands."""

    code = "A-07"
    name = "equation-does-not-hold"
    severity = "error"
    roles = ((Role.EXPENSES, Role.BASIS),)
    line_tests = (_has_fault,)
    summary = Text("测算算式不成立或不完整", "An equation of 测算 is wrong or incomplete")
    rationale = Text(
        "金额是按测算算出来的；算式算不出所填的数，或者缺单价、缺单位，预算就没有依据。",
        "Amounts come from their calculation; one that is wrong or incomplete bears out nothing.",
    )
    help = Text("请核对算式“{equation}”，补全并改正。", "Complete and correct {equation}.")
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》四、可行性审核·实现可能性（经合理测算）；"
        "附表3“支出明细及测算说明”"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "算式“{left}”应为{expected}，填报{actual}，差额{difference}。",
            "{left} makes {expected}, {actual} is given, a difference of {difference}.",
        ),
        "no-result": Text(
            "算式“{equation}”没有填结果，应为{expected}。", "{equation} has no result: {expected}."
        ),
        "no-price": Text(
            "“{equation}”：算式缺少单价，推算为{inferred}{restated}，请补填。",
            "{equation}: the price is missing; it would be {inferred}{restated}.",
        ),
        "no-count": Text(
            "“{equation}”：算式缺少数量，推算为{inferred}{restated}，请补填。",
            "{equation}: a number is missing; it would be {inferred}{restated}.",
        ),
        "incomplete": Text(
            "“{equation}”：算式缺少数字，无法验算。", "{equation}: numbers are missing."
        ),
        "units": Text(
            "算式“{equation}”中的单位{units}不能约去，得不出金额。",
            "The units of {equation} make no money: {units} cannot be cancelled.",
        ),
        "bare": Text(
            "算式“{equation}”中的{operands}没有写单位。",
            "{operands} in {equation} has no unit.",
        ),
        "estimate": Text(
            "算式“{equation}”用估计数{operands}计算，请列明依据。",
            "{equation} is computed from the estimate {operands}.",
        ),
    }
    bad_example = """
| 支出方向（子项）   | 村庄清洁行动 | 所属专项   | 名称 | 农村人居环境整治         |
| 项目金额           | 24           | ^          | 金额 | 24                       |
| 项目实施期         | 2023年 | < | < | < | < |
| 支出明细及测算说明 | 支出内容简介 | 支出明细   | 金额 | 支出测算依据及过程说明   |
| ^                  | 村庄清洁     | 垃圾清运费 | 24   | 10次*2.5（万元/次）=24万元 |
| ^                  | 村庄清洁     | 宣传费     | 3.6  | 6次*（万元/次）=3.6万元  |
| ^                  | 合计         | <          | 27.6 |                          |
"""
    good_example = """
| 支出方向（子项）   | 村庄清洁行动 | 所属专项   | 名称 | 农村人居环境整治         |
| 项目金额           | 25           | ^          | 金额 | 25                       |
| 项目实施期         | 2023年 | < | < | < | < |
| 支出明细及测算说明 | 支出内容简介 | 支出明细   | 金额 | 支出测算依据及过程说明   |
| ^                  | 村庄清洁     | 垃圾清运费 | 25   | 10次*2.5（万元/次）=25万元 |
| ^                  | 村庄清洁     | 宣传费     | 3.6  | 6次*0.6（万元/次）=3.6万元 |
| ^                  | 合计         | <          | 28.6 |                          |
"""

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        for line in lines_where(form, context, _has_fault):
            for place, equation in enumerate(line.basis.equations):
                yield from _hits(form, line, place, equation, context)


def _hits(
    form: Form, line: Line, place: int, equation: Equation, context: RuleContext
) -> Iterator[Violation]:
    path = line.at(Role.BASIS)
    if any(one.value is None for one in equation.operands):
        yield _missing(form, path, line, place, equation)
        return
    if equation.claimed is None:
        if _lacks_result(equation) and equation.computed is not None:
            expected = _said(equation, equation.computed)
            yield _hit(form, path, equation, "no-result", "warning", expected=expected)
    elif not _holds(equation, context.settings.cent):
        yield _wrong(form, path, equation)
    if equation.leftover:
        units = "".join(f"“{one}”" for one in dict.fromkeys(equation.leftover))
        yield _hit(form, path, equation, "units", "warning", units=units)
        return
    if bare := _bare(equation):
        yield _hit(form, path, equation, "bare", "info", operands=_quoted(bare))
    if rough := [one for one in equation.operands if one.estimate]:
        yield _hit(form, path, equation, "estimate", "info", operands=_quoted(rough))


def _lacks_result(equation: Equation) -> bool:
    """Return whether nothing is written behind the sign of an equation that can be computed."""
    is_open = equation.text.rstrip() != equation.left.rstrip()
    return is_open and equation.computed is not None


def _hit(
    form: Form,
    path: str,
    equation: Equation,
    message: str,
    severity: Severity | None,
    **more: str,
) -> Violation:
    details = {"equation": equation.text.strip(), "left": equation.left.strip(), **more}
    expected = more.get("expected", more.get("inferred", ""))
    return Violation(
        form, path, message=message, details=details, expected=expected, severity=severity
    )


def _wrong(form: Form, path: str, equation: Equation) -> Violation:
    computed, claimed = equation.computed, equation.claimed
    if computed is None or claimed is None:  # it would hold
        raise AssertionError(equation.text)
    actual = _said(equation, claimed)
    difference = _said(equation, abs(computed - claimed))
    violation = _hit(
        form, path, equation, "message", None,
        expected=_said(equation, computed), actual=actual, difference=difference,
    )  # fmt: skip
    return Violation(
        form, path, details=violation.details, expected=violation.expected, actual=actual
    )


def _holds(equation: Equation, cent: Decimal) -> bool:
    if equation.computed is None or equation.claimed is None:
        return True
    tolerance = _HALF_YUAN if equation.money and equation.money_power < -1 else cent
    return abs(equation.computed - equation.claimed) <= tolerance


def _said(equation: Equation, base_value: Decimal) -> str:
    """A result as the equation says it: in its money, or in what it counts."""
    if equation.money:
        return format_money(base_value, equation.money_power)
    result = equation.result
    if result and result.unit:
        return format_quantity(base_value.scaleb(-result.unit.scale), result)
    return format_number(base_value)


def _missing(form: Form, path: str, line: Line, place: int, equation: Equation) -> Violation:
    missing, inferred = equation.missing, equation.inferred
    if missing is None or inferred is None:
        return _hit(form, path, equation, "incomplete", "warning")
    priced = any(one.unit and one.unit.money_power is not None for one in equation.operands)
    is_price = missing.unit.money_power is not None if missing.unit else not priced
    restated = "".join(
        f"（前文写明{one.noun}{one.text}）"
        for one in line.basis.statements
        if one.before == place and _agrees(one, missing, inferred)
    )
    message = "no-price" if is_price else "no-count"
    said = format_quantity(inferred, missing)
    return _hit(form, path, equation, message, "warning", inferred=said, restated=restated)


def _agrees(said: Statement, missing: Operand, inferred: Decimal) -> bool:
    if said.kind != "price" or missing.unit is None:
        return False
    return said.unit.under == missing.unit.under and said.base_value == inferred.scaleb(
        missing.unit.scale
    )


def _bare(equation: Equation) -> list[Operand]:
    """The factors without a unit; addends borrow that of their sum."""
    if not equation.product:
        return []
    return [one for one in equation.operands if one.unit is None]


def _quoted(operands: list[Operand]) -> str:
    return listed(f"“{one.text.strip()}”" for one in operands)
