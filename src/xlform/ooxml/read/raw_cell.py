"""Cells of a worksheet part as stored."""

from __future__ import annotations

import msgspec


class RawFormula(msgspec.Struct, frozen=True):
    """Formula as stored: ``kind`` is "", ``shared``, ``array`` or ``dataTable`` (18.18.6)."""

    text: str
    kind: str = ""
    group: str = ""
    reference: str = ""


class RawCell(msgspec.Struct, frozen=True, gc=False):
    """Cell as stored: its type, its style's number, the text of its value, its formula.

    ``text`` is ``None`` where the cell has no value; that of an inline string is unescaped, and
    ``struck`` are the words struck out of it.
    """

    kind: str
    style: str
    text: str | None
    formula: RawFormula | None = None
    struck: str = ""
