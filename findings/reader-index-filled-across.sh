#!/usr/bin/env bash
# A blank 二级指标 is filled from the block before it, and the total row gets one too
#
# Expect  pandas.read_excel(index_col=[0, 1]) reads two columns as index; blanks in them
#         stay blank, or are filled within the block of the first.
# Happens Blanks are filled from the row above whatever the first column says: 满意度指标,
#         which has no 二级指标, and 合计 are filed under 质量指标.
# Seen    2026-11-30 with pandas 3.1.1, openpyxl 3.1.5, XlsxWriter 3.3.1; Python 3.11.7,
#         Linux x86-64.
# Forms   Merged 一级 and 二级 columns make index_col the obvious choice, and the filled
#         index looks right. Sums by 二级指标 count the satisfaction rows and the total.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  pandas==3.1.1 openpyxl==3.1.5 XlsxWriter==3.3.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

import pandas
import xlsxwriter

rows = [
    ("一级指标", "二级指标", "分值"),
    ("产出指标", "质量指标", 40),
    ("", "", 20),
    ("满意度指标", "", 10),
    ("合计", "", 70),
]
with xlsxwriter.Workbook("form.xlsx") as book:
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value != "":
                sheet.write(number, column, value)
frame = pandas.read_excel("form.xlsx", index_col=[0, 1])
seen = list(frame.index)
print(f"pandas {version('pandas')}: {seen}")
print(frame.groupby(level=1).sum().to_dict())
assert seen == [
    ("产出指标", "质量指标"),
    ("产出指标", "质量指标"),
    ("满意度指标", "质量指标"),
    ("合计", "质量指标"),
]

print("as seen on 2026-11-30")
PY
