"""What the formulas of these forms come to, in exact decimals: our own opinion beside engines'.

Known are sums, the four operations, ROUND, references, and text joined with ``&`` and TEXT, since
nearly every formula of a form is one of these. Everything else is *not told*, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, DecimalException
from typing import NoReturn

from xlform.formula.references import Area, Names, references
from xlform.formula.tokens import Token, function_name, tokens, unquoted
from xlform.grid.model import CellError, CellValue, plain

# Wide enough that only division rounds before the result is cut to what a spreadsheet shows.
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
_SHOWN = Context(prec=15, rounding=ROUND_HALF_UP)
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_PATTERN = re.compile(r"(#,##)?0(?:\.(0{1,10}))?")
_DEEPEST = 60
_PLACES_AT_MOST = 20
_LARGEST_EXPONENT = 300
# Numbers outside print with an exponent when they are joined to a text.
_LARGEST_SHOWN, _SMALLEST_SHOWN = Decimal("1E11"), Decimal("1E-4")


class NotTold(Exception):
    """A formula, or a cell it reads, is beyond what is computed here."""


# A cell as arithmetic meets it: a value, "" among texts, and BLANK for a cell that holds nothing.
class _Blank:
    pass


BLANK = _Blank()
Read = CellValue | _Blank
# The cells of an area in reading order, those that hold nothing left out.
Look = Callable[[Area], Iterable[Read]]


class _Failed(Exception):
    """The formula's result is an error."""

    def __init__(self, error: CellError) -> None:
        super().__init__(error.code)
        self.error = error


def compute(formula: str, sheet: str, names: Names, look: Look) -> CellValue:
    """The result of a formula on ``sheet``, numbers to 15 digits; raises :class:`NotTold`.

    ``look`` gives what stands in an area and raises :class:`NotTold` where a value is unknown.
    """
    try:
        return _Formula(formula, sheet, names, look).result()
    except _Failed as failed:
        return failed.error
    except DecimalException:
        raise NotTold from None


class _Formula:
    """One formula read by recursive descent; each method takes what its name says."""

    def __init__(self, formula: str, sheet: str, names: Names, look: Look) -> None:
        self._tokens: list[Token] = [token for token in tokens(formula) if token[0] != "blank"]
        self._place = 0
        self._sheet = sheet
        self._names = names
        self._look = look
        self._depth = 0

    def result(self) -> CellValue:
        value = self._joined()
        if self._place < len(self._tokens):
            _not_told()
        if isinstance(value, CellError):
            return value
        if isinstance(value, _Blank):
            return Decimal(0)
        return _shown(value) if isinstance(value, Decimal) else value

    def _next(self) -> str:
        """The sign that comes next; "" for anything else."""
        if self._place < len(self._tokens):
            kind, text = self._tokens[self._place]
            return text if kind == "sign" else ""
        return ""

    def _past(self, sign: str) -> bool:
        if self._next() == sign:
            self._place += 1
            return True
        return False

    def _joined(self) -> Read:
        """``a & b``: the loosest of the operators known here."""
        self._depth += 1
        if self._depth > _DEEPEST:
            _not_told()
        value = self._sum()
        while self._past("&"):
            value = _text(value) + _text(self._sum())
        self._depth -= 1
        return value

    def _sum(self) -> Read:
        value = self._product()
        while (sign := self._next()) in {"+", "-"} and sign:
            self._place += 1
            one, other = _number(value), _number(self._product())
            value = _EXACT.add(one, other) if sign == "+" else _EXACT.subtract(one, other)
        return value

    def _product(self) -> Read:
        value = self._factor()
        while (sign := self._next()) in {"*", "/"} and sign:
            self._place += 1
            one, other = _number(value), _number(self._factor())
            if sign == "*":
                value = _EXACT.multiply(one, other)
            elif other:
                value = _EXACT.divide(one, other)
            else:
                raise _Failed(CellError("#DIV/0!"))
        return value

    def _factor(self) -> Read:
        minus = 0
        while (sign := self._next()) in {"+", "-"} and sign:
            self._place += 1
            minus += sign == "-"
        value = self._single()
        while self._past("%"):
            value = _EXACT.divide(_number(value), Decimal(100))
        if self._next() == "^":
            _not_told()
        for _ in range(minus):
            value = _EXACT.minus(_number(value))
        return value

    def _single(self) -> Read:
        if self._past("("):
            value = self._joined()
            self._must(")")
            return value
        if self._place >= len(self._tokens):
            _not_told()
        kind, text = self._tokens[self._place]
        if kind == "number" and not self._is_at("!", 1):
            self._place += 1
            return Decimal(text)
        if kind == "text":
            self._place += 1
            return unquoted(text, '"')
        if kind == "error":
            raise _Failed(CellError(text))
        if kind == "word" and self._is_at("(", 1):
            return self._function(function_name(text))
        (area,) = self._areas(one_cell=True)
        return next(iter(self._look(area)), BLANK)

    def _is_at(self, sign: str, ahead: int) -> bool:
        place = self._place + ahead
        return place < len(self._tokens) and self._tokens[place] == ("sign", sign)

    def _must(self, sign: str) -> None:
        if not self._past(sign):
            _not_told()

    def _function(self, name: str) -> Read:
        self._place += 2
        if name == "SUM":
            return self._total()
        if name not in {"ROUND", "TEXT"}:
            _not_told()
        value = self._joined()
        self._must(",")
        how = self._joined()
        self._must(")")
        return _rounded(_number(value), _number(how)) if name == "ROUND" else _printed(value, how)

    def _total(self) -> Decimal:
        """The rest of ``SUM(``: texts and blanks in cells do not count, errors do."""
        total = Decimal(0)
        while True:
            for value in self._summed():
                if isinstance(value, CellError):
                    raise _Failed(value)
                if isinstance(value, Decimal):
                    total = _EXACT.add(total, value)
                elif not isinstance(value, (str, bool, _Blank)):
                    _not_told()
            if self._past(")"):
                return total
            self._must(",")

    def _summed(self) -> Iterable[Read]:
        """The values of one argument of SUM: those of the cells named, or a value computed."""
        begin = self._place
        try:
            areas = self._areas(one_cell=False)
        except NotTold:
            areas = ()
        if areas and self._next() in {",", ")"}:
            return [value for area in areas for value in self._look(area)]
        self._place = begin
        return [_number(self._joined())]

    def _areas(self, *, one_cell: bool) -> tuple[Area, ...]:
        """The cells named by the words that come next, up to an operator."""
        begin = self._place
        while self._place < len(self._tokens) and (
            self._next() in {":", "!"} or self._tokens[self._place][0] not in {"sign", "text"}
        ):
            self._place += 1
        words = self._tokens[begin : self._place]
        named = "".join(text for _, text in words)
        found = references(named, self._sheet, self._names) if named else ()
        areas = tuple(area for area in found if isinstance(area, Area))
        if not areas or len(areas) < len(found):
            _not_told()
        if any(kind == "word" and self._names.computes(text) for kind, text in words):
            _not_told()
        area = areas[0]
        if one_cell and (len(areas) > 1 or area.range.area > 1 or area.last_sheet):
            _not_told()
        return areas


def _not_told() -> NoReturn:
    raise NotTold


def _shown(number: Decimal) -> Decimal:
    """A result in the 15 digits a spreadsheet has, if it can hold it at all."""
    number = _SHOWN.plus(number).normalize(_SHOWN)
    if number and abs(number.adjusted()) > _LARGEST_EXPONENT:
        _not_told()
    return number or Decimal(0)


def _number(value: Read) -> Decimal:
    """A value as an operator takes it: a blank is 0, a text that is plainly a number is one."""
    if isinstance(value, CellError):
        raise _Failed(value)
    if isinstance(value, Decimal):
        return value
    if isinstance(value, _Blank):
        return Decimal(0)
    if isinstance(value, bool):
        return Decimal(int(value))
    if isinstance(value, str):
        if _NUMBER.fullmatch(value):
            return Decimal(value)
        if not any(sign.isdigit() for sign in value):
            raise _Failed(CellError("#VALUE!"))
    return _not_told()


def _text(value: Read) -> str:
    """A value as ``&`` joins it."""
    if isinstance(value, CellError):
        raise _Failed(value)
    if isinstance(value, str):
        return value
    if isinstance(value, _Blank):
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if not isinstance(value, Decimal):
        _not_told()
    number = _SHOWN.plus(value).normalize(_SHOWN)
    if number and not _SMALLEST_SHOWN <= abs(number) < _LARGEST_SHOWN:
        _not_told()
    return plain(number) if number else "0"


def _rounded(number: Decimal, places: Decimal) -> Decimal:
    """Half away from zero, as people round; what the 15 digits shown do not hold is gone before."""
    places = places.to_integral_value(rounding="ROUND_DOWN")
    if abs(places) > _PLACES_AT_MOST:
        _not_told()
    unit = Decimal(1).scaleb(-int(places))
    return _SHOWN.plus(number).quantize(unit, rounding=ROUND_HALF_UP, context=_EXACT)


def _printed(value: Read, pattern: Read) -> str:
    """``TEXT(value, pattern)`` for patterns of noughts only."""
    shape = _PATTERN.fullmatch(pattern) if isinstance(pattern, str) else None
    if shape is None or isinstance(value, (str, bool)):
        _not_told()
    number = _rounded(_number(value), Decimal(len(shape[2] or "")))
    if not number and number.is_signed():
        # Some programs print -0.00, some 0.00.
        _not_told()
    return format(number, ",f" if shape[1] else "f")
