"""Texts copied from elsewhere, about another year, or with something that isn't text."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from defects import Filled, Place
from planted_kinds import Change, Kind, Plant, spread

Where = Callable[[Filled, Random], str]


def _duties(one: Filled, _: Random) -> str:
    return one.unit.submission.department.duties


def _work_goal(one: Filled, draw: Random) -> str:
    return one.unit.submission.funds[spread(one, draw)[1]].plan_goal


def _long_goal(one: Filled, draw: Random) -> str:
    return one.unit.submission.funds[spread(one, draw)[1]].period_goal


def _year_goal(one: Filled, draw: Random) -> str:
    return one.unit.submission.funds[spread(one, draw)[1]].annual_goal


def _basis(one: Filled, draw: Random) -> str:
    rows = one.unit.submission.directions[spread(one, draw)[0]].expenses
    return draw.choice(rows).basis


_FIELDS: dict[str, Where] = {
    "职责": _duties, "工作目标": _work_goal, "实施期目标": _long_goal, "年度目标": _year_goal,
    "测算": _basis,
}  # fmt: skip


def _in_all(one: Filled, text: str, new: str) -> Change | None:
    """Return a text changed in every cell that has it."""
    cells: list[Place] = one.same(text)
    return Change(dict.fromkeys(cells, new)) if cells and new != text else None


def _added(field: str, more: str, *, first: bool = False) -> Plant:
    """Return a text with something before or after it."""

    def plant(one: Filled, draw: Random) -> Change | None:
        text = _FIELDS[field](one, draw)
        bare = text.rstrip("。；")
        return _in_all(one, text, f"{more}{text}" if first else f"{bare}{more}")

    return plant


def _instead(field: str, new: str) -> Plant:
    def plant(one: Filled, draw: Random) -> Change | None:
        return _in_all(one, _FIELDS[field](one, draw), new)

    return plant


def _of_others(field: str, form: str, words: dict[str, str]) -> Plant:
    """Return a text about another body; ``words`` are bodies by a word no such unit's name has."""

    def plant(one: Filled, draw: Random) -> Change | None:
        fitting = [
            body
            for word, body in words.items()
            if not any(part in one.unit.name for part in word.split("、"))
        ]
        if not fitting:
            return None
        text = _FIELDS[field](one, draw)
        return _in_all(one, text, form.format(body=draw.choice(fitting), text=text))

    return plant


def _changed(field: str, change: Callable[[str, Random], str | None]) -> Plant:
    def plant(one: Filled, draw: Random) -> Change | None:
        text = _FIELDS[field](one, draw)
        new = change(text, draw)
        return _in_all(one, text, new) if new else None

    return plant


def _clause_twice(text: str, draw: Random) -> str | None:
    clauses = text.rstrip("。").split("，")
    long = [at for at, clause in enumerate(clauses) if 4 <= len(clause) <= 30]
    if not long:
        return None
    at = draw.choice(long)
    return "，".join([*clauses[: at + 1], clauses[at], *clauses[at + 1 :]])


def _words_twice(text: str, draw: Random) -> str | None:
    """Return a text with four characters of it said twice."""
    spots = [
        at for at in range(len(text) - 4)
        if all("一" <= character <= "鿿" for character in text[at : at + 4])
    ]  # fmt: skip
    if not spots:
        return None
    at = draw.choice(spots)
    return text[: at + 4] + text[at:]


def _inserted(piece: str) -> Callable[[str, Random], str | None]:
    def change(text: str, draw: Random) -> str | None:
        spots = [at for at in range(2, len(text)) if text[at - 1] in "，、；"]
        if not spots:
            return None
        at = draw.choice(spots)
        return text[:at] + piece + text[at:]

    return change


_PAST = {
    "工作目标": "，已完成改造36处，受益群众1200人",
    "年度目标": "，全年共开展活动52场次，取得了良好的社会效益",
    "实施期目标": "。项目实施以来，共投入资金86万元，群众反映良好",
    "职责": "。本年度超额完成各项任务，被评为先进单位",
}
_PASTS = (
    ("年度目标", "，目前已全部完工并通过验收"),
    ("年度目标", "，圆满完成了年初确定的任务"),
    ("工作目标", "，得到了上级部门的充分肯定"),
    ("实施期目标", "，满意度调查结果达到了97.6%"),
    ("年度目标", "，共发放补助资金42.6万元，惠及群众318户"),
    ("工作目标", "，有效解决了群众反映的突出问题，荣获市级表彰"),
)
_LAST_YEAR = (
    ("年度目标", "2022年，"), ("工作目标", "2022年度"), ("年度目标", "截至2022年12月底，"),
    ("实施期目标", "根据2021年工作安排，"), ("工作目标", "2022年12月31日前"),
    ("职责", "2022年"),
)  # fmt: skip
_GENERIC = (
    "圆满完成上级交办的各项工作任务",
    "做好各项工作",
    "完成年度目标任务",
    "保障单位正常运转",
    "进一步提高工作质量和水平",
    "按时保质完成工作，确保资金使用效益",
    "提高群众幸福指数，创建和谐社会",
    "认真履职尽责，推动各项事业再上新台阶",
    "确保项目顺利实施，达到预期效果",
    "贯彻落实上级精神，促进事业发展",
    "工作有序开展，取得明显成效",
    "完成各项指标",
)
_BODIES = {
    "镇、乡": "我镇",
    "街道": "我街道",
    "院": "我院",
    "校、小学、中学、中专": "我校",
    "馆": "我馆",
    "村": "本村",
}
_COUNCILS = {
    "镇、乡": "镇党委、政府",
    "街道": "街道党工委、办事处",
    "院": "医院党委",
    "校、小学、中学、中专": "学校党总支",
    "园": "园区党工委",
}
_NAMED = {
    "民政局": "沅丰区民政局",
    "水利局": "青渚区水利局",
    "教育局": "桐浦区教育局",
    "司法局": "岚口县司法局",
    "枫桥": "枫桥镇人民政府",
    "石坪": "石坪街道办事处",
    "医院": "栖山县中医医院",
    "图书馆": "岚口县图书馆",
}
_MOJIBAKE = (
    "锟斤拷", "烫烫烫", "�", "ï¼Œ", "&nbsp;", "<br/>", "_x000D_", "\\n", "null", "undefined",
    "#REF!", "{{单位名称}}", "屯屯屯", "â€œ",
)  # fmt: skip
_LEFT_IN = (
    "XX村", "××社区", "____", "（请填写具体数量）", "（不超过200字）", "[此处填写目标]", "目标1：",
    "**户", "（例：10公里）", "待补充", "XXX万元",
)  # fmt: skip
_DOUBLES = {
    "的的": "，提升服务的的质量",
    "了了": "，形成了了长效机制",
    "和和": "，完善制度和和流程",
    "进行进行": "，对结果进行进行公示",
    "工作工作": "，做好基础工作工作",
    "在在": "，确保资金用在在实处",
    "并并": "，及时整改并并反馈",
    "及及": "，完善台账及及档案",
    "对对": "，加强对对资金的监管",
    "开展开展": "，每季度开展开展一次检查",
    "是是": "，重点是是提升服务水平",
    "主要用于": "，资金主要用于主要用于日常支出",
}

TEXT_KINDS: tuple[Kind, ...] = (
    *(Kind(f"已有结果.{field}", "text", _added(field, more)) for field, more in _PAST.items()),
    *(
        Kind(f"已有结果.{index}", "text", _added(field, more))
        for index, (field, more) in enumerate(_PASTS)
    ),
    *(
        Kind(f"上年年份.{index}", "text", _added(field, more, first=True))
        for index, (field, more) in enumerate(_LAST_YEAR)
    ),
    *(
        Kind(f"空泛目标.{index}", "text", _instead(("年度目标", "工作目标")[index % 2], text))
        for index, text in enumerate(_GENERIC)
    ),
    *(
        Kind(f"他单位称谓.{field}", "text", _of_others(field, "{body}{text}", _BODIES))
        for field in ("职责", "工作目标", "年度目标", "实施期目标")
    ),
    *(
        Kind(
            f"他单位班子.{field}", "text", _of_others(field, "在{body}的领导下，{text}", _COUNCILS)
        )
        for field in ("职责", "工作目标", "年度目标", "实施期目标")
    ),
    *(
        Kind(f"他单位名称.{field}", "text", _of_others(field, "{body}{text}", _NAMED), 3)
        for field in ("职责", "工作目标", "年度目标", "实施期目标")
    ),
    *(
        Kind(f"分句重复.{field}", "text", _changed(field, _clause_twice))
        for field in ("职责", "工作目标", "年度目标", "实施期目标")
    ),
    *(
        Kind(f"词语重复.{field}", "text", _changed(field, _words_twice))
        for field in ("职责", "工作目标", "年度目标", "实施期目标")
    ),
    *(
        Kind(f"叠字.{words}", "text", _added(("年度目标", "职责", "工作目标")[index % 3], more), 1)
        for index, (words, more) in enumerate(_DOUBLES.items())
    ),
    *(
        Kind(
            f"乱码.{index}",
            "text",
            _changed(("年度目标", "职责", "工作目标")[index % 3], _inserted(piece)),
            1,
        )
        for index, piece in enumerate(_MOJIBAKE)
    ),
    *(
        Kind(
            f"待填遗留.{piece}",
            "text",
            _changed(("年度目标", "工作目标", "实施期目标")[index % 3], _inserted(piece)),
            1,
        )
        for index, piece in enumerate(_LEFT_IN)
    ),
    Kind("手机号.年度目标", "text", _added("年度目标", "，联系电话13800001234")),
)
