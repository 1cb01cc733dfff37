#!/usr/bin/env bash
# One engine knows the asterisk in COUNTIF and not in MATCH, VLOOKUP or SEARCH
#
# Expect  Where wildcards count, they count alike: 产出* finds 产出指标 in COUNTIF, MATCH,
#         VLOOKUP(…,0) and SEARCH.
# Happens betteroffice-xlsx counts one cell with COUNTIF, but MATCH and VLOOKUP answer
#         #N/A and SEARCH #VALUE!. The other four find it.
# Seen    2026-11-30 with cellrune 0.2.0, betteroffice-xlsx 0.2.1, formulon 0.18.0,
#         ironcalc 0.9.1, formualizer 0.13.0, openpyxl 3.1.5; Python 3.11.7, Linux
#         x86-64.
# Forms   Sheets that fetch a row by the beginning of its label get an error, and
#         IFERROR(…,0) turns the error into an amount of 0.
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
sheet["A1"] = "产出指标"
sheet["B1"] = 256
sheet["C1"] = '=COUNTIF(A1:A1,"产出*")'
sheet["D1"] = '=MATCH("产出*",A1:A1,0)'
sheet["E1"] = '=VLOOKUP("产出*",A1:B1,2,0)'
sheet["F1"] = '=SEARCH("出*标",A1)'
sheet["G1"] = '=IFERROR(VLOOKUP("产出*",A1:B1,2,0),0)'
new.save("form.xlsx")

seen = dict(ask("form.xlsx", ["C1", "D1", "E1", "F1", "G1"]))
for engine, answers in seen.items():
    print(f"{engine} {version(engine)}: {answers}")
assert seen == {
    "cellrune": [1.0, 1.0, 256.0, 2.0, 256.0],
    "betteroffice-xlsx": [1.0, "#N/A", "#N/A", "#VALUE!", 0.0],
    "formulon": [1.0, 1.0, 256.0, 2.0, 256.0],
    "ironcalc": [1.0, 1.0, 256.0, 2.0, 256.0],
    "formualizer": [1.0, 1.0, 256.0, 2.0, 256.0],
}, "the engines answer otherwise now"

print("as seen on 2026-11-30")
PY
