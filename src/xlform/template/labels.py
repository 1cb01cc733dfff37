"""Printed labels made comparable: padding, width, colons and brackets taken out."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# White space of every width, colons and brackets; zero-width and soft hyphens come along by copy.
_DECORATION = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad:()\[\]{}<>《》「」【】〔〕]+")
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|[0-9]{1,2}[、.])")
_POINTS = re.compile(r"[（(][0-9]+(?:\.[0-9]+)?分[)）]$")
_BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
_MONEY_UNIT = re.compile(r"[(\[](?:单位:?)?(万元|元)[)\]]:?$")
# The numbers that headings of official papers carry, outermost first: 一、（一） 1. （1）
# (GB/T 9704-2012).
_ORDINAL = re.compile(
    r"\s*(?:(?P<chapter>[一二三四五六七八九十]{1,3}、)|[(（][一二三四五六七八九十0-9]{1,3}[)）]"
    r"|[0-9]{1,2}(?:、|[.．](?![0-9])))\s*"
)


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """A label as it is compared: ``支出方向 （子项）：`` → ``支出方向子项`` (domain.md §1.10)."""
    return _DECORATION.sub("", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=2048)
def canonical_level(text: str) -> str:
    """The name of an indicator level: no blanks, no 一、, no （50分） (contract.md)."""
    joined = "".join(text.split())
    return _POINTS.sub("", _NUMBERING.sub("", joined))


@lru_cache(maxsize=2048)
def split_money_unit(text: str) -> tuple[str, str]:
    """A label and the money unit bracketed at its end: ``金额（万元）`` → ``("金额", "万元")``."""
    tight = _BLANK.sub("", unicodedata.normalize("NFKC", text))
    match = _MONEY_UNIT.search(tight)
    return (tight[: match.start()], match[1]) if match else (text, "")


def unnumbered(text: str) -> tuple[str, bool]:
    """A paragraph without the number it begins with, and whether that is a chapter's (一、)."""
    found = _ORDINAL.match(text)
    return (text[found.end() :], bool(found["chapter"])) if found else (text, False)
