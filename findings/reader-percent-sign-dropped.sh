#!/usr/bin/env bash
# 98% and 5 become 98 and 5 of the same kind
#
# Expect  A column that mixes 98% and 5 is text; a reader that makes numbers of it reads
#         0.98 and 5, or says so.
# Happens csvkit (through agate) drops the sign: 98% is 98, beside 5 as 5. A cell of a
#         workbook formatted as 98% holds 0.98 and stays 0.98 in the same tool.
# Seen    2026-11-30 with csvkit 2.2.0, agate 1.14.2, agate-excel 0.4.2, XlsxWriter
#         3.3.1; Python 3.11.7, Linux x86-64.
# Forms   完成率 is typed as text by one unit and as a percentage by the next: 98 and 0.98
#         for the same rate, in columns that add up without complaint.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  csvkit==2.2.0 agate==1.14.2 agate-excel==0.4.2 XlsxWriter==3.3.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import xlsxwriter

Path("typed.csv").write_text("指标,完成率\n合格率,98%\n次数,5\n", encoding="utf-8")
with xlsxwriter.Workbook("formatted.xlsx") as book:
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["指标", "完成率"])
    sheet.write(1, 0, "合格率")
    sheet.write(1, 1, 0.98, book.add_format({"num_format": "0%"}))
    sheet.write_row(2, 0, ["次数", 5])
command = Path(sys.executable).with_name("in2csv")
seen = {}
for name in ("typed.csv", "formatted.xlsx"):
    answer = subprocess.run([command, name], capture_output=True, text=True, check=True)
    seen[name] = answer.stdout.split()[1:]
    print(f"csvkit {version('csvkit')}, agate {version('agate')}: {name} {seen[name]}")
assert seen == {
    "typed.csv": ["合格率,98", "次数,5"],
    "formatted.xlsx": ["合格率,0.98", "次数,5"],
}

print("as seen on 2026-11-30")
PY
