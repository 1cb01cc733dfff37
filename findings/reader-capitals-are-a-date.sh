#!/usr/bin/env bash
# An amount shown in Chinese numerals is read as a day of 1902
#
# Expect  [DBNum2][$-804]General shows 1056.4 in Chinese capitals, and [$-zh-CN]0 shows
#         it for China. Both are numbers.
# Happens pylightxl answers 1902/11/21 for the first (it sees the D of DBNum) and
#         09:36:00 for the second (the h of zh). With 0.00 it answers 1056.4.
# Seen    2026-11-30 with pylightxl 1.61, XlsxWriter 3.3.1; Python 3.11.7, Linux x86-64.
# Forms   大写 cells of forms are amounts in this very format. The total in capitals turns
#         into a date.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  pylightxl==1.61 XlsxWriter==3.3.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

import pylightxl
import xlsxwriter

with xlsxwriter.Workbook("form.xlsx") as book:
    sheet = book.add_worksheet("表")
    for row, code in enumerate(("[DBNum2][$-804]General", "[$-zh-CN]0", "0.00")):
        sheet.write(row, 0, 1056.4, book.add_format({"num_format": code}))
read = pylightxl.readxl("form.xlsx").ws("表")
seen = [read.index(row, 1) for row in (1, 2, 3)]
print(f"pylightxl {version('pylightxl')}: {seen}")
assert seen == ["1902/11/21", "09:36:00", 1056.4]

print("as seen on 2026-11-30")
PY
