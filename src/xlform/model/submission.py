"""The normalized model of a submission: frozen records without any reference to a spreadsheet.

Money is ``Decimal`` in 万元 and ``None`` if missing or unreadable, never 0 in place of a missing
number. The contract defines the JSON of these records, see :mod:`xlform.submission.json`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

import msgspec

from xlform.model.page_place import PagePlace

TargetType = Literal["number", "range", "date", "qualitative", "empty"]
Comparator = Literal["", "=", ">=", "<=", ">", "<"]
# Comparators of a number to be reached, and of one not to be exceeded.
FLOORS: frozenset[Comparator] = frozenset((">=", ">"))
CEILINGS: frozenset[Comparator] = frozenset(("<=", "<"))


class Target(msgspec.Struct, frozen=True):
    """指标值: the value an indicator has to reach.

    ``text`` is always the source's own text. ``value`` (or ``low`` and ``high``) is in ``unit``;
    ``date`` is the last day of the range meant. Source: domain.md §2.5.
    """

    text: str = ""
    comparator: Comparator = ""
    value: Decimal | None = None
    unit: str = ""
    type: TargetType = "empty"
    low: Decimal | None = None
    high: Decimal | None = None
    date: dt.date | None = None


class Period(msgspec.Struct, frozen=True):
    """项目实施期: first and last day, both inclusive; ``None`` if the text names no day."""

    text: str = ""
    start: dt.date | None = None
    end: dt.date | None = None


Value = str | Decimal | Target | Period | None
Row = Mapping[str, Value]


def text_of(value: Value) -> str:
    """Return the text of a value as the source has it, "" for a number and for none."""
    if isinstance(value, Target | Period):
        return value.text
    return value if isinstance(value, str) else ""


class Note(msgspec.Struct, frozen=True):
    """Something the reader skipped, repaired or left open, with its cell.

    ``code`` is its key in the message catalog (``note.<code>``); ``seen`` is the text found,
    ``meant`` the text it was taken for. The checker turns notes into findings.
    """

    code: str
    cell: str
    seen: str = ""
    meant: str = ""


class Form(msgspec.Struct, frozen=True):
    """One filled table of one template, with the origin of each value.

    ``fields`` and each row of ``tables`` hold values by field name. ``origins`` maps a value's
    path (``amount``, ``expenses[0].amount``) to its cell; ``<path>.text`` holds the source's own
    text if an amount was converted or could not be read. In a form of a scan ``confidence`` holds
    the probability of each recognised value by its path, ``doubtful`` are the paths of values that
    neither the recognition nor a sum of the form makes certain (one that was lost, or the name of
    a lost table, has no origin), and ``places`` holds where on the
    pages each value is, blank ones included. ``sealed`` says whether its pages show a red or blue
    seal; it is ``None`` where that can't be seen: in a workbook, on pages without colour.
    ``signed`` says of each field for a signature whether something is in it, print or handwriting.
    """

    kind: str
    template: str
    sheet: str
    range: str
    title: str
    year: int | None
    fields: Mapping[str, Value]
    tables: Mapping[str, tuple[Row, ...]]
    origins: Mapping[str, str]
    notes: tuple[Note, ...] = ()
    confidence: Mapping[str, float] = {}
    doubtful: tuple[str, ...] = ()
    places: Mapping[str, PagePlace] = {}
    sealed: bool | None = None
    signed: Mapping[str, bool] = {}


class Unread(msgspec.Struct, frozen=True):
    """Part of the file that no declaration reads, and why; ``range`` is "" for a whole sheet."""

    sheet: str
    because: str
    range: str = ""


class Source(msgspec.Struct, frozen=True):
    """File a submission was read from; ``sha256`` in lower-case hexadecimal."""

    name: str
    format: str
    sha256: str


class Submission(msgspec.Struct, frozen=True):
    """Forms that one filer (填报单位) submits for one year, as read from one file."""

    source: Source
    unit: str
    year: int | None
    forms: tuple[Form, ...]
    unread: tuple[Unread, ...] = ()
