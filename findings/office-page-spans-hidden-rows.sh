#!/usr/bin/env bash
# A web page saved by LibreOffice leaves hidden rows out and still counts them in its merges
#
# Expect  A hidden row that is left out of the page is left out of rowspan: 产出指标, merged
#         over three rows with one hidden, spans two.
# Happens LibreOffice writes two rows and rowspan=3, so the merge reaches into the row
#         of 效益指标 and pushes it one column to the right, in a browser and in any reader.
# Seen    2026-11-30 with openpyxl 3.1.5, LibreOffice 7.4.7.2; Python 3.11.7, Linux
#         x86-64.
# Forms   A page is how forms get from an office program into other systems. The first
#         row of the next block is filed under the block before.
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
for row in (("产出指标", 10), (None, 20), (None, 30), ("效益指标", 40)):
    sheet.append(row)
sheet.merge_cells("A1:A3")
sheet.row_dimensions[2].hidden = True
book.save("form.xlsx")
convert("form.xlsx", "html")
page = Path("form.html").read_text(encoding="utf-8")
span = int(re.search(r"rowspan=(\d+)", page)[1])
rows = [re.findall(r">([^<>\s]+)<", row) for row in re.findall(r"(?s)<tr.*?</tr>", page)]
print(f"rowspan {span}, rows in the page {rows}")
assert rows == [["产出指标", "10"], ["30"], ["效益指标", "40"]]
assert span == 3

print("as seen on 2026-11-30")
PY
