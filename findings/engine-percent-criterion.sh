#!/usr/bin/env bash
# “How many reach 90%” is 0 in two engines, by how the limit is written
#
# Expect  COUNTIF(…,">=90%") reads the limit as the number 0.9, as the same text is read
#         where it is typed into a cell. Of 0.95, 0.85 and 0.9 two reach it, and the
#         amounts beside them make 15.
# Happens ironcalc and formualizer compare with the text 90% and find nothing: 0, 0, and
#         0 for "<90%" as well, so no rate is below the limit either. With ">=0.9" they
#         answer 2. cellrune, betteroffice-xlsx and formulon answer 2, 15, 1 and 2.
# Seen    2026-12-01 with cellrune 0.2.0, betteroffice-xlsx 0.2.1, formulon 0.18.0,
#         ironcalc 0.9.1, formualizer 0.13.0, openpyxl 3.1.5; Python 3.11.7, Linux
#         x86-64.
# Forms   Rates of completion are compared with limits written as percentages. A summary
#         by such a formula says that no indicator was reached, and that none was missed.
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
for row in ((0.95, 10), (0.85, 20), (0.9, 5)):
    sheet.append(row)
sheet["C1"] = '=COUNTIF(A1:A3,">=90%")'
sheet["C2"] = '=SUMIF(A1:A3,">=90%",B1:B3)'
sheet["C3"] = '=COUNTIF(A1:A3,"<90%")'
sheet["C4"] = '=COUNTIF(A1:A3,">=0.9")'
new.save("form.xlsx")

seen = dict(ask("form.xlsx", ["C1", "C2", "C3", "C4"]))
for engine, answers in seen.items():
    print(f"{engine} {version(engine)}: {answers}")
assert seen == {
    "cellrune": [2.0, 15.0, 1.0, 2.0],
    "betteroffice-xlsx": [2.0, 15.0, 1.0, 2.0],
    "formulon": [2.0, 15.0, 1.0, 2.0],
    "ironcalc": [0.0, 0.0, 0.0, 2.0],
    "formualizer": [0.0, 0.0, 0.0, 2.0],
}, "the engines answer otherwise now"

print("as seen on 2026-12-01")
PY
