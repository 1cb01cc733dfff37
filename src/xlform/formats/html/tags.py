"""Tokens of a web page, however malformed, in linear time.

The standard library's parser takes minutes over pages made to be slow; this one never goes back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import msgspec

_RAW = frozenset({"script", "style", "xml"})
_NAME = re.compile(r"/?[A-Za-z][^\s/>]*+")
_ATTRIBUTE = re.compile(r"""([^\s=/>"']++)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s>"']*+))?+""")
# What may come before the end of a tag: anything, and whole quotes of a usual length.
_IN_TAG = re.compile(r"""(?:[^"'>]++|"[^"]{0,4096}+"|'[^']{0,4096}+')*+""")
_COMMENT, _COMMENT_END = "<!--", "-->"
_NAME_AT_MOST = 64
# No character has so many digits, and int() refuses thousands of them.
_NO_CHARACTER = re.compile(r"&#[0-9]{40,};?")


class Tag(msgspec.Struct, frozen=True):
    """Tag with lower-case names; ``inside`` is the raw text of an element that is not parsed."""

    name: str
    attributes: dict[str, str]
    closes: bool = False
    inside: str = ""


class Comment(msgspec.Struct, frozen=True):
    """Comment; Microsoft Office hides its own data in comments."""

    text: str


def tags(page: str) -> Iterator[Tag | Comment | str]:
    """Yield the tags, comments and texts of a page in order, entities resolved."""
    cut = _Cutting(page)
    while (found := cut.next()) is not None:
        if found:
            yield found


class _Cutting:
    """Position in a page, and the end marks known to be missing from there on."""

    def __init__(self, page: str) -> None:
        self._page = page
        # A missing end mark is searched for once, not again at every tag.
        self._small = page.lower()
        self._missing: set[str] = set()
        self._place = 0

    def next(self) -> Tag | Comment | str | None:
        """Return the next token, "" for one to be skipped; ``None`` at the end."""
        page, place = self._page, self._place
        if place >= len(page):
            return None
        if page[place] != "<":
            end = page.find("<", place)
            self._place = end if end >= 0 else len(page)
            return _unescaped(page[place : self._place])
        if page.startswith(_COMMENT, place):
            end = self._past(_COMMENT_END, place + len(_COMMENT))
            return Comment(page[place:end])
        if page.startswith(("<!", "<?"), place):
            self._past(">", place)
            return ""
        name = _NAME.match(page, place + 1, place + _NAME_AT_MOST)
        if name is None:
            self._place += 1
            return "<"
        return self._tag(name[0].lower(), name.end())

    def _tag(self, name: str, place: int) -> Tag:
        end = self._end_of_tag(place)
        attributes = {
            key.lower(): _unescaped(value.strip("\"'"))
            for key, value in _ATTRIBUTE.findall(self._page, place, end)
        }
        self._place = end + 1
        if name.startswith("/"):
            return Tag(name[1:], attributes, closes=True)
        inside = ""
        if name in _RAW and not self._page.startswith("/", end - 1):
            start = self._place
            inside = self._page[start : self._past(f"</{name}", start)]
            self._past(">", self._place)
        return Tag(name, attributes, inside=inside)

    def _end_of_tag(self, place: int) -> int:
        """Return the end of a tag: the first > outside closed quotes."""
        page = self._page
        while True:
            inside = _IN_TAG.match(page, place)
            place = inside.end() if inside else place
            if page.startswith(">", place):
                return place
            end = page.find(">", place)
            # A quote; nothing of it is searched for twice.
            close = self._find(page[place], place + 1) if end >= 0 else -1
            if close < 0:
                return end if end >= 0 else len(page)
            place = close + 1

    def _past(self, mark: str, start: int) -> int:
        """Move past a mark, or to the end without one; return the offset of the mark."""
        found = self._find(mark, start)
        self._place = len(self._page) if found < 0 else found + len(mark)
        return len(self._page) if found < 0 else found

    def _find(self, mark: str, start: int) -> int:
        if mark in self._missing:
            return -1
        found = self._small.find(mark, start)
        if found < 0:
            self._missing.add(mark)
        return found


def _unescaped(text: str) -> str:
    """Return a text with its character references replaced, numbers too large by U+FFFD."""
    return unescape(_NO_CHARACTER.sub("&#xFFFD;", text) if "&#" in text else text)
