#!/usr/bin/env bash
# Told to calculate on loading, LibreOffice keeps the stored results, and computes the rest from them
#
# Expect  A workbook with fullCalcOnLoad="1" is calculated when it is opened: B1 =A1*2
#         is 20, C1 =B1+RAND()*0 is 20.
# Happens LibreOffice keeps the stored 999 in B1. C1, computed because RAND is volatile,
#         becomes 999 too: a fresh result from a stale one.
# Seen    2026-11-30 with XlsxWriter 3.3.1, LibreOffice 7.4.7.2; Python 3.11.7, Linux
#         x86-64.
# Forms   Converting by LibreOffice is the usual way to get “real” results. What a
#         program left in the file, 0 or last year’s total, comes out as calculated.
# Needs   soffice, and pip with a package index.
set -euo pipefail
command -v soffice >/dev/null || { echo "needs soffice (LibreOffice)" >&2; exit 2; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  XlsxWriter==3.3.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import os
import re
import subprocess
import zipfile
from pathlib import Path

import xlsxwriter


def convert(name, kind):
    profile = f"-env:UserInstallation={Path.cwd().as_uri()}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", kind, name]
    english = {**os.environ, "LC_ALL": "C.UTF-8"}
    subprocess.run(command, capture_output=True, check=True, env=english)


office = subprocess.run(["soffice", "--version"], capture_output=True, text=True, check=True).stdout
print(office.strip())
with xlsxwriter.Workbook("form.xlsx") as book:
    sheet = book.add_worksheet()
    sheet.write("A1", 10)
    sheet.write_formula("B1", "=A1*2", None, 999)
    sheet.write_formula("C1", "=B1+RAND()*0", None, 1)
with zipfile.ZipFile("form.xlsx") as package:
    asked = re.search(r'fullCalcOnLoad="1"', package.read("xl/workbook.xml").decode())
convert("form.xlsx", "csv")
seen = Path("form.csv").read_text().strip().split(",")
print(f"asked to calculate: {bool(asked)}; A1, B1, C1: {seen}")
assert asked
assert seen == ["10", "999", "999"]

print("as seen on 2026-11-30")
PY
