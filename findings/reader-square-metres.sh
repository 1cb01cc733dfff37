#!/usr/bin/env bash
# 1056.4 shown in m² is written to the CSV as 0.00"11²"
#
# Expect  The number format 0.00"m²" shows 1056.40m²; the letters in quotes are text. A
#         converter to CSV writes 1056.4.
# Happens xlsx2csv takes the m for a month and puts 11, the month of day 1056, into the
#         format: the number is gone. 0.00"万元" keeps its number.
# Seen    2026-11-30 with xlsx2csv 0.8.6, XlsxWriter 3.3.1; Python 3.11.7, Linux x86-64.
# Forms   Areas and lengths are set in m², km, m and h by such formats. The value is not
#         wrong but no longer there, in a file that looks converted.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  xlsx2csv==0.8.6 XlsxWriter==3.3.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import csv
from importlib.metadata import version

import xlsxwriter
from xlsx2csv import Xlsx2csv

with xlsxwriter.Workbook("form.xlsx") as book:
    sheet = book.add_worksheet()
    for column, code in enumerate(('0.00"m²"', '0.00"h"', '0"km/d"', '0.00"万元"')):
        sheet.write(0, column, 1056.4, book.add_format({"num_format": code}))
Xlsx2csv("form.xlsx").convert("form.csv")
with open("form.csv", newline="") as file:
    seen = next(csv.reader(file))
print(f"xlsx2csv {version('xlsx2csv')}: {seen}")
assert seen == ['0.00"11²"', '0.00"09"', '0"k11/21"', "1056.400000"]

print("as seen on 2026-11-30")
PY
