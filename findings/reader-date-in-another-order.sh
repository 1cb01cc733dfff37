#!/usr/bin/env bash
# 2023年12月31日 is read as 年2023月12日31
#
# Expect  A date formatted yyyy"年"m"月"d"日" reads, with its formatting, as 2023年12月31日.
# Happens frictionless with preserve_formatting answers 年2023月12日31: each sign stands
#         before its number instead of behind it. yyyy-mm-dd comes out right.
# Seen    2026-11-30 with frictionless[excel] 5.21.0, openpyxl 3.1.5; Python 3.11.7,
#         Linux x86-64.
# Forms   It is the date format of Chinese forms. The text holds all its parts, so it
#         passes as a date until it is read as one.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  frictionless[excel]==5.21.0 openpyxl==3.1.5
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from datetime import date
from importlib.metadata import version

from frictionless import Resource, formats
from openpyxl import Workbook

book = Workbook()
sheet = book.active
sheet.append(["填报日期", "date"])
sheet.append([date(2023, 12, 31), date(2023, 12, 31)])
sheet["A2"].number_format = 'yyyy"年"m"月"d"日"'
sheet["B2"].number_format = "yyyy-mm-dd"
book.save("form.xlsx")
control = formats.ExcelControl(preserve_formatting=True)
seen = [str(value) for value in Resource("form.xlsx", control=control).read_rows()[0].to_list()]
print(f"frictionless {version('frictionless')}: {seen}")
assert seen == ["年2023月12日31", "2023-12-31"]

print("as seen on 2026-11-30")
PY
