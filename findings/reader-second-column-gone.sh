#!/usr/bin/env bash
# Of an .xlsb that SheetJS wrote one reader gives the first column, another no cell at all
#
# Expect  In an .xlsb a cell behind another may leave its column out: it then has a record
#         of its own kind (BrtShortReal and others). The sheet reads as it was written.
# Happens SheetJS writes every cell but the first of a row so. python-calamine reads 项目, 甲,
#         合计 and no amounts, as if the sheet had one column. pyxlsb reads the places, each
#         of them None, the first column as well. Neither raises.
# Seen    2026-12-01 with xlsx (SheetJS) 0.18.5, python-calamine 0.9.1, pyxlsb 1.0.10;
#         node 20.20.2, Python 3.11.7, Linux x86-64.
# Forms   Platforms in a browser save with SheetJS. A submission comes in without its
#         amounts, and sums over it are 0 or blank rather than an error.
# Needs   node and npm, and pip with a package index.
set -euo pipefail
for program in node npm; do
  command -v "$program" >/dev/null || { echo "needs node and npm" >&2; exit 2; }
done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  python-calamine==0.9.1 pyxlsb==1.0.10
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" xlsx@0.18.5
node - <<'JS'
const XLSX = require("xlsx");
const sheet = XLSX.utils.aoa_to_sheet([["项目", "金额"], ["甲", 445.4], ["合计", 445.4]]);
const book = XLSX.utils.book_new();
XLSX.utils.book_append_sheet(book, sheet, "表");
XLSX.writeFile(book, "form.xlsb");
console.log(`SheetJS ${XLSX.version} wrote form.xlsb`);
JS
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

from python_calamine import CalamineWorkbook
from pyxlsb import open_workbook

with open_workbook("form.xlsb") as book, book.get_sheet(1) as sheet:
    seen = {"pyxlsb": [[cell.v for cell in row] for row in sheet.rows()]}
book = CalamineWorkbook.from_path("form.xlsb")
seen["python-calamine"] = book.get_sheet_by_index(0).to_python()
for package, rows in seen.items():
    print(f"{package} {version(package)}: {rows}")
assert seen == {
    "pyxlsb": [[None, None], [None, None], [None, None]],
    "python-calamine": [["项目"], ["甲"], ["合计"]],
}

print("as seen on 2026-12-01")
PY
