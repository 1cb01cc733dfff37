"""Formulas that leave something out, refer elsewhere, or are none any more."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random

from defects import Filled, Place, number
from grid import Formula
from planted_kinds import Change, Kind, Plant, spread

Make = Callable[[int, str, list[Decimal]], Formula | str | Decimal | int | None]


def _amounts(one: Filled, index: int) -> list[Decimal]:
    return [Decimal(row.amount or 0) for row in one.unit.submission.directions[index].expenses]


def _of_total(make: Make) -> Plant:
    """Return the change of the 合计 of an 附表3; ``make`` gets its first row, column, amounts."""

    def plant(one: Filled, draw: Random) -> Change | None:
        if not one.has_formulas:
            return None
        index, _ = spread(one, draw)
        amounts = _amounts(one, index)
        if len(amounts) < 2:
            return None
        place = one.places.expense(index, len(amounts), 3)
        first = int(one.places.expense(index, 0, 3)[1][1:])
        new = make(first, place[1], amounts)
        return None if new is None else Change({place: new})

    return plant


def _sum(first: int, last: int, result: Decimal | int | str) -> Formula:
    return Formula(f"=SUM(D{first}:D{last})", result)


def _all_of(amounts: list[Decimal]) -> Decimal:
    return sum(amounts, start=Decimal(0))


def _last(first: int, amounts: list[Decimal]) -> int:
    return first + len(amounts) - 1


_TOTALS: dict[str, Make] = {
    "漏末行": lambda at, _, all_: _sum(at, _last(at, all_) - 1, _all_of(all_[:-1])),
    "漏首行": lambda at, _, all_: _sum(at + 1, _last(at, all_), _all_of(all_[1:])),
    "含自身": lambda at, _, all_: _sum(at, _last(at, all_) + 1, 0),
    "改成常数": lambda _at, _, all_: _all_of(all_) + 6,
    "引用失效": lambda _at, _, _all: Formula("=SUM(#REF!)", "#REF!"),
    "函数名错": lambda at, _, all_: Formula(f"=SUMM(D{at}:D{_last(at, all_)})", "#NAME?"),
    "公式成文本": lambda at, _, all_: f"=SUM(D{at}:D{_last(at, all_)})",
    "结果陈旧": lambda at, _, all_: _sum(at, _last(at, all_), _all_of(all_) - 5),
    "多加常数": lambda at, _, all_: Formula(f"=SUM(D{at}:D{_last(at, all_)})+3", _all_of(all_) + 3),
    "减号": lambda at, _, all_: Formula(f"=D{at}-D{at + 1}", all_[0] - all_[1]),
    "只加首行": lambda at, _, all_: Formula(f"=D{at}", all_[0]),
    "除以零": lambda at, _, all_: Formula(f"=SUM(D{at}:D{_last(at, all_)})/0", "#DIV/0!"),
    "取平均": lambda at, _, all_: Formula(
        f"=AVERAGE(D{at}:D{_last(at, all_)})", _all_of(all_) / len(all_)
    ),
    "计个数": lambda at, _, all_: Formula(f"=COUNT(D{at}:D{_last(at, all_)})", len(all_)),
    "重复加": lambda at, _, all_: Formula(
        f"=SUM(D{at}:D{_last(at, all_)},D{at})", _all_of(all_) + all_[0]
    ),
    "除一万": lambda at, _, all_: Formula(
        f"=SUM(D{at}:D{_last(at, all_)})/10000", _all_of(all_) / 10000
    ),
    "文字相加": lambda at, _, _all: Formula(f"=E{at}+D{at}", "#VALUE!"),
}


def _of_summary(make: Callable[[int, list[Decimal]], Formula | Decimal | int | str]) -> Plant:
    def plant(one: Filled, _: Random) -> Change | None:
        amounts = [Decimal(fund.amount or 0) for fund in one.unit.submission.funds]
        if not one.has_formulas or len(amounts) < 2:
            return None
        return Change({one.places.summary(-1, 2): make(6, amounts)})

    return plant


def _link(
    text: Callable[[Place], str], shows: Callable[[Filled, int], Decimal | int | str]
) -> Plant:
    """Return the change of 专项金额 of an 附表3, which refers to 附表2."""

    def plant(one: Filled, draw: Random) -> Change | None:
        funds = one.unit.submission.funds
        if not one.has_formulas or len(funds) < 2:
            return None
        index, fund = spread(one, draw)
        other = (fund + 1) % len(funds)
        new = Formula(text(one.places.summary(other, 2)), shows(one, other))
        return Change({one.places.direction(index, 4, 5): new})

    return plant


def _other_amount(one: Filled, fund: int) -> Decimal:
    return Decimal(one.unit.submission.funds[fund].amount or 0)


def _project(text: str, shows: Callable[[Filled], Decimal | int | str]) -> Plant:
    def plant(one: Filled, _: Random) -> Change | None:
        if not one.has_formulas or len(one.unit.submission.funds) < 2:
            return None
        return Change({one.places.department(7, 4): Formula(text, shows(one))})

    return plant


def _text_amount(one: Filled, draw: Random) -> Change | None:
    """Return an amount typed as text, which the 合计 leaves out."""
    if not one.has_formulas:
        return None
    index, _ = spread(one, draw)
    amounts = _amounts(one, index)
    place = one.places.expense(index, 0, 3)
    total = one.places.expense(index, len(amounts), 3)
    found = number(one.values[place])
    return Change({place: f"{found}"}, at=(place, total))


FORMULA_KINDS: tuple[Kind, ...] = (
    *(Kind(f"公式.合计{name}", "formulas", _of_total(make)) for name, make in _TOTALS.items()),
    Kind(
        "公式.汇总漏末行",
        "formulas",
        _of_summary(
            lambda at, all_: Formula(f"=SUM(C{at}:C{at + len(all_) - 2})", _all_of(all_[:-1]))
        ),
    ),
    Kind(
        "公式.汇总漏首行",
        "formulas",
        _of_summary(
            lambda at, all_: Formula(f"=SUM(C{at + 1}:C{at + len(all_) - 1})", _all_of(all_[1:]))
        ),
    ),
    Kind("公式.汇总改成常数", "formulas", _of_summary(lambda _, all_: _all_of(all_) - 20)),
    Kind(
        "公式.汇总引用失效", "formulas", _of_summary(lambda *_: Formula("=SUM(C6:#REF!)", "#REF!"))
    ),
    Kind(
        "公式.汇总公式成文本",
        "formulas",
        _of_summary(lambda at, all_: f"=SUM(C{at}:C{at + len(all_) - 1})"),
    ),
    Kind(
        "公式.专项金额错行",
        "formulas",
        _link(lambda place: f"='附表2'!{place[1]}", _other_amount),
    ),
    Kind("公式.专项金额引用失效", "formulas", _link(lambda _: "=#REF!C6", lambda *_: "#REF!")),
    Kind(
        "公式.项目支出引用首行",
        "formulas",
        _project("='附表2'!C6", lambda one: _other_amount(one, 0)),
    ),
    Kind(
        "公式.项目支出陈旧",
        "formulas",
        _project("='附表2'!C5", lambda one: Decimal(one.unit.submission.total) - 12),
    ),
    Kind("公式.文本金额漏加", "formulas", _text_amount),
)
