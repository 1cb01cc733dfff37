#!/usr/bin/env bash
# A line without a label is left out of “all but 合计” in one engine
#
# Expect  SUMIF(…,"<>合计",…) adds every line whose label is not 合计, also a line without
#         a label: 10 + 20 + 5 = 35, three lines, 11.67 on average.
# Happens ironcalc leaves the blank label out: 15, two lines, 7.5. The other four answer
#         35. SUMPRODUCT((A1:A4<>"合计")*B1:B4) is 35 in ironcalc too.
# Seen    2026-12-01 with cellrune 0.2.0, betteroffice-xlsx 0.2.1, formulon 0.18.0,
#         ironcalc 0.9.1, formualizer 0.13.0, openpyxl 3.1.5; Python 3.11.7, Linux
#         x86-64.
# Forms   A merged 二级指标 leaves the cells under it blank. The lines there drop out of
#         the sum, and the total typed below it no longer agrees.
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
for row in (("质量指标", 10), (None, 20), ("时效指标", 5), ("合计", 35)):
    sheet.append(row)
sheet["C1"] = '=SUMIF(A1:A4,"<>合计",B1:B4)'
sheet["C2"] = '=COUNTIF(A1:A4,"<>合计")'
sheet["C3"] = '=ROUND(AVERAGEIF(A1:A4,"<>合计",B1:B4),2)'
sheet["C4"] = '=SUMPRODUCT((A1:A4<>"合计")*B1:B4)'
new.save("form.xlsx")

seen = dict(ask("form.xlsx", ["C1", "C2", "C3", "C4"]))
for engine, answers in seen.items():
    print(f"{engine} {version(engine)}: {answers}")
assert seen == {
    "cellrune": [35.0, 3.0, 11.67, 35.0],
    "betteroffice-xlsx": [35.0, 3.0, 11.67, 35.0],
    "formulon": [35.0, 3.0, 11.67, 35.0],
    "ironcalc": [15.0, 2.0, 7.5, 35.0],
    "formualizer": [35.0, 3.0, 11.67, 35.0],
}, "the engines answer otherwise now"

print("as seen on 2026-12-01")
PY
