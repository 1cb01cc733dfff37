"""Indicators under the wrong 二级, against their direction, in a wrong unit, saying nothing."""

from __future__ import annotations

import re
from itertools import pairwise
from random import Random

from defects import Filled, Place
from planted_kinds import Change, Kind, Plant, spread

# Indicators as any unit may have them, by what they measure.
_PHRASES: dict[str, tuple[tuple[str, str], ...]] = {
    "满意度": (
        ("服务对象满意度（现场问卷）", "≥91%"),
        ("办事群众满意率", "≥90%"),
        ("参与人员满意度", "≥93%"),
    ),
    "合格率": (
        ("材料抽检合格率", "≥98%"),
        ("完工验收合格率", "=100%"),
        ("资料归档完整率", "≥97%"),
        ("一次验收通过率", "≥96%"),
    ),
    "时间": (
        ("工程竣工时间", "2023年10月31日前"),
        ("年度任务完成时间", "2023年11月底前"),
        ("来件办结时限", "≤5个工作日"),
        ("故障响应时间", "≤30分钟"),
    ),
    "总价": (
        ("购置费用总额", "≤7万元"),
        ("专项投入控制数", "≤12.5万元"),
        ("外包服务费总额", "≤9万元"),
    ),
    "单价": (
        ("人均补助标准", "≤800元/人"),
        ("单次活动费用", "≤2000元/次"),
        ("每平方米造价", "≤350元/平方米"),
    ),
    "次数": (
        ("上门走访次数", "≥24次"),
        ("组织培训期数", "≥6期"),
        ("印发资料份数", "≥3000份"),
        ("更换设备台数", "12台"),
    ),
    "节约": (("节约办公经费", "≥3万元"), ("带动就业增收", "≥50万元")),
    "节能": (("单位建筑面积能耗下降率", "≥2%"), ("废旧物资回收率", "≥80%")),
}
# Which phrases go wrong under which 二级.
_MISPLACED: dict[str, tuple[str, ...]] = {
    "数量": ("满意度", "合格率", "时间", "总价", "单价", "节能"),
    "质量": ("满意度", "时间", "次数", "总价", "单价"),
    "时效": ("满意度", "合格率", "次数", "总价", "单价"),
    "成本": ("满意度", "合格率", "时间", "次数", "节能"),
    "经济效益": ("满意度", "时间", "合格率"),
    "社会效益": ("单价", "时间", "总价"),
    "生态效益": ("总价", "满意度", "次数", "时间"),
    "可持续影响": ("总价", "单价", "时间"),
    "社会公众": ("合格率", "次数", "总价", "时间", "节约"),
}
_VAGUE: dict[str, tuple[str, ...]] = {
    "数量": ("若干", "多次", "适量", "较多", "及时处理", "全部完成", "按需开展"),
    "质量": ("较好", "达标", "良好", "明显改善", "符合要求", "优"),
    "时效": ("及时", "尽快", "按时完成", "按计划推进", "常年"),
    "成本": ("合理", "节约", "较低", "控制在预算内", "从严控制"),
    "经济效益": ("提升", "明显", "增加", "较上年有所增长"),
    "社会效益": ("提升", "优化", "逐步提高", "显著增强", "良好"),
    "生态效益": ("改善", "较好", "无明显污染"),
    "可持续影响": ("长期", "持续提高", "较强", "不断完善"),
    "社会公众": ("满意", "基本满意", "较高", "不断提升"),
}
_SLOGANS = (
    "坚持以人民为中心的发展思想，全面提升服务群众的能力和水平",
    "加强领导，明确责任，确保各项任务落到实处",
    "切实做好本年度各项重点工作",
    "进一步转变工作作风，提高办事效率",
    "打造人民满意的服务型机关",
    "努力开创事业发展新局面",
)


def _rows(one: Filled, draw: Random, level2: str) -> list[tuple[Place, Place, str, str]]:
    """Return name cell, target cell, name and target of the rows of a 二级, in some order."""
    found = [
        (
            one.places.indicator(index, row, 3), one.places.indicator(index, row, 4),
            known.level3, str(known.target),
        )
        for index, direction in enumerate(one.unit.submission.directions)
        for row, known in enumerate(direction.indicators)
        if known.level2.startswith(level2)
    ]  # fmt: skip
    draw.shuffle(found)
    return found


def _misplaced(level2: str, what: str) -> Plant:
    def plant(one: Filled, draw: Random) -> Change | None:
        found = _rows(one, draw, level2)
        if not found:
            return None
        name, target, *_ = found[0]
        text, value = draw.choice(_PHRASES[what])
        if one.same(text):
            return None
        return Change({name: text, target: value})

    return plant


def _target(level2: str, pattern: str, form: str, name_like: str = "") -> Plant:
    """Return a target that matches a pattern put into another form; {n} and {u} are its parts."""

    def plant(one: Filled, draw: Random) -> Change | None:
        for _, place, name, target in _rows(one, draw, level2):
            found = re.fullmatch(pattern, target)
            if found and re.search(name_like, name):
                parts = found.groupdict()
                return Change({place: form.format(**parts)})
        return None

    return plant


def _said(level2: str, text: str, name_like: str = "") -> Plant:
    def plant(one: Filled, draw: Random) -> Change | None:
        for _, place, name, _ in _rows(one, draw, level2):
            if re.search(name_like, name):
                return Change({place: text})
        return None

    return plant


def _named(level2: str, text: str) -> Plant:
    def plant(one: Filled, draw: Random) -> Change | None:
        found = _rows(one, draw, level2)
        return Change({found[0][0]: text}) if found else None

    return plant


def _row(level2: str, name: str, value: str) -> Plant:
    """Return an indicator replaced by another one, whose target is what is wrong."""

    def plant(one: Filled, draw: Random) -> Change | None:
        found = _rows(one, draw, level2)
        if not found:
            return None
        return Change({found[0][0]: name, found[0][1]: value}, at=(found[0][0], found[0][1]))

    return plant


def _swapped(one: Filled, draw: Random) -> Change | None:
    """Return an indicator with its name and its target in each other's column."""
    found = _rows(one, draw, "")
    name, target, text, value = found[0]
    return Change({name: value, target: text})


def _twice(one: Filled, draw: Random) -> Change | None:
    """Return a form in which an indicator stands twice."""
    index, _ = spread(one, draw)
    rows = one.unit.submission.directions[index].indicators
    spots = [row for row, known in enumerate(rows) if known.level2 in {"数量指标", "质量指标"}]
    pairs = [
        (first, second)
        for first, second in pairwise(spots)
        if rows[first].level2 == rows[second].level2
    ]
    if not pairs:
        return None
    first, second = pairs[0]
    name, value = one.places.indicator(index, second, 3), one.places.indicator(index, second, 4)
    of_first = (one.places.indicator(index, first, 3), one.places.indicator(index, first, 4))
    edits = {name: rows[first].level3, value: rows[first].target}
    return Change(edits, at=(name, value, *of_first))


_PERCENT = r"≥(?P<n>\d+(?:\.\d+)?)%"
_AT_LEAST = r"≥(?P<n>\d+(?:\.\d+)?)(?P<u>[^\d%.]+)"
_COUNT = r"≥?(?P<n>\d+)(?P<u>[^\d%.]{1,3})"
_AT_MOST = r"≤(?P<n>\d+(?:\.\d+)?)(?P<u>[^\d%.]+)"
_NONE = r"=?0(?P<u>[起人件处])"
_SPAN = r"≤(?P<n>\d+)(?P<u>个工作日|小时|分钟|日)"

# 二级, pattern, form, and a pattern of the name.
_TARGETS: dict[str, tuple[str, str, str, str]] = {
    "方向.满意度≤": ("社会公众", _PERCENT, "≤{n}%", ""),
    "方向.满意度<": ("社会公众", _PERCENT, "<{n}%", ""),
    "方向.合格率≤": ("质量", _PERCENT, "≤{n}%", "率$"),
    "方向.数量≤": ("数量", _AT_LEAST, "≤{n}{u}", ""),
    "方向.成本≥": ("成本", _AT_MOST, "≥{n}{u}", ""),
    "方向.成本>": ("成本", _AT_MOST, "＞{n}{u}", ""),
    "方向.成本不低于": ("成本", _AT_MOST, "不低于{n}{u}", ""),
    "方向.时限≥": ("时效", _SPAN, "≥{n}{u}", ""),
    "方向.时限超过": ("时效", _SPAN, "{n}{u}以上", ""),
    "方向.事故≥": ("社会效益", _NONE, "≥1{u}", ""),
    "方向.事故不少于": ("社会效益", _NONE, "不少于2{u}", ""),
    "方向.下降率≤": ("", _PERCENT, "≤{n}%", "下降"),
    "方向.覆盖率≤": ("", _PERCENT, "≤{n}%", "知晓率|参与率|覆盖率"),
    "方向.效益≤": ("经济效益", _AT_LEAST, "≤{n}{u}", "增收|节约|减轻|减少"),
    "单位.时限元": ("时效", _SPAN, "≤{n}元", ""),
    "单位.时限人": ("时效", _SPAN, "≤{n}人", ""),
    "单位.时限%": ("时效", _SPAN, "≤{n}%", ""),
    "单位.时限平方米": ("时效", _SPAN, "≤{n}平方米", ""),
    "单位.数量%": ("数量", _COUNT, "≥{n}%", ""),
    "单位.数量万元": ("数量", _COUNT, "≥{n}万元", ""),
    "单位.数量天": ("数量", _COUNT, "≥{n}小时", "(人数|数量|场次|面积)$"),
    "单位.合格率个": ("质量", _PERCENT, "≥{n}个", "率$"),
    "单位.合格率元": ("质量", _PERCENT, "≥{n}元", "率$"),
    "单位.合格率天": ("质量", _PERCENT, "≥{n}天", "率$"),
    "单位.满意度人": ("社会公众", _PERCENT, "≥{n}人", ""),
    "单位.满意度万元": ("社会公众", _PERCENT, "≥{n}万元", ""),
    "单位.成本天": ("成本", _AT_MOST, "≤{n}天", ""),
    "单位.成本%": ("成本", _AT_MOST, "≤{n}%", ""),
    "单位.成本人": ("成本", _AT_MOST, "≤{n}人", ""),
    "缺百分号.质量": ("质量", _PERCENT, "≥{n}", "率$"),
    "缺百分号.满意度": ("社会公众", _PERCENT, "≥{n}", ""),
    "缺百分号.社会": ("社会效益", _PERCENT, "≥{n}", "率$|占比$|比例$"),
    "缺百分号.生态": ("生态效益", _PERCENT, "≥{n}", "率$|占比$|比例$"),
    "缺百分号.可持续": ("可持续影响", _PERCENT, "{n}", "率$|占比$|比例$"),
    "缺单位.数量": ("数量", _COUNT, "≥{n}", ""),
    "缺单位.数量裸数": ("数量", _COUNT, "{n}", ""),
    "缺单位.成本": ("成本", _AT_MOST, "≤{n}", ""),
    "缺单位.时限": ("时效", _SPAN, "≤{n}", ""),
    "缺单位.经济": ("经济效益", _AT_LEAST, "≥{n}", ""),
    "负数.数量": ("数量", _COUNT, "≥-{n}{u}", ""),
    "负数.率": ("质量", _PERCENT, "≥-{n}%", "率$"),
    "负数.成本": ("成本", _AT_MOST, "≤-{n}{u}", ""),
    "超百.满意度": ("社会公众", _PERCENT, "≥1{n}%", ""),
    "超百.合格率": ("质量", _PERCENT, "≥120%", "合格率|达标率|准确率"),
    "超百.覆盖率": ("", _PERCENT, "≥110%", "知晓率|参与率|覆盖率|办结率"),
    "空话.数量0": ("数量", _COUNT, "≥0{u}", ""),
    "空话.率0": ("质量", _PERCENT, "≥0%", "率$"),
    "空话.满意度0": ("社会公众", _PERCENT, "≥0%", ""),
    "小数.数量": ("数量", r"≥?(?P<n>\d+)(?P<u>[个名人场次台套期])", "≥{n}.5{u}", ""),
    "个位.合格率": ("质量", r"≥(?P<n>9)\d(?:\.\d)?%", "≥{n}%", "合格率|达标率|准确率"),
}
_ROWS: dict[str, tuple[str, str, str]] = {
    "错配.死亡人数率": ("社会效益", "安全事故死亡人数", "≥95%"),
    "错配.人次公里": ("数量", "受益群众人次", "≥200公里"),
    "错配.里程人": ("数量", "维护道路里程", "≥12人"),
    "错配.面积台": ("数量", "绿化养护面积", "≥300台"),
    "错配.台数平方米": ("数量", "购置电脑台数", "≥20平方米"),
    "错配.时间点金额": ("时效", "资金拨付时间", "≤20万元"),
    "错配.时限面积": ("时效", "投诉处理时限", "≤3平方米"),
    "错配.单价百分比": ("成本", "单位采购价格", "≤80%"),
    "错配.满意度次": ("社会公众", "服务对象满意度（问卷）", "≥4次"),
    "错配.差错率≥": ("质量", "数据录入差错率", "≥2%"),
    "错配.投诉≥": ("社会效益", "有效投诉件数", "≥10件"),
    "错配.事故率≥": ("社会效益", "责任事故发生率", "≥1%"),
    "错配.及时率≤": ("质量", "信息报送准确率", "≤95%"),
    "错配.能耗≥": ("生态效益", "单位面积能耗", "≥15千瓦时/平方米"),
    "错配.成本下限": ("成本", "外包服务总成本", "≥5万元"),
    "错配.死亡容忍": ("社会效益", "重大责任事故起数", "≥0起"),
    "缺单位.人次": ("社会效益", "惠及困难群众人次", "≥200"),
    "缺单位.救助": ("数量", "临时救助人次", "≥260"),
    "缺单位.职称占比": ("质量", "授课教师高级职称占比", "≥60"),
    "缺单位.知晓率": ("社会效益", "政策知晓率", "85"),
    "缺单位.金额": ("经济效益", "节约采购资金", "≥4"),
    "缺单位.里程": ("数量", "巡查管线里程", "≥40"),
}

INDICATOR_KINDS: tuple[Kind, ...] = (
    *(
        Kind(f"二级.{what}在{level2}", "indicators", _misplaced(level2, what))
        for level2, kinds in _MISPLACED.items()
        for what in kinds
    ),
    *(Kind(f"指标{name}", "indicators", _target(*known)) for name, known in _TARGETS.items()),
    *(Kind(f"指标{name}", "indicators", _row(*known), 1) for name, known in _ROWS.items()),
    *(
        Kind(f"含糊.{level2}.{text}", "indicators", _said(level2, text), 1)
        for level2, texts in _VAGUE.items()
        for text in texts
    ),
    *(
        Kind(f"口号.{index}", "indicators", _named(("质量", "社会效益", "时效")[index % 3], text))
        for index, text in enumerate(_SLOGANS)
    ),
    Kind("名称.同二级", "indicators", _named("数量", "数量指标")),
    Kind("名称.只有指标", "indicators", _named("社会效益", "指标")),
    Kind("名称.值互换", "indicators", _swapped, 3),
    Kind("名称.重复", "indicators", _twice, 3),
)
