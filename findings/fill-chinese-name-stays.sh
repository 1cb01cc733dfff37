#!/usr/bin/env bash
# Inserting a row moves what refers to S!A4 and not what refers to 表!A4
#
# Expect  A row inserted above row 4 moves every reference to it, whatever the sheet is
#         called: 表!A4 becomes 表!A5, as S!A4 becomes S!A5.
# Happens wolfxl moves formulas and defined names for a sheet S and for a quoted name,
#         and leaves both as they were for an unquoted Chinese name. A name such as 表
#         needs no quotes.
# Seen    2026-11-30 with wolfxl 2.0.21, openpyxl 3.1.5; Python 3.11.7, Linux x86-64.
# Forms   Filling a form row by row: the total moves on, and the cell and the name that
#         show it keep pointing at the last line.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  wolfxl==2.0.21 openpyxl==3.1.5
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

import wolfxl
from openpyxl import Workbook, load_workbook
from openpyxl.workbook.defined_name import DefinedName

seen = {}
for title, reference in (("S", "S"), ("附表3-1", "'附表3-1'"), ("表", "表")):
    new = Workbook()
    sheet = new.active
    sheet.title = title
    for row, value in enumerate((0, 5, 6, "=SUM(A2:A3)"), 1):
        sheet.cell(row, 1, value)
    sheet["B1"] = f"={reference}!A4"
    new.defined_names["合计"] = DefinedName("合计", attr_text=f"{reference}!$A$4")
    new.save("form.xlsx")
    book = wolfxl.load_workbook("form.xlsx")
    book.worksheets[0].insert_rows(3)
    book.save("filled.xlsx")
    filled = load_workbook("filled.xlsx")
    seen[title] = (filled.active["B1"].value, filled.defined_names["合计"].attr_text)
print(f"wolfxl {version('wolfxl')}: {seen}")
assert seen == {
    "S": ("=S!A5", "S!$A$5"),
    "附表3-1": ("='附表3-1'!A5", "'附表3-1'!$A$5"),
    "表": ("=表!A4", "表!$A$4"),
}

print("as seen on 2026-11-30")
PY
