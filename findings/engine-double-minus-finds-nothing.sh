#!/usr/bin/env bash
# SUMPRODUCT(--(…),…) is 0 in one engine, where SUMPRODUCT((…)*…) is right
#
# Expect  Two minus signs make numbers of TRUE and FALSE: both spellings add the amounts
#         of the lines that match, 1 and 4.
# Happens formulas takes the two signs out before it computes, so that TRUE stays TRUE
#         and SUMPRODUCT counts it as nothing: 0. pycel answers 5 for both spellings.
# Seen    2026-11-30 with formulas 1.3.4, pycel 1.0b30, openpyxl 3.1.5; Python 3.11.7,
#         Linux x86-64.
# Forms   The spelling with two minus signs is the one taught for sums by 支出方向. The
#         total by category is 0, without an error.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  formulas==1.3.4 pycel==1.0b30 openpyxl==3.1.5
cd "$dir"
"$dir/venv/bin/python" -W ignore - <<'PY'
import logging
from importlib.metadata import version

import formulas
from openpyxl import Workbook
from pycel import ExcelCompiler

logging.disable(logging.WARNING)
book = Workbook()
sheet = book.active
sheet.title = "S"
for line in (("基本", 1), ("项目", 2), ("基本", 4)):
    sheet.append(line)
cells = {
    "D1": '=SUMPRODUCT(--(A1:A3="基本"),B1:B3)',
    "D2": '=SUMPRODUCT((A1:A3="基本")*B1:B3)',
}
for cell, formula in cells.items():
    sheet[cell] = formula
book.save("form.xlsx")
solved = formulas.ExcelModel().loads("form.xlsx").finish().calculate()
seen = {"formulas": [], "pycel": []}
for cell in cells:
    name = next(key for key in solved if str(key).endswith(f"!{cell}"))
    seen["formulas"].append(str(solved[name].value[0, 0]))
    seen["pycel"].append(str(ExcelCompiler("form.xlsx").evaluate(f"S!{cell}")))
for engine, answers in seen.items():
    print(f"{engine} {version(engine)}: {answers}")
assert seen == {"formulas": ["0.0", "5.0"], "pycel": ["5", "5"]}, "the engines answer otherwise now"

print("as seen on 2026-11-30")
PY
