#!/usr/bin/env bash
# A computed column of a table sums to 0 in one engine if the sum stands before the table
#
# Expect  SUM(项目[金额]) adds the column 金额 of the table 项目: 20 + 60 = 80, like
#         SUM(E2:E3) over the same cells, wherever the formula stands.
# Happens formulon answers 0 above the lines of the table and 80 below them: the column
#         is read before its own formulas have run. SUM(E2:E3) is 80 in both places, a
#         second recalculation changes nothing, and columns of plain numbers are right.
#         cellrune and betteroffice-xlsx answer 80 everywhere.
# Seen    2026-12-01 with cellrune 0.2.0, betteroffice-xlsx 0.2.1, formulon 0.18.0,
#         openpyxl 3.1.5; Python 3.11.7, Linux x86-64.
# Forms   A summary sheet comes first and adds the amounts of a list that is a table. The
#         total is a plain 0, not an error, beside the lines that make 80.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  cellrune==0.2.0 betteroffice-xlsx==0.2.1 formulon==0.18.0 openpyxl==3.1.5
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

import cellrune
import formulon
from betteroffice_xlsx import Workbook
from openpyxl import Workbook as New
from openpyxl.worksheet.table import Table


def ask(path, cells):
    """Answers of three engines for cells of the first sheet, named as in A1."""
    places = [(ord(cell[0]) - 64, int(cell[1:])) for cell in cells]
    book = cellrune.Workbook.open_path(path)
    targets = [{"sheet": "表", "start": cell} for cell in cells]
    found = {
        one["cell"]["address"]: one["result"]["value"]["value"]
        for one in book.calculate_targets(targets)["cells"]
    }
    yield "cellrune", [found[cell] for cell in cells]
    book = Workbook.open_recalculated(open(path, "rb").read())
    values = [book.value(0, cell) for cell in cells]
    yield "betteroffice-xlsx", [getattr(value, "code", value) for value in values]
    with formulon.Workbook.load(open(path, "rb").read()) as book:
        book.recalc()
        values = [book.get_value(0, row - 1, column - 1) for column, row in places]
        yield "formulon", [
            f"error {value.error_code}" if value.kind.name == "ERROR" else value.to_python()
            for value in values
        ]


new = New()
sheet = new.active
sheet.title = "表"
for row in (("名称", "数量", "单价", "金额"), ("甲", 10, 2, "=C2*D2"), ("乙", 20, 3, "=C3*D3")):
    sheet.append((None, *row))
sheet.add_table(Table(displayName="项目", ref="B1:E3"))
sheet["A1"] = "=SUM(项目[金额])"
sheet["A2"] = "=SUM(E2:E3)"
sheet["A3"] = "=SUM(项目[数量])"
sheet["A4"] = "=SUM(项目[金额])"
new.save("form.xlsx")

seen = dict(ask("form.xlsx", ["A1", "A2", "A3", "A4"]))
for engine, answers in seen.items():
    print(f"{engine} {version(engine)}: {answers}")
assert seen == {
    "cellrune": [80.0, 80.0, 30.0, 80.0],
    "betteroffice-xlsx": [80.0, 80.0, 30.0, 80.0],
    "formulon": [0.0, 80.0, 30.0, 80.0],
}, "the engines answer otherwise now"

print("as seen on 2026-12-01")
PY
