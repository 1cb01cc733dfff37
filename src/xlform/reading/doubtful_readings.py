"""Which readings of a scan are doubtful by themselves, before any sum confirms them.

A figure is, where it was recognised without confidence; so is a unit of measure, since 元/ is what
is left of 元/㎡, and words of which a character is less likely than most misread ones are.
"""

from __future__ import annotations

import re
from decimal import Decimal

from xlform.grid.model import Recognition
from xlform.model.submission import Target, Value, text_of
from xlform.reading.scanned_forms import ScannedForm
from xlform.template.roles import Role
from xlform.values.amount import parse_amount

# A figure recognised with less confidence needs a sum that confirms it.
CERTAIN = 0.95
# A figure that is an amount needs more: the rest of one under a seal is read with about 0.95.
_OF_AMOUNT = 0.97
# Words with less confidence are as often wrong as right.
_LEGIBLE = 0.8
_COMPARISONS = frozenset("≥≤＞＜><=＝")
# A stroke with nothing behind it, or a raised figure alone, is what is left of a unit: 元/㎡.
_LOST_UNIT = re.compile(r"[^\s/]/(?:[0-9²³]{0,2}(?=[，。；、,;)）\s])|[0-9²³]?$)")
# A comma is taken for a point, and a point for paper: 1,200 for 1.200, 1.200 for 1 200.
_LOST_COMMA = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?:[.\s][0-9]{3})+(?![0-9.,])")


def is_doubtful(path: str, value: Value, recognition: Recognition, scanned: ScannedForm) -> bool:
    """Return whether a value that was recognised may be another one."""
    if isinstance(value, Decimal):
        return recognition.confidence < _OF_AMOUNT or _may_lack_comma(path, scanned)
    if value is None and f"{path}.text" in scanned.form.origins:
        return _is_lost_amount(scanned.form.origins[f"{path}.text"], recognition)
    text = text_of(value)
    role = scanned.template.roles.at(path)
    if role is Role.COMPARATOR and text.isascii() and text.isalnum():
        return True  # 2 is what ≥ was taken for
    if role is Role.TARGET_UNIT:
        return recognition.confidence < CERTAIN or _is_no_unit(text)
    if _has_figure(value, text) or _is_lost_figure(path, recognition, scanned):
        return recognition.in_figures < CERTAIN or bool(_LOST_UNIT.search(text))
    is_legible = recognition.confidence >= _LEGIBLE or not text
    return not is_legible and role is not Role.SIGNATURE


def _is_lost_amount(text: str, recognition: Recognition) -> bool:
    """Return whether a text that is no amount may have been one: 1.056.40, or BI.8 for 81.8.

    A dash or 无 that was recognised with confidence is none.
    """
    return any(map(str.isdecimal, text)) or recognition.confidence < CERTAIN


def _is_no_unit(text: str) -> bool:
    """Return whether a unit of measure is none: 96 is what % was taken for.

    Two of them on two lines are those of two rows whose line was lost.
    """
    is_several = "\n" in text or any(map(str.isdecimal, text))
    return is_several or bool(_LOST_UNIT.search(text))


def _may_lack_comma(path: str, scanned: ScannedForm) -> bool:
    """Return whether an amount has three digits behind a point, or a blank within it."""
    place = scanned.cell(path)
    found = place[0].cells.get(place[1]) if place else None
    return found is not None and bool(_LOST_COMMA.search(found.text))


def _has_figure(value: Value, text: str) -> bool:
    """Return whether a value is a number, or words with one."""
    if isinstance(value, Target) and value.type not in ("qualitative", "empty"):
        return True
    return any(map(str.isdecimal, text))


def _is_lost_figure(path: str, recognition: Recognition, scanned: ScannedForm) -> bool:
    """Return whether a figure or a sign may have been taken for a text that is none: ≥ for V."""
    is_no_amount = f"{path}.text" in scanned.form.origins and any(
        parse_amount(text) is not None for text in recognition.others
    )
    return is_no_amount or any(other in _COMPARISONS for other in recognition.others)
