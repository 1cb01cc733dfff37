#!/usr/bin/env bash
# 1056.4 in a cell formatted as text is shown as 1000
#
# Expect  A number in a cell whose format is Text (@) is shown as it is: 1056.4.
# Happens xlsx2html rounds to one digit: 1000 for 1056.4, 400 for 445.4, 2000 for
#         1999.99. With the format General it shows 1056.4.
# Seen    2026-11-30 with xlsx2html 0.6.4, openpyxl 3.1.5; Python 3.11.7, Linux x86-64.
# Forms   Columns of forms are set to text so that codes keep their zeros, and amounts
#         get typed into them. The page shows round sums nobody entered.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  xlsx2html==0.6.4 openpyxl==3.1.5
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import re
from importlib.metadata import version
from io import StringIO

from openpyxl import Workbook
from xlsx2html import xlsx2html

book = Workbook()
sheet = book.active
for row, value in enumerate((1056.4, 445.4, 1999.99), 1):
    sheet.cell(row, 1, value).number_format = "@"
    sheet.cell(row, 2, value)
book.save("form.xlsx")
page = StringIO()
xlsx2html("form.xlsx", page)
shown = re.findall(r"<td[^>]*>([^<]*)", page.getvalue())
seen = {"text": shown[::2], "general": shown[1::2]}
print(f"xlsx2html {version('xlsx2html')}: {seen}")
assert seen == {"text": ["1000", "400", "2000"], "general": ["1056.4", "445.4", "1999.99"]}

print("as seen on 2026-11-30")
PY
