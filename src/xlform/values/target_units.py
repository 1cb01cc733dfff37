"""Units of targets: known ones, names of what is counted, and what a bracket behind adds."""

from __future__ import annotations

from functools import lru_cache

from xlform.values.affixes import Affixes
from xlform.values.words import Lexicon, lexicon

_LONGEST_NAME = 4
_LONGEST_AFTER_SIGN = 6
# Per 10,000 or 100,000 of the population: 10/10万.
_PER_POPULATION = frozenset(("/万", "/1万", "/10万"))
_SCALES = "百千万亿"
_MOST_SCALES = 2


class TargetUnits:
    """Units by the words in force."""

    def __init__(self, words: Lexicon) -> None:
        self.known = frozenset(
            ("%", "‰", "元", "万元", "亿元", *words.counters, *words.measures, *words.same_units)
        )
        self.time = frozenset((*words.time, *(one for one in words.measures if _is_time(one))))
        self._same = words.same_units
        self._counters = words.counters
        self._things = words.counters | (frozenset(words.each) - words.time)
        self._barred = words.not_in_names
        self._each = Affixes(words.each)

    def read(self, written: str, *, after_sign: bool) -> str | None:
        """Return a unit without its bracket or stroke; ``None`` where the text is none.

        ``万`` and ``亿`` become 万元 and 亿元, also in a price (``620万/月``). After a sign any
        short name is a unit: ``≥3标段``.
        """
        if not written or written in self.known or written in _PER_POPULATION:
            return self._same.get(written, written)
        if written[0] == "(" and written[-1] == ")":
            written = written[1:-1]
        written = written.removeprefix("/").replace("/每", "/")
        counted, *per = written.replace("·", "/").replace("*", "/").split("/")
        if counted in ("万", "亿") and all(per):
            return written.replace(counted, counted + "元", 1)
        known = self.is_counted(counted) or (
            after_sign and (self._is_name(counted, _LONGEST_AFTER_SIGN) or _is_latin(counted))
        )
        if not known or not all(self.is_counted(one) or self._is_name(one) for one in per):
            return None
        return written

    def with_bracket(self, unit: str, bracket: str) -> str | None:
        """Return a unit with the bracket behind it; ``None`` where the two are at odds.

        ``台(套)`` is one unit, ``元(每人)`` a price, ``%(新增)`` a unit and a note.
        """
        inner = bracket[1:-1]
        if f"{unit}{bracket}" in self.known:
            return f"{unit}{bracket}"
        if inner.startswith("每"):
            each = [self._each.at(one) for one in inner.split("每")[1:]]
            if "每" + "每".join(each) == inner:
                return unit + "".join(f"/{one}" for one in each)
            return unit if any(one.isdecimal() for one in inner) else None
        if not unit:
            has_unit = inner in self.known or "/" in inner or self.is_counted(inner)
            return self.read(inner, after_sign=False) if has_unit else unit
        if inner in self._things and self.is_counted(unit):
            return f"{unit}{bracket}"
        return None if inner in self.known or _contradicts(inner) else unit

    def is_counted(self, written: str) -> bool:
        """Return whether a text is a known unit, also 万人 and 个社区."""
        if written in self.known:  # 千瓦时 is no thousand of anything
            return True
        whole = written.lstrip(_SCALES) or written
        if len(written) - len(whole) > _MOST_SCALES:
            return False
        return whole in self.known or (whole[:1] in self._counters and self._is_name(whole[1:]))

    def _is_name(self, written: str, longest: int = _LONGEST_NAME) -> bool:
        return (
            0 < len(written) <= longest
            and all("一" <= one <= "鿿" for one in written)
            and not any(one in written for one in self._barred)
        )


def _is_time(unit: str) -> bool:
    return unit.endswith(("日", "天", "小时", "分钟", "秒", "个月", "季度", "学期"))


def _is_latin(written: str) -> bool:
    return written.isascii() and written.isalpha() and len(written) <= _LONGEST_AFTER_SIGN


def _contradicts(note: str) -> bool:
    """Return whether a note says another number than the one before it."""
    return note.startswith(("±", "或", "原", "应为", "改为"))


@lru_cache(maxsize=1)
def target_units() -> TargetUnits:
    """Return the units of the words in force."""
    return TargetUnits(lexicon())
