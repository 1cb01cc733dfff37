"""Read the made-up units of ``unit_texts`` and lay out what each fills in as the official set.

A unit is a text file, written by hand in the words of its trade; one thing a line, parts divided
by ``|``. 单位 is its name, 组 the group (A is for development, B is held out), 期 the period,
收 the other income (基金, 其他), 基 its 基本支出, 责 its duties. After 部 come the indicators
of 附表1. 专 is a fund (name, responsible, work goal, 实施期 goal, annual goal), 向 a direction
(name, period), 支 an expense (category, item, amount in 万元, 测算依据, the way it is written,
twins that are wrong as ``old>new``). All other lines are indicators: the first character says
which 二级指标.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from content import Department, Direction, Expense, Fund, Indicator, Submission
from forms import all_forms
from grid import Cell, Form, Formula, Placement, Sheet, address
from layouts import sheet_names
from sentences import Sentence, own_sentences, right_sentence

TEXTS = Path(__file__).parent / "unit_texts"
_LEVELS = {
    "数": ("产出指标", "数量指标", "计"), "质": ("产出指标", "质量指标", "行"),
    "时": ("产出指标", "时效指标", "计"), "成": ("产出指标", "成本指标", "计"),
    "经": ("效益指标", "经济效益指标", "历"), "社": ("效益指标", "社会效益指标", "计"),
    "生": ("效益指标", "生态效益指标", "计"), "持": ("效益指标", "可持续影响指标", "计"),
    "满": ("效益指标", "社会公众及服务对象满意度指标", "历"),
}  # fmt: skip
_STANDARDS = {"计": "计划标准", "历": "历史标准", "行": "行业标准", "其": "其他标准"}
_SURNAMES = "赵钱孙李周吴郑王冯陈"
_CENT = Decimal("0.01")
# How units write what office computers cost: number, price in 元, amount in 万元.
_COMPUTERS = (
    "台式电脑{n}台，每台{p}元，计{t}万元",
    "{n}台×{p}元/台＝{t}万元",
    "单价{p}元，购置{n}台，需{t}万元",
    "更新老旧电脑{n}台，{p}元/台",
)


@dataclass(frozen=True)
class Basis:
    """A 测算依据: its direction and row, the way it is written, and twins that are wrong."""

    direction: int
    row: int
    way: str
    twins: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Unit:
    """A unit of the set: what it fills in, when, and what is known of its texts."""

    name: str
    group: str
    submission: Submission
    periods: tuple[str, ...]
    bases: tuple[Basis, ...]
    sentences: tuple[Sentence, ...]
    number: int


def load_units() -> list[Unit]:
    """Return all units in the order of their files."""
    return [_load(path, number) for number, path in enumerate(_files())]


def with_dearer_computers(unit: Unit, factor: Decimal) -> Unit:
    """Return the unit with what it pays for a computer multiplied, all its sums holding."""
    return _load(_files()[unit.number], unit.number, factor)


def buys_computers(number: int) -> bool:
    """Return whether the unit of that number buys office computers, as every other unit does."""
    return number % 2 == 0


def _files() -> list[Path]:
    return sorted(TEXTS.glob("*.txt"))


class _Text:
    """What has been read of a unit's file so far."""

    def __init__(self) -> None:
        self.said: dict[str, list[str]] = {}
        self.department: list[Indicator] = []
        self.funds: list[Fund] = []
        self.periods: list[str] = []
        self.bases: list[Basis] = []

    def line(self, parts: list[str]) -> None:
        kind, *rest = parts
        if kind == "专":
            name, responsible, work, period, annual = rest
            self.funds.append(Fund(name, responsible, work, period, annual, None, ()))
        elif kind == "向":
            self._direction(*rest)
        elif kind == "支":
            self._expense(*rest)
        elif kind in _LEVELS:
            self._indicator(kind, *rest)
        else:
            self.said[kind] = rest

    def _direction(self, name: str, period: str = "") -> None:
        fund = self.funds[-1]
        self.periods.append(period or self.said["期"][0])
        of = len(self.funds) - 1
        new = Direction(
            name, None, fund.period_goal, fund.annual_goal, (), (), "附表3", fund.name, of
        )
        self.funds[-1] = replace(fund, directions=(*fund.directions, new))

    def _indicator(self, kind: str, name: str, target: str, standard: str = "") -> None:
        level1, level2, usual = _LEVELS[kind]
        row = Indicator(level1, level2, name, target, _STANDARDS[standard or usual])
        if not self.funds:
            self.department.append(replace(row, standard=""))
            return
        self._change(lambda last: replace(last, indicators=(*last.indicators, row)))

    def _expense(
        self, category: str, item: str, amount: str, basis: str, way: str, twins: str = ""
    ) -> None:
        pairs = [tuple(twin.split(">")) for twin in twins.split(";") if twin]
        for old, _ in pairs:
            if basis.count(old) != 1:
                raise ValueError(f"{basis}: {old} stands there {basis.count(old)} times")
        row = len(self.funds[-1].directions[-1].expenses)
        known = tuple((old, new) for old, new in pairs)
        self.bases.append(Basis(len(self.periods) - 1, row, way, known))
        new = Expense(category, item, Decimal(amount), basis)
        self._change(lambda last: replace(last, expenses=(*last.expenses, new)))

    def _change(self, change: object) -> None:
        fund = self.funds[-1]
        *before, last = fund.directions
        self.funds[-1] = replace(fund, directions=(*before, change(last)))  # type: ignore[operator]


def _load(path: Path, number: int, factor: Decimal = Decimal(1)) -> Unit:
    text = _Text()
    for line in path.read_text(encoding="utf-8").splitlines():
        if line:
            text.line(line.split("|"))
    if buys_computers(number):
        _add_computers(text, number, factor)
    name, group = text.said["单位"][0], text.said["组"][0]
    sentences = own_sentences(number)
    funds = _with_sums(text.funds)
    funds = [
        replace(fund, period_goal=_with(fund.period_goal, sentences, f"goal.{index}"))
        for index, fund in enumerate(funds)
    ]
    funds = [_same_goals(fund) for fund in funds]
    return Unit(
        name, group, _submission(text, tuple(funds), sentences, number),
        tuple(text.periods), tuple(text.bases), sentences, number,
    )  # fmt: skip


def _add_computers(text: _Text, number: int, factor: Decimal) -> None:
    """Add office computers to the first direction, and their price to the sums stated there."""
    count, price = 3 + number % 4, (4200 + 300 * (number % 5)) * factor
    amount = (count * price / 10000).normalize()
    basis = _COMPUTERS[number // 2 % len(_COMPUTERS)].format(
        n=count, p=f"{price:f}", t=f"{amount:f}"
    )
    fund = text.funds[0]
    first = fund.directions[0]
    bought = Expense("办公设备", "办公电脑购置", amount, basis)
    spent = sum((row.amount or 0 for row in first.expenses), start=Decimal(0))
    changed = replace(
        first,
        expenses=(*first.expenses, bought),
        indicators=tuple(_raised(row, Decimal(spent), amount) for row in first.indicators),
    )
    text.funds[0] = replace(fund, directions=(changed, *fund.directions[1:]))
    rows = [row for one in text.funds for part in one.directions for row in part.expenses]
    total = sum((row.amount or 0 for row in rows), start=Decimal(0)) - amount
    text.department = [_raised(row, Decimal(total), amount) for row in text.department]


def _raised(row: Indicator, known: Decimal, more: Decimal) -> Indicator:
    """Return the indicator raised by an amount if its target is the known sum."""
    found = re.fullmatch(r"≤([\d.]+)万元", str(row.target))
    if not found or Decimal(found[1]) != known:
        return row
    return replace(row, target=f"≤{(known + more).normalize():f}万元")


def _with(text: str, sentences: tuple[Sentence, ...], place: str) -> str:
    """Return a text with the sentences that go there added."""
    more = [one.right for one in sentences if one.place == place]
    return "；".join([text, *more]) + "。" if more else text


def _same_goals(fund: Fund) -> Fund:
    directions = tuple(replace(one, period_goal=fund.period_goal) for one in fund.directions)
    return replace(fund, directions=directions)


def _with_sums(funds: list[Fund]) -> list[Fund]:
    summed = []
    for fund in funds:
        amounts = [
            sum((row.amount or 0 for row in one.expenses), start=Decimal(0))
            for one in fund.directions
        ]
        total = sum(amounts, start=Decimal(0))
        directions = tuple(
            replace(one, amount=amount, fund_amount=total)
            for one, amount in zip(fund.directions, amounts, strict=True)
        )
        summed.append(replace(fund, amount=total, directions=directions))
    return summed


def _submission(
    text: _Text, funds: tuple[Fund, ...], sentences: tuple[Sentence, ...], number: int
) -> Submission:
    government, other = map(Decimal, text.said["收"])
    basic = Decimal(text.said["基"][0]).quantize(_CENT)
    projects = sum((fund.amount or 0 for fund in funds), start=Decimal(0))
    general = basic + projects - government - other
    duties = f"{text.said['责'][0]}；{right_sentence(number)}"
    duties = _with(duties, sentences, "duties")
    income = (general, government, other)
    return Submission(
        unit=text.said["单位"][0],
        year=2023,
        preparer=_SURNAMES[number % 10] + "某",
        phone=f"0700-55{number:02d}0{number % 7}00",
        period=text.said["期"][0],
        department=Department(duties, income, basic, tuple(text.department)),
        funds=funds,
    )


def sheets_of(unit: Unit) -> list[Sheet]:
    """Return the unit's forms, one on each sheet."""
    forms = all_forms(unit.submission)
    signed = [_signed(form, unit) for form in forms]
    for index, period in enumerate(unit.periods):
        signed[2 + index] = _put(signed[2 + index], 5, 1, period)
    if unit.number % 3 == 0:
        signed = [_without_formulas(form) for form in signed]
    elif unit.number % 3 == 1:
        signed = [_with_amount_from_total(form) for form in signed]
    if unit.number % 4 == 1:
        signed = [_with_one_contact(form) for form in signed]
    names = sheet_names(len(unit.periods))
    return [Sheet(name, (Placement(form),)) for name, form in zip(names, signed, strict=True)]


def _signed(form: Form, unit: Unit) -> Form:
    by = f"单位负责人签字：{_SURNAMES[(unit.number + 3) % 10]}某"
    return form.mapped(lambda cell: replace(cell, value=by) if cell.name == "signature" else cell)


def _put(form: Form, row: int, col: int, value: str) -> Form:
    def change(cell: Cell) -> Cell:
        return replace(cell, value=value) if (cell.row, cell.col) == (row, col) else cell

    return form.mapped(change)


def _without_formulas(form: Form) -> Form:
    """Return the form with results typed in, as a third of the units hand it in."""

    def typed(cell: Cell) -> Cell:
        if isinstance(cell.value, Formula) and not isinstance(cell.value.value, str):
            return replace(cell, value=cell.value.value)
        return cell

    return form.mapped(typed)


def _with_amount_from_total(form: Form) -> Form:
    """Return an 附表3 whose 项目金额 refers to the 合计 of its expenses."""

    def referred(cell: Cell) -> Cell:
        if cell.name != "amount" or not isinstance(cell.value, Decimal):
            return cell
        return replace(cell, value=Formula("={total}", cell.value))

    return form.mapped(referred)


def _with_one_contact(form: Form) -> Form:
    """Return a form with 填表人 and 联系电话 in one merged cell."""
    first, second = (cell for cell in form.cells if cell.style == "contact")
    both = replace(
        first, value=f"{first.value}          {second.value}", cols=first.cols + second.cols
    )
    kept = tuple(cell for cell in form.cells if cell.style != "contact")
    return replace(form, cells=(*kept, both))


class Places:
    """Addresses of what a unit fills in, as ``(sheet, cell)``."""

    def __init__(self, unit: Unit) -> None:
        submission = unit.submission
        self.unit = unit
        self._funds = len(submission.funds)
        self._directions = submission.directions
        self._names = sheet_names(len(unit.periods))

    def department(self, row: int, col: int) -> tuple[str, str]:
        """Return a cell of the head of 附表1."""
        return "附表1", address(row, col)

    def plan(self, fund: int, col: int) -> tuple[str, str]:
        """Return a cell of the work plan: 1 事项, 2 责任科室, 3 工作目标."""
        return "附表1", address(11 + fund, col)

    def department_indicator(self, row: int, col: int) -> tuple[str, str]:
        """Return a cell of an indicator of 附表1: 2 二级, 3 三级, 4 指标值."""
        return "附表1", address(12 + self._funds + row, col)

    def summary(self, fund: int, col: int) -> tuple[str, str]:
        """Return a cell of 附表2: 1 名称, 2 金额, 3 实施期目标, 4 年度目标; fund -1 is 合计."""
        return "附表2", address(5 + fund, col)

    def direction(self, index: int, row: int, col: int) -> tuple[str, str]:
        """Return a cell of the head of an 附表3."""
        return self._names[2 + index], address(row, col)

    def indicator(self, index: int, row: int, col: int) -> tuple[str, str]:
        """Return a cell of an indicator of an 附表3: 2 二级, 3 三级, 4 指标值, 5 标准."""
        return self._names[2 + index], address(9 + row, col)

    def expense(self, index: int, row: int, col: int) -> tuple[str, str]:
        """Return a cell of an expense: 1 内容, 2 明细, 3 金额, 4 测算; row ``count`` is 合计."""
        return self._names[2 + index], address(
            10 + len(self._directions[index].indicators) + row, col
        )
