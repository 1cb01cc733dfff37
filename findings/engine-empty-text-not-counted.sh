#!/usr/bin/env bash
# A formula that gives "" is a text for COUNTA and no text for COUNTIF "*" in one engine
#
# Expect  A cell holding ="" (the usual result of IF(…,"",…)) is an empty text: COUNTA
#         counts it, and so does COUNTIF(range,"*").
# Happens cellrune counts it in COUNTA (2 cells) and leaves it out of COUNTIF "*" and of
#         SUMIF "<>" (1 cell, 100); the other four count it everywhere (2 cells, 300).
# Seen    2026-11-30 with cellrune 0.2.0, betteroffice-xlsx 0.2.1, formulon 0.18.0,
#         ironcalc 0.9.1, formualizer 0.13.0, openpyxl 3.1.5; Python 3.11.7, Linux
#         x86-64.
# Forms   Forms that hide zeros with IF(…,"",…) count their filled rows with COUNTIF:
#         the number of indicators differs by the engine asked.
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
sheet["A1"] = "数量指标"
sheet["A2"] = '=IF(TRUE,"","x")'
sheet["B1"] = 100
sheet["B2"] = 200
sheet["C1"] = "=COUNTA(A1:A2)"
sheet["D1"] = '=COUNTIF(A1:A2,"*")'
sheet["E1"] = '=SUMIF(A1:A2,"<>",B1:B2)'
new.save("form.xlsx")

seen = dict(ask("form.xlsx", ["C1", "D1", "E1"]))
for engine, answers in seen.items():
    print(f"{engine} {version(engine)}: {answers}")
assert seen == {
    "cellrune": [2.0, 1.0, 100.0],
    "betteroffice-xlsx": [2.0, 2.0, 300.0],
    "formulon": [2.0, 2.0, 300.0],
    "ironcalc": [2.0, 2.0, 300.0],
    "formualizer": [2.0, 2.0, 300.0],
}, "the engines answer otherwise now"

print("as seen on 2026-11-30")
PY
