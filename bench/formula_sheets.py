"""Sheets of formulas as offices write them, without a fault; sizes are drawn by chance."""

from __future__ import annotations

import random
from collections.abc import Callable

from xlform.grid.address import cell_name, column_letters

Content = str | float
Cells = dict[tuple[int, int], Content]
Layout = Callable[[random.Random], Cells]


def _name(row: int, column: int) -> str:
    return cell_name(row, column)


def _amount(draw: random.Random) -> float:
    return round(draw.uniform(10, 9000), draw.choice((0, 1, 2)))


def _heads(cells: Cells, row: int, *texts: str) -> None:
    cells.update({(row, column): text for column, text in enumerate(texts, 1)})


def inventory(draw: random.Random) -> Cells:
    """Quantity × price, tax by an absolute rate, totals below."""
    cells: Cells = {(1, 1): "Inventory", (1, 7): "Rate", (1, 8): 0.13}
    _heads(cells, 3, "Item", "Quantity", "Price", "Amount", "Tax", "Total")
    last = 3 + draw.randint(5, 40)
    for row in range(4, last + 1):
        cells[row, 1] = f"Item {row}"
        cells[row, 2], cells[row, 3] = float(draw.randint(1, 60)), _amount(draw)
        cells[row, 4] = f"=B{row}*C{row}"
        cells[row, 5] = f"=D{row}*$H$1"
        cells[row, 6] = f"=D{row}+E{row}"
    total = last + draw.choice((1, 1, 2))
    cells[total, 1] = "Total"
    for column in "DEF":
        cells[total, ord(column) - 64] = f"=SUM({column}4:{column}{last})"
    return cells


def grades(draw: random.Random) -> Cells:
    """Scores, weights in a row above, average, best, mark; averages of the class below."""
    exams = draw.randint(3, 6)
    first, last = 5, 5 + draw.randint(6, 30)
    cells: Cells = {(1, 1): "Grades", (3, 1): "Weight", (4, 1): "Name"}
    for column in range(2, 2 + exams):
        cells[3, column], cells[4, column] = round(1 / exams, 2), f"Exam {column - 1}"
    left, right, after = "B", column_letters(1 + exams), 2 + exams
    for row in range(first, last + 1):
        cells[row, 1] = f"Student {row}"
        for column in range(2, 2 + exams):
            cells[row, column] = float(draw.randint(30, 100))
        area = f"{left}{row}:{right}{row}"
        cells[row, after] = f"=AVERAGE({area})"
        cells[row, after + 1] = f"=SUMPRODUCT({left}$3:{right}$3,{area})"
        cells[row, after + 2] = f"=MAX({area})-MIN({area})"
        cells[row, after + 3] = f'=IF({_name(row, after)}>=60,"pass","fail")'
    for offset, function in enumerate(("AVERAGE", "MAX", "MIN", "STDEV"), 1):
        cells[last + 1 + offset, 1] = function
        for column in range(2, after + 3):
            letters = column_letters(column)
            area = f"{letters}{first}:{letters}{last}"
            cells[last + 1 + offset, column] = f"={function}({area})"
    return cells


def quarters(draw: random.Random) -> Cells:
    """Months with a total after each quarter, groups of lines with subtotals, a grand total."""
    cells: Cells = {(1, 1): "Budget"}
    columns: list[tuple[int, bool]] = [(2 + n, n % 4 == 3) for n in range(16)]
    for column, is_total in columns:
        cells[2, column] = f"Q{(column + 2) // 4}" if is_total else f"M{column}"
    cells[2, 18] = "Year"
    row, subtotals = 3, []
    for group in range(draw.randint(2, 4)):
        cells[row, 1] = f"Group {group}"
        first = row + 1
        last = first + draw.randint(2, 6)
        for line in range(first, last):
            cells[line, 1] = f"Line {line}"
            for column, is_total in columns:
                cells[line, column] = "" if is_total else _amount(draw)
        cells[last, 1] = "Subtotal"
        for column, _ in columns:
            letters = column_letters(column)
            cells[last, column] = f"=SUM({letters}{first}:{letters}{last - 1})"
        for line in range(first, last + 1):
            for column, is_total in columns:
                if is_total:
                    cells[line, column] = (
                        f"=SUM({_name(line, column - 3)}:{_name(line, column - 1)})"
                    )
            cells[line, 18] = f"=E{line}+I{line}+M{line}+Q{line}"
        subtotals.append(last)
        row = last + draw.choice((1, 2))
    cells[row, 1] = "Total"
    for column in range(2, 19):
        cells[row, column] = "=" + "+".join(_name(one, column) for one in subtotals)
    return cells


def model(draw: random.Random) -> Cells:
    """Financial model: years counted up, typed history, forecasts by rates, a rolling balance."""
    history, years = draw.randint(1, 3), draw.randint(5, 10)
    cells: Cells = {(1, 1): "Model", (3, 1): "Year", (3, 2): 2018.0}
    labels = (
        "Revenue", "Cost", "Gross profit", "Staff", "Rent", "Other", "Operating profit", "Tax",
        "Net profit", "", "Opening cash", "Change", "Closing cash", "", "Growth", "Margin",
    )  # fmt: skip
    for offset, label in enumerate(labels):
        cells[4 + offset, 1] = label
    for column in range(2, 2 + years):
        here, before = column_letters(column), column_letters(column - 1)
        if column > 2:
            cells[3, column] = f"={before}3+1"
        past = column < 2 + history
        cells[4, column] = _amount(draw) if past else f"={before}4*(1+{here}18)"
        cells[5, column] = _amount(draw) / 2 if past else f"={here}4*(1-{here}19)"
        cells[6, column] = f"={here}4-{here}5"
        for row in (7, 8, 9):
            cells[row, column] = _amount(draw) / 9 if past else f"={before}{row}*1.03"
        cells[10, column] = f"={here}6-SUM({here}7:{here}9)"
        cells[11, column] = f"=MAX(0,{here}10)*$B$21"
        cells[12, column] = f"={here}10-{here}11"
        cells[14, column] = 500.0 if column == 2 else f"={before}16"
        cells[15, column] = f"={here}12"
        cells[16, column] = f"={here}14+{here}15"
        cells[18, column], cells[19, column] = round(draw.random() / 9, 3), 0.4
    cells[21, 1], cells[21, 2] = "Tax rate", 0.25
    return cells


def loan(draw: random.Random) -> Cells:
    """Amortization: each row begins with the balance of the one before."""
    cells: Cells = {(1, 1): "Loan", (1, 2): 100000.0, (2, 1): "Rate", (2, 2): 0.05, (3, 2): 1250.0}
    _heads(cells, 5, "Period", "Opening", "Payment", "Interest", "Principal", "Closing", "Paid")
    for row in range(6, 6 + draw.randint(10, 48)):
        cells[row, 1] = 1.0 if row == 6 else f"=A{row - 1}+1"
        cells[row, 2] = "=B1" if row == 6 else f"=F{row - 1}"
        cells[row, 3] = "=$B$3"
        cells[row, 4] = f"=ROUND(B{row}*$B$2/12,2)"
        cells[row, 5] = f"=C{row}-D{row}"
        cells[row, 6] = f"=B{row}-E{row}"
        cells[row, 7] = f"=SUM(E$6:E{row})"
    return cells


def cash_book(draw: random.Random) -> Cells:
    """A running balance after an opening one, receipts and payments partly blank."""
    cells: Cells = {(3, 1): "Opening", (3, 5): _amount(draw)}
    _heads(cells, 2, "Date", "Text", "In", "Out", "Balance")
    last = 3 + draw.randint(6, 40)
    for row in range(4, last + 1):
        cells[row, 1], cells[row, 2] = f"Day {row}", "Entry"
        cells[row, draw.choice((3, 4))] = _amount(draw)
        cells[row, 5] = f"=E{row - 1}+C{row}-D{row}"
    cells[last + 1, 1] = "Total"
    cells[last + 1, 3], cells[last + 1, 4] = f"=SUM(C4:C{last})", f"=SUM(D4:D{last})"
    return cells


def lookups(draw: random.Random) -> Cells:
    """Prices and names looked up in a list to the right."""
    cells: Cells = {}
    items = draw.randint(4, 12)
    _heads(cells, 1, "Code", "Quantity", "Name", "Price", "Amount")
    for row in range(2, 2 + items):
        cells[row, 10], cells[row, 11] = float(100 + row), f"Name {row}"
        cells[row, 12] = _amount(draw)
    area = f"$J$2:$L${1 + items}"
    last = 1 + draw.randint(5, 25)
    for row in range(2, last + 1):
        cells[row, 1], cells[row, 2] = float(100 + draw.randint(2, 1 + items)), 3.0
        cells[row, 3] = f"=VLOOKUP(A{row},{area},2,FALSE)"
        cells[row, 4] = f"=IFERROR(VLOOKUP($A{row},{area},3,FALSE),0)"
        cells[row, 5] = f"=ROUND(B{row}*D{row},2)"
    cells[last + 1, 1], cells[last + 1, 5] = "Total", f"=SUM(E2:E{last})"
    return cells


def sensitivity(draw: random.Random) -> Cells:
    """A table of one formula with mixed references, numbers in its heads."""
    cells: Cells = {(2, 1): "Price / volume", (1, 2): 7.0}
    rows, columns = draw.randint(4, 12), draw.randint(4, 9)
    for column in range(2, 2 + columns):
        cells[2, column] = float(column * 10)
    for row in range(3, 3 + rows):
        cells[row, 1] = float(row)
        for column in range(2, 2 + columns):
            cells[row, column] = f"=$A{row}*{column_letters(column)}$2+$B$1"
    return cells


def departments(draw: random.Random) -> Cells:
    """Blocks set apart by blank rows, each with items and a subtotal; a sum of the subtotals."""
    cells: Cells = {}
    _heads(cells, 1, "Item", "Plan", "Actual", "Difference", "%")
    row, subtotals = 3, []
    for number in range(draw.randint(3, 6)):
        cells[row, 1] = f"Department {number}"
        first = row + 1
        last = first + draw.randint(1, 5)
        for line in range(first, last + 1):
            cells[line, 1] = f"Item {line}"
            cells[line, 2], cells[line, 3] = _amount(draw), _amount(draw)
        total = last + 1
        for column in "BC":
            cells[total, ord(column) - 64] = f"=SUM({column}{first}:{column}{last})"
        for line in range(first, total + 1):
            cells[line, 4], cells[line, 5] = (
                f"=C{line}-B{line}",
                f"=IF(B{line}=0,0,D{line}/B{line})",
            )
        subtotals.append(total)
        row = total + 2
    cells[row, 1] = "Total"
    for column in "BCD":
        cells[row, ord(column) - 64] = "=" + "+".join(f"{column}{one}" for one in subtotals)
    return cells


def shares(draw: random.Random) -> Cells:
    """Years in numbers as heads, shares of the total, growth beside."""
    rows, years = draw.randint(4, 14), draw.randint(3, 6)
    cells: Cells = {(1, 1): "Region"}
    last = 1 + rows
    for n in range(years):
        cells[1, 2 + n] = float(2019 + n)
        for row in range(2, last + 1):
            cells[row, 1], cells[row, 2 + n] = f"Region {row}", _amount(draw)
        letters = column_letters(2 + n)
        cells[last + 1, 2 + n] = f"=SUM({letters}2:{letters}{last})"
        share = 3 + years + n
        cells[1, share] = f"={letters}1"
        for row in range(2, last + 2):
            cells[row, share] = f"={letters}{row}/{letters}${last + 1}"
    growth = 4 + 2 * years
    for row in range(2, last + 2):
        end = column_letters(1 + years)
        cells[row, growth] = f"=({end}{row}-B{row})/B{row}"
    return cells


def alternating(draw: random.Random) -> Cells:
    """Plan, actual and variance in turn down the rows, a year's total to the right."""
    cells: Cells = {}
    months = draw.choice((6, 12))
    for number in range(draw.randint(3, 7)):
        row = 3 + 3 * number
        for offset, label in enumerate(("Plan", "Actual", "Variance")):
            cells[row + offset, 1], cells[row + offset, 2] = f"Unit {number}", label
            for column in range(3, 3 + months):
                letters = column_letters(column)
                cells[row + offset, column] = (
                    f"={letters}{row + 1}-{letters}{row}" if offset == 2 else _amount(draw)
                )
            end = column_letters(2 + months)
            cells[row + offset, 3 + months] = f"=SUM(C{row + offset}:{end}{row + offset})"
    return cells


def timesheet(draw: random.Random) -> Cells:
    """Hours of a week, overtime and pay."""
    cells: Cells = {(1, 1): "Rate", (1, 2): 25.0}
    _heads(cells, 3, "Name", *"MTWTFSS", "Hours", "Overtime", "Pay")
    last = 3 + draw.randint(4, 20)
    for row in range(4, last + 1):
        cells[row, 1] = f"Person {row}"
        for column in range(2, 9):
            cells[row, column] = float(draw.randint(0, 10))
        cells[row, 9] = f"=SUM(B{row}:H{row})"
        cells[row, 10] = f"=MAX(0,I{row}-40)"
        cells[row, 11] = f"=(I{row}+J{row}*0.5)*$B$1"
    cells[last + 1, 1] = "Total"
    for column in range(2, 12):
        letters = column_letters(column)
        cells[last + 1, column] = f"=SUM({letters}4:{letters}{last})"
    return cells


def statement(draw: random.Random) -> Cells:
    """Income statement: every row another formula, two or more years beside each other."""
    cells: Cells = {}
    years = draw.randint(1, 6)
    formulas = {
        4: "", 5: "", 6: "={0}4-{0}5", 8: "", 9: "", 10: "", 11: "=SUM({0}8:{0}10)",
        12: "={0}6-{0}11", 13: "={0}12*0.25", 14: "={0}12-{0}13", 16: "={0}14/{0}4",
        17: "={0}6/{0}4", 18: "={0}11/{0}4",
    }  # fmt: skip
    for column in range(2, 2 + years):
        cells[3, column] = float(2020 + column)
        for row, formula in formulas.items():
            cells[row, 1] = f"Line {row}"
            cells[row, column] = formula.format(column_letters(column)) or _amount(draw)
    return cells


def forecast(draw: random.Random) -> Cells:
    """Months that are over are typed, those to come are computed; cumulative rows below."""
    cells: Cells = {}
    over, rows = draw.randint(3, 8), draw.randint(2, 6)
    for column in range(2, 14):
        cells[2, column] = float(column - 1)
        here, before = column_letters(column), column_letters(column - 1)
        for row in range(3, 3 + rows):
            cells[row, 1] = f"Line {row}"
            cells[row, column] = (
                _amount(draw)
                if column <= over + 1
                else f"=AVERAGE($B{row}:{column_letters(over + 1)}{row})"
                if column == over + 2
                else f"={before}{row}*1.01"
            )
        total = 3 + rows
        cells[total, column] = f"=SUM({here}3:{here}{total - 1})"
        cells[total + 1, column] = (
            f"={here}{total}" if column == 2 else f"={before}{total + 1}+{here}{total}"
        )
    for row in range(3, 4 + rows):
        cells[row, 14] = f"=SUM(B{row}:M{row})"
    return cells


def by_hand(draw: random.Random) -> Cells:
    """Formulas written one by one: sums of chosen cells, subtotals of other lengths."""
    cells: Cells = {}
    row = 2
    for block in range(draw.randint(2, 5)):
        first = row
        for _ in range(draw.randint(2, 7)):
            cells[row, 1], cells[row, 2] = f"Entry {row}", _amount(draw)
            if draw.random() < 0.3:
                cells[row, 2] = f"={draw.randint(2, 90)}*{draw.randint(2, 50)}+{draw.randint(1, 9)}"
            row += 1
        cells[row, 1] = f"Block {block}"
        cells[row, 2] = f"=SUM(B{first}:B{row - 1})"
        cells[row, 3] = f"=B{row}/{draw.randint(2, 12)}"
        row += 1
    return cells


def transposed(draw: random.Random) -> Cells:
    """A column that takes its values from a row, each formula written by itself; ratios beside."""
    cells: Cells = {}
    count = draw.randint(4, 10)
    for n in range(count):
        cells[1, 2 + n], cells[2, 2 + n] = f"Unit {n}", _amount(draw)
        cells[5 + n, 1], cells[5 + n, 2] = f"Unit {n}", f"={column_letters(2 + n)}2"
        cells[5 + n, 3] = f"=B{5 + n}/SUM($B$5:$B${4 + count})"
        cells[5 + n, 4] = f"=RANK(B{5 + n},$B$5:$B${4 + count})"
    return cells


def survey(draw: random.Random) -> Cells:
    """Records of a list with counts and sums by condition beside it."""
    cells: Cells = {}
    last = 1 + draw.randint(8, 30)
    groups = [f"Area {n}" for n in range(draw.randint(3, 6))]
    _heads(cells, 1, "Area", "Count", "Value")
    for row in range(2, last + 1):
        cells[row, 1], cells[row, 2], cells[row, 3] = draw.choice(groups), 2.0, _amount(draw)
    for n, group in enumerate(groups):
        row = 3 + n
        cells[row, 6] = group
        cells[row, 7] = f"=COUNTIF($A$2:$A${last},$F{row})"
        cells[row, 8] = f"=SUMIF($A$2:$A${last},$F{row},C$2:C${last})"
        cells[row, 9] = f"=IF(G{row}=0,0,H{row}/G{row})"
    return cells


def overrides(draw: random.Random) -> Cells:
    """Rates written into the formulas, another in some; a row of averages below one of sums."""
    cells: Cells = {}
    rows, years = draw.randint(4, 10), draw.randint(4, 8)
    last = 2 + rows
    for column in range(2, 2 + years):
        here, before = column_letters(column), column_letters(column - 1)
        cells[2, column] = float(2015 + column)
        for row in range(3, last + 1):
            cells[row, 1] = f"Product {row}"
            rate = draw.choice(("1.03", "1.03", "1.05", "1.02"))
            cells[row, column] = _amount(draw) if column == 2 else f"=+{before}{row}*{rate}"
        cells[last + 1, column] = f"=SUM({here}3:{here}{last})"
        cells[last + 2, column] = f"=AVERAGE({here}3:{here}{last})"
    return cells


def mixed_total(draw: random.Random) -> Cells:
    """A row of totals with an average, a ratio and a text among the sums."""
    cells: Cells = {}
    last = 1 + draw.randint(5, 20)
    _heads(cells, 1, "Store", "Sales", "Cost", "Profit", "Margin", "Visits", "Per visit", "Staff")
    for row in range(2, last + 1):
        cells[row, 1], cells[row, 2], cells[row, 3] = f"Store {row}", _amount(draw), _amount(draw)
        cells[row, 4], cells[row, 5] = f"=B{row}-C{row}", f"=D{row}/B{row}"
        cells[row, 6], cells[row, 7] = float(draw.randint(9, 99)), f"=B{row}/F{row}"
        cells[row, 8] = float(draw.randint(2, 20))
    total = last + 1
    for column in "BCDFH":
        cells[total, ord(column) - 64] = f"=SUM({column}2:{column}{last})"
    cells[total, 5] = draw.choice((f"=D{total}/B{total}", f"=AVERAGE(E2:E{last})"))
    cells[total, 7] = draw.choice((f"=B{total}/F{total}", f"=AVERAGE(G2:G{last})", "n/a"))
    cells[total + 2, 2], cells[total + 2, 4] = (
        f"=B{total}/12",
        f"=D{total}*0.75-{draw.randint(1, 9)}",
    )
    return cells


def two_methods(draw: random.Random) -> Cells:
    """Rows computed one way, then rows computed another way, without a gap; some not at all."""
    cells: Cells = {}
    _heads(cells, 1, "Asset", "Cost", "Years", "Rate", "Depreciation", "Book value")
    row = 2
    for method in ("=B{0}/C{0}", "=B{0}*D{0}", "=(B{0}-100)/C{0}"):
        for _ in range(draw.randint(1, 7)):
            cells[row, 1], cells[row, 2] = f"Asset {row}", _amount(draw)
            cells[row, 3], cells[row, 4] = float(draw.randint(2, 10)), 0.2
            if draw.random() < 0.15:
                cells[row, 5] = draw.choice(("-", "n/a"))
            else:
                cells[row, 5], cells[row, 6] = method.format(row), f"=B{row}-E{row}"
            row += 1
    cells[row, 1] = "Total"
    for column in "BEF":
        cells[row, ord(column) - 64] = f"=SUM({column}2:{column}{row - 1})"
    return cells


def tiers(draw: random.Random) -> Cells:
    """A stepped tariff: first and last step are computed otherwise; inputs typed among results."""
    cells: Cells = {(1, 1): "Income", (1, 2): _amount(draw) * 9}
    steps = draw.randint(4, 8)
    _heads(cells, 3, "Step", "From", "To", "Rate", "Tax", "Cumulative")
    for n in range(steps):
        row = 4 + n
        cells[row, 1], cells[row, 4] = float(n + 1), round(0.1 + n / 20, 2)
        cells[row, 2] = 0.0 if n == 0 else f"=C{row - 1}"
        cells[row, 3] = float(1000 * (n + 1) ** 2)
        cells[row, 5] = (
            f"=MAX(0,$B$1-B{row})*D{row}"
            if n == steps - 1
            else f"=MAX(0,MIN($B$1,C{row})-B{row})*D{row}"
        )
        cells[row, 6] = f"=E{row}" if n == 0 else f"=F{row - 1}+E{row}"
    return cells


def actuals(draw: random.Random) -> Cells:
    """Typed results up to some month in each row, a plan by formula from then on, rows by rows."""
    cells: Cells = {}
    for row in range(3, 3 + draw.randint(3, 9)):
        cells[row, 1] = f"Project {row}"
        cells[row, 2] = _amount(draw)
        over = draw.randint(3, 9)
        for column in range(3, 13):
            cells[row, column] = _amount(draw) if column <= over else f"=$B{row}/10"
        cells[row, 13] = f"=SUM(C{row}:L{row})"
        cells[row, 14] = f"=M{row}-B{row}"
    for column in range(2, 13):
        cells[2, column] = float(column)
    return cells


def untidied(draw: random.Random, cells: Cells) -> Cells:
    """What people leave in a sheet: sums in place of numbers, dashes, jottings beside a table."""
    untidy = dict(cells)
    for at, content in cells.items():
        if isinstance(content, float) and content > 99 and content not in range(1900, 2100):
            chance = draw.random()
            if chance < 0.06:
                untidy[at] = f"={int(content) // 3}+{draw.randint(1, 99)}*{draw.randint(2, 5)}"
            elif chance < 0.09:
                untidy[at] = draw.choice(("-", "", "n/a", 0.0))
    formulas = sorted(at for at, content in untidy.items() if str(content).startswith("="))
    right = max(column for _, column in cells)
    for row, column in draw.sample(formulas, min(len(formulas), draw.randint(0, 4))):
        jotting = (row, right + draw.choice((1, 2, 3)))
        here = _name(row, column)
        untidy[jotting] = draw.choice((f"={here}*1.1", f"={here}-{draw.randint(1, 99)}", 12.0))
    return untidy


LAYOUTS: tuple[Layout, ...] = (
    inventory, grades, quarters, model, loan, cash_book, lookups, sensitivity, departments, shares,
    alternating, timesheet, statement, forecast, by_hand, transposed, survey, overrides,
    mixed_total, two_methods, tiers, actuals,
)  # fmt: skip
