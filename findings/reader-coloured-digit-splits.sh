#!/usr/bin/env bash
# A coloured character splits an amount and a name in one reader of workbooks
#
# Expect  Part of a text in another colour leaves the text as it is: 1056.40 and 云田镇.
# Happens pandoc puts a space at each change of colour: 10 5 6.40 and 云 田 镇. openpyxl and
#         python-calamine read 1056.40 and 云田镇.
# Seen    2026-12-01 with pypandoc_binary 1.17, xlsxwriter 3.3.1, openpyxl 3.1.5, python-
#         calamine 0.9.1; Python 3.11.7, Linux x86-64.
# Forms   Reviewers mark one wrong digit in red. The amount is three numbers then, and the
#         unit matches no roster.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  pypandoc_binary==1.17 xlsxwriter==3.3.1 openpyxl==3.1.5 python-calamine==0.9.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

import pypandoc
import xlsxwriter
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

with xlsxwriter.Workbook("form.xlsx") as book:
    sheet = book.add_worksheet("表")
    red = book.add_format({"font_color": "red"})
    sheet.write_row(0, 0, ["单位", "金额"])
    sheet.write_rich_string(1, 0, "云", red, "田", "镇")
    sheet.write_rich_string(1, 1, "10", red, "5", "6.40")
line = pypandoc.convert_file("form.xlsx", "gfm").strip().splitlines()[-1]
seen = {
    "pypandoc_binary": [cell.strip() for cell in line.strip("| ").split("|")],
    "openpyxl": [cell.value for cell in load_workbook("form.xlsx").active[2]],
    "python-calamine": CalamineWorkbook.from_path("form.xlsx").get_sheet_by_index(0).to_python()[1],
}
for package, cells in seen.items():
    print(f"{package} {version(package)}: {cells}")
assert seen == {
    "pypandoc_binary": ["云 田 镇", "10 5 6.40"],
    "openpyxl": ["云田镇", "1056.40"],
    "python-calamine": ["云田镇", "1056.40"],
}

print("as seen on 2026-12-01")
PY
