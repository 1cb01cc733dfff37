#!/usr/bin/env bash
# A web page saved by LibreOffice leaves hidden rows out and still counts them in its merges
#
# Expect  A hidden row that is left out of the page is left out of rowspan: 产出指标, merged
#         over three rows with one hidden, spans two.
# Happens LibreOffice writes two rows and rowspan=3. Read by any browser or by pandas,
#         效益指标 is pushed one column to the right.
# Seen    2026-11-30 with openpyxl 3.1.5, pandas 3.1.1, lxml 6.1.3, LibreOffice 7.4.7.2;
#         Python 3.11.7, Linux x86-64.
# Forms   A page is how forms get from an office program into other systems. The first
#         row of the next block is filed under the block before.
# Needs   soffice, and pip with a package index.
set -euo pipefail
command -v soffice >/dev/null || { echo "needs soffice (LibreOffice)" >&2; exit 2; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  openpyxl==3.1.5 pandas==3.1.1 lxml==6.1.3
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import re
import subprocess
from importlib.metadata import version
from pathlib import Path

import pandas
from openpyxl import Workbook


def convert(name, kind):
    profile = f"-env:UserInstallation={Path.cwd().as_uri()}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", kind, name]
    subprocess.run(command, capture_output=True, check=True)


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
span = re.search(r"rowspan=(\d+)", page)[1]
rows = [list(map(str, row)) for row in pandas.read_html("form.html")[0].values.tolist()]
print(f"rowspan {span}, rows {len(rows)}; pandas {version('pandas')}: {rows[-1]}")
assert (span, len(rows)) == ("3", 3)
assert rows[-1] == ["产出指标", "效益指标", "40.0"]

print("as seen on 2026-11-30")
PY
