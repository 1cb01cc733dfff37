#!/usr/bin/env bash
# One engine leaves the scaling comma of TEXT out: 445.40 becomes 445400.00
#
# Expect  A comma at the end of a number format divides by a thousand:
#         TEXT(445400,"0.00,") is 445.40 and TEXT(445.4,"0.0,") is 0.4.
# Happens betteroffice-xlsx ignores the comma: 445400.00 and 445.4. ironcalc scales, but
#         writes 0.5 for 445.4 (0.4454). The others write 445.40 and 0.4.
# Seen    2026-11-30 with cellrune 0.2.0, betteroffice-xlsx 0.2.1, formulon 0.18.0,
#         ironcalc 0.9.1, formualizer 0.13.0, openpyxl 3.1.5; Python 3.11.7, Linux
#         x86-64.
# Forms   Sheets kept in 元 show 千元 or 万元 by such formats. The sentence built with TEXT
#         says a thousand times the amount.
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
sheet["A1"] = 445400
sheet["A2"] = 445.4
sheet["B1"] = '=TEXT(A1,"0.00,")'
sheet["C1"] = '=TEXT(A2,"0.0,")'
new.save("form.xlsx")

seen = dict(ask("form.xlsx", ["B1", "C1"]))
for engine, answers in seen.items():
    print(f"{engine} {version(engine)}: {answers}")
assert seen == {
    "cellrune": ["445.40", "0.4"],
    "betteroffice-xlsx": ["445400.00", "445.4"],
    "formulon": ["445.40", "0.4"],
    "ironcalc": ["445.40", "0.5"],
    "formualizer": ["445.40", "0.4"],
}, "the engines answer otherwise now"

print("as seen on 2026-11-30")
PY
