"""Texts printed where values go: hints that stay on a blank, values that do not belong there."""

from __future__ import annotations

import re

from xlform.learning.blank_sheet import BlankSheet
from xlform.learning.proposal import LearntField, LearntForm
from xlform.template.labels import compact, fold

_BRACKET = re.compile("[（(]([^（）()]*)[)）]")
_NUMBER = re.compile("[0-9]+")


def set_printed_values(form: LearntForm, sheet: BlankSheet) -> None:
    """Set the hints and limits of fields, and the cells to be cleared in the copy of the blank.

    A blank handed out to one unit has its name in it; values and lines to write on (____) after a
    label would come before the value that is written there.
    """
    form.cleared = {}
    for field in form.fields:
        field.at_most = _at_most(field, sheet)
        if field.listed or field.kind == "money-unit":
            continue
        if field.value == field.head.position:
            _clear_inside(form, field)
        else:
            _clear_beside(form, field, sheet)


def _clear_inside(form: LearntForm, field: LearntField) -> None:
    if not field.rest.strip():
        return
    text = form.cleared.get(field.head.position, field.head.text)
    words = r"\s+".join(map(re.escape, field.rest.split()))
    form.cleared[field.head.position] = re.sub(rf"(?<=[:：])[ \u3000]*{words}", "", text, count=1)


def _clear_beside(form: LearntForm, field: LearntField, sheet: BlankSheet) -> None:
    slot = sheet.slot(*field.value)
    if not slot.text or slot.formula or sheet.is_number(slot) or sheet.is_dash(slot.text):
        return
    if sheet.words.matches("placeholders", compact(slot.text)) or sheet.words.matches(
        "placeholders", fold(slot.text)
    ):
        field.placeholder = slot.text
    else:
        form.cleared[slot.position] = ""


def _at_most(field: LearntField, sheet: BlankSheet) -> int:
    """Return the number of characters that a label allows (450字内), 0 if it names none."""
    for inner in _BRACKET.findall(field.head.text):
        if sheet.words.matches("length-limits", fold(inner)):
            return int(_NUMBER.findall(fold(inner))[0])
    return 0
