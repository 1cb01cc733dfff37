"""Texts joined, cut and made of numbers."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xlform.formula.evaluator import Areas, Evaluator
from xlform.formula.functions.registry import MANY, function, of_values
from xlform.formula.text_format import formatted
from xlform.formula.tree import Node
from xlform.formula.values import (
    BLANK,
    TEXT_AT_MOST,
    Array,
    Blank,
    Day,
    FormulaError,
    Scalar,
    joined_text,
    logical_of,
    number_in,
    number_of,
    refuse,
    text_of,
    whole_of,
)

_ONE = Decimal(1)
_ASCII = range(1, 128)


@of_values("TEXT", least=2)
def _text(value: Scalar, pattern: Scalar) -> Scalar:
    return formatted(value, text_of(pattern))


@of_values("VALUE", least=1)
def _value(value: Scalar) -> Scalar:
    if isinstance(value, bool):
        raise FormulaError("#VALUE!")
    return number_in(value) if isinstance(value, str) else number_of(value)


@of_values("CHAR", least=1)
def _character(value: Scalar) -> Scalar:
    # Above, the code page of the program's language decides.
    number = whole_of(value)
    return chr(number) if number in _ASCII else refuse("format", str(number))


@of_values("LEN", least=1)
def _length(value: Scalar) -> Scalar:
    return Decimal(len(_plain(value)))


def _plain(value: Scalar) -> str:
    """A text in which a character is one to every program."""
    text = text_of(value)
    if any(ord(char) > 0xFFFF for char in text):  # noqa: PLR2004  (counted as two by some)
        refuse("differs", text)
    return text


@of_values("TRIM", least=1)
def _trimmed(value: Scalar) -> Scalar:
    # Spaces only: a full-width or a no-break space stays.
    return " ".join(part for part in text_of(value).split(" ") if part)


@of_values("LEFT", least=1, most=2)
def _left(value: Scalar, count: Scalar = _ONE) -> Scalar:
    return _plain(value)[: _count(count)]


@of_values("RIGHT", least=1, most=2)
def _right(value: Scalar, count: Scalar = _ONE) -> Scalar:
    text, length = _plain(value), _count(count)
    return text[max(0, len(text) - length) :]


@of_values("MID", least=3)
def _middle(value: Scalar, start: Scalar, count: Scalar) -> Scalar:
    first = whole_of(start)
    if first < 1:
        raise FormulaError("#VALUE!")
    return _plain(value)[first - 1 : first - 1 + _count(count)]


def _count(value: Scalar) -> int:
    number = whole_of(value)
    if number < 0:
        raise FormulaError("#VALUE!")
    return number


@of_values("CONCATENATE", least=1, most=MANY)
def _concatenated(*values: Scalar) -> Scalar:
    return joined_text(map(text_of, values))


@function("CONCAT", least=1, most=MANY)
def _concat(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    return joined_text(map(text_of, _every(evaluator, arguments)))


@function("TEXTJOIN", least=3, most=MANY)
def _text_join(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    between = text_of(evaluator.scalar(arguments[0]))
    if not logical_of(evaluator.scalar(arguments[1])):
        # Blank cells of a range count then; the grid keeps none.
        refuse("differs", "TEXTJOIN")
    texts = filter(None, map(text_of, _every(evaluator, arguments[2:])))
    joined = joined_text(part for text in texts for part in (between, text))
    return joined.removeprefix(between)


def _every(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Iterator[Scalar]:
    for argument in arguments:
        value = evaluator.value(argument)
        if isinstance(value, Areas):
            for area in value.areas:
                yield from (one for _, one in evaluator.cells(area))
        elif isinstance(value, Array):
            yield from value.values()
        else:
            yield value


@of_values("SUBSTITUTE", least=3, most=4)
def _substituted(value: Scalar, old: Scalar, new: Scalar, number: Scalar = BLANK) -> Scalar:
    text, from_, to = text_of(value), text_of(old), text_of(new)
    if not from_:
        return text
    if isinstance(number, Blank):
        return joined_text(_between(text.split(from_), to))
    which = whole_of(number)
    if which < 1:
        raise FormulaError("#VALUE!")
    parts = text.split(from_)
    if which >= len(parts):
        return text
    return joined_text((from_.join(parts[:which]), to, from_.join(parts[which:])))


def _between(parts: list[str], text: str) -> Iterator[str]:
    for number, part in enumerate(parts):
        if number:
            yield text
        yield part


@of_values("REPT", least=2)
def _repeated(value: Scalar, count: Scalar) -> Scalar:
    text, times = text_of(value), _count(count)
    if len(text) * times > TEXT_AT_MOST:
        raise FormulaError("#VALUE!")
    return text * times


@of_values("EXACT", least=2)
def _is_exact(one: Scalar, other: Scalar) -> Scalar:
    return text_of(one) == text_of(other)


@of_values("FIND", least=2, most=3)
def _find(part: Scalar, value: Scalar, start: Scalar = _ONE) -> Scalar:
    first = whole_of(start)
    place = _plain(value).find(text_of(part), first - 1) if first >= 1 else -1
    if place < 0:
        raise FormulaError("#VALUE!")
    return Decimal(place + 1)


@of_values("UPPER", least=1)
def _upper(value: Scalar) -> Scalar:
    return text_of(value).upper()


@of_values("LOWER", least=1)
def _lower(value: Scalar) -> Scalar:
    return text_of(value).lower()


@of_values("T", least=1)
def _only_text(value: Scalar) -> Scalar:
    if isinstance(value, Day):
        return ""
    return value if isinstance(value, str) else text_of(value) * 0
