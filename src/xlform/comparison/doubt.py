"""Differences in readings of a scan that are not certain."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from xlform.comparison.model import Difference, Side
from xlform.messages import translate
from xlform.model.submission import Form
from xlform.template.labels import compact

# A text is clear if its least likely character is as likely as this.
_CLEAR: Final = 0.9
# Signs of figures: commas in numbers are often read with a blank, and say nothing.
_FIGURES: Final = re.compile(r"[0-9.%‰≥≤><=+*/×万亿千百零〇一二三四五六七八九十-]")


def with_doubt(difference: Difference, left: Form, right: Form) -> Difference:
    """Return a changed value as doubtful where the reading of either side is not certain.

    A figure is uncertain where its form says so, words are where a character is not clear and the
    figures in both texts are the same.
    """
    if difference.kind != "changed" or difference.left is None or difference.right is None:
        return difference
    sides = ((difference.left, left), (difference.right, right))
    if any(side.cell in _doubtful_cells(form) for side, form in sides):
        return msgspec.structs.replace(difference, kind="doubtful")
    unclear = any(_confidence(side, form) < _CLEAR for side, form in sides)
    if unclear and _figures(difference.left.text) == _figures(difference.right.text):
        return msgspec.structs.replace(difference, kind="doubtful")
    return difference


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
    return frozenset(form.origins[path] for path in form.doubtful)


def _confidence(side: Side, form: Form) -> float:
    """Return the probability of the text of a value; 1 for what was not recognised on a scan."""
    paths = (path for path, cell in form.origins.items() if cell == side.cell)
    return min((form.confidence.get(path, 1.0) for path in paths), default=1.0)


def _figures(text: str) -> str:
    return "".join(_FIGURES.findall(compact(text)))
