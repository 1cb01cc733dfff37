"""Differences in readings of a scan that are not certain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

import msgspec

from xlform.comparison.equality import text_of
from xlform.comparison.model import Difference, Side
from xlform.comparison.paper import has_stray_end, may_be_misread, same_on_paper
from xlform.messages import translate
from xlform.model.submission import Form
from xlform.template.labels import compact

# A text is clear if its least likely character is as likely as this.
_CLEAR: Final = 0.9
# Characters at most in a row that is ink alone.
_STRAY: Final = 2
# A percent sign with the full stop behind it is read as ‰.
_LAST_RING: Final = re.compile("[%％]。?$")
# Signs of figures: commas in numbers are often read with a blank, and say nothing.
_FIGURES: Final = re.compile(r"[0-9.%‰≥≤><=+*/×万亿千百零〇一二三四五六七八九十-]")


def weighed(difference: Difference, left: Form, right: Form) -> Iterator[Difference]:
    """Yield a difference to a scan, unless it is one of print alone, as doubtful where it may be.

    A figure is uncertain where its form says so, words are where a character is not clear and the
    figures in both texts are the same; so is what is lost or mistaken without any doubt: lone
    marks, rare characters, a number that is none.
    """
    if not (_is_scan(left) or _is_scan(right)):
        yield difference
    elif difference.left is None or difference.right is None:
        alone = _is_stray(difference, left, right)
        yield msgspec.structs.replace(difference, kind="doubtful") if alone else difference
    elif difference.kind != "changed":
        yield difference
    elif not same_on_paper(difference.left.text, difference.right.text):
        doubtful = _is_doubtful((difference.left, left), (difference.right, right))
        yield msgspec.structs.replace(difference, kind="doubtful") if doubtful else difference


def _is_doubtful(*sides: tuple[Side, Form]) -> bool:
    """Return whether the reading of either side of a changed value is not certain."""
    if any(side.cell in _doubtful_cells(form) for side, form in sides):
        return True
    texts = [side.text for side, _ in sides]
    unclear = [_confidence(side, form) < _CLEAR for side, form in sides]
    if any(unclear) and len(set(map(_figures, texts))) == 1:
        return True
    return any(
        may_be_misread(own.text, side.text)
        or (unclear[number] and has_stray_end(own.text, side.text))
        or (isinstance(own.value, Decimal) and side.value is None and bool(side.text))
        or _LAST_RING.sub("‰", own.text) == side.text
        for number, ((side, form), (own, _)) in enumerate((sides, sides[::-1]))
        if _is_scan(form)
    )


def _is_scan(form: Form) -> bool:
    return bool(form.places or form.confidence)


def _is_stray(difference: Difference, left: Form, right: Form) -> bool:
    """Return whether a row of a scan alone holds nothing but a mark or two: ink, no entry."""
    side, form = (difference.left, left) if difference.left else (difference.right, right)
    if side is None or not _is_scan(form) or isinstance(side.value, str | Decimal):
        return False
    path = difference.path
    leaves = [
        text_of(form, f"{path}.{name}", value)
        for name, value in (side.value.items() if isinstance(side.value, Mapping) else ())
        if not name.startswith("level") or name == "level3"
    ]
    written = compact("".join(leaves))
    return bool(leaves) and len(written) <= _STRAY and not any(map(str.isdecimal, written))


def is_unread(form: Form, other: Form, path: str) -> bool:
    """Return whether a scan lacks what the other form has, because its label was not recognised."""
    return bool(form.places) and path not in form.origins and path in other.origins


def as_unread(side: Side, form: Form, other: Form, path: str) -> Side:
    """Return one side of a value, which says so if it was not read on a scan."""
    if not is_unread(form, other, path):
        return side
    return msgspec.structs.replace(side, text=translate("diff.unread-value"))


def _doubtful_cells(form: Form) -> frozenset[str]:
    """Return the cells of the figures of a scan that are not certain."""
    return frozenset(form.origins[path] for path in form.doubtful if path in form.origins)


def _confidence(side: Side, form: Form) -> float:
    """Return the probability of the text of a value; 1 for what was not recognised on a scan."""
    paths = (path for path, cell in form.origins.items() if cell == side.cell)
    return min((form.confidence.get(path, 1.0) for path in paths), default=1.0)


def _figures(text: str) -> str:
    return "".join(_FIGURES.findall(compact(text)))
