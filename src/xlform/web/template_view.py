"""What the pages of a template show, as a worker process returns it."""

from __future__ import annotations

from typing import Literal

import msgspec

# What a template's page offers for download.
TemplateFile = Literal["declaration", "folder"]
TEMPLATE_FILES: tuple[TemplateFile, ...] = ("declaration", "folder")
PartSort = Literal["field", "table", "column", "total"]


class BlankSheets(msgspec.Struct, frozen=True):
    """Visible sheets of a blank with content, by name; what the blank was converted to if any."""

    sheets: tuple[str, ...]
    workbook: bytes = b""


class Choice(msgspec.Struct, frozen=True):
    """Value that a select offers, and what it is called."""

    value: str
    text: str


class Choices(msgspec.Struct, frozen=True):
    """What the selects of a part offer."""

    kinds: tuple[Choice, ...] = ()
    roles: tuple[Choice, ...] = ()
    table_roles: tuple[Choice, ...] = ()


class ShownPart(msgspec.Struct, frozen=True):
    """Part of a form as listed: its key in corrections, its number on the sheet, what it is.

    ``place`` are its cells, ``href`` leads to the first of them. ``kind``, ``role`` and ``name``
    are those of the declaration, ``doubts`` sentences. A total can't be changed: ``key`` is "".
    ``labels`` and ``value`` are the cells that an arrow leads from and to.
    """

    key: str
    number: str
    sort: PartSort
    label: str
    place: str
    href: str
    name: str = ""
    kind: str = ""
    role: str = ""
    required: bool = False
    doubts: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    value: str = ""


class ShownForm(msgspec.Struct, frozen=True):
    """The form itself: its official title, kind, unit of money, and how often a file holds it."""

    title: str
    kind: str
    money: str
    repeat: str
    is_list: bool = False


class TemplateView(msgspec.Struct, frozen=True):
    """The page of a template; ``table`` is the blank's sheet, ``styles`` its style sheet.

    ``form`` is ``None`` where no label was found. ``recognised``: the declaration recognises the
    blank it was made from. ``faults`` are what the check of templates says, ``problem`` why there
    is no declaration. ``unread`` are cells that belong to no part,
    ``cleared`` those whose text is left out of the saved blank. ``reader`` is a template in force
    that would read the form instead.
    """

    sheet: str
    table: str
    styles: str
    version: str
    form: ShownForm | None = None
    parts: tuple[ShownPart, ...] = ()
    doubts: tuple[str, ...] = ()
    unread: tuple[Choice, ...] = ()
    cleared: tuple[str, ...] = ()
    reader: str = ""
    recognised: bool = True
    faults: tuple[str, ...] = ()
    problem: str = ""
    choices: Choices = Choices()

    def part(self, key: str) -> ShownPart | None:
        """Return the part of a key; ``None`` if there is none."""
        return next((part for part in self.parts if key and part.key == key), None)


class MadeTemplate(msgspec.Struct, frozen=True):
    """Files of a template's folder by name, and the kind of form."""

    files: dict[str, bytes]
    kind: str


class ReadValue(msgspec.Struct, frozen=True):
    """Value read in a trial: what it is, where, and its text; "" where the cell is empty.

    ``part`` is the key of the part that it is a value of, "" for a total.
    """

    label: str
    part: str
    place: str
    href: str
    kind: str
    value: str
    misread: bool = False


class TrialSheet(msgspec.Struct, frozen=True):
    """Sheet of the file that was tried, with marks on what was read."""

    key: str
    name: str
    table: str


class TrialView(msgspec.Struct, frozen=True):
    """The page of a trial: sheets, values read, cells not read.

    ``problem`` says why the template does not recognise the file. ``reader`` is a template in force
    that reads the file in its place.
    """

    sheets: tuple[TrialSheet, ...]
    styles: str
    version: str
    values: tuple[ReadValue, ...] = ()
    unread: tuple[ReadValue, ...] = ()
    forms: int = 0
    problem: str = ""
    reader: str = ""
