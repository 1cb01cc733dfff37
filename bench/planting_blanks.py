"""Fields left blank or filled with something that is no answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from defects import Filled, Place
from grid import Value
from planted_kinds import Change, Kind, spread

Where = Callable[[Filled, Random], Place]


def _direction(row: int, col: int) -> Where:
    return lambda one, draw: one.places.direction(spread(one, draw)[0], row, col)


def _indicator(col: int) -> Where:
    def where(one: Filled, draw: Random) -> Place:
        index, _ = spread(one, draw)
        rows = one.unit.submission.directions[index].indicators
        return one.places.indicator(index, draw.randrange(len(rows)), col)

    return where


def _expense(col: int) -> Where:
    def where(one: Filled, draw: Random) -> Place:
        index, _ = spread(one, draw)
        rows = one.unit.submission.directions[index].expenses
        return one.places.expense(index, draw.randrange(len(rows)), col)

    return where


def _fund(col: int) -> Where:
    return lambda one, draw: one.places.summary(spread(one, draw)[1], col)


def _plan(col: int) -> Where:
    return lambda one, draw: one.places.plan(spread(one, draw)[1], col)


def _department_indicator(col: int) -> Where:
    def where(one: Filled, draw: Random) -> Place:
        rows = one.unit.submission.department.indicators
        return one.places.department_indicator(draw.randrange(len(rows)), col)

    return where


def _total(one: Filled, draw: Random) -> Place:
    index, _ = spread(one, draw)
    return one.places.expense(index, len(one.unit.submission.directions[index].expenses), 3)


TEXTS: dict[str, Where] = {
    "部门职责": lambda one, _: one.places.department(9, 1),
    "事项": _plan(1),
    "责任科室": _plan(2),
    "工作目标": _plan(3),
    "附表1三级": _department_indicator(3),
    "附表1指标值": _department_indicator(4),
    "专项名称": _fund(1),
    "汇总实施期目标": _fund(3),
    "汇总年度目标": _fund(4),
    "支出方向": _direction(3, 1),
    "所属专项": _direction(3, 5),
    "实施期目标": _direction(6, 1),
    "年度目标": _direction(7, 1),
    "三级指标": _indicator(3),
    "指标值": _indicator(4),
    "绩效标准": _indicator(5),
    "支出内容": _expense(1),
    "支出明细": _expense(2),
    "测算依据": _expense(4),
}
AMOUNTS: dict[str, Where] = {
    "一般公共预算": lambda one, _: one.places.department(6, 2),
    "基本支出": lambda one, _: one.places.department(6, 4),
    "项目支出": lambda one, _: one.places.department(7, 4),
    "汇总金额": _fund(2),
    "汇总合计": lambda one, _: one.places.summary(-1, 2),
    "项目金额": _direction(4, 1),
    "专项金额": _direction(4, 5),
    "明细金额": _expense(3),
    "明细合计": _total,
}
_PERIOD = _direction(5, 1)


def _put(where: Where, value: Value) -> Callable[[Filled, Random], Change | None]:
    def plant(one: Filled, draw: Random) -> Change | None:
        place = where(one, draw)
        return Change({place: value}) if place in one.values else None

    return plant


def _label(sheet: int, text: str) -> Callable[[Filled, Random], Change | None]:
    """Return the change that leaves only a label in the line of the filer."""

    def plant(one: Filled, draw: Random) -> Change | None:
        spots = (
            one.places.department(2, 0),
            ("附表2", "A3"),
            one.places.direction(spread(one, draw)[0], 2, 0),
        )
        return Change({spots[sheet]: text})

    return plant


def _contact(label: str, text: str) -> Callable[[Filled, Random], Change | None]:
    """Return the change of what is written after a label of the last line."""

    def plant(one: Filled, draw: Random) -> Change | None:
        found = [
            (place, value)
            for place, value in one.values.items()
            if isinstance(value, str) and label in value
        ]
        place, value = draw.choice(found)
        return Change({place: re.sub(rf"{label}\S*", f"{label}{text}", value)})

    return plant


# What people write where nothing is known yet, and the fields it is planted in.
_DUMMIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("/", ("工作目标", "年度目标", "责任科室", "指标值", "测算依据")),
    ("无", ("汇总实施期目标", "责任科室", "测算依据", "支出方向")),
    ("——", ("年度目标", "指标值", "支出明细", "责任科室")),
    ("-", ("三级指标", "工作目标", "测算依据")),
    ("同上", ("汇总年度目标", "年度目标", "测算依据", "支出明细")),
    ("同附表2", ("实施期目标", "年度目标")),
    ("详见附件", ("测算依据", "年度目标", "部门职责", "指标值")),
    ("见实施方案", ("年度目标", "测算依据", "指标值")),
    ("另附", ("测算依据", "工作目标")),
    ("待定", ("责任科室", "支出方向", "指标值", "专项名称", "汇总年度目标")),
    ("暂定", ("指标值", "责任科室")),
    ("待补充", ("部门职责", "测算依据", "实施期目标")),
    ("待核定后补充", ("测算依据", "指标值", "工作目标")),
    ("暂估，待核定后补充", ("测算依据", "年度目标")),
    ("略", ("部门职责", "测算依据", "工作目标")),
    ("XX", ("责任科室", "支出方向", "指标值")),
    ("××××", ("三级指标", "支出明细", "专项名称")),
    ("***", ("责任科室", "三级指标", "指标值")),
    ("……", ("年度目标", "测算依据", "三级指标")),
    ("？", ("指标值", "测算依据")),
    ("暂无", ("汇总实施期目标", "测算依据", "责任科室")),
    ("不详", ("责任科室", "测算依据")),
    ("空", ("工作目标", "测算依据")),
    ("请填写", ("年度目标", "责任科室")),
    ("（填写年度目标）", ("年度目标", "汇总年度目标")),
    ("例：完成道路硬化5公里", ("年度目标", "工作目标")),
    ("例：10人×200元=2000元", ("测算依据",)),
    ("示例：群众满意度", ("三级指标", "附表1三级")),
    ("指标1：", ("三级指标", "附表1三级")),
    ("指标2:", ("三级指标",)),
    ("目标1：", ("年度目标", "汇总实施期目标")),
    ("目标1：\n目标2：\n……", ("实施期目标", "年度目标")),
    ("一、\n二、", ("部门职责", "年度目标")),
    ("不超过200字", ("部门职责", "实施期目标")),
    ("≥XX%", ("指标值", "附表1指标值")),
    ("≥**人次", ("指标值", "附表1指标值")),
    ("≥  %", ("指标值", "附表1指标值")),
    ("按要求", ("指标值", "测算依据")),
    ("同去年", ("测算依据", "年度目标")),
    ("测试", ("三级指标", "年度目标")),
    ("TBD", ("责任科室", "指标值")),
    ("N/A", ("测算依据", "指标值")),
)
_NO_AMOUNTS = (
    "/", "待定", "暂估，待核定后补充", "XX", "若干", "见附表", "——", "据实结算", "无", "？",
)  # fmt: skip
_NO_PERIODS = (
    "年 月 日",
    "    年   月   日至    年   月   日",
    "XXXX年XX月",
    "待定",
    "/",
    "按合同约定",
    "同上",
    "详见合同",
)


def _dummy(text: str, fields: tuple[str, ...]) -> tuple[Kind, ...]:
    return tuple(
        Kind(f"代填.{text}.{name}", "completeness", _put(TEXTS[name], text), 1) for name in fields
    )


BLANK_KINDS: tuple[Kind, ...] = (
    *(
        Kind(f"空白.{name}", "completeness", _put(where, ""))
        for name, where in {**TEXTS, **AMOUNTS, "实施期": _PERIOD}.items()
    ),
    Kind("空白.部门名称", "completeness", _put(lambda one, _: one.places.department(3, 1), "")),
    Kind(
        "空白.资金总额",
        "completeness",
        _put(lambda one, _: one.places.department(4, 1), "资金总额："),
    ),
    *(
        Kind(f"空白.填报单位{index + 1}", "completeness", _label(index, "填报单位：（盖章）"))
        for index in range(3)
    ),
    Kind("代填.填报单位XX", "completeness", _label(1, "填报单位：（盖章）XX局")),
    Kind("代填.填报单位某单位", "completeness", _label(2, "填报单位：（盖章）××单位")),
    Kind("空白.填表人", "completeness", _contact("填表人：", "")),
    Kind("空白.联系电话", "completeness", _contact("联系电话：", "")),
    Kind("代填.填表人XXX", "completeness", _contact("填表人：", "XXX")),
    Kind("代填.联系电话待定", "completeness", _contact("联系电话：", "待定")),
    *(kind for text, fields in _DUMMIES for kind in _dummy(text, fields)),
    *(
        Kind(
            f"代填金额.{text}",
            "completeness",
            _put(tuple(AMOUNTS.values())[(2 * index + 3) % len(AMOUNTS)], text),
        )
        for index, text in enumerate(_NO_AMOUNTS)
    ),
    *(
        Kind(f"代填实施期.{text.strip()[:6]}{index}", "completeness", _put(_PERIOD, text), 1)
        for index, text in enumerate(_NO_PERIODS)
    ),
)
