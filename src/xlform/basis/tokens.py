"""Tokens of a 测算 text, each with its place in the text as the filer wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, groupby

from xlform.basis.lexicon import basis_words
from xlform.values.numerals import NUMERALS, number, scaled

PER_MILLE, LIST_COMMA = "¤", "¦"
# Character for character, so that places stay: full width, brackets, signs, blanks.
_FOLD = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(map(ord, "【〔［｛[{〖「"), "(")
    | dict.fromkeys(map(ord, "】〕］｝]}〗」"), ")")
    | dict.fromkeys(map(ord, "×✕✖╳∗﹡＊⨯"), "*")
    | dict.fromkeys(map(ord, "•∙・⋅・"), "·")
    | dict.fromkeys(map(ord, "∕⁄"), "/")
    | dict.fromkeys(map(ord, "−‐‒–－"), "-")
    | dict.fromkeys(map(ord, "¥￥\t\r\u00a0\u3000\u00ad\ufeff"), " ")
    | dict.fromkeys((*range(0x2000, 0x2010), 0x202F, 0x205F, 0x2060), " ")
    | {ord("。"): ";", ord("圆"): "元", ord("﹦"): "=", ord("≈"): "="}
    # Signs beyond Latin-1 would make every set of characters below slow to compile.
    | dict.fromkeys(map(ord, "≤≥≠"), "<")
    | {ord("…"): "_", ord("—"): "~", ord("‰"): PER_MILLE, ord("、"): LIST_COMMA}
)
_TOKEN = re.compile(
    # 1.20次 at the start of a line is item 1, 20次: nothing is done 1.2 times.
    r"(?P<ITEM>(?:^|(?<=[;\n]))[0-9]{1,2}\.(?=[0-9]+[次个人名户家件台套场期批份]))"
    r"|(?P<NUM>(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?)"
    r"|(?P<OTHER>[<>]=?|\*\*+|[\"'~^_|\\#&$])"
    r"|(?P<EQ>=+)|(?P<OP>[*÷/+-])|(?P<X>[xX·@])"
    r"|(?P<LB>\()|(?P<RB>\))|(?P<SEP>[;!?\n])|(?P<COMMA>[,¦:])|(?P<PCT>[%¤])|(?P<SP> +)"
    r"|(?P<WORD>[^0-9<>\"'~^_|\\#&@$=*÷/+xX·()\-;!?\n,¦:%¤ ]+)"
)
# What an operand may end in, and what one may begin with.
_ENDS = frozenset(("NUM", "WORD", "RB", "PCT"))
_BEGINS = frozenset(("NUM", "WORD", "LB"))
# What only their neighbours can tell: a letter x, a dash in a name, a line broken in two.
_AMBIGUOUS = frozenset(("X", "OP", "SEP"))
# Numerals of a count or sum: 十二个村, 伍佰元; the 万 of 2万人 has none.
_NUMERALS = frozenset(NUMERALS) - frozenset("一万萬亿億")
# 承担一半 is 承担50%.
_HALF, _BOUNDS = "一半", ("以上", "以下", "左右")
# No sum of public money has more digits; what has is a number of something else.
_LONGEST_NUMBER = 20


class Tokens:
    """Tokens of one text in parallel lists: kinds, texts, starts and ends.

    ``match`` holds the partner of each bracket, -1 where it has none; ``figures`` how many numbers
    stand before each token.
    """

    def __init__(self, text: str) -> None:
        self.source = text
        self.kinds: list[str] = []
        self.texts: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self._settle(
            [
                (_kind(found), found[0], *found.span())
                for found in _TOKEN.finditer(text.translate(_FOLD))
                if found.lastgroup != "SP"
            ]
        )
        if not _NUMERALS.isdisjoint(text) or _HALF in text:
            self._part_numerals()
        self.match = self._matches()
        self.figures = [0, *accumulate(kind == "NUM" for kind in self.kinds)]
        self.used = [False] * len(self.kinds)

    def __len__(self) -> int:
        return len(self.kinds)

    def kind(self, place: int) -> str:
        """Return the kind of the token at a place, "" beyond either end."""
        return self.kinds[place] if 0 <= place < len(self.kinds) else ""

    def is_op(self, place: int, signs: str) -> bool:
        """Return whether the token at a place is one of these operators."""
        return self.kind(place) == "OP" and self.texts[place] in signs

    def end_of(self, place: int, length: int) -> int:
        """Return the end of a word's first characters in the source, with blanks between them."""
        if length >= len(self.texts[place]):
            return self.ends[place]
        here = self.starts[place]
        while length:
            length -= self.source[here : here + 1].translate(_FOLD) != " "
            here += 1
        return here

    def cut_word(self, place: int, length: int) -> None:
        """Remove the first characters of a word."""
        self.starts[place] = self.end_of(place, length)
        self.texts[place] = self.texts[place][length:]

    def _settle(self, old: list[tuple[str, str, int, int]]) -> None:
        """Classify ambiguous tokens by their neighbours, and join words parted by blanks."""
        before = ""
        for n, (kind, text, start, end) in enumerate(old):
            if kind in _AMBIGUOUS:
                after = old[n + 1][0] if n + 1 < len(old) else ""
                kind, text = _settled(kind, text, before, after)  # noqa: PLW2901  (now what it is)
                if kind == "":
                    continue
            if kind == before == "WORD":
                self.texts[-1] += text
                self.ends[-1] = end
                continue
            self.kinds.append(kind)
            self.texts.append(text)
            self.starts.append(start)
            self.ends.append(end)
            before = kind

    def _part_numerals(self) -> None:
        """Part numerals from the words around them: 共|十二|个村."""
        place = 0
        while place < len(self.kinds):
            text = self.texts[place] if self.kinds[place] == "WORD" else ""
            half = text.find(_HALF)
            if half >= 0 and not text.startswith(_BOUNDS, half + len(_HALF)):
                place += self._part(place, half, half + len(_HALF), (("NUM", "50"), ("PCT", "%")))
            elif text and not _NUMERALS.isdisjoint(text):
                found = next(_numerals(text, self.kind(place - 1)), None)
                if found:
                    begin, end, value = found
                    place += self._part(place, begin, end, (("NUM", value),))
            place += 1

    def _part(self, place: int, begin: int, end: int, read: tuple[tuple[str, str], ...]) -> int:
        """Put other tokens for the characters of a word; return how many stand before its rest."""
        text, start, last = self.texts[place], self.starts[place], self.ends[place]
        cut, over = self.end_of(place, begin) if begin else start, self.end_of(place, end)
        parts = [("WORD", text[:begin], start, cut)] if begin else []
        parts += [
            (kind, value, cut if not n else over, over) for n, (kind, value) in enumerate(read)
        ]
        before = len(parts) - 1
        parts += [("WORD", text[end:], over, last)] if end < len(text) else []
        self.kinds[place : place + 1] = [one[0] for one in parts]
        self.texts[place : place + 1] = [one[1] for one in parts]
        self.starts[place : place + 1] = [one[2] for one in parts]
        self.ends[place : place + 1] = [one[3] for one in parts]
        return before

    def _matches(self) -> list[int]:
        match, open_ones = [-1] * len(self.kinds), []
        for place, kind in enumerate(self.kinds):
            if kind == "LB":
                open_ones.append(place)
            elif kind == "RB" and open_ones:
                match[place] = open_ones.pop()
                match[match[place]] = place
        return match


def _numerals(text: str, before: str) -> Iterator[tuple[int, int, str]]:
    """Yield where numerals with a unit behind them are in a word, and their value in digits."""
    words = basis_words()
    for begin, written in _runs(text):
        figures = scaled(written)[0]
        if (not begin and before == "NUM") or text[begin - 1 : begin] == "第" or not figures:
            continue
        end = begin + len(figures)
        rest = text[end : end + _LONGEST_NUMBER]
        if words.is_idiom(text, begin) or not words.is_unit(rest):
            continue
        value = number(figures)
        if value:
            yield begin, end, f"{value:f}"


def _runs(text: str) -> Iterator[tuple[int, str]]:
    """Yield the numerals of a word that stand together, and where they begin."""
    begin = 0
    for is_numeral, characters in groupby(text, NUMERALS.__contains__):
        run = "".join(characters)
        if is_numeral:
            yield begin, run
        begin += len(run)


def _kind(found: re.Match[str]) -> str:
    kind = found.lastgroup or ""
    return "OTHER" if kind == "NUM" and len(found[0]) > _LONGEST_NUMBER else kind


def _settled(kind: str, text: str, before: str, after: str) -> tuple[str, str]:
    """Return the kind of a token between its neighbours; "" where it is dropped."""
    if kind == "X":
        if before in _ENDS and after in ("NUM", "LB"):
            return "OP", "*"
        # 元/人·天 multiplies units; any other x is a letter.
        return ("DOT", "·") if text == "·" and before == after == "WORD" else ("WORD", text)
    if kind == "OP":
        joins = after in _BEGINS or (text in "*÷" and after == "EQ")
        return ("OP" if before in _ENDS and joins else "OTHER"), text
    if text == "\n" and (
        before in ("OP", "EQ") or after in ("OP", "EQ") or (before, after) == ("NUM", "LB")
    ):
        return "", ""  # a line broken inside an equation
    return kind, text
