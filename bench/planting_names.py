"""Names of funds and units with one character amiss."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from defects import Filled, Place
from planted_kinds import Change, Kind, Plant, spread

Slip = Callable[[str, Random], str | None]
# Characters typed for one another: same sound or same look.
_TYPED = {
    "建": "健", "设": "没", "资": "咨", "金": "今", "项": "顶", "费": "废", "服": "报", "务": "物",
    "训": "驯", "培": "陪", "工": "公", "作": "做", "程": "成", "养": "样", "护": "沪", "治": "冶",
    "业": "叶", "专": "砖", "经": "径", "救": "求", "助": "肋", "理": "里", "管": "营", "社": "杜",
    "区": "曲", "院": "园", "局": "居", "会": "汇", "校": "较", "馆": "管", "中": "忠", "心": "新",
    "镇": "填", "府": "付", "委": "季", "补": "朴", "安": "按", "全": "金", "员": "圆", "保": "报",
}  # fmt: skip


def _typed(name: str, draw: Random) -> str | None:
    spots = [at for at, character in enumerate(name) if character in _TYPED]
    if not spots:
        return None
    at = draw.choice(spots)
    return name[:at] + _TYPED[name[at]] + name[at + 1 :]


def _missing(name: str, draw: Random) -> str | None:
    at = draw.randrange(1, len(name) - 1)
    return name[:at] + name[at + 1 :] if len(name) > 4 else None


def _doubled(name: str, draw: Random) -> str | None:
    at = draw.randrange(1, len(name) - 1)
    return name[:at] + name[at] + name[at:]


def _exchanged(name: str, draw: Random) -> str | None:
    spots = [at for at in range(1, len(name) - 1) if name[at] != name[at + 1]]
    at = draw.choice(spots)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


_SLIPS: dict[str, Slip] = {"错": _typed, "漏": _missing, "重": _doubled, "倒": _exchanged}


def _fund(part: str, slip: Slip) -> Plant:
    """Return a fund's name with a slip in one form, which is found if the right name is told."""

    def plant(one: Filled, draw: Random) -> Change | None:
        index, fund = spread(one, draw)
        place = {
            "附表1": one.places.plan(fund, 1),
            "附表2": one.places.summary(fund, 1),
            "附表3": one.places.direction(index, 3, 5),
        }[part]
        name = one.unit.submission.funds[fund].name
        wrong = slip(name, draw)
        return Change({place: wrong}, says=wrong, right=name) if wrong else None

    return plant


def _unit(part: str, slip: Slip) -> Plant:
    def plant(one: Filled, draw: Random) -> Change | None:
        places: dict[str, Place] = {
            "部门名称": one.places.department(3, 1),
            "附表1": one.places.department(2, 0),
            "附表2": ("附表2", "A3"),
            "附表3": one.places.direction(spread(one, draw)[0], 2, 0),
        }
        wrong = slip(one.unit.name, draw)
        if wrong is None:
            return None
        place = places[part]
        return Change({place: one.text(place).replace(one.unit.name, wrong)})

    return plant


NAME_KINDS: tuple[Kind, ...] = (
    *(
        Kind(f"专项名.{part}{way}字", "names", _fund(part, slip))
        for part in ("附表1", "附表2", "附表3")
        for way, slip in _SLIPS.items()
    ),
    *(
        Kind(f"单位名.{part}{way}字", "names", _unit(part, slip), 1)
        for part in ("部门名称", "附表1", "附表2", "附表3")
        for way, slip in _SLIPS.items()
    ),
)
