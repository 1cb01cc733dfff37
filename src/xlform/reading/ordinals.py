"""Numbers at the start of paragraphs: 第一部分, 一、（一） 1. （1） ①, 项目一：, and list bullets.

Official documents number headings 一、（一） 1. （1） from the outside in (GB/T 9704-2012); people
use many other forms. Automatic numbers of Word are text by then.
"""

from __future__ import annotations

from functools import lru_cache

import msgspec

_NUMERALS = {char: number for number, char in enumerate("一二三四五六七八九", 1)} | {"十": 10}
_DIGITS = {char: str(n % 10) for n, char in enumerate("0123456789０１２３４５６７８９")}
# Rows of characters that are numbers by themselves.
_ROWS = {
    "circled": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "bracketed": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "dotted": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
}
_SIGNS = {char: (style, n) for style, row in _ROWS.items() for n, char in enumerate(row, 1)}
_BULLETS = frozenset("★☆◆◇●○■□▲△•·※➢▶►▪➤*—–-")
_OPENING, _CLOSING = frozenset("（(〔【["), frozenset("）)〕】]")
_POINTS = frozenset("、．.,，:：")
_SPACES = " \t\u3000\xa0"
_CHAPTERS = ("部分", "部份", "章", "节", "条", "项", "点")
_ITEMS = ("项目", "专项")
# 项目一期, 项目3个: a number that counts.
_COUNTED = frozenset("期个批类些项级年月%.0123456789")
_FIRST = frozenset({*_NUMERALS, *_DIGITS, *_SIGNS, *_BULLETS, *_OPENING, "第", "项", "专"})
_LONGEST = 3
_AFTER = _SPACES + "、.．:："


class Ordinal(msgspec.Struct, frozen=True):
    """Number at the start of a paragraph: style, value (0 for a bullet), and where it ends."""

    style: str
    value: int
    end: int


_NONE = Ordinal("", 0, 0)


def ordinal_of(text: str) -> Ordinal:
    """Return the number a paragraph starts with; the style is "" if it has none."""
    start = len(text) - len(text.lstrip(_SPACES))
    if text[start : start + 1] not in _FIRST or not text:
        return _NONE
    return _ordinal(text[start : start + 16], start)


def without_ordinals(text: str) -> str:
    """Return a paragraph without any of the numbers it starts with."""
    while (found := ordinal_of(text)).style:
        text = text[found.end :]
    return text


@lru_cache(maxsize=1024)
def _ordinal(head: str, start: int) -> Ordinal:
    first = head[0]
    if first in _SIGNS:
        style, value = _SIGNS[first]
        return _found(style, value, head, 1, start)
    if first in _OPENING:
        return _in_brackets(head, start)
    if first == "第":
        return _chapter(head, start)
    for word in _ITEMS:
        if head.startswith(word):
            at = len(word) + len("名称") * head.startswith("名称", len(word))
            return _item(head, at, start)
    if first in _BULLETS:
        end = len(head) - len(head.lstrip("-—–")) or 1
        is_number = head[end : end + 1] in _DIGITS or head[end : end + 1] == "."
        return _NONE if is_number else _found("bullet", 0, head, end, start)
    return _plain(head, start)


def _found(style: str, value: int, head: str, end: int, start: int) -> Ordinal:
    """Return the number with the signs and spaces after it."""
    return Ordinal(style, value, start + len(head) - len(head[end:].lstrip(_AFTER)))


def _number(head: str, at: int) -> tuple[str, int, int]:
    """Return the kind of numeral at an offset (``cn`` or ``d``), its value and its end."""
    end = at
    while end < at + _LONGEST and head[end : end + 1] in _NUMERALS and end < len(head):
        end += 1
    if end > at:
        tens, ten, ones = head[at:end].partition("十")
        value = _NUMERALS.get(tens, 1) * 10 + _NUMERALS.get(ones, 0) if ten else 0
        return "cn", value or _NUMERALS.get(head[at:end], 0), end
    while end < len(head) and head[end] in _DIGITS:
        end += 1
    if at < end < at + _LONGEST:
        return "d", int("".join(_DIGITS[char] for char in head[at:end])), end
    return "", 0, at


def _in_brackets(head: str, start: int) -> Ordinal:
    kind, value, end = _number(head, 1)
    if kind and head[end : end + 1] in _CLOSING and end < len(head):
        return _found(f"({kind})", value, head, end + 1, start)
    return _NONE


def _chapter(head: str, start: int) -> Ordinal:
    kind, value, end = _number(head, 1)
    if not kind:
        return _NONE
    word = next((word for word in _CHAPTERS if head.startswith(word, end)), "")
    if word:
        end += len(word)
        return Ordinal("part", value, start + len(head) - len(head[end:].lstrip(_AFTER + ",，")))
    if head[end : end + 1] in ("、", ":", "：", ",", "，"):
        return _found("ordinal", value, head, end + 1, start)
    return _NONE


def _item(head: str, at: int, start: int) -> Ordinal:
    at += len(head[at:]) - len(head[at:].lstrip(_SPACES))
    kind, value, end = _number(head, at)
    if not kind or head[end : end + 1] in _COUNTED:
        return _NONE
    return Ordinal("item", value, start + len(head) - len(head[end:].lstrip(_AFTER + "）)")))


def _plain(head: str, start: int) -> Ordinal:
    kind, value, end = _number(head, 0)
    following = head[end : end + 1]
    if not kind or not following:
        return _NONE
    if following in _CLOSING:
        return _found(f"{kind})", value, head, end + 1, start)
    return (_numeral if kind == "cn" else _digits)(head, value, end, start)


def _numeral(head: str, value: int, end: int, start: int) -> Ordinal:
    """Return 一、 一. 一是, or a numeral and a space."""
    if head[end] == "是":
        after = len(head) - len(head[end + 1 :].lstrip(_AFTER + ",，"))
        return Ordinal("is", value, start + after)
    if head[end] in _POINTS or head[end] in _SPACES:
        return _found("cn", value, head, end + 1, start)
    return _NONE


def _digits(head: str, value: int, end: int, start: int) -> Ordinal:
    """Return 1. 1、 or 1.1; 1.5 and 1,500 are figures."""
    has_digits = head[end + 1 : end + 2] in _DIGITS
    if has_digits and head[end] in ".．":
        return _levels(head, value, end, start)
    if head[end] == "、" or (head[end] in ".．,，" and not has_digits):
        return _found("d.", value, head, end + 1, start)
    return _NONE


def _levels(head: str, value: int, end: int, start: int) -> Ordinal:
    """Return a number of several levels: 1.1, 2.3.1; a decimal fraction before a unit is none."""
    while head[end : end + 1] in (".", "．") and (found := _number(head, end + 1))[0] == "d":
        end = found[2]
    following = head[end : end + 1]
    if following in ("", "%", "％", "万", "亿", "元") or following in _DIGITS:
        return _NONE
    return _found("d.d", value, head, end, start)
