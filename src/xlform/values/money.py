"""Units of money, as forms print them in headings and filers write them in cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from xlform.model.blanks import without_blanks
from xlform.values.words import lexicon

WAN = "万元"
_YUAN = "元"
_POWER_OF_WAN = 4
_SCALE = "[十百千万亿]"
_CLOSING = frozenset(")]")


@lru_cache(maxsize=1)
def unit_powers() -> Mapping[str, int]:
    """Return the power of ten that leads from each unit to 万元: 0 for 万元, -4 for 元."""
    worth = lexicon().money_units
    return {unit: Decimal(yuan).adjusted() - _POWER_OF_WAN for unit, yuan in worth.items()}


@lru_cache(maxsize=1)
def unit_names() -> Mapping[int, str]:
    """Return the units by their power of ten to 万元."""
    return {power: unit for unit, power in unit_powers().items()}


@lru_cache(maxsize=1)
def _spellings() -> Mapping[str, str]:
    """Return the unit meant by each other way of writing it: 万 and 万圆 are 万元."""
    units = unit_powers()
    short = {unit[:-1]: unit for unit in units if unit[-2:-1] in ("万", "亿")}
    return short | {unit[:-1] + "圆": unit for unit in units if unit.endswith(_YUAN)}


def unit_name(written: str) -> str:
    """Return the usual name of a unit: 万 and 万圆 are 万元, an unknown one stays as written."""
    return _spellings().get(written, written)


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    words = sorted(lexicon().currencies, key=len, reverse=True)
    currencies = "|".join(map(re.escape, words))
    # 单元, 公元 and 元旦 are no money.
    return re.compile(
        rf"(?:人民币|RMB|CNY|[¥￥])?"
        rf"(?P<unit>{_SCALE}*(?:{currencies})|{_SCALE}*(?<![单公纪])[元圆](?![\u4e00-\u9fff])|[十百千]?[万亿])"
        rf"(?:\(?人民币\)?)?"
    )


@lru_cache(maxsize=256)
def unit_of_heading(text: str) -> str:
    """Return the unit a heading names for the amounts below it, "" if it names none.

    Blanks of any width and line breaks within the text do not count (``万 元``). A unit of unknown
    worth is returned as written; so are two different ones (``万元、元``), whose worth is open.
    """
    compact = without_blanks(text)
    head, _, last = compact.rpartition(":")
    if last in unit_powers() and _last_characters().isdisjoint(head):  # nearly every heading
        return last
    if whole := _pattern().fullmatch(compact):
        return unit_name(whole["unit"])
    named = {
        unit_name(found["unit"])
        for found in _pattern().finditer(compact)
        if found["unit"][-1] not in "十百千万亿"
    }
    return named.pop() if len(named) == 1 else compact if named else ""


@lru_cache(maxsize=1)
def _last_characters() -> frozenset[str]:
    """Return the characters a unit of money can end with, its brackets included."""
    words = (*unit_powers(), *_spellings(), *lexicon().currencies)
    return frozenset({word[-1] for word in words} | set("元圆万亿币)"))


@lru_cache(maxsize=1)
def _bracketed() -> re.Pattern[str]:
    return re.compile(rf"[(\[](?:(?:金额|货币|计量|计价)?单位:?)?{_pattern().pattern}[)\]]:?$")


@lru_cache(maxsize=2048)
def split_money_unit(label: str) -> tuple[str, str]:
    """Split the unit in brackets off a label: ``金额（万 元）`` → ``("金额", "万元")``."""
    compact = without_blanks(label)
    content = compact.rstrip(":")
    if content[-1:] not in _CLOSING or content[-2:-1] not in _last_characters():
        return label, ""
    start = max(content.rfind("("), content.rfind("["))
    if (unit := unit_name(content[start + 1 : -1])) in unit_powers():
        return compact[:start], unit
    found = _bracketed().search(compact)
    return (compact[: found.start()], unit_name(found["unit"])) if found else (label, "")
