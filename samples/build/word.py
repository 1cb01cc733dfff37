"""A submission as it is handed in on paper: the narrative, then the forms as tables of Word."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from content import Submission
from forms import all_forms
from grid import Cell, Form, Formula
from write import plain

# The width of the text on the page in twentieths of a point: 17.4 cm.
PAGE_WIDTH = 9866
# Columns of the expense block in its own proportions: its lines meet none of the block above.
_EXPENSE_SHARES = (11.0, 17.0, 18.0, 11.0, 22.0, 15.0)
_CONTACT_GAP = " " * 35
_CHAPTERS = ("一、", "二、", "三、")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; ``style`` is ``title``, ``heading`` or ``text``."""

    text: str
    style: str = "text"


@dataclass(frozen=True)
class Break:
    """Where a page ends: by a page break, or by so many blank paragraphs."""

    blanks: int = 0


@dataclass(frozen=True)
class WordCell:
    """A cell between two edges of the table; ``above``: it goes on with the cell above."""

    text: str
    left: int
    right: int
    style: str
    above: bool = False
    tall: bool = False


@dataclass(frozen=True)
class WordTable:
    """A table: its rows of cells."""

    rows: tuple[tuple[WordCell, ...], ...]

    @property
    def edges(self) -> list[int]:
        """Every place where some cell begins or ends."""
        return sorted(
            {edge for row in self.rows for cell in row for edge in (cell.left, cell.right)}
        )


Block = Paragraph | Break | WordTable


def narrative(path: Path) -> list[Block]:
    """The narrative as its content file has it."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    lines = [
        Paragraph(text, "heading" if text.startswith(_CHAPTERS) else "text")
        for text in raw["paragraphs"]
    ]
    return [Paragraph(raw["title"], "title"), *lines]


def whole_submission(unit: Submission, told: list[Block]) -> list[Block]:
    """The narrative and the six tables, pages ended as people end them."""
    department, summary, *directions = (_table(form) for form in all_forms(unit))
    blocks = [*told, Break(), department, Break(31), summary]
    for direction in directions[:-1]:
        blocks += [Break(), direction]
    return [*blocks, Break(23), directions[-1]]


def _table(form: Form) -> WordTable:
    """A form as a table of Word; what stands above and below its body are rows of it."""
    kind = "direction" if form.key.startswith("direction") else form.key
    tag, title, header = (_on_row(form, row) for row in range(3))
    last = next(cell.row for cell in form.cells if cell.style == "sign")
    rows = [
        *([_tag_row(form, tag[0])] if tag[0].value else []),
        (_cell(title[0], _edges(form.widths)),),
        _header_row(form, header),
        *(_body_row(form, row) for row in range(3, last)),
        *_foot(form, apart=kind == "summary"),
    ]
    return WordTable(tuple(rows))


def _on_row(form: Form, row: int) -> list[Cell]:
    return sorted((c for c in form.cells if c.row <= row <= c.last_row), key=lambda c: c.col)


def _cell(cell: Cell, edges: list[int], *, above: bool = False) -> WordCell:
    text = "" if above else shown(cell)
    left, right = edges[cell.col], edges[cell.last_col + 1]
    return WordCell(text, left, right, cell.style, above=above, tall=cell.rows > 1)


def _tag_row(form: Form, tag: Cell) -> tuple[WordCell, ...]:
    """The form's number in a row of its own, the other cells of the row left blank."""
    edges = _edges(form.widths)
    first = 2 if len(form.widths) == 5 else 1
    blanks = (WordCell("", one, two, "tag") for one, two in pairwise(edges[first:]))
    return (WordCell(shown(tag), 0, edges[first], "tag"), *blanks)


def _header_row(form: Form, header: list[Cell]) -> tuple[WordCell, ...]:
    """Filer and money unit; in forms of five columns there are blank cells between them."""
    edges = _edges(form.widths)
    filer, money = header
    if len(form.widths) != 5:
        return (_cell(filer, edges), _cell(money, edges))
    blanks = (WordCell("", one, two, "unit") for one, two in pairwise(edges[2:5]))
    return (
        WordCell(shown(filer), 0, edges[2], "unit"),
        *blanks,
        WordCell(shown(money), edges[4], edges[5], "money_unit"),
    )


def _body_row(form: Form, row: int) -> tuple[WordCell, ...]:
    """The cells of one row, those that go on from above among them."""
    heads = [cell.row - 1 for cell in form.cells if cell.name == "cost.0"]
    edges = _edges(_EXPENSE_SHARES if heads and row >= heads[0] else form.widths)
    return tuple(_cell(cell, edges, above=cell.row < row) for cell in _on_row(form, row))


def _foot(form: Form, *, apart: bool) -> list[tuple[WordCell, ...]]:
    """Signature and contact: mostly one cell with blank lines between, sometimes two rows."""
    sign = next(shown(cell) for cell in form.cells if cell.style == "sign")
    contact = _CONTACT_GAP.join(shown(cell) for cell in form.cells if cell.style == "contact")
    texts = [sign, contact] if apart else [f"{sign}\n\n\n{contact}"]
    return [(WordCell(text, 0, PAGE_WIDTH, "sign"),) for text in texts]


def _edges(shares: tuple[float, ...]) -> list[int]:
    """The edges of columns of these proportions on the page."""
    whole = sum(shares)
    return [round(PAGE_WIDTH * sum(shares[:n]) / whole) for n in range(len(shares) + 1)]


def shown(cell: Cell) -> str:
    """What the cell of a spreadsheet shows, as text."""
    value = cell.value.value if isinstance(cell.value, Formula) else cell.value
    if value is None:
        return ""
    if isinstance(value, Decimal | int):
        return f"{value:.2f}" if cell.style in ("money", "total") else str(plain(value))
    return str(value)
