#!/usr/bin/env bash
# Two engines add a hidden row in SUBTOTAL(109) and AGGREGATE(9,5)
#
# Expect  SUBTOTAL(109,…) and AGGREGATE(9,5,…) are the totals without hidden rows: 10 +
#         5 with the row of 21 hidden.
# Happens betteroffice-xlsx and formualizer answer 36 to both; cellrune and formulon 15;
#         ironcalc 15 and #NAME?, as it has no AGGREGATE.
# Seen    2026-11-30 with cellrune 0.2.0, betteroffice-xlsx 0.2.1, formulon 0.18.0,
#         ironcalc 0.9.1, formualizer 0.13.0, openpyxl 3.1.5; Python 3.11.7, Linux
#         x86-64.
# Forms   Clerks hide the rows of last year and total the rest with 109. Two engines
#         that agree give the total the form does not show.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  cellrune==0.2.0 betteroffice-xlsx==0.2.1 formulon==0.18.0 ironcalc==0.9.1 formualizer==0.13.0 openpyxl==3.1.5
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

import cellrune
import formualizer
import formulon
import ironcalc
from betteroffice_xlsx import Workbook
from openpyxl import Workbook as New


def ask(path, cells):
    """Answers of five engines for cells of the first sheet, named as in A1."""
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
    book = ironcalc.load_from_xlsx(path, "en", "UTC", "en")
    book.evaluate()
    yield "ironcalc", [book.get_cell_value(0, row, column) for column, row in places]
    book = formualizer.load_workbook(path)
    book.evaluate_all()
    yield "formualizer", [book.evaluate_cell("表", row, column) for column, row in places]


new = New()
sheet = new.active
sheet.title = "表"
sheet["A1"] = 10
sheet["A2"] = 21
sheet["A3"] = 5
sheet["B1"] = "=SUBTOTAL(109,A1:A3)"
sheet["C1"] = "=AGGREGATE(9,5,A1:A3)"
sheet.row_dimensions[2].hidden = True
new.save("form.xlsx")

seen = dict(ask("form.xlsx", ["B1", "C1"]))
for engine, answers in seen.items():
    print(f"{engine} {version(engine)}: {answers}")
assert seen == {
    "cellrune": [15.0, 15.0],
    "betteroffice-xlsx": [36.0, 36.0],
    "formulon": [15.0, 15.0],
    "ironcalc": [15.0, "#NAME?"],
    "formualizer": [36.0, 36.0],
}, "the engines answer otherwise now"

print("as seen on 2026-11-30")
PY
