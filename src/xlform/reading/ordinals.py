"""Numbers at the start of paragraphs: 第一部分, 一、（一） 1. （1） ①, 项目一：, and list bullets.

Official documents number headings 一、（一） 1. （1） from the outside in (GB/T 9704-2012); people
use many other forms. Automatic numbers of Word are text by then.
"""

from __future__ import annotations

import re

import msgspec

_CN = "[一二三四五六七八九十]{1,3}"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BRACKETED = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
_DOTTED = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
# Style → pattern; the group ``n`` of the style is the number.
_STYLES = {
    "part": rf"第({_CN}|[0-9]{{1,2}})(?:部分|部份|章|节|条|项|点)[、:：,，.．\s]*",
    "ordinal": rf"第({_CN}|[0-9]{{1,2}})[、:：,，]\s*",
    "cn": rf"({_CN})(?:[、．.,，:：]|(?=[\s\u3000]))\s*",
    "is": rf"({_CN})(?:是|、是)[:：,，]?\s*",
    "(cn)": rf"[（(〔【\[]({_CN})[)）〕】\]][、.．]?\s*",
    "cn)": rf"({_CN})[)）][、.．]?\s*",
    "(d)": r"[（(〔\[]([0-9０-９]{1,2})[)）〕\]][、.．]?\s*",
    "d)": r"([0-9０-９]{1,2})[)）][、.．]?\s*",
    "d.d": r"([0-9]{1,2}(?:[.．][0-9]{1,2}){1,3})(?![0-9%％万亿元.．])[、.．]?\s*",
    "d.": r"([0-9０-９]{1,2})(?:、|[.．,，](?![0-9]))\s*",
    "circled": rf"([{_CIRCLED}])[、.．]?\s*",
    "bracketed": rf"([{_BRACKETED}])[、.．]?\s*",
    "dotted": rf"([{_DOTTED}])\s*",
    "item": rf"(?:项目|专项)\s*(?:名称)?({_CN}|[0-9０-９]{{1,2}})"
    r"(?![期个批类些项级年月%.0-9])\s*[、:：.．)）]?\s*",
    "bullet": r"([★☆◆◇●○■□▲△•·※➢▶►▪➤*]|[—–-]{1,2}(?![0-9.]))\s*",
}
_ORDINAL = re.compile(
    r"[\s\u3000]*(?:" + "|".join(f"(?:{pattern})" for pattern in _STYLES.values()) + ")"
)
_NAMES = tuple(_STYLES)
_DIGITS = {char: number for number, char in enumerate("一二三四五六七八九", 1)}


class Ordinal(msgspec.Struct, frozen=True):
    """Number at the start of a paragraph: style, value (0 for a bullet), and where it ends."""

    style: str
    value: int
    end: int


_NONE = Ordinal("", 0, 0)


def ordinal_of(text: str) -> Ordinal:
    """Return the number a paragraph starts with; the style is "" if it has none."""
    found = _ORDINAL.match(text)
    if not found or not found.lastindex:
        return _NONE
    return Ordinal(_NAMES[found.lastindex - 1], _value(found[found.lastindex]), found.end())


def without_ordinals(text: str) -> str:
    """Return a paragraph without any of the numbers it starts with."""
    while (found := ordinal_of(text)).style:
        text = text[found.end :]
    return text


def _value(written: str) -> int:
    for row in (_CIRCLED, _BRACKETED, _DOTTED):
        if written in row:
            return row.index(written) + 1
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.partition("十")
    if ten:
        return 10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0)
    return _DIGITS.get(written, 0)
