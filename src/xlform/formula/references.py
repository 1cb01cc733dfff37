"""What a formula reads: its text to cells and ranges, and to what can't be told from the text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

import msgspec

from xlform.formula.tokens import Token, function_name, tokens, unquoted
from xlform.ooxml.address import COLUMNS_AT_MOST, ROWS_AT_MOST, Range, column_number

Why = Literal["external", "dynamic", "clock", "table", "name", "shown-rows"]


class Area(msgspec.Struct, frozen=True):
    """Cells a formula reads: a rectangle on ``sheet``, or on each sheet up to ``last_sheet``."""

    sheet: str
    range: Range
    last_sheet: str = ""


class Unresolved(msgspec.Struct, frozen=True):
    """What a formula uses that its text does not name as cells, and what it is.

    ``external`` another file, ``dynamic`` cells that turn up in computing (INDIRECT, OFFSET),
    ``clock`` the time or chance, ``table`` a structured reference, ``name`` a name not defined or
    defined twice, ``shown-rows`` which rows are shown (SUBTOTAL).
    """

    why: Why
    text: str


Reference = Area | Unresolved

_CELL = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6})")
_COLUMN = re.compile(r"(\$?)([A-Za-z]{1,3})()()")
_ROW = re.compile(r"()()(\$?)([1-9][0-9]{0,6})")
_SHAPES = (_CELL, _COLUMN, _ROW)
# These look at where a range lies, not at what is in it.
_PLACE_ONLY = frozenset({"ROW", "ROWS", "COLUMN", "COLUMNS", "AREAS", "SHEET"})
# These sum as many cells as are compared, however short their last range is written.
_STRETCHING = frozenset({"SUMIF", "AVERAGEIF"})
_FUNCTIONS: dict[str, Why] = {
    **dict.fromkeys(("INDIRECT", "OFFSET"), "dynamic"),
    **dict.fromkeys(("NOW", "TODAY", "RAND", "RANDBETWEEN", "RANDARRAY", "CELL", "INFO"), "clock"),
    **dict.fromkeys(
        ("GETPIVOTDATA", "RTD", "WEBSERVICE", "EVALUATE", "CALL", "DDE", "IMAGE"), "external"
    ),
    **dict.fromkeys(("SUBTOTAL", "AGGREGATE"), "shown-rows"),
}
_CONSTANTS = frozenset({"true", "false"})
# A name that leads on over more names than this, or to more places, is no name of a form.
_NAMES_DEEP = 32
# Longer formulas are no part of a form and stand in one file only.
_SHORT = 200
_PLACES_OF_A_NAME = 1_000


def references(
    formula: str, sheet: str, names: Names | Iterable[tuple[str, str]] = ()
) -> tuple[Reference, ...]:
    """What a formula on ``sheet`` reads, each once, in the order it is written.

    ``formula`` stands without its equals sign; ``names`` are the workbook's defined names. Whole
    columns and rows reach to the edge of a sheet. Takes time in proportion to the text.
    """
    if len(formula) <= _SHORT:
        found = _without_names(formula, sheet)
        if not any(isinstance(one, Unresolved) and one.why == "name" for one in found):
            return found
    known = names if isinstance(names, Names) else Names(names)
    return tuple(_Reading(formula, sheet, known, 0).found)


@lru_cache(maxsize=1024)
def _without_names(formula: str, sheet: str) -> tuple[Reference, ...]:
    """What a formula reads if no name is defined: the same in every unit's copy of a form."""
    return tuple(_Reading(formula, sheet, Names(()), 0).found)


class Names:
    """Defined names and what they stand for, each read once; letter case means nothing.

    A name defined twice (each of two sheets may have its own) leads to all its places, and to an
    :class:`Unresolved`, since which is meant can't be told.
    """

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._meanings: dict[str, list[str]] = {}
        for name, meaning in names:
            meanings = self._meanings.setdefault(name.casefold(), [])
            if meaning not in meanings:
                meanings.append(meaning)
        self._found: dict[str, tuple[Reference, ...]] = {}

    @property
    def used(self) -> frozenset[str]:
        """The names met so far, case-folded, those behind other names too."""
        return frozenset(self._found)

    def computes(self, word: str) -> bool:
        """Whether a word is a name that stands for more than plain cells."""
        meanings = self._meanings.get(word.casefold(), [])
        signs = {":", "!", "=", ""}
        return any(
            (text if kind == "sign" else "") not in signs or kind in {"text", "error"}
            for meaning in meanings
            for kind, text in tokens(meaning)
        )

    def is_twofold(self, read: Iterable[Reference]) -> bool:
        """Whether among what a formula reads is a name with two meanings."""
        return any(
            isinstance(one, Unresolved)
            and one.why == "name"
            and len(self._meanings.get(one.text.casefold(), ())) > 1
            for one in read
        )

    def stand_for(self, word: str, depth: int) -> tuple[Reference, ...]:
        """What a name reads; a range without a sheet has the sheet ""."""
        name = word.casefold()
        if name not in self._meanings:
            return (Unresolved("name", word),)
        if name not in self._found:
            # Met again while it is being read, a name stands for itself and for no cell.
            self._found[name] = (Unresolved("name", word),)
            self._found[name] = self._read(word, self._meanings[name], depth)
        return self._found[name]

    def _read(self, word: str, meanings: list[str], depth: int) -> tuple[Reference, ...]:
        if depth > _NAMES_DEEP:
            return (Unresolved("dynamic", word),)
        found: dict[Reference, None] = {}
        for meaning in meanings:
            found |= _Reading(meaning.removeprefix("="), "", self, depth + 1).found
        if len(meanings) > 1:
            found[Unresolved("name", word)] = None
        return tuple(found) if len(found) <= _PLACES_OF_A_NAME else (Unresolved("dynamic", word),)


class _Call:
    """A function's brackets while they are open: its name, and the areas of each argument."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.argument = 0
        self.areas: dict[int, list[Area]] = {}


class _Reading:
    """One formula read from left to right; inside a name relative references mean nothing."""

    def __init__(self, formula: str, sheet: str, names: Names, depth: int) -> None:
        self.found: dict[Reference, None] = {}
        # A blank may intersect two ranges; both are read.
        self._tokens: list[Token] = [one for one in tokens(formula) if one[0] != "blank"]
        self._sheet = sheet
        self._names = names
        self._depth = depth
        self._calls: list[_Call] = []
        self._next_call = ""
        place = 0
        while place < len(self._tokens):
            place = self._step(place)

    def _kind(self, place: int) -> str:
        """The token's kind, or the character itself for a sign."""
        if place >= len(self._tokens):
            return ""
        kind, text = self._tokens[place]
        return text if kind == "sign" else kind

    def _text(self, place: int) -> str:
        return self._tokens[place][1]

    def _step(self, place: int) -> int:
        kind = self._kind(place)
        if kind in {"word", "number", "quoted", "bracket"}:
            return self._operand(place)
        if kind == "(":
            self._calls.append(_Call(self._next_call))
            self._next_call = ""
        elif kind == ")" and self._calls:
            self._close(self._calls.pop())
        elif kind == "," and self._calls:
            self._calls[-1].argument += 1
        elif kind in {":", "#"}:
            # A range between computed ends, or as far as an array spills.
            self._note(Unresolved("dynamic", kind))
        return place + 1

    def _operand(self, place: int) -> int:
        sheets, after = self._sheets(place)
        if sheets is None:
            return self._unprefixed(place)
        first, last = sheets
        if "[" in first:
            self._note(Unresolved("external", first))
            return self._past(after)
        return self._target(after, first, last)

    def _sheets(self, place: int) -> tuple[tuple[str, str] | None, int]:
        """The sheets named before a ``!``, if any, and the place after it."""
        kind, beyond = self._kind(place), place + 1
        book = ""
        if kind == "bracket":
            book = self._text(place)
            if self._kind(beyond) == "!":
                return (book, ""), beyond + 1
            place, kind, beyond = beyond, self._kind(beyond), beyond + 1
        if kind not in {"word", "number", "quoted"}:
            return None, place
        first, last = self._sheet_name(place), ""
        if kind != "quoted" and self._kind(beyond) == ":" and self._kind(beyond + 2) == "!":
            last, beyond = self._sheet_name(beyond + 1), beyond + 2
        elif kind == "quoted" and "[" not in first:
            first, _, last = first.partition(":")
        if self._kind(beyond) != "!":
            return None, place
        return (book + first, last), beyond + 1

    def _sheet_name(self, place: int) -> str:
        kind, text = self._tokens[place]
        return unquoted(text, "'") if kind == "quoted" else text

    def _unprefixed(self, place: int) -> int:
        kind = self._kind(place)
        if kind == "bracket":
            self._note(Unresolved("table", self._text(place)))
            return place + 1
        if kind == "quoted":
            return place + 1
        return self._target(place, self._sheet, "")

    def _past(self, place: int) -> int:
        """The place after a reference that is of no further interest."""
        beyond = place + 1
        if self._kind(beyond) == ":" and self._kind(beyond + 1) in {"word", "number"}:
            return beyond + 2
        return beyond

    def _target(self, place: int, sheet: str, last_sheet: str) -> int:
        """Take the cells or the name that stand here; gives the place after them."""
        if self._kind(place) not in {"word", "number"}:
            return place + 1
        end = self._end_of_range(place, sheet)
        if end:
            area = self._rectangle(self._text(place), self._text(end))
            if area:
                self._take(Area(sheet, area, last_sheet))
                return end + 1
        word = self._text(place)
        cell = self._rectangle(word, word) if _CELL.fullmatch(word) else None
        if cell and self._kind(place + 1) != "(":
            self._take(Area(sheet, cell, last_sheet))
        elif self._kind(place) == "word":
            self._word(word, self._kind(place + 1))
        return place + 1

    def _end_of_range(self, place: int, sheet: str) -> int:
        """The place of the range's other end: ``A1:B2``, ``表!A1:表!B2``; 0 where there is none."""
        if self._kind(place + 1) != ":":
            return 0
        end = place + 2
        if self._kind(end + 1) == "!":
            if self._sheet_name(end).casefold() != sheet.casefold():
                return 0
            end += 2
        return end if self._kind(end) in {"word", "number"} else 0

    def _rectangle(self, first: str, last: str) -> Range | None:
        """The rectangle between two ends of one kind; ``None`` for what is none."""
        for shape in _SHAPES:
            one, other = shape.fullmatch(first), shape.fullmatch(last)
            if one and other:
                return self._between(one, other)
        return None

    def _between(self, one: re.Match[str], other: re.Match[str]) -> Range | None:
        try:
            columns = sorted(column_number(end[2]) for end in (one, other) if end[2])
        except ValueError:
            return None
        rows = sorted(int(end[4]) for end in (one, other) if end[4])
        if rows and rows[-1] > ROWS_AT_MOST:
            return None
        if self._depth and any(
            (end[2] and not end[1]) or (end[4] and not end[3]) for end in (one, other)
        ):
            self._note(Unresolved("dynamic", f"{one[0]}:{other[0]}"))
        left, right = columns or (1, COLUMNS_AT_MOST)
        top, bottom = rows or (1, ROWS_AT_MOST)
        return Range(top, left, bottom, right)

    def _word(self, word: str, after: str) -> None:
        if after == "(":
            self._next_call = function_name(word)
            why = _FUNCTIONS.get(self._next_call)
            if why:
                self._note(Unresolved(why, self._next_call))
        elif after == "bracket":
            self._note(Unresolved("table", word))
        elif word.casefold() not in _CONSTANTS:
            for reference in self._names.stand_for(word, self._depth):
                self._take(reference)

    def _take(self, reference: Reference) -> None:
        """Take a reference where it stands: what only asks for a place reads no cell."""
        if not isinstance(reference, Area):
            self._note(reference)
            return
        if not reference.sheet and self._sheet:
            reference = msgspec.structs.replace(reference, sheet=self._sheet)
        call = self._calls[-1] if self._calls else None
        if call and call.name in _PLACE_ONLY:
            return
        if call and call.name in _STRETCHING:
            call.areas.setdefault(call.argument, []).append(reference)
        self._note(reference)

    def _note(self, reference: Reference) -> None:
        self.found[reference] = None

    def _close(self, call: _Call) -> None:
        """Stretch the last range of ``SUMIF(A1:A9,1,B1)`` to the cells that are summed."""
        compared, summed = call.areas.get(0, []), call.areas.get(2, [])
        if len(compared) == len(summed) == 1:
            given, from_ = compared[0].range, summed[0].range
            bottom = min(ROWS_AT_MOST, from_.top + given.bottom - given.top)
            right = min(COLUMNS_AT_MOST, from_.left + given.right - given.left)
            stretched = Range(from_.top, from_.left, bottom, right)
            self._note(msgspec.structs.replace(summed[0], range=stretched))
