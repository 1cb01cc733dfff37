"""A-08, A-09: what 测算 comes to, and what its prose restates."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

from xlform.basis import Equation, Operand, Statement
from xlform.basis.formatting import format_money, shorten
from xlform.basis.lexicon import basis_words
from xlform.basis.records import Summation
from xlform.basis.units import is_same
from xlform.model.submission import Form
from xlform.rules.context import RuleContext, Settings
from xlform.rules.expense_lines import LineContent
from xlform.rules.kernel import Rule, RuleOutput, Text, Undetermined, Violation, register
from xlform.rules.line_tests import lines_where
from xlform.template.roles import Role

_NO_AMOUNT = Text("金额没有填或读不出", "the amount is blank or cannot be read")
# Of more sums than these the last may be their total.
_FEW = 2
_NOT_COMPUTED = Text(
    "“{item}”的测算没有核算：“{text}”读不出怎样算出金额",
    "the calculation of {item} was not checked: {text} does not say how the amount comes about",
)
_NO_OPERAND = Text(
    "算式“{equation}”缺数，无从与前文核对", "{equation} lacks a number to compare the prose with"
)


def _is_unexplained(line: LineContent, settings: Settings) -> bool:
    """Return whether a 测算 does not come to the amount of its line for certain."""
    if not line.text.strip():
        return False
    found = line.basis.summation
    return (
        line.amount is None
        or bool(found.doubts)
        or not _explains(found, line.amount, settings.cent)
    )


@register
class BasisSum(Rule):
    """The results of a 测算 do not add up to the amount of its line."""

    code = "A-08"
    name = "amount-not-sum-of-basis"
    severity = "error"
    roles = ((Role.EXPENSES, Role.BASIS),)
    line_tests = (_is_unexplained,)
    summary = Text(
        "测算各项之和不等于该行金额", "The results of a 测算 do not add up to its amount"
    )
    rationale = Text(
        "金额应由测算逐项相加得出；两个数不等，必有一处填错。",
        "The amount is the sum of what is computed beside it; where they differ, one is wrong.",
    )
    help = Text(
        "请核对“{item}”的测算和“{label}”，改正填错的一处。",
        "Check the calculation and {label} of {item}, and correct the one that is wrong.",
    )
    legal_basis = "附表3“支出明细及测算说明”；财预〔2015〕88号审核表三、适当性审核·资金匹配性"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{item}”测算各项之和为{expected}（{parts}），“{label}”填报{actual}，差额{difference}。",
            "The calculation of {item} comes to {expected} ({parts}), {label} is {actual}, "
            "a difference of {difference}.",
        ),
    }
    bad_example = """
| 支出方向（子项）   | 村庄清洁行动 | 所属专项   | 名称 | 农村人居环境整治       |
| 项目金额           | 3.5          | ^          | 金额 | 3.5                    |
| 项目实施期         | 2023年 | < | < | < | < |
| 支出明细及测算说明 | 支出内容简介 | 支出明细   | 金额 | 支出测算依据及过程说明 |
| ^                  | 村庄清洁     | 垃圾清运费 | 3.5  | 5次*0.4（万元/次）=2万元；其他费用1万元 |
| ^                  | 合计         | <          | 3.5  |                        |
"""
    good_example = """
| 支出方向（子项）   | 村庄清洁行动 | 所属专项   | 名称 | 农村人居环境整治       |
| 项目金额           | 3            | ^          | 金额 | 3                      |
| 项目实施期         | 2023年 | < | < | < | < |
| 支出明细及测算说明 | 支出内容简介 | 支出明细   | 金额 | 支出测算依据及过程说明 |
| ^                  | 村庄清洁     | 垃圾清运费 | 3    | 5次*0.4（万元/次）=2万元；其他费用1万元 |
| ^                  | 合计         | <          | 3    |                        |
"""

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        for line in lines_where(form, context, _is_unexplained):
            found, item = line.basis.summation, line.item or line.category
            if found.items and line.amount is None:
                yield Undetermined(form, _NO_AMOUNT, line.at(Role.AMOUNT))
                continue
            explained = line.amount is not None and _explains(
                found, line.amount, context.settings.cent
            )
            if (
                explained
                or _is_open(found, line.amount, context.settings.cent)
                or line.amount is None
            ):
                details = {"item": item, "text": shorten(line.basis.text)}
                yield Undetermined(form, _NOT_COMPUTED, line.at(Role.BASIS), details)
                continue
            details = {
                "item": item,
                "label": context.values(form).column_label(Role.EXPENSES, Role.AMOUNT),
                "parts": "+".join(format_money(one.value) for one in found.items),
                "expected": format_money(found.value),
                "actual": format_money(line.amount),
                "difference": format_money(abs(found.value - line.amount)),
            }
            yield Violation(
                form, line.at(Role.AMOUNT), details=details,
                expected=details["expected"], actual=details["actual"],
                operands=((form, line.at(Role.BASIS)),), amount=abs(found.value - line.amount),
            )  # fmt: skip


def _is_open(found: Summation, amount: Decimal | None, cent: Decimal) -> bool:
    """Return whether a text leaves open how its amount comes about, or the line is a part of it."""
    if found.doubts or found.guesses or not found.items or amount is None:
        return True
    if _states(found, amount, cent):
        return True
    return any(abs(one.value - amount) <= cent for one in found.parts)


def _explains(found: Summation, amount: Decimal, cent: Decimal) -> bool:
    """Return whether an amount is the total stated or the sum of all, in any of their readings.

    Where it is the sum of the right results, the text is wrong and not the amount: A-07 reports it.
    """
    if not found.items:
        return False
    yearly = [one.value for one in found.items if one.yearly]
    if any(one.whole for one in found.items):
        yearly += [one.value for one in found.parts]
    yearly += [found.again] if found.again is not None else []
    # 9万元，用于3场，每场3万元: the sum before what makes it.
    first, *rest = (one.value for one in found.items)
    if rest and (abs(sum(rest) - first) <= cent or all(one == first for one in rest)):
        yearly.append(first)
    others = [found.sum - one.value + other for one in found.items for other in one.others]
    readings = (
        found.value, found.sum, found.right, found.sum + found.more, *yearly, *others,
    )  # fmt: skip
    return any(abs(one - amount) <= cent for one in readings)


def _states(found: Summation, amount: Decimal, cent: Decimal) -> bool:
    """Return whether an amount is one of the sums of a text, or of those computed, but not all.

    Sums beside a calculation may only repeat it; in prose without one, a lone sum may be the one
    that counts (预算500万元，本年安排100万元). How the others go with it is not said.
    """
    computed = [one.value for one in found.items if one.computed]
    plain = [sum(computed, Decimal(0))] if computed else [one.value for one in found.items]
    if len(found.items) > _FEW:
        plain.append(found.items[-1].value)
    return any(abs(one - amount) <= cent for one in plain)


def _may_restate_otherwise(line: LineContent, _: Settings) -> bool:
    """Return whether an equation differs from what the prose says, or lacks a number."""
    return any(
        equation.missing or any(True for _ in _differing(equation, said))
        for equation, said in _restated(line)
    )


@register
class RestatedNumber(Rule):
    """A price or number restated in the prose differs from the operand of its equation."""

    code = "A-09"
    name = "restated-number-differs"
    severity = "error"
    roles = ((Role.EXPENSES, Role.BASIS),)
    line_tests = (_may_restate_otherwise,)
    summary = Text(
        "测算文字说明的单价、数量与算式不一致",
        "A price or number in the prose differs from its equation",
    )
    rationale = Text(
        "同一个单价或数量写了两遍，改了一处没改另一处，审核时不知以哪个为准。",
        "A price or number said twice and changed once leaves open which one counts.",
    )
    help = Text(
        "请核对“{said}”与算式“{equation}”，统一为正确的数。",
        "Check {said} against {equation} and keep the right number.",
    )
    legal_basis = (
        "附表3“支出测算依据及过程说明”；财预〔2015〕88号审核表一、完整性审核·规范完整性（无错项）"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "前文写明“{said}”，算式“{equation}”用的是“{operand}”，两处不一致。",
            "The prose says {said}, {equation} uses {operand}.",
        ),
    }
    bad_example = """
| 支出方向（子项）   | 村庄清洁行动 | 所属专项   | 名称 | 农村人居环境整治       |
| 项目金额           | 1.8          | ^          | 金额 | 1.8                    |
| 项目实施期         | 2023年 | < | < | < | < |
| 支出明细及测算说明 | 支出内容简介 | 支出明细   | 金额 | 支出测算依据及过程说明 |
| ^ | 村庄清洁 | 宣传费 | 1.8 | 宣传费0.5万元/次，宣传3次。3次*0.6（万元/次）=1.8万元 |
| ^                  | 合计         | <          | 1.8  |                        |
"""
    good_example = """
| 支出方向（子项）   | 村庄清洁行动 | 所属专项   | 名称 | 农村人居环境整治       |
| 项目金额           | 1.8          | ^          | 金额 | 1.8                    |
| 项目实施期         | 2023年 | < | < | < | < |
| 支出明细及测算说明 | 支出内容简介 | 支出明细   | 金额 | 支出测算依据及过程说明 |
| ^ | 村庄清洁 | 宣传费 | 1.8 | 宣传费0.6万元/次，宣传3次。3次*0.6（万元/次）=1.8万元 |
| ^                  | 合计         | <          | 1.8  |                        |
"""

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        for line in lines_where(form, context, _may_restate_otherwise):
            path = line.at(Role.BASIS)
            for equation, said in _restated(line):
                if equation.missing:
                    because = Text(
                        _NO_OPERAND.zh.format(equation=equation.text),
                        _NO_OPERAND.en.format(equation=equation.text),
                    )
                    yield Undetermined(form, because, path)
                    continue
                for operand, restated in _differing(equation, said):
                    details = {
                        "said": restated.noun + restated.text,
                        "equation": equation.text.strip(),
                        "operand": operand.text.strip(),
                    }
                    actual = details["operand"]
                    yield Violation(
                        form, path, details=details, expected=restated.text, actual=actual
                    )


def _restated(line: LineContent) -> Iterator[tuple[Equation, list[Statement]]]:
    """Yield the equations of a line that are not made of the prose, with what that says of them."""
    basis = line.basis
    for place, equation in enumerate(basis.equations):
        said = [one for one in basis.statements if one.before == place]
        if said and not equation.in_words:
            yield equation, said


def _differing(equation: Equation, said: list[Statement]) -> Iterator[tuple[Operand, Statement]]:
    """Yield the operands that are restated as another number."""
    for operand in equation.operands:
        restated = _restating(operand, equation, said)
        if restated is None or operand.base_value == (
            restated.base_value if operand.unit else restated.value
        ):
            continue
        yield operand, restated


def _restating(operand: Operand, equation: Equation, said: list[Statement]) -> Statement | None:
    """The one statement that speaks of an operand; ``None`` where none or several may."""
    if operand.unit is None:
        return _bare_restated(equation, said)
    is_price = operand.unit.is_price
    if not is_price and (operand.unit.money_power is not None or len(operand.unit.over) != 1):
        return None
    same = [one for one in said if one.kind != "money" and _of_same(one, operand, is_price)]
    if len(same) != 1 or not same[0].is_planned or same[0].kind == "rate":
        return None
    return same[0]


def _of_same(said: Statement, operand: Operand, is_price: bool) -> bool:  # noqa: FBT001  (which of the two)
    if operand.unit is None or said.unit.is_price != is_price:
        return False
    if is_price:
        mine, others = operand.unit.under, said.unit.under
    else:
        mine, others = operand.unit.over, said.unit.over
    if set(mine) & basis_words().calendar or len(mine) != len(others):
        return False
    return all(is_same(one, other) for one, other in zip(mine, others, strict=True))


def _bare_restated(equation: Equation, said: list[Statement]) -> Statement | None:
    """9个社区经费9*10（万元/社区）: the bare factor counts what the price is for."""
    others = [one.unit for one in equation.operands if one.unit]
    if len(equation.operands) != len(others) + 1 or len(others) != 1:
        return None
    things = others[0].under if others[0].is_price else others[0].over
    kind = "count" if others[0].is_price else "price"
    same = [one for one in said if one.kind == kind and _counts(one, things)]
    if len(same) != 1 or not same[0].is_planned:
        return None
    written = (
        same[0].unit.money_power if same[0].unit.money_power is not None else equation.money_power
    )
    return same[0] if written == equation.money_power else None


def _counts(said: Statement, things: tuple[str, ...]) -> bool:
    named = said.unit.under if said.kind == "price" else said.unit.over
    return len(named) >= 1 and any(is_same(named[0], one) or one in named[0] for one in things)
