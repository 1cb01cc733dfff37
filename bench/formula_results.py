"""Formula cells without their stored results: how many are computed, how many wrongly.

    python bench/formula_results.py            # about 5,000 cells
    python bench/formula_results.py 60 7 1     # so many workbooks, another seed, shown

LibreOffice, where it is installed, computes the same workbooks; what it is known to compute unlike
Excel is left out. ``wrong``: a value was read that is another one than LibreOffice's; ``unknown``:
none was read, which is no mistake.
"""

from __future__ import annotations

import datetime as dt
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from decimal import Decimal
from pathlib import Path

import formula_books
import formula_sheets
from openpyxl import Workbook, load_workbook

from xlform.formats.source import read_file
from xlform.formula.same_value import same_value
from xlform.grid.model import CellError, CellValue

Contents = dict[tuple[int, int], object]
_ROWS = 24
# Formulas over the columns of a table: A code, B text, C and D amounts, E a day, F a small number,
# G blank here and there, H a text number; {r} is the row, {n} the last one.
FORMULAS = """
C{r}+D{r} | C{r}-D{r}*2 | C{r}/D{r} | (C{r}+D{r})/2 | C{r}^2 | -C{r}+D{r} | C{r}*0.13 | C{r}%
SUM(C$2:C{r}) | SUM(C2:D{n}) | SUM(C{r}:G{r}) | SUM(C{r},D{r},F{r}) | SUM($C$2:$C${n})-C{r}
AVERAGE(C2:C{r}) | AVERAGE(G2:G{n}) | MAX(C$2:D{r}) | MIN(C{r},D{r},100) | COUNT(B2:G{r})
COUNTA(B2:H{r}) | COUNTBLANK(G2:G{n}) | MEDIAN(C2:C{n}) | STDEV(C2:C{n}) | VAR(D2:D{n})
STDEVP(C2:C{n}) | SUMSQ(F2:F{n}) | PRODUCT(F2:F6) | LARGE(C2:C{n},{k}) | SMALL(D2:D{n},{k})
RANK(C{r},C$2:C${n}) | RANK(C{r},C$2:C${n},1) | PERCENTILE(C2:C{n},0.9) | QUARTILE(C2:C{n},1)
ROUND(C{r}/3,2) | ROUND(C{r},-2) | ROUNDUP(D{r}/7,1) | ROUNDDOWN(D{r}/7,1) | INT(C{r}/10)
TRUNC(D{r}/6,1) | MOD(A{r},7) | MOD(-A{r},5) | ABS(D{r}-C{r}) | SIGN(C{r}-D{r}) | SQRT(C{r})
EXP(F{r}/10) | LN(C{r}) | LOG10(D{r}) | LOG(C{r},2) | PI()*F{r} | POWER(F{r},3) | SIN(F{r})
CEILING(C{r},5) | FLOOR(C{r},5) | EVEN(F{r}) | ODD(F{r}) | FACT(F{r}) | GCD(A{r},12) | QUOTIENT(A{r},4)
IF(C{r}>D{r},"more","less") | IF(G{r}="","none",G{r}*2) | IF(AND(C{r}>50,D{r}>50),1,0)
IF(OR(F{r}<3,F{r}>7),C{r},D{r}) | IF(NOT(C{r}>D{r}),1,2) | IF(F{r}>8,"A",IF(F{r}>5,"B","C"))
IF(ISBLANK(G{r}),0,1) | IF(ISNUMBER(H{r}),1,0) | IF(ISERROR(C{r}/G{r}),0,C{r}/G{r})
IFERROR(C{r}/G{r},0) | IFERROR(VLOOKUP(B{r},B2:D9,2,FALSE),"?") | IF(C{r}>0,C{r}) | IF(G{r},1,0)
VLOOKUP(A{r},$A$2:$F${n},3,FALSE) | VLOOKUP(F{r},$J$2:$K$5,2) | HLOOKUP("Amount",$B$1:$E$9,3,FALSE)
INDEX(C$2:C${n},{k}) | INDEX($A$2:$F${n},{k},4) | MATCH(A{r},A$2:A${n},0) | MATCH(F{r},$J$2:$J$5,1)
INDEX(D$2:D${n},MATCH(B{r},B$2:B${n},0)) | LOOKUP(F{r},$J$2:$J$5,$K$2:$K$5) | CHOOSE(MOD(A{r},3)+1,"x","y","z")
SUMIF(B$2:B${n},B{r},C$2:C${n}) | SUMIF(C$2:C${n},">500") | COUNTIF(B$2:B${n},B{r}) | COUNTIF(F2:F{n},"<5")
COUNTIF(B2:B{n},"No*") | SUMIFS(C2:C{n},B2:B{n},B{r},F2:F{n},">3") | COUNTIFS(B2:B{n},B{r},F2:F{n},"<=6")
AVERAGEIF(B2:B{n},B{r},D2:D{n}) | SUMPRODUCT(C2:C{n},D2:D{n}) | SUMPRODUCT((B2:B{n}=B{r})*C2:C{n})
SUMPRODUCT(--(C2:C{n}>D2:D{n})) | SUBTOTAL(9,C2:C{r}) | SUBTOTAL(1,D2:D{n}) | SUBTOTAL(109,C2:C{n})
LEFT(B{r},2) | RIGHT(B{r},3) | MID(B{r},2,2) | LEN(B{r}) | UPPER(B{r}) | LOWER(B{r}) | PROPER(B{r})
B{r}&"-"&A{r} | CONCATENATE(B{r}," ",F{r}) | TRIM("  "&B{r}&" ") | SUBSTITUTE(B{r},"o","0") | REPT("*",F{r})
FIND("o",B{r}) | SEARCH("O",B{r}) | EXACT(B{r},B2) | VALUE(H{r}) | H{r}+1 | H{r}*C{r} | C{r}&"" | T(B{r}) | N(C{r})
TEXT(C{r},"0.00") | TEXT(C{r},"#,##0") | TEXT(F{r}/10,"0%") | TEXT(E{r},"yyyy-mm-dd") | CHAR(65+F{r}) | CODE(B{r})
YEAR(E{r}) | MONTH(E{r}) | DAY(E{r}) | WEEKDAY(E{r}) | E{r}+30 | E{r}-E2 | DATE(YEAR(E{r}),MONTH(E{r})+1,1)
EOMONTH(E{r},0) | EDATE(E{r},2) | DATEDIF(E2,E2+A{r},"d") | IF(E{r}>DATE(2020,6,30),1,0)
NETWORKDAYS(E2,E2+A{r}) | YEARFRAC(E2,E{r}) | DATE(2020,F{r},A{r}) | WEEKDAY(E{r},2) | TIME(F{r},30,0)
PMT(0.05/12,A{r},-C{r}) | FV(0.04,F{r},-C{r}) | PV(0.06,F{r},-D{r}) | NPER(0.01,-50,C{r}) | NPV(0.1,C2:C{r})
IPMT(0.01,1,12,-C{r}) | SLN(C{r},10,F{r}) | RATE(12,-C{r}/10,C{r}) | DB(C{r},10,5,1) | IRR(L2:L7)
ROW() | ROW(C{r}) | COLUMN() | ROWS(C2:C{r}) | COLUMNS(B2:E2) | ADDRESS({r},3) | SUM(OFFSET(C$1,1,0,{k},1))
SUM(INDIRECT("C2:C"&{r})) | SUM(C2:INDEX(C2:C{n},{k})) | C{r}=D{r} | C{r}>=D{r} | B{r}="North" | B{r}<>B2
C{r}>100 | (C{r}>100)*1 | (C{r}>100)+(D{r}>100) | TRUE | NOT(TRUE) | ISTEXT(B{r}) | ISEVEN(A{r})
SUM(C{r}:D{r})*1.1 | SUM(C{r}:D{r})/SUM(C$2:D${n}) | ROUND(SUM(C{r}:D{r})*0.0825,2) | MAX(0,C{r}-500) | C{r}-MIN(C{r},200)
SUM(other!A1:A5) | other!B{k}*C{r} | SUM(other!A1:B{k}) | VLOOKUP({k},other!A1:B9,2,FALSE)
rate*C{r} | SUM(amounts) | COUNT(amounts)*rate | AVERAGE(C2:C{n},G2:G{n}) | TRIMMEAN(C2:C{n},0.2) | CORREL(C2:C{n},D2:D{n})
SLOPE(C2:C{n},D2:D{n}) | INTERCEPT(C2:C{n},D2:D{n}) | FORECAST(F{r},C2:C{n},D2:D{n}) | AVEDEV(C2:C{n}) | GEOMEAN(C2:C{n})
FREQUENCY(F2:F{n},5) | SUMXMY2(C2:C{n},D2:D{n}) | ROMAN(A{r}) | FIXED(C{r},1) | DOLLAR(C{r})
SUM(B2:H{n}) | SUM(H2:H{n}) | AVERAGE(B2:C{n}) | MAX(H2:H{n}) | COUNT(H2:H{n}) | SUM(C:C) | SUM(2:2)-SUM(2:2) | SUMIF(C:C,">100",D:D)
COUNTIF(H2:H{n},H{r}) | COUNTIF(H2:H{n},">100") | COUNTIF(G2:G{n},"") | COUNTIF(G2:G{n},"<>") | COUNTIF(B2:B{n},"<>North") | COUNTIF(B2:B{n},"*o*")
COUNTIF(G2:G{n},0) | COUNTIF(B2:B{n},"?ast") | SUMIF(B2:B{n},"S*",C2:C{n}) | SUMIF(G2:G{n},"<10") | COUNTIF(E2:E{n},">="&DATE(2021,1,1)) | SUMIF(H2:H{n},H{r},C2:C{n})
VLOOKUP("S*",B2:D{n},2,FALSE) | VLOOKUP(H{r},H2:H{n},1,FALSE) | MATCH("zz",B2:B{n},0) | MATCH(1E9,C2:C{n},1) | MATCH(10,F2:F{n},-1) | LOOKUP(1E9,C2:C{n}) | INDEX(C2:D{n},{k},0)
AND(C2:C{n}>0) | AND(C{r},D{r}) | OR(G{r},F{r}>4) | AND(B{r}<>"",C{r}>0) | IF(AND(G{r}>=0,G{r}<10),"low","high") | SUM(IF(C{r}>0,1,0),IF(D{r}>0,1,0))
ROUND(2.5,0) | ROUND(-2.5,0) | ROUND(1.005,2) | INT(-C{r}) | MOD(C{r},1) | MOD(5.5,-2) | C{r}/3*3 | 0.1+0.2-0.3 | (C{r}*100)/100=C{r} | 1/3 | 10^15+C{r} | 2^0.5 | -2^2 | C{r}*1E-9
E{r}+0.5 | E{r}=E2 | MAX(E2:E{n}) | MIN(E2:E{n}) | MAX(E2:E{n})-MIN(E2:E{n}) | E{r}&"" | YEAR(E{r})*100+MONTH(E{r}) | IF(E{r}>E2,E{r},E2) | COUNT(E2:E{n}) | SUM(E2:E3) | AVERAGE(E2:E3)
TEXT(E{r},"mmm") | TEXT(E{r},"dddd") | TEXT(C{r},"$#,##0.00") | TEXT(C{r},"0.0%") | TEXT(A{r},"000") | TEXT(-C{r},"0;(0)") | TEXT(C{r},"0.00E+00") | TEXT(B{r},"0.0") | VALUE("1,234.5") | VALUE("12%") | VALUE("abc") | VALUE("$5")
B{r}+1 | B{r}&G{r} | G{r}+C{r} | G{r}*D{r}+1 | -G{r} | G{r}>5 | G{r}="" | LEN(G{r}) | LEN(C{r}) | LEFT(C{r},2) | C{r}&"%" | B{r}>C{r} | B2>B{r} | B{r}=UPPER(B{r})
SUBTOTAL(9,C2:C{n})+SUBTOTAL(9,D2:D{n}) | SUBTOTAL(2,B2:G{n}) | SUBTOTAL(3,B2:H{n}) | SUBTOTAL(4,C2:C{n}) | SUBTOTAL(5,D2:D{n}) | SUBTOTAL(7,C2:C{n}) | SUM(C2:C{n} 5:5)
IF(C{r}>D{r},,5) | IF(C{r}>0,"") | IF("",1,2) | IF(B{r},1,2) | IFERROR(1/G{r},"n/a") | ISERROR(B{r}+1) | ISNA(NA()) | ISBLANK(B{r}) | ISTEXT(H{r}) | ISNUMBER(E{r}) | TYPE(C{r}) | CELL("row",C{r}) | INFO("numfile") | ERROR.TYPE(NA())
PRODUCT(F{r},G{r}) | PRODUCT(G2:G{n}) | SUMPRODUCT(C2:C{n},G2:G{n}) | SUMPRODUCT((F2:F{n}>3)*(D2:D{n}<900)) | SUMPRODUCT(C2:C{n}/D2:D{n}) | AVERAGE(G2:G3) | STDEV(C{r}) | VAR(C2:C{n},D2:D{n})
CONCATENATE(C{r}," / ",D{r}) | SUBSTITUTE(B{r},"th","",1) | REPLACE(B{r},1,2,"XX") | FIND("zz",B{r}) | MID(B{r},0,2) | RIGHT(B{r},99) | TRIM(" a  b ") | CLEAN(B{r}) | CODE("é") | CHAR(10) | REPT("ab",3) | PROPER("o'neil mc") | EXACT("a","A")
PMT(0.01,F{r},C{r},0,1) | PPMT(0.01,1,12,C{r}) | CUMIPMT(0.01,12,1000,1,12,0) | NPV(0.08,C2:C6)+C7 | MIRR(L2:L7,0.1,0.12) | EFFECT(0.05,12) | SYD(1000,100,5,2) | DDB(1000,100,5,2) | XNPV(0.1,L2:L7,E2:E7) | IRR(L2:L7,0.2)
MROUND(A{r},3) | COMBIN(F{r}+5,3) | DEGREES(F{r}) | RADIANS(A{r}) | ATAN2(C{r},D{r}) | TANH(F{r}/9) | 7/0 | B{r}*2 | NA()
C{r}&D{r} | A{r}&" "&TEXT(C{r},"0.0") | IF(B{r}="north","y","n") | "a"<"B" | 1+TRUE | "3"*2 | G{r}*1 | G{r}&"x" | G{r}=0
"""  # noqa: E501  (one kind of formula a line)


def functions_table(draw: random.Random) -> dict[str, Contents]:
    """Return a table of every kind of cell, and a formula of each kind in a row of its own."""
    cells: Contents = {}
    for column, head in enumerate(("No", "Region", "Amount", "Cost", "Day", "Grade", "Note"), 1):
        cells[1, column] = head
    for row in range(2, _ROWS + 2):
        cells[row, 1] = row - 1
        cells[row, 2] = draw.choice(("North", "South", "East", "Northwest"))
        cells[row, 3] = round(draw.uniform(1, 1500), draw.choice((0, 1, 2)))
        cells[row, 4] = round(draw.uniform(1, 1500), 2)
        cells[row, 5] = dt.date(2020, 1, 1) + dt.timedelta(days=draw.randint(0, 900))
        cells[row, 6] = draw.randint(1, 9)
        if draw.random() < 0.6:
            cells[row, 7] = draw.randint(0, 40)
        cells[row, 8] = str(draw.randint(1, 900))
    for row, (least, mark) in enumerate(((0, 10), (3, 20), (6, 30), (8, 40)), 2):
        cells[row, 10], cells[row, 11] = least, mark
    for row, paid in enumerate((-1000, 300, 300, 300, 300, 200), 2):
        cells[row, 12] = paid
    cells[2, 13], cells[3, 13], cells[4, 13] = 1, True, "4"
    for number, text in enumerate(one.strip() for one in re.split(r"[|\n]", FORMULAS.strip())):
        row = draw.randint(2, _ROWS + 1)
        filled = text.replace("{r}", str(row)).replace("{n}", str(_ROWS + 1))
        cells[row, 20 + number] = "=" + filled.replace("{k}", str(draw.randint(1, 8)))
    other: Contents = {(n, c): n * c + draw.randint(0, 9) for n in range(1, 10) for c in (1, 2)}
    other |= {(n, 1): n for n in range(1, 10)}
    return {"table": cells, "other": other}


def _books(count: int, seed: int) -> list[dict[str, Contents]]:
    draw = random.Random(seed)  # noqa: S311  (made-up sheets, no secrets)
    found: list[dict[str, Contents]] = []
    for number in range(count):
        kind = number % 3
        if kind == 0:
            found.append(functions_table(draw))
        elif kind == 1:
            book, _ = formula_books.book_of(draw, number)
            formula_books.untidied(draw, book)
            sheets: dict[str, Contents] = {}
            for (sheet, row, column), content in book.cells.items():
                sheets.setdefault(sheet, {})[row, column] = content
            found.append(sheets)
        else:
            layout = formula_sheets.LAYOUTS[number % len(formula_sheets.LAYOUTS)]
            found.append({"Sheet1": dict(formula_sheets.untidied(draw, layout(draw)))})
    return found


def _write(sheets: dict[str, Contents], path: Path) -> None:
    from openpyxl.workbook.defined_name import DefinedName  # noqa: PLC0415

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, cells in sheets.items():
        sheet = book.create_sheet(name)
        for (row, column), content in cells.items():
            sheet.cell(row, column, content)
    if "table" in sheets:
        book.defined_names["rate"] = DefinedName("rate", attr_text="other!$B$2")
        book.defined_names["amounts"] = DefinedName("amounts", attr_text="table!$C$2:$C$9")
    book.save(path)


def _office(folder: Path, paths: list[Path]) -> Path:
    out = folder / "computed"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out)]
    subprocess.run([*command, *map(str, paths)], check=True, capture_output=True)
    return out


def main(count: int, seed: int, shown: int) -> None:
    outcomes: Counter[str] = Counter()
    by_function: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = []
        for number, sheets in enumerate(_books(count, seed)):
            paths.append(folder / f"book{number}.xlsx")
            _write(sheets, paths[-1])
        computed = _office(folder, paths)
        for path in paths:
            right = load_workbook(computed / path.name, data_only=True)
            formulas = load_workbook(path)
            _, grid = read_file(path)
            for sheet in grid.sheets:
                for (row, column), cell in sheet.cells.items():
                    formula = formulas[sheet.name].cell(row, column).value
                    if not cell.formula:
                        continue
                    want = _value(right[sheet.name].cell(row, column).value)
                    outcome = _outcome(cell.value, want)
                    outcomes[outcome] += 1
                    kind = ",".join(sorted(set(re.findall(r"[A-Z][A-Z0-9]+(?=\()", str(formula)))))
                    by_function.setdefault(kind, Counter())[outcome] += 1
                    if shown and outcome != "right" and (shown > 1 or outcome == "wrong"):
                        print(outcome, path.stem, formula, "ours", cell.value, "office", want)
    total = outcomes.total()
    for outcome, number in sorted(outcomes.items()):
        print(f"{outcome:8} {number:6} of {total}  {number / total:.2%}")
    unknown = {kind: one["unknown"] for kind, one in by_function.items() if one["unknown"]}
    print("unknown", dict(sorted(unknown.items(), key=lambda one: -one[1])[:30]))


def _value(content: object) -> CellValue:  # noqa: PLR0911  (a kind of content each)
    match content:
        case bool():
            return content
        case int() | float():
            return Decimal(str(content))
        case dt.datetime():
            return content.date()
        case dt.time():
            return Decimal(str((content.hour * 60 + content.minute) / 1440))
        case dt.timedelta():
            return Decimal(str(content / dt.timedelta(days=1)))
    if isinstance(content, str) and content.startswith("#"):
        return CellError(content)
    return content if isinstance(content, str) else None


def _outcome(ours: CellValue, office: CellValue) -> str:
    if ours is None:
        return "unknown"
    return "right" if same_value(ours, office if office is not None else "") else "wrong"


if __name__ == "__main__":
    numbers = [int(text) for text in sys.argv[1:]]
    main(*([*numbers, *(45, 1, 0)[len(numbers) :]]))
