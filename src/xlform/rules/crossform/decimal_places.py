"""X-05: amounts of one form printed with different decimals."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

import msgspec

from xlform.model.submission import Form
from xlform.rules.arithmetic.figures import amounts, in_yuan, places
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register

_SHOWN = 3


class _Amount(msgspec.Struct, frozen=True):
    """An amount with its place; ``column`` is the table's column, "" for a field."""

    path: str
    label: str
    value: Decimal
    column: str


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

    def fits(self, form: Form, context: RuleContext) -> bool:
        """Whether the form has columns of amounts; in a sentence 0万元 is as good as 0.00万元."""
        return not context.templates[form.template].prose

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        found = list(_printed(form, context))
        if not found:
            return
        head = found[0]
        wanted = places(head.value)
        columns: dict[str, list[_Amount]] = {}
        for one in found:
            if places(one.value) != wanted:
                columns.setdefault(one.column or one.path, []).append(one)
        for ones in columns.values():
            yield _hit(form, ones, head, wanted)


def _printed(form: Form, context: RuleContext) -> Iterator[_Amount]:
    """The amounts printed in 万元; those converted from 元 have other places by nature."""
    for path, label, value in amounts(form, context.templates[form.template]):
        if not in_yuan(form, path):
            table, _, column = path.partition("[")
            name = column.partition(".")[2]
            yield _Amount(path, label, value, f"{table}.{name}" if name else "")


def _hit(form: Form, ones: list[_Amount], head: _Amount, wanted: int) -> Violation:
    first = ones[0]
    seen = "、".join(dict.fromkeys(f"{one.value:f}" for one in ones[:_SHOWN]))
    details = {
        "what": first.label,
        "seen": seen,
        "count": str(len(ones)),
        "other": head.label,
        "shown": f"{head.value:f}",
        "places": str(wanted),
    }
    message = "column" if len(ones) > 1 else "message"
    expected = f"{first.value:.{wanted}f}" if wanted >= places(first.value) else ""
    return Violation(
        form,
        first.path,
        message=message,
        details=details,
        expected=expected,
        actual=f"{first.value:f}",
    )
