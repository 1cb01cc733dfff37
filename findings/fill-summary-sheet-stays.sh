#!/usr/bin/env bash
# Inserting a row moves the formulas of the sheet and not those of the summary sheet
#
# Expect  A row inserted into 附表3 moves the formulas that refer to it, on 附表3 and on
#         附表2: the total is in A5 now.
# Happens wolfxl and officework move =A4 on the sheet itself and leave the reference to
#         A4 and the sum of its lines on the other sheet as they were. excelize moves
#         both.
# Seen    2026-11-30 with wolfxl 2.0.21, officework 0.9.0, excelize 0.1.0, openpyxl
#         3.1.5; Python 3.11.7, Linux x86-64.
# Forms   The summary shows the last line as the total and sums one line too few, while
#         the form itself is right: a difference between 附表2 and 附表3 that no clerk made.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  wolfxl==2.0.21 officework==0.9.0 excelize==0.1.0 openpyxl==3.1.5
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

import excelize
import officework
import wolfxl
from openpyxl import Workbook, load_workbook

new = Workbook()
form = new.active
form.title = "附表3-1"
for row, value in enumerate((0, 5, 6, "=SUM(A2:A3)"), 1):
    form.cell(row, 1, value)
form["B1"] = "=A4"
summary = new.create_sheet("附表2")
summary["A1"] = "='附表3-1'!A4"
summary["A2"] = "=SUM('附表3-1'!A2:A3)"
new.save("form.xlsx")
book = wolfxl.load_workbook("form.xlsx")
book["附表3-1"].insert_rows(3)
book.save("wolfxl.xlsx")
book = officework.load_workbook("form.xlsx")
book["附表3-1"].insert_rows(3)
book.save("officework.xlsx")
book = excelize.open_file("form.xlsx")
book.insert_rows("附表3-1", 3, 1)
book.save_as("excelize.xlsx")
seen = {}
for package in ("wolfxl", "officework", "excelize"):
    filled = load_workbook(f"{package}.xlsx")
    summary = filled["附表2"]
    seen[package] = [filled["附表3-1"]["B1"].value, summary["A1"].value, summary["A2"].value]
    print(f"{package} {version(package)}: {seen[package]}")
left = ["=A5", "='附表3-1'!A4", "=SUM('附表3-1'!A2:A3)"]
assert seen == {
    "wolfxl": left,
    "officework": left,
    "excelize": ["=A5", "='附表3-1'!A5", "=SUM('附表3-1'!A2:A4)"],
}

print("as seen on 2026-11-30")
PY
