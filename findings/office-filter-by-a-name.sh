#!/usr/bin/env bash
# Rows filtered out leave a total only if a hidden name says there is a filter
#
# Expect  SUBTOTAL(9,…) leaves out rows that a filter hides. The sheet has the filter,
#         its criterion and the hidden row: 15 of 36.
# Happens LibreOffice answers 15 with the hidden name _xlnm._FilterDatabase in the
#         workbook and 36 without it; the sheet is the same, byte for byte.
# Seen    2026-11-30 with openpyxl 3.1.5, LibreOffice 7.4.7.2; Python 3.11.7, Linux
#         x86-64.
# Forms   Programs that rewrite workbooks drop names they do not know. The filtered
#         total changes though neither the formula nor the rows did.
# Needs   soffice, and pip with a package index.
set -euo pipefail
command -v soffice >/dev/null || { echo "needs soffice (LibreOffice)" >&2; exit 2; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  openpyxl==3.1.5
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import os
import re
import subprocess
import zipfile
from pathlib import Path

from openpyxl import Workbook


def convert(name, kind):
    profile = f"-env:UserInstallation={Path.cwd().as_uri()}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", kind, name]
    english = {**os.environ, "LC_ALL": "C.UTF-8"}
    subprocess.run(command, capture_output=True, check=True, env=english)


office = subprocess.run(["soffice", "--version"], capture_output=True, text=True, check=True).stdout
print(office.strip())
book = Workbook()
sheet = book.active
for row in (("单位", "金额"), ("甲", 10), ("乙", 21), ("甲", 5), ("合计", "=SUBTOTAL(9,B2:B4)")):
    sheet.append(row)
sheet.auto_filter.ref = "A1:B4"
sheet.auto_filter.add_filter_column(0, ["甲"])
sheet.row_dimensions[3].hidden = True
book.save("named.xlsx")
with zipfile.ZipFile("named.xlsx") as source, zipfile.ZipFile("unnamed.xlsx", "w") as target:
    for name in source.namelist():
        data = source.read(name)
        if name == "xl/workbook.xml":
            data, dropped = re.subn(rb"<definedNames>.*?</definedNames>", b"", data)
        target.writestr(name, data)
assert dropped == 1
seen = {}
for name in ("named", "unnamed"):
    convert(f"{name}.xlsx", "csv")
    seen[name] = Path(f"{name}.csv").read_bytes().split(b",")[-1].strip().decode()
print(seen)
assert seen == {"named": "15", "unnamed": "36"}

print("as seen on 2026-11-30")
PY
