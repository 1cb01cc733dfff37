#!/usr/bin/env bash
# Opening and saving drops the colour rules that compare with a cell, and keeps those with a number
#
# Expect  Conditional formats survive when a workbook is opened and saved without a
#         change, whatever they compare with.
# Happens officework keeps the rule “greater than 10” and drops “greater than $B$1”,
#         without a message; the validation with the same limit is kept.
# Seen    2026-11-30 with officework 0.9.0, openpyxl 3.1.5; Python 3.11.7, Linux x86-64.
# Forms   Blanks mark amounts above the limit in another cell red. The filled form comes
#         back without that mark, which reads as “all right”.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  officework==0.9.0 openpyxl==3.1.5
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

import officework
from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

red = PatternFill("solid", bgColor="FFFF0000")
seen = {}
for limit in ("10", "$B$1"):
    new = Workbook()
    sheet = new.active
    sheet["B1"], sheet["B2"] = 10, 12
    rule = CellIsRule("greaterThan", formula=[limit], fill=red)
    sheet.conditional_formatting.add("B2:B9", rule)
    sheet.add_data_validation(
        DataValidation("decimal", operator="lessThanOrEqual", formula1=limit, sqref="B2:B9")
    )
    new.save("form.xlsx")
    officework.load_workbook("form.xlsx").save("saved.xlsx")
    saved = load_workbook("saved.xlsx").active
    checks = [check.formula1 for check in saved.data_validations.dataValidation]
    seen[limit] = (len(list(saved.conditional_formatting)), checks)
print(f"officework {version('officework')}: limit → (colour rules, validations) {seen}")
assert seen == {"10": (1, ["10"]), "$B$1": (0, ["$B$1"])}

print("as seen on 2026-11-30")
PY
