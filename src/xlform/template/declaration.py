"""The declaration of a form, as its form.toml writes it: typed, and strict about unknown keys.

What each word means to a reader is told in docs/templates.md.
"""

from __future__ import annotations

from typing import Literal

import msgspec

ValueKind = Literal["text", "amount", "target", "period", "sequence", "money-unit", "level"]
Look = Literal["inside", "right", "below", "section"]
Layout = Literal["cells", "prose"]
OneOrMore = str | tuple[str, ...]


def as_tuple(words: OneOrMore) -> tuple[str, ...]:
    """One label or several as a tuple; the first is the official one."""
    return (words,) if isinstance(words, str) else words


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A record of the declaration; a key it does not know is an error."""


class Recognise(Strict, frozen=True):
    """The fingerprint: at least ``least`` of ``labels`` on a sheet make a form of this kind.

    ``same_row`` asks them to stand in one row; where one of ``without`` stands in the form's
    region, it is another kind.
    """

    labels: tuple[str, ...]
    least: int = 2
    same_row: bool = False
    without: tuple[str, ...] = ()


class FieldDeclaration(Strict, frozen=True):
    """One value the form asks for, found from its label.

    ``look`` lists directions in the order tried. ``under`` names a label whose rows the field's
    label must stand in; ``nth`` takes the nth of equal labels in reading order. ``name`` is what
    people call the field where its label alone (金额) would not tell. ``find``, in prose only, is
    the pattern of the words around the value, which stands at ``{}``.
    """

    label: OneOrMore = ()
    name: str = ""
    pattern: str = ""
    look: tuple[Look, ...] = ("inside", "right")
    kind: ValueKind = "text"
    under: OneOrMore = ()
    nth: int = 1
    required: bool = False
    find: OneOrMore = ()


class ColumnDeclaration(Strict, frozen=True):
    """One column of a table, found by the text of its head; in prose by ``find``."""

    label: OneOrMore
    kind: ValueKind = "text"
    nth: int = 1
    choice: tuple[str, ...] = ()
    required: bool = False
    find: OneOrMore = ()


class TotalDeclaration(Strict, frozen=True):
    """The row of a table told by its label; its amount goes to ``field``, not among the rows."""

    label: OneOrMore
    field: str
    column: str
    at: Literal["first", "last", "any"] = "any"


class TableDeclaration(Strict, frozen=True):
    """A repeated block: nested ``stub`` columns from the outermost in, then ``column``s.

    ``under`` names the section's label; ``split`` the columns in which one cell may hold several
    entries line by line; ``subtotal`` the labels of rows that only repeat a sum. ``entry``, in
    prose only, is the pattern of the number that a paragraph beginning an entry carries.
    """

    column: dict[str, ColumnDeclaration]
    stub: dict[str, ColumnDeclaration] = {}
    under: OneOrMore = ()
    title: str = ""
    total: TotalDeclaration | None = None
    split: tuple[str, ...] = ()
    subtotal: OneOrMore = ("小计",)
    entry: str = ""


class RelationDeclaration(Strict, frozen=True, rename={"with_": "with"}):
    """Numbers that must agree, see :mod:`xlform.template.equation` for what ``check`` may say.

    ``rule`` is the code of the rule it serves. Of several ``check``s one has to hold. ``each`` asks
    it of every row of a table, or between forms of every form of a kind (``kind as name``) or row
    (``kind.table``); ``with`` a kind whose forms belong to the one at hand by ``where``. ``within``
    is the tolerance, by its name in the settings.
    """

    check: OneOrMore
    rule: str = ""
    each: str = ""
    with_: str = ""
    where: OneOrMore = ()
    within: str = "cent"


class DraftDeclaration(Strict, frozen=True):
    """How a form in prose is drawn up from the other forms of its set.

    ``blank`` stands where a value is unknown, with the name of what is missing at ``{what}``.
    ``sentence`` holds the texts by name, ``{name}`` being a value's place; ``name`` what people
    call a value there that is no field.
    """

    blank: str
    sentence: dict[str, str]
    name: dict[str, str] = {}


class SetDeclaration(Strict, frozen=True):
    """What the forms of one set have in common: its edition's year, the relations between them.

    ``year`` tells editions apart whose forms have the same labels; ``None`` where there is one.
    """

    name: str = ""
    year: int | None = None
    relation: tuple[RelationDeclaration, ...] = ()


class FormDeclaration(Strict, frozen=True):
    """One kind of form in one edition.

    ``title`` and ``year`` are patterns matched against folded text, a year in the group ``year``.
    ``closing`` names the fields printed below the form, so that a form stacked beneath it is told
    from its foot. ``money`` is the unit where the form itself names none. ``subject`` is the field
    that tells forms of one kind apart: their sheets are named after it. ``layout`` is ``prose``
    for a form told in paragraphs under headings: those of ``recognise`` and the lesser ones in
    ``heading``. ``blank`` is the file name of its official blank, ``blank.xlsx`` for cells unless
    given, none for prose; ``draft`` the sentences to draw it up with.
    """

    kind: str
    name: str
    title: tuple[str, ...]
    recognise: Recognise
    field: dict[str, FieldDeclaration]
    table: dict[str, TableDeclaration] = {}
    layout: Layout = "cells"
    heading: tuple[str, ...] = ()
    blank: str = ""
    repeat: Literal["one", "many"] = "one"
    money: Literal["万元", "元"] = "万元"
    appendix: str = ""
    subject: str = ""
    closing: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    source: str = ""
    relation: tuple[RelationDeclaration, ...] = ()
    draft: DraftDeclaration | None = None
