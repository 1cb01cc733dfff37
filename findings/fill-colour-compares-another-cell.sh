#!/usr/bin/env bash
# After a row is inserted the colour rule compares with a line instead of the total
#
# Expect  A rule colours amounts above the limit in B4, and a validation refuses them. A
#         row inserted above moves the limit to B5, for both.
# Happens wolfxl and excelize move the range of both and the limit of the validation,
#         but the colour rule still compares with B4, which is now the last amount.
# Seen    2026-11-30 with wolfxl 2.0.21, excelize 0.1.0, openpyxl 3.1.5; Python 3.11.7,
#         Linux x86-64.
# Forms   Blanks mark amounts over the budget red. Filled by these libraries they mark
#         the wrong ones, under a validation that still knows the limit.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  wolfxl==2.0.21 excelize==0.1.0 openpyxl==3.1.5
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

import excelize
import wolfxl
from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

new = Workbook()
sheet = new.active
sheet.title = "表"
for row, line in enumerate((("支出明细", "金额"), ("宣传费", 5), ("清运费", 6), ("限额", 10)), 1):
    sheet.cell(row, 1, line[0])
    sheet.cell(row, 2, line[1])
red = PatternFill("solid", bgColor="FFFF0000")
sheet.conditional_formatting.add("B2:B3", CellIsRule("greaterThan", formula=["$B$4"], fill=red))
sheet.add_data_validation(
    DataValidation("decimal", operator="lessThanOrEqual", formula1="$B$4", sqref="B2:B3")
)
new.save("form.xlsx")
book = wolfxl.load_workbook("form.xlsx")
book.active.insert_rows(3)
book.save("wolfxl.xlsx")
book = excelize.open_file("form.xlsx")
book.insert_rows("表", 3, 1)
book.save_as("excelize.xlsx")
seen = {}
for package in ("wolfxl", "excelize"):
    filled = load_workbook(f"{package}.xlsx").active
    (colour,) = filled.conditional_formatting
    (check,) = filled.data_validations.dataValidation
    seen[package] = [str(colour.sqref), colour.rules[0].formula[0], str(check.sqref), check.formula1]
    print(f"{package} {version(package)}: colour {seen[package][:2]}, validation {seen[package][2:]}")
moved = ["B2:B4", "$B$4", "B2:B4", "$B$5"]
assert seen == {"wolfxl": moved, "excelize": moved}

print("as seen on 2026-11-30")
PY
