"""Doubts of a learnt form: as a list, and as questions that a person can answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from xlform.grid.model import origin
from xlform.learning.proposal import LearntColumn, LearntField, LearntForm
from xlform.messages import translate
from xlform.template.declaration import Look, ValueKind

_NUMBERS: tuple[ValueKind, ...] = ("number", "amount", "percent", "text")
_LOOKS: tuple[Look, ...] = ("right", "below", "inside")


class Question(msgspec.Struct, frozen=True):
    """Question on a learnt form: its text, the answers, and what each of them sets.

    ``default`` is the number of the proposed answer, from 0.
    """

    text: str
    answers: tuple[str, ...]
    default: int
    answer: Callable[[int], None]


def doubts(form: LearntForm) -> list[str]:
    """Return what is uncertain, a line each with its cell."""
    found = {
        f"{origin(part.head.position)} {translate(f'doubt.{doubt}', label=part.label)}": None
        for part in _parts(form)
        for doubt in part.doubts
    }
    return [*found, *money_doubt(form)]


def money_doubt(form: LearntForm) -> list[str]:
    """Return the doubt of a form with amounts that prints no unit of money."""
    if form.unit_printed or not _has_amounts(form):
        return []
    return [translate("doubt.money", money=form.money)]


def questions(form: LearntForm) -> Iterator[Question]:
    """Yield the questions on a form; the answers change it."""
    if not form.unit_printed and _has_amounts(form):
        yield _money(form)
    for part in _parts(form):
        if "number-format" in part.doubts:
            yield _kind(part)
        if "place" in part.doubts and isinstance(part, LearntField):
            yield _look(part)


def _parts(form: LearntForm) -> Iterator[LearntField | LearntColumn]:
    yield from form.fields
    for table in form.tables:
        yield from table.columns


def _has_amounts(form: LearntForm) -> bool:
    return any(part.kind == "amount" for part in _parts(form))


def _money(form: LearntForm) -> Question:
    units = ("万元", "元")

    def answer(number: int) -> None:
        form.money = units[number]
        form.unit_printed = True

    return Question(translate("ask.money"), units, units.index(form.money), answer)


def _kind(part: LearntField | LearntColumn) -> Question:
    def answer(number: int) -> None:
        part.kind = _NUMBERS[number]
        part.doubts.remove("number-format")

    text = translate("ask.kind", label=part.label, cell=origin(part.head.position))
    names = tuple(translate(f"value-kind.{kind}") for kind in _NUMBERS)
    return Question(text, names, 0, answer)


def _look(field: LearntField) -> Question:
    def answer(number: int) -> None:
        field.look = (_LOOKS[number],)
        field.doubts.remove("place")

    text = translate("ask.look", label=field.label, cell=origin(field.head.position))
    names = tuple(translate(f"look.{look}") for look in _LOOKS)
    return Question(text, names, 0, answer)
