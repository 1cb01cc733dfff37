#!/usr/bin/env bash
# The sum of a share and an amount is printed as 2190%
#
# Expect  A cell in the format General shows 0.95 + 20.95 as 21.9.
# Happens LibreOffice lends the formula the percent of its first operand: =A1+A2 is
#         printed 2190%. =SUM(A1:A2) over the same cells is printed 21.9. Both cells are
#         General in the file saved.
# Seen    2026-11-30 with openpyxl 3.1.5, LibreOffice 7.4.7.2; Python 3.11.7, Linux
#         x86-64.
# Forms   A rate typed into a column of amounts, or a total reaching one row too far.
#         The printed total is a hundred times too large and a percentage.
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
sheet["A1"] = 0.95
sheet["A1"].number_format = "0.00%"
sheet["A2"] = 20.95
sheet["A3"] = "=A1+A2"
sheet["A4"] = "=SUM(A1:A2)"
book.save("form.xlsx")
convert("form.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false")
seen = Path("form.csv").read_text().split()
print(seen)
assert seen == ["95%", "20.95", "2190%", "21.9"]

print("as seen on 2026-11-30")
PY
