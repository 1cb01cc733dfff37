"""Time a budget is for: how often a month, a quarter or a week is in it."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property

from xlform.basis.records import Operand, Unit

_TIMES = {
    "月": ("个月", 12),
    "季度": ("个季度", 4),
    "学期": ("个学期", 2),
    "半年": ("个半年", 2),
    "周": ("周", 52),
    "日": ("天", 365),
}
_NAMES = frozenset((*_TIMES, "年", "小时", "学年"))
_OF_YEAR = ("全年", "一年", "整年", "全年度", "每年", "1年")
_HALF_YEAR = "半年"
_NOT_HALF = ("每半年", "上半年", "下半年", "半年度")


class Period:
    """Year, or half of one, that a text is for."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def said(self) -> bool:
        """True where a year or half of one is said."""
        return self.is_half or self._is_whole

    @cached_property
    def is_half(self) -> bool:
        """True where the text is for half a year."""
        text = self._text
        half = _HALF_YEAR in text and not any(word in text for word in _NOT_HALF)
        return half and not self._is_whole

    @cached_property
    def _is_whole(self) -> bool:
        return any(word in self._text for word in _OF_YEAR)

    @staticmethod
    def is_time(name: str) -> bool:
        """Return whether a name counts time."""
        return name in _NAMES

    def times(self, name: str) -> Operand | None:
        """Return how often a time is in the period: 12个月; ``None`` for what is no part of one."""
        found = _TIMES.get(name)
        if found is None or (self.is_half and found[1] % 2):
            return None
        unit, count = found
        count = count // 2 if self.is_half else count
        return Operand(f"{count}{unit}", Decimal(count), Unit(unit, over=(name,)), 0, 0)
