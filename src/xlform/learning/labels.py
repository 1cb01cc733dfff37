"""Printed labels as a declaration writes them: without padding, colon, unit and numbering."""

from __future__ import annotations

import re
import unicodedata

from xlform.template.labels import compact, fold
from xlform.values.money import split_money_unit

_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十0-9]{1,3}[)）]|[0-9]{1,2}[、.．])"
)
# Months of a monitoring form: 1-7月, 上半年.
_MONTHS = re.compile(r"^(?:[0-9]{1,2}-[0-9]{1,2}月|上半年|前三季度)(?=.)")
_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
# A year that a clerk overwrites: 2023, 20XX, 20**.
_YEARS = re.compile(r"20[0-9X×x*]{2}年?度?|(?:20)?年度")
_YEAR = re.compile(r"20(?:[0-9]{2}|[Xx×*]{2})(?:\+[nN])?|20(?=年)")


def official_label(text: str) -> tuple[str, str]:
    """Return a label as a declaration writes it, and the money unit it prints in brackets."""
    bare = _BLANKS.sub("", text).rstrip(":：").strip()
    label, unit = split_money_unit(bare)
    return (_BLANKS.sub("", label).rstrip(":："), unit) if unit else (bare, "")


def plain_label(text: str, of_which: frozenset[str] = frozenset()) -> str:
    """Return a folded label without numbering and without 其中, as names are looked up."""
    folded = _MONTHS.sub("", fold(_NUMBERING.sub("", compact(text))))
    for word in of_which:
        folded = folded.removeprefix(word)
    return folded.lstrip("*★▲※")


def year_pattern(text: str) -> str:
    """Return a pattern of a folded label with a year in it, "" for a label without one."""
    folded = fold(text)
    if not _YEAR.search(folded):
        return ""
    parts = [re.escape(part) for part in _YEAR.split(folded)]
    return "^" + "20[0-9X×x*]{2}(?:\\+[nN])?".join(parts) + "$"


def without_year(text: str) -> str:
    """Return a label up to the bracket or part with its year: 中期目标 of 中期目标（20XX年—…）."""
    label = official_label(text)[0]
    found = _YEAR.search(label)
    if not found:
        return label
    start = label[: found.start()].rstrip("（([【 ")
    if start:
        return start
    rest = label[found.end() :].removeprefix("年度").removeprefix("年")
    return rest if fold(rest) else label


def title_pattern(title: str) -> str:
    """Return a pattern of a folded title, its year optional and in a group."""
    folded = fold(title)
    year = _YEARS.search(folded)
    before, after = (folded[: year.start()], folded[year.end() :]) if year else ("", folded)
    before, after = (re.escape(_YEARS.sub("", part)) for part in (before, after))
    if not before + after:
        return ""
    if not after:  # a year at the end is read as if it came first
        before, after = "", before
    return rf"{before}(?P<year>20\d\d)?年?(度)?{after}(年度)?$"


def title_name(title: str) -> str:
    """Return a title without its year and its padding: 项目支出绩效自评表."""
    bare = _BLANKS.sub("", unicodedata.normalize("NFKC", title))
    bare = re.sub(r"\((?:20[0-9X×x*]{0,2})?年?度?\)|^20[0-9X×x*]{2}年?度?", "", bare)
    return bare.replace("(", "（").replace(")", "）")
