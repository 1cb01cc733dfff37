#!/usr/bin/env bash
# A number under a merged cell counts in four engines and not in the fifth
#
# Expect  A cell covered by a merge may still hold a value; a sum over the range counts
#         it, as LibreOffice does: 1 + 9.
# Happens ironcalc forgets covered values on loading and answers 1. The other four
#         answer 10. (openpyxl, too, gives None for the covered cell.)
# Seen    2026-11-30 with cellrune 0.2.0, betteroffice-xlsx 0.2.1, formulon 0.18.0,
#         ironcalc 0.9.1, formualizer 0.13.0, openpyxl 3.1.5; Python 3.11.7, Linux
#         x86-64.
# Forms   Merging a column of amounts in WPS or by a program leaves values underneath.
#         The sum of a form differs from the cells anybody sees, or from the file.
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
from openpyxl.worksheet.cell_range import CellRange


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
sheet["A1"] = 1
sheet["A2"] = 9
sheet["B1"] = "=SUM(A1:A2)"
sheet.merged_cells.ranges.add(CellRange("A1:A2"))  # merge_cells would empty A2
new.save("form.xlsx")

seen = dict(ask("form.xlsx", ["B1"]))
for engine, answers in seen.items():
    print(f"{engine} {version(engine)}: {answers}")
assert seen == {
    "cellrune": [10.0],
    "betteroffice-xlsx": [10.0],
    "formulon": [10.0],
    "ironcalc": [1.0],
    "formualizer": [10.0],
}, "the engines answer otherwise now"

print("as seen on 2026-11-30")
PY
