#!/usr/bin/env bash
# LOOKUP(1,0/(…)) fetches the first match in three engines of five, where the last is meant
#
# Expect  LOOKUP(1,0/(range="甲"),amounts) is the widely taught way to fetch the last
#         match: errors are skipped, so the answer is 300.
# Happens ironcalc and formualizer answer 100, the first match. formulon answers 100 in
#         row 1 and #VALUE! (error 2) in row 5, by the row the formula stands in.
#         cellrune and betteroffice-xlsx answer 300.
# Seen    2026-11-30 with cellrune 0.2.0, betteroffice-xlsx 0.2.1, formulon 0.18.0,
#         ironcalc 0.9.1, formualizer 0.13.0, openpyxl 3.1.5; Python 3.11.7, Linux
#         x86-64.
# Forms   Three independent engines agree on a wrong amount, without an error to warn
#         anybody. The idiom stands in many ledgers that forms are filled from.
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
sheet["A1"] = "甲"
sheet["A2"] = "乙"
sheet["A3"] = "甲"
sheet["B1"] = 100
sheet["B2"] = 200
sheet["B3"] = 300
sheet["C1"] = '=LOOKUP(1,0/(A1:A3="甲"),B1:B3)'
sheet["C5"] = '=LOOKUP(1,0/(A1:A3="甲"),B1:B3)'
new.save("form.xlsx")

seen = dict(ask("form.xlsx", ["C1", "C5"]))
for engine, answers in seen.items():
    print(f"{engine} {version(engine)}: {answers}")
assert seen == {
    "cellrune": [300.0, 300.0],
    "betteroffice-xlsx": [300.0, 300.0],
    "formulon": [100.0, "error 2"],
    "ironcalc": [100.0, 100.0],
    "formualizer": [100.0, 100.0],
}, "the engines answer otherwise now"

print("as seen on 2026-11-30")
PY
