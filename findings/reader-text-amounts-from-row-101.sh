#!/usr/bin/env bash
# An amount with its unit below row 100 is read as missing
#
# Expect  A column of 150 numbers with one 95万元 in row 120 is mixed: the reader keeps
#         the text, or fails.
# Happens polars.read_excel settles on a column of floats after 100 rows and reads 95万元
#         as null, without a message. With fastexcel, the library underneath, and with
#         engine="openpyxl" the column is text and 95万元 is there.
# Seen    2026-11-30 with polars 2.1.0, fastexcel 0.21.0, openpyxl 3.1.5, XlsxWriter
#         3.3.1, pyarrow 26.0.1; Python 3.11.7, Linux x86-64.
# Forms   In a list of all units, what a careless unit typed is a blank if the unit
#         stands low enough, and the total is short by it.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  polars==2.1.0 fastexcel==0.21.0 openpyxl==3.1.5 XlsxWriter==3.3.1 pyarrow==26.0.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

import fastexcel
import polars
import xlsxwriter

with xlsxwriter.Workbook("units.xlsx") as book:
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["单位", "金额"])
    for row in range(1, 151):
        sheet.write_row(row, 0, [f"单位{row}", row + 0.5])
    sheet.write(120, 1, "95万元")
frames = {
    "polars": polars.read_excel("units.xlsx"),
    "polars, openpyxl": polars.read_excel("units.xlsx", engine="openpyxl"),
    "fastexcel": fastexcel.read_excel("units.xlsx").load_sheet(0).to_polars(),
}
seen = {name: frame["金额"][119] for name, frame in frames.items()}
print(f"polars {version('polars')}, fastexcel {version('fastexcel')}: {seen}")
assert seen == {"polars": None, "polars, openpyxl": "95万元", "fastexcel": "95万元"}

print("as seen on 2026-11-30")
PY
