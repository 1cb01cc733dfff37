"""A comparison as the contract's JSON (``xlform.diff/1``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from xlform.comparison.model import Comparison, Difference, Side
from xlform.submission.json import plain_place, plain_value

SCHEMA: Final = "xlform.diff/1"
Plain = dict[str, Any]


def diff_json(comparison: Comparison) -> str:
    """Return a comparison as indented JSON text.

    Amounts are decimal strings in 万元, a missing value is "". A side without a counterpart is
    ``null``. One of a scan has ``page`` and ``box`` too: left, top, right and bottom in parts of
    the page's width and height.
    """
    plain: Plain = {
        "schema": SCHEMA,
        "left": msgspec.to_builtins(comparison.left),
        "right": msgspec.to_builtins(comparison.right),
        "unread": dict(zip(("left", "right"), comparison.unread, strict=True)),
        "differences": [_plain_difference(found) for found in comparison.differences],
    }
    return msgspec.json.format(msgspec.json.encode(plain), indent=2).decode()


def _plain_difference(difference: Difference) -> Plain:
    return {
        "kind": difference.kind,
        "form": difference.form,
        "label": difference.label,
        "path": difference.path,
        "left": _plain_side(difference.left),
        "right": _plain_side(difference.right),
    }


def _plain_side(side: Side | None) -> Plain | None:
    if side is None:
        return None
    value = side.value
    plain = (
        {name: plain_value(part) for name, part in value.items()}
        if isinstance(value, Mapping)
        else plain_value(value)
    )
    place = plain_place(side.place) if side.place else {}
    return {"value": plain, "text": side.text, "sheet": side.sheet, "cell": side.cell, **place}
