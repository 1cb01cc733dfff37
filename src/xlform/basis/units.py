"""Algebra of units: 次×万元/次=万元, 人×元/人=元."""

from __future__ import annotations

from functools import lru_cache

from xlform.basis.lexicon import basis_words
from xlform.basis.records import Unit, UnitStyle
from xlform.values.affixes import Affixes
from xlform.values.money import unit_name, unit_powers

# 5万 is money only where nothing is counted after it: 5万人 is not.
_LARGE_MONEY = Affixes(("万", "十万", "百万", "千万", "亿"))
_MONEY = Affixes(
    (
        "元",
        "百元",
        "千元",
        "亿元",
        *(f"{word}元" for word in _LARGE_MONEY.words if word[-1] == "万"),
    )
)
_LARGE = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
_BEHIND_MONEY = ("", "/", "每", "一")
_LONGEST = 12
# By the signs that tokens have for them.
PERCENT = {"%": Unit("%", scale=-2), "¤": Unit("‰", scale=-3)}


@lru_cache(maxsize=1024)
def read_unit(text: str) -> Unit | None:
    """Return the unit a whole text is; ``None`` where it is none (``单价``, ``万元左右``)."""
    if not text or len(text) > _LONGEST * 2:
        return None
    money = _money_at(text)
    if not money:
        return _counted_unit(text)
    rest = text[len(money) :]
    if not rest:
        return Unit(text, *_money_power(money))
    stroke = _stroke_at(rest)
    things = _things(rest[len(stroke) :]) if stroke else None
    if not stroke or not things:
        return None
    money_power, scale = _money_power(money)
    under, power = things
    return Unit(text, money_power, scale - power, (), under, _style(stroke))


@lru_cache(maxsize=1024)
def unit_at_start(text: str) -> Unit | None:
    """Return the longest unit prose begins with: 万元一次 of itself, 万元 of 万元其他费用."""
    money = _money_at(text)
    if not money:
        counted = basis_words().counted_at(text)
        return _counted_unit(counted) if counted else None
    rest = text[len(money) :]
    stroke = _stroke_at(rest)
    thing = basis_words().counted_at(rest, len(stroke)) if stroke else ""
    if stroke and not thing and stroke[0] in "/每" and len(rest) <= _LONGEST:
        whole = read_unit(text)
        if whole:
            return whole
    taken = len(money) + (len(stroke) + len(thing) if stroke and thing else 0)
    return read_unit(text[:taken])


def per(unit: Unit, thing: str) -> Unit | None:
    """Return the unit of 每次0.5万元, 万元/次, and that of 每次3人, 人/次."""
    things = _things(thing)
    if not things:
        return None
    under, power = things
    text = f"{unit.text}/{thing}"
    return Unit(text, unit.money_power, unit.scale - power, unit.over, unit.under + under, "每")


def fits(one: str, other: str) -> bool:
    """Return whether two names count the same: 个社区 fits both 个 and 社区, 人次 fits 人."""
    return one == other or one in other or other in one


def is_same(one: str, other: str) -> bool:
    """Return whether two names are one: unlike in :func:`fits`, 人次 is not 人."""
    if one == other:
        return True
    return not {one, other} <= basis_words().counted.words and (
        one.startswith(other) or other.startswith(one) or one.endswith(other) or other.endswith(one)
    )


def _money_at(text: str) -> str:
    """Return the unit of money a text begins with; "" for none."""
    found = _MONEY.at(text)
    if found:
        return found
    found = _LARGE_MONEY.at(text)
    return found if text[len(found) : len(found) + 1] in _BEHIND_MONEY else ""


def _stroke_at(text: str) -> str:
    """Return what divides at the start of a text: /, 每, 每一 or the 一 of 一次; "" for none."""
    stroke = "/" if text[:1] == "/" else ""
    stroke += "每" if text.startswith("每", len(stroke)) else ""
    if stroke:
        return stroke + ("一" if text.startswith("一", len(stroke)) else "")
    return "一" if text[:1] == "一" and text[1:2] and not text[1].isdigit() else ""


def _money_power(written: str) -> tuple[int, int]:
    power = unit_powers()[unit_name(written)]
    return power, power


def _style(stroke: str) -> UnitStyle:
    return "/" if stroke[0] == "/" else "每" if stroke[0] == "每" else "一"


def _counted_unit(text: str) -> Unit | None:
    over, _, under = text.partition("/")
    above, below = _things(over), _things(under) if under else ((), 0)
    if not above or not below:
        return None
    return Unit(text, None, above[1] - below[1], above[0], below[0], "/" if under else "")


def _things(text: str) -> tuple[tuple[str, ...], int] | None:
    """Return the names counted, each under its usual one, and their power of ten together."""
    names, power = [], 0
    divided = text.replace("·", "/").replace("*", "/").replace("/每", "/").replace("每", "/")
    for written in divided.split("/"):
        if not written or len(written) > _LONGEST:
            return None
        name, shift = _thing(written)
        names.append(name)
        power += shift
    return tuple(names), power


def _thing(written: str) -> tuple[str, int]:
    words = basis_words()
    if written in words.one_thing:
        return words.one_thing[written]
    if written[0] in "名位":  # 420名党员
        return "人", 0
    power = 0
    if written not in words.counted:
        while written[0] in _LARGE and len(written) > 1:
            if written[0] not in "万亿" and not words.counted_at(written, 1):
                break
            power += _LARGE[written[0]]
            written = written[1:]
    name, shift = words.one_thing.get(written, (written, 0))
    return name, power + shift
