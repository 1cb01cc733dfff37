#!/usr/bin/env bash
# A date among whole numbers is read as the amount 1703980800000000
#
# Expect  A column with 5, the date 2023-12-31 and 7 is read as texts, or refused.
# Happens polars with engine="openpyxl" makes it a column of integers and stores the
#         date as its microseconds since 1970. The other engines of the same function,
#         calamine and xlsx2csv, give three texts. With a text before the date openpyxl
#         is refused.
# Seen    2026-11-30 with polars 2.1.0, openpyxl 3.1.5, fastexcel 0.21.0, xlsx2csv
#         0.8.6, XlsxWriter 3.3.1; Python 3.11.7, Linux x86-64.
# Forms   A date typed into a column of counts or amounts, or a date format left on one
#         cell of it. The column is numeric, so nothing looks odd but the total.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  polars==2.1.0 openpyxl==3.1.5 fastexcel==0.21.0 xlsx2csv==0.8.6 XlsxWriter==3.3.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from datetime import date
from importlib.metadata import version

import polars
import xlsxwriter

with xlsxwriter.Workbook("form.xlsx") as book:
    sheet = book.add_worksheet()
    sheet.write_column(0, 0, ["数量", 5])
    sheet.write_datetime(2, 0, date(2023, 12, 31), book.add_format({"num_format": "yyyy-mm-dd"}))
    sheet.write(3, 0, 7)
seen = {}
for engine in ("openpyxl", "calamine", "xlsx2csv"):
    column = polars.read_excel("form.xlsx", engine=engine)["数量"]
    seen[engine] = (str(column.dtype), column.to_list())
    print(f"polars {version('polars')} with {engine}: {seen[engine]}")
assert seen == {
    "openpyxl": ("Int64", [5, 1_703_980_800_000_000, 7]),
    "calamine": ("String", ["5", "2023-12-31 00:00:00", "7"]),
    "xlsx2csv": ("String", ["5", "2023-12-31", "7"]),
}

print("as seen on 2026-11-30")
PY
