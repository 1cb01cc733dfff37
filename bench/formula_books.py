"""Workbooks of formulas without a fault, of several tables and sheets; sizes are drawn by chance.

A second set beside ``formula_sheets``: each table may be transposed and starts anywhere on its
sheet. Rows and columns of a layout are those of the table, from 0.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from xlform.grid.address import cell_name, column_letters

Content = str | float
Key = tuple[str, int, int]
Extent = tuple[int, int]


class Book:
    """Contents by sheet, row and column; the columns that are hidden."""

    def __init__(self) -> None:
        self.cells: dict[Key, Content] = {}
        self.hidden: set[tuple[str, int]] = set()
        self.sheets: list[str] = []

    def sheet(self, name: str) -> str:
        """Return the name of a sheet, added if there is none."""
        if name not in self.sheets:
            self.sheets.append(name)
        return name


class Table:
    """A table of a sheet, by its own rows and columns."""

    def __init__(
        self, book: Book, sheet: str, row: int, column: int, *, is_transposed: bool
    ) -> None:
        self.book, self.sheet = book, sheet
        self.row, self.column, self.is_transposed = row, column, is_transposed

    def at(self, row: int, column: int) -> tuple[int, int]:
        """Return the cell of the sheet."""
        if self.is_transposed:
            row, column = column, row
        return self.row + row, self.column + column

    def put(self, row: int, column: int, content: Content) -> None:
        """Write a cell."""
        self.book.cells[self.sheet, *self.at(row, column)] = content

    def line(self, row: int, *contents: Content) -> None:
        """Write the cells of a row from its first column."""
        for column, content in enumerate(contents):
            if content != "":
                self.put(row, column, content)

    def ref(self, row: int, column: int, fixed: str = "") -> str:
        """Return an address; ``fixed`` has ``r``, ``c`` or both for what is absolute."""
        down, across = ("c", "r") if self.is_transposed else ("r", "c")
        at_row, at_column = self.at(row, column)
        letters = ("$" if across in fixed else "") + column_letters(at_column)
        return f"{letters}{'$' if down in fixed else ''}{at_row}"

    def area(self, first: Extent, last: Extent, fixed: str = "") -> str:
        """Return the address of a range."""
        return f"{self.ref(*first, fixed)}:{self.ref(*last, fixed)}"

    def total(self, function: str, column: int, first: int, last: int) -> str:
        """Return a function over the rows of a column."""
        return f"={function}({self.area((first, column), (last, column))})"

    def across(self, function: str, row: int, first: int, last: int) -> str:
        """Return a function over the columns of a row."""
        return f"={function}({self.area((row, first), (row, last))})"


Layout = Callable[[random.Random, Table], Extent]


def _amount(draw: random.Random, top: float = 9000) -> float:
    return round(draw.uniform(10, top), draw.choice((0, 0, 1, 2)))


def budget(draw: random.Random, t: Table) -> Extent:
    """Budget, actual, variance; sections with their own header and sign; total of subtotals."""
    row, subtotals = 0, []
    for section in range(draw.randint(2, 4)):
        t.line(row, f"Section {section}", "Budget", "Actual", "Variance", "%")
        first = row + 1
        last = first + draw.randint(2, 9)
        one, other = (1, 2) if section else (2, 1)
        for line in range(first, last + 1):
            t.line(line, f"Line {line}", _amount(draw), _amount(draw))
        row = last + 1
        t.put(row, 0, "Subtotal")
        for column in (1, 2):
            t.put(row, column, t.total("SUM", column, first, last))
        for line in range(first, row + 1):
            t.put(line, 3, f"={t.ref(line, one)}-{t.ref(line, other)}")
            t.put(line, 4, f"=IF({t.ref(line, 1)}=0,0,{t.ref(line, 3)}/{t.ref(line, 1)})")
        subtotals.append(row)
        row += draw.choice((1, 2))
    t.put(row, 0, "Total")
    for column in (1, 2, 3):
        t.put(row, column, "=" + "+".join(t.ref(one, column) for one in subtotals))
    t.put(row, 4, f"={t.ref(row, 3)}/{t.ref(row, 1)}")
    return row, 4


def year_plan(draw: random.Random, t: Table) -> Extent:
    """Months with quarters after them, halves and the year; shares of the first line below."""
    heads = ["Line"]
    kinds: list[str] = [""]
    for quarter in range(4):
        heads += [f"M{quarter * 3 + n}" for n in (1, 2, 3)] + [f"Q{quarter + 1}"]
        kinds += ["m", "m", "m", "q"]
    heads.append("Year")
    kinds.append("y")
    t.line(0, *heads)
    lines = draw.randint(3, 10)
    total = lines + 1
    for line in range(1, lines + 1):
        t.put(line, 0, f"Line {line}")
    t.put(total, 0, "Total")
    quarters = [n for n, kind in enumerate(kinds) if kind == "q"]
    for column, kind in enumerate(kinds):
        for line in range(1, lines + 1):
            if kind == "m":
                t.put(line, column, _amount(draw))
        if kind:
            t.put(total, column, t.total("SUM", column, 1, lines))
            t.put(total + 2, column, f"={t.ref(1, column)}/{t.ref(total, column)}")
        for line in range(1, lines + 1):
            if kind == "q":
                t.put(line, column, t.across("SUM", line, column - 3, column - 1))
            elif kind == "y":
                t.put(line, column, "=" + "+".join(t.ref(line, q) for q in quarters))
    t.put(total + 2, 0, "Share of line 1")
    return total + 2, len(kinds) - 1


def balances(draw: random.Random, t: Table) -> Extent:
    """Accounts below each other, each with opening, in, out, closing over months."""
    months, row = draw.randint(5, 14), 1
    t.line(0, "Account", *(float(n) for n in range(1, months + 1)))
    for account in range(draw.randint(1, 4)):
        t.put(row, 0, f"Account {account}")
        for n, label in enumerate(("Opening", "In", "Out", "Closing"), 1):
            t.put(row + n, 0, label)
        for column in range(1, months + 1):
            opening = _amount(draw) if column == 1 else f"={t.ref(row + 4, column - 1)}"
            t.put(row + 1, column, opening)
            t.put(row + 2, column, _amount(draw))
            t.put(row + 3, column, _amount(draw, 900))
            here = [t.ref(row + n, column) for n in (1, 2, 3)]
            t.put(row + 4, column, f"={here[0]}+{here[1]}-{here[2]}")
        row += 6
    return row, months


def gradebook(draw: random.Random, t: Table) -> Extent:
    """Scores, points by weights, the mark by an IF chain or a table, the class below."""
    tests, pupils = draw.randint(2, 7), draw.randint(6, 28)
    after = tests + 1
    t.line(0, "Name", *(f"T{n}" for n in range(tests)), "Total", "%", "Mark", "Passed")
    t.line(1, "Possible", *(float(draw.choice((20, 50, 100))) for _ in range(tests)))
    t.put(1, after, t.across("SUM", 1, 1, tests))
    chain = draw.random() < 0.6
    for n, (least, mark) in enumerate(((0, "F"), (60, "D"), (70, "C"), (80, "B"), (90, "A"))):
        if not chain:
            t.put(pupils + 8 + n, 0, least / 100)
            t.put(pupils + 8 + n, 1, mark)
    for row in range(2, pupils + 2):
        t.put(row, 0, f"Pupil {row}")
        for column in range(1, tests + 1):
            if draw.random() > 0.04:
                t.put(row, column, float(draw.randint(5, 20)))
        t.put(row, after, t.across("SUM", row, 1, tests))
        t.put(row, after + 1, f"={t.ref(row, after)}/{t.ref(1, after, 'rc')}")
        share = t.ref(row, after + 1)
        table = t.area((pupils + 8, 0), (pupils + 12, 1), "rc")
        marks = f'=IF({share}>=0.9,"A",IF({share}>=0.8,"B",IF({share}>=0.7,"C","F")))'
        t.put(row, after + 2, marks if chain else f"=LOOKUP({share},{table})")
        t.put(row, after + 3, f"=IF({share}>=0.6,1,0)")
    for n, function in enumerate(("AVERAGE", "MAX", "MIN", "MEDIAN")):
        t.put(pupils + 3 + n, 0, function)
        for column in range(1, after + 2):
            t.put(pupils + 3 + n, column, t.total(function, column, 2, pupils + 1))
    return pupils + 13, after + 3


def invoice(draw: random.Random, t: Table) -> Extent:
    """Quantity by price with a discount step; lump sums without quantity; tax and total below."""
    t.line(0, "Item", "Quantity", "Price", "Discount", "Amount", "Due")
    last = draw.randint(5, 22)
    for row in range(1, last + 1):
        t.put(row, 0, f"Item {row}")
        if draw.random() < 0.06:
            t.put(row, 4, _amount(draw))
        else:
            t.line(row, f"Item {row}", float(draw.randint(1, 90)), _amount(draw, 300))
            t.put(row, 3, f"=IF({t.ref(row, 1)}>50,0.1,0)")
            t.put(row, 4, f"={t.ref(row, 1)}*{t.ref(row, 2)}*(1-{t.ref(row, 3)})")
        t.put(row, 5, f"=ROUND({t.ref(row, 4)}*1.06,2)")
    for column in (4, 5):
        t.put(last + 1, column, t.total("SUM", column, 1, last))
    t.line(last + 2, "Shipping", "", "", "", 25.0)
    t.line(last + 3, "To pay", "", "", "", f"={t.ref(last + 1, 5)}+{t.ref(last + 2, 4)}")
    return last + 3, 5


def depreciation(draw: random.Random, t: Table) -> Extent:
    """Assets by years; each cell asks whether the asset is in use; totals both ways, cumulated."""
    assets, years = draw.randint(4, 12), draw.randint(5, 10)
    t.line(0, "Asset", "Cost", "Life", "Start", *(2010.0 + n for n in range(years)), "Sum")
    for row in range(1, assets + 1):
        t.line(row, f"Asset {row}", _amount(draw) * 9, float(draw.randint(2, 6)))
        t.put(row, 3, 2010.0 + draw.randint(0, years - 2))
        cost, life, start = (t.ref(row, n, "c") for n in (1, 2, 3))
        for column in range(4, 4 + years):
            year = t.ref(0, column, "r")
            t.put(
                row,
                column,
                f"=IF(AND({year}>={start},{year}<{start}+{life}),{cost}/{life},0)",
            )
        t.put(row, 4 + years, t.across("SUM", row, 4, 3 + years))
    t.put(assets + 1, 0, "Total")
    t.put(assets + 2, 0, "Cumulated")
    for column in (1, *range(4, 5 + years)):
        t.put(assets + 1, column, t.total("SUM", column, 1, assets))
    for column in range(4, 4 + years):
        before = "" if column == 4 else f"{t.ref(assets + 2, column - 1)}+"
        t.put(assets + 2, column, f"={before}{t.ref(assets + 1, column)}")
    return assets + 2, 4 + years


def payroll(draw: random.Random, t: Table) -> Extent:
    """Hours, overtime, gross, deductions by rates above the table, net; a hidden column."""
    t.line(0, "Rates", 0.08, 0.015, 1.5)
    t.line(2, "Name", "Hours", "Rate", "Normal", "Over", "Gross", "Fund", "Tax", "Net")
    last = 2 + draw.randint(5, 25)
    for row in range(3, last + 1):
        t.line(row, f"Worker {row}", float(draw.randint(20, 60)), _amount(draw, 60))
        hours, rate, normal, over, gross = (t.ref(row, n) for n in range(1, 6))
        t.put(row, 3, f"=MIN({hours},40)")
        t.put(row, 4, f"=MAX(0,{hours}-40)")
        t.put(row, 5, f"={normal}*{rate}+{over}*{rate}*{t.ref(0, 3, 'rc')}")
        t.put(row, 6, f"={gross}*{t.ref(0, 1, 'rc')}")
        t.put(row, 7, f"={gross}*{t.ref(0, 2, 'rc')}")
        t.put(row, 8, f"={gross}-SUM({t.area((row, 6), (row, 7))})")
    if not t.is_transposed:
        t.book.hidden.add((t.sheet, t.column + 3))
    for column in (1, *range(3, 9)):
        t.put(last + 1, column, t.total("SUM", column, 3, last))
    return last + 1, 8


def stock(draw: random.Random, t: Table) -> Extent:
    """Weeks side by side, each opening with what the one before left; value and reorder."""
    items, weeks = draw.randint(4, 18), draw.randint(2, 5)
    t.line(1, "Item", "Price")
    for week in range(weeks):
        start = 2 + week * 4
        t.put(0, start, f"Week {week + 1}")
        for n, label in enumerate(("Opening", "In", "Out", "Left")):
            t.put(1, start + n, label)
    after = 2 + weeks * 4
    t.put(1, after, "Value")
    t.put(1, after + 1, "Order")
    for row in range(2, items + 2):
        t.line(row, f"Item {row}", _amount(draw, 200))
        for week in range(weeks):
            c = 2 + week * 4
            t.put(row, c, float(draw.randint(0, 50)) if not week else f"={t.ref(row, c - 1)}")
            t.put(row, c + 1, float(draw.randint(0, 50)))
            t.put(row, c + 2, float(draw.randint(0, 50)))
            t.put(row, c + 3, f"=SUM({t.area((row, c), (row, c + 1))})-{t.ref(row, c + 2)}")
        t.put(row, after, f"={t.ref(row, after - 1)}*{t.ref(row, 1)}")
        t.put(row, after + 1, f'=IF({t.ref(row, after - 1)}<10,"yes","no")')
    t.put(items + 2, after, t.total("SUM", after, 2, items + 1))
    return items + 2, after + 1


def statement(draw: random.Random, t: Table) -> Extent:
    """Accounts of a few years, every line another formula; change and its share at the right."""
    years = draw.randint(2, 6)
    t.line(0, "", *(f"FY{n}" for n in range(years)), "Change", "%")
    labels = (
        "Sales", "Returns", "Net sales", "Material", "Labour", "Overhead", "Cost of sales",
        "Gross", "Selling", "Office", "Other", "Expenses", "Operating", "Interest", "Before tax",
        "Tax", "Net",
    )  # fmt: skip
    for row, label in enumerate(labels, 1):
        t.put(row, 0, label)
    for column in range(1, years + 1):
        r = [t.ref(row, column) for row in range(18)]
        for row in (1, 2, 4, 5, 6, 9, 10, 11, 14):
            t.put(row, column, _amount(draw))
        t.put(3, column, f"={r[1]}-{r[2]}")
        t.put(7, column, t.total("SUM", column, 4, 6))
        t.put(8, column, f"={r[3]}-{r[7]}")
        t.put(12, column, t.total("SUM", column, 9, 11))
        t.put(13, column, f"={r[8]}-{r[12]}")
        t.put(15, column, f"={r[13]}-{r[14]}")
        t.put(16, column, f"={r[15]}*0.25")
        t.put(17, column, f"={r[15]}-{r[16]}")
    for row in range(1, 18):
        last, before = t.ref(row, years), t.ref(row, years - 1)
        t.put(row, years + 1, f"={last}-{before}")
        t.put(row, years + 2, f"={t.ref(row, years + 1)}/{before}")
    return 17, years + 2


def scenarios(draw: random.Random, t: Table) -> Extent:
    """Loans compared: inputs above, results below, one column each."""
    columns = draw.randint(3, 8)
    for row, label in enumerate(
        ("Case", "Amount", "Rate", "Years", "Monthly rate", "Months", "Payment", "Paid", "Interest")
    ):
        t.put(row, 0, label)
    for column in range(1, columns + 1):
        r = [t.ref(row, column) for row in range(9)]
        t.put(0, column, f"Case {column}")
        t.put(1, column, float(draw.randint(10, 99) * 1000))
        t.put(2, column, round(draw.uniform(0.03, 0.09), 4))
        t.put(3, column, float(draw.randint(2, 30)))
        t.put(4, column, f"={r[2]}/12")
        t.put(5, column, f"={r[3]}*12")
        t.put(6, column, f"={r[1]}*{r[4]}/(1-(1+{r[4]})^-{r[5]})")
        t.put(7, column, f"={r[6]}*{r[5]}")
        t.put(8, column, f"={r[7]}-{r[1]}")
    return 8, columns


def estimate(draw: random.Random, t: Table) -> Extent:
    """Cost estimate: sections of quantity by rate, some by the month, then a cascade of charges."""
    t.line(0, "Work", "Quantity", "Rate", "Cost", "Per month")
    row, subtotals = 1, []
    for _ in range(draw.randint(2, 4)):
        first = row + 1
        t.put(row, 0, "Section")
        for line in range(first, first + draw.randint(2, 8)):
            t.line(line, f"Work {line}", float(draw.randint(1, 50)), _amount(draw, 900))
            t.put(line, 3, f"={t.ref(line, 1)}*{t.ref(line, 2)}")
            t.put(line, 4, f"={t.ref(line, 3)}/12")
            row = line
        row += 1
        for column in (3, 4):
            t.put(row, column, t.total("SUM", column, first, row - 1))
        subtotals.append(row)
        row += 2
    costs = "+".join(t.ref(one, 3) for one in subtotals)
    for n, (label, formula) in enumerate(
        (
            ("Works", f"={costs}"),
            ("Reserve", f"={t.ref(row, 3)}*0.1"),
            ("Net", f"={t.ref(row, 3)}+{t.ref(row + 1, 3)}"),
            ("Tax", f"={t.ref(row + 2, 3)}*0.09"),
            ("Gross", f"={t.ref(row + 2, 3)}+{t.ref(row + 3, 3)}"),
        )
    ):
        t.put(row + n, 0, label)
        t.put(row + n, 3, formula)
    return row + 4, 4


def questionnaire(draw: random.Random, t: Table) -> Extent:
    """Counts of answers, their shares of the row, a weighted mean, rank among all."""
    answers, questions = draw.randint(3, 5), draw.randint(5, 16)
    t.line(0, "Question", *(float(n) for n in range(1, answers + 1)), "All")
    for row in range(1, questions + 1):
        t.put(row, 0, f"Q{row}")
        for column in range(1, answers + 1):
            t.put(row, column, float(draw.randint(0, 80)))
            share = f"={t.ref(row, column)}/{t.ref(row, answers + 1, 'c')}"
            t.put(row, answers + 1 + column, share)
        t.put(row, answers + 1, t.across("SUM", row, 1, answers))
        head, counts = t.area((0, 1), (0, answers), "r"), t.area((row, 1), (row, answers))
        mean, after = t.ref(row, answers + 1), 2 * answers + 2
        t.put(row, after, f"=SUMPRODUCT({head},{counts})/{mean}")
        means = t.area((1, after), (questions, after), "rc")
        t.put(row, after + 1, f"=RANK({t.ref(row, after)},{means})")
    return questions, 2 * answers + 3


def weeks(draw: random.Random, t: Table) -> Extent:
    """Cash by weeks: past weeks typed, coming ones by growth; net, opening, closing, lowest."""
    columns, past = draw.randint(8, 20), draw.randint(1, 5)
    labels = (
        "Week", "Sales", "Loans", "Receipts", "Wages", "Rent", "Material", "Payments", "Net",
        "Opening", "Closing",
    )  # fmt: skip
    for row, label in enumerate(labels):
        t.put(row, 0, label)
    for column in range(1, columns + 1):
        r = [t.ref(row, column) for row in range(11)]
        t.put(0, column, 1.0 if column == 1 else f"={t.ref(0, column - 1)}+1")
        for row in (1, 4, 6):
            before = t.ref(row, column - 1)
            t.put(row, column, _amount(draw) if column <= past else f"={before}*1.02")
        t.put(2, column, _amount(draw) if draw.random() < 0.3 else 0.0)
        t.put(5, column, 400.0)
        t.put(3, column, t.total("SUM", column, 1, 2))
        t.put(7, column, f"={r[4]}+{r[5]}+{r[6]}")
        t.put(8, column, f"={r[3]}-{r[7]}")
        t.put(9, column, 2000.0 if column == 1 else f"={t.ref(10, column - 1)}")
        t.put(10, column, f"={r[9]}+{r[8]}")
    for row in (1, 3, 4, 5, 6, 7, 8):
        t.put(row, columns + 1, t.across("SUM", row, 1, columns))
    t.put(10, columns + 1, t.across("MIN", 10, 1, columns))
    return 10, columns + 1


def league(draw: random.Random, t: Table) -> Extent:
    """Standings: points by constants, difference, rank, mean a game."""
    t.line(0, "Team", "Won", "Drawn", "Lost", "Games", "For", "Against", "+/-", "Points", "Rank")
    last = draw.randint(6, 18)
    for row in range(1, last + 1):
        t.put(row, 0, f"Team {row}")
        for column in (1, 2, 3, 5, 6):
            t.put(row, column, float(draw.randint(1, 30)))
        r = [t.ref(row, column) for column in range(9)]
        t.put(row, 4, t.across("SUM", row, 1, 3))
        t.put(row, 7, f"={r[5]}-{r[6]}")
        t.put(row, 8, f"=3*{r[1]}+{r[2]}")
        t.put(row, 9, f"=RANK({r[8]},{t.area((1, 8), (last, 8), 'rc')})")
        t.put(row, 10, f"={r[8]}/{r[4]}")
    return last, 10


def exchange(draw: random.Random, t: Table) -> Extent:
    """Amounts in some currencies, converted by the rates above them; a few lines at par."""
    currencies, last = draw.randint(2, 5), draw.randint(4, 14)
    t.line(0, "Rate", *(round(draw.uniform(0.5, 9), 3) for _ in range(currencies)))
    for row in range(2, last + 2):
        t.put(row, 0, f"Office {row}")
        for column in range(1, currencies + 1):
            if draw.random() < 0.9:
                t.put(row, column, _amount(draw))
            factor = t.ref(0, column, "r")
            t.put(row, currencies + 1 + column, f"={t.ref(row, column)}*{factor}")
        after = 2 * currencies + 2
        t.put(row, after, t.across("SUM", row, currencies + 2, after - 1))
        t.put(row, after + 1, f"={t.ref(row, after)}/{t.ref(last + 2, after, 'rc')}")
    for column in range(1, 2 * currencies + 3):
        if column != currencies + 1:
            t.put(last + 2, column, t.total("SUM", column, 2, last + 1))
    return last + 2, 2 * currencies + 3


def regression(draw: random.Random, t: Table) -> Extent:
    """Columns of squares and products, their sums, slope and intercept."""
    t.line(0, "n", "x", "y", "xx", "yy", "xy", "fit", "rest")
    last = draw.randint(6, 20)
    for row in range(1, last + 1):
        t.line(row, float(row), _amount(draw, 90), _amount(draw, 90))
        x, y, fit = (t.ref(row, n) for n in (1, 2, 6))
        t.put(row, 3, f"={x}^2")
        t.put(row, 4, f"={y}^2")
        t.put(row, 5, f"={x}*{y}")
        t.put(row, 6, f"={t.ref(last + 3, 1, 'rc')}*{x}+{t.ref(last + 4, 1, 'rc')}")
        t.put(row, 7, f"={y}-{fit}")
    sums = last + 1
    for column in range(1, 6):
        t.put(sums, column, t.total("SUM", column, 1, last))
    n, x, y, xx, _, xy = (t.ref(sums, column) for column in range(6))
    t.put(sums, 0, float(last))
    t.put(last + 3, 0, "Slope")
    t.put(last + 3, 1, f"=({n}*{xy}-{x}*{y})/({n}*{xx}-{x}^2)")
    t.put(last + 4, 0, "Intercept")
    t.put(last + 4, 1, f"=({y}-{t.ref(last + 3, 1)}*{x})/{n}")
    return last + 4, 7


def history(draw: random.Random, t: Table) -> Extent:
    """Old years with typed totals of more than the parts, later ones by formula; an index."""
    years, old = draw.randint(6, 12), draw.randint(2, 4)
    t.line(0, "Year", "North", "South", "East", "All", "Index", "Growth")
    for row in range(1, years + 1):
        t.line(row, 1990.0 + row, *(_amount(draw) for _ in range(3)))
        t.put(row, 4, _amount(draw) * 2 if row <= old else t.across("SUM", row, 1, 3))
        t.put(row, 5, f"={t.ref(row, 4)}/{t.ref(1, 4, 'rc')}*100")
        if row > 1:
            t.put(row, 6, f"={t.ref(row, 4)}/{t.ref(row - 1, 4)}-1")
    return years, 6


def bids(draw: random.Random, t: Table) -> Extent:
    """Bidders side by side, each a price and a sum column; lowest bid; blank lines between."""
    bidders, row = draw.randint(2, 5), 2
    for bidder in range(bidders):
        t.put(0, 2 + 2 * bidder, f"Bidder {bidder}")
        t.put(1, 2 + 2 * bidder, "Price")
        t.put(1, 3 + 2 * bidder, "Sum")
    t.put(1, 2 + 2 * bidders, "Lowest")
    first = row
    for n in range(draw.randint(5, 16)):
        t.line(row, f"Item {n}", float(draw.randint(1, 40)))
        for bidder in range(bidders):
            t.put(row, 2 + 2 * bidder, _amount(draw, 400))
            price = t.ref(row, 2 + 2 * bidder)
            t.put(row, 3 + 2 * bidder, f"={t.ref(row, 1, 'c')}*{price}")
        sums = ",".join(t.ref(row, 3 + 2 * bidder) for bidder in range(bidders))
        t.put(row, 2 + 2 * bidders, f"=MIN({sums})")
        row += 2 if draw.random() < 0.15 else 1
    for bidder in range(bidders):
        t.put(row, 3 + 2 * bidder, t.total("SUM", 3 + 2 * bidder, first, row - 1))
    return row, 2 + 2 * bidders


LAYOUTS: tuple[Layout, ...] = (
    budget, year_plan, balances, gradebook, invoice, depreciation, payroll, stock, statement,
    scenarios, estimate, questionnaire, weeks, league, exchange, regression, history, bids,
)  # fmt: skip


def branches(draw: random.Random, book: Book) -> None:
    """Sheets of one layout, and a summary that reads the same cell of each."""
    names = [f"Branch{n}" for n in range(1, draw.randint(4, 7))]
    lines, columns = draw.randint(3, 9), draw.randint(2, 5)
    for name in names:
        t = Table(book, book.sheet(name), 2, 1, is_transposed=False)
        for row in range(lines):
            t.line(row, f"Line {row}", *(_amount(draw) for _ in range(columns)))
            t.put(row, columns + 1, t.across("SUM", row, 1, columns))
        for column in range(1, columns + 2):
            t.put(lines, column, t.total("SUM", column, 0, lines - 1))
    t = Table(book, book.sheet("Summary"), 3, 2, is_transposed=False)
    for number, name in enumerate(names):
        t.put(number, 0, name)
        for column in range(1, columns + 2):
            t.put(number, column, f"={name}!{cell_name(2 + lines, 1 + column)}")
    for column in range(1, columns + 2):
        t.put(len(names), column, t.total("SUM", column, 0, len(names) - 1))
    row = len(names) + 2
    for line in range(lines):
        t.put(row + line, 0, f"Line {line}")
        cell = cell_name(2 + line, 2 + columns)
        t.put(row + line, 1, "=" + "+".join(f"{name}!{cell}" for name in names))


def book_of(draw: random.Random, number: int) -> tuple[Book, str]:
    """Return a workbook of some tables on some sheets, and the names of its layouts."""
    book = Book()
    if number % (len(LAYOUTS) + 1) == len(LAYOUTS):
        branches(draw, book)
        return book, "branches"
    chosen = [LAYOUTS[number % (len(LAYOUTS) + 1)]]
    chosen += [draw.choice(LAYOUTS) for _ in range(draw.choice((0, 0, 1, 2)))]
    for sheet, tables in enumerate(_shared_out(draw, chosen), 1):
        name, row, column = book.sheet(f"Sheet{sheet}"), draw.randint(1, 4), draw.randint(1, 3)
        for layout in tables:
            turned = draw.random() < 0.25
            table = Table(book, name, row, column, is_transposed=turned)
            down, right = layout(draw, table)
            down, right = (right, down) if turned else (down, right)
            if draw.random() < 0.6:
                row += down + draw.choice((2, 3, 4))
            else:
                column += right + draw.choice((2, 3))
    return book, "+".join(layout.__name__ for layout in chosen)


def _shared_out(draw: random.Random, chosen: list[Layout]) -> Iterator[list[Layout]]:
    while chosen:
        count = draw.randint(1, len(chosen))
        yield chosen[:count]
        chosen = chosen[count:]


def untidied(draw: random.Random, book: Book) -> None:
    """Leave what people leave: sums for numbers, dashes, another spelling, notes, jottings."""
    for key, content in list(book.cells.items()):
        chance = draw.random()
        if isinstance(content, float) and content > 99 and not 1980 < content < 2040:
            if chance < 0.04:
                book.cells[key] = f"={int(content)}+{draw.randint(1, 99)}"
            elif chance < 0.06:
                book.cells[key] = draw.choice(("-", "n/a", 0.0))
    for sheet in book.sheets:
        own = [key for key, one in book.cells.items() if key[0] == sheet and str(one)[0] == "="]
        if not own:
            continue
        bottom = max(row for name, row, _ in book.cells if name == sheet)
        for n in range(draw.randint(0, 3)):
            _, row, column = draw.choice(own)
            here = cell_name(row, column)
            note = draw.choice((f"={here}*1.1", f"={here}-{draw.randint(1, 99)}", 12.0, "check!"))
            book.cells[sheet, bottom + 2 + n, draw.randint(1, 6)] = note
