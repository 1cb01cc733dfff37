"""X-05: amounts of one form printed with different decimals."""

from __future__ import annotations

from typing import ClassVar

from xlform.messages import listed
from xlform.model.submission import Form
from xlform.rules.arithmetic.figures import FormAmount, amounts, decimal_places, in_yuan
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.template.form import FormTemplate

_SHOWN_AT_MOST = 3


@register
class DecimalsOfAmounts(Rule):
    """Amounts of one form are printed with different decimals."""

    code = "X-05"
    name = "decimals-differ"
    severity = "info"
    summary = Text(
        "同一张表的金额小数位数不一", "Amounts of one form are printed with different decimals"
    )
    rationale = Text(
        "同一个数一处写“36”一处写“36.00”，数值相等但格式不齐，打印和汇总时显得不规范。",
        "One number printed as 36 and as 36.00 is equal in worth but untidy in print.",
    )
    help = Text("请把“{what}”统一为 {places} 位小数。", "Print {what} with {places} decimals.")
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（填报格式规范）"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{what}”写作“{seen}”，而“{other}”写作“{shown}”，小数位数不一。",
            "{what} is printed as {seen}, {other} as {shown}: different decimals.",
        ),
        "column": Text(
            "“{what}”一栏有 {count} 处写作“{seen}”等，而“{other}”写作“{shown}”，小数位数不一。",
            "{count} amounts of {what} are printed like {seen}, {other} as {shown}: "
            "different decimals.",
        ),
    }
    bad_example = """
| 支出方向（子项）   | 社区办公     | 所属专项 | 名称 | 社区经费               |
| 项目金额           | 126.00       | ^        | 金额 | 126.00                 |
| 项目实施期         | 2023年       | <        | <    | <                      |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明 |
| ^                  | 运转经费     | 办公费   | 90   | 9个*10（万元/个）=90万元 |
| ^                  | 人员经费     | 社保     | 36   | 12月*3（万元/月）=36万元 |
| ^                  | 合计         | <        | 126  |                        |
"""
    good_example = """
| 支出方向（子项）   | 社区办公     | 所属专项 | 名称   | 社区经费               |
| 项目金额           | 126.00       | ^        | 金额   | 126.00                 |
| 项目实施期         | 2023年       | <        | <      | <                      |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额   | 支出测算依据及过程说明 |
| ^                  | 运转经费     | 办公费   | 90.00  | 9个*10（万元/个）=90万元 |
| ^                  | 人员经费     | 社保     | 36.00  | 12月*3（万元/月）=36万元 |
| ^                  | 合计         | <        | 126.00 |                        |
"""

    def fits(self, template: FormTemplate) -> bool:
        """Return True if the form is a table; in a sentence 0万元 is as good as 0.00万元."""
        return not template.prose

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        first: FormAmount | None = None
        places = 0
        columns: dict[str, list[FormAmount]] = {}
        for amount in amounts(form, context):
            path, _, value = amount
            # Those converted from 元 have other decimals by nature.
            if first is None:
                if not in_yuan(form, path):
                    first, places = amount, decimal_places(value)
            elif decimal_places(value) != places and not in_yuan(form, path):
                columns.setdefault(_column(path), []).append(amount)
        for differing in columns.values():
            if first:
                yield _violation(form, differing, first, places)


def _column(path: str) -> str:
    """Return the table's column that an amount is in, the name of a field."""
    table, bracket, rest = path.partition("[")
    return f"{table}.{rest.partition('.')[2]}" if bracket else path


def _violation(
    form: Form, differing: list[FormAmount], first: FormAmount, expected_places: int
) -> Violation:
    path, label, value = differing[0]
    _, other, shown = first
    seen = listed(dict.fromkeys(f"{number:f}" for _, _, number in differing[:_SHOWN_AT_MOST]))
    details = {
        "what": label,
        "seen": seen,
        "count": str(len(differing)),
        "other": other,
        "shown": f"{shown:f}",
        "places": str(expected_places),
    }
    message = "column" if len(differing) > 1 else "message"
    is_finer = expected_places >= decimal_places(value)
    return Violation(
        form,
        path,
        message=message,
        details=details,
        expected=f"{value:.{expected_places}f}" if is_finer else "",
        actual=f"{value:f}",
    )
