#!/usr/bin/env bash
# A total nobody computed goes through LibreOffice as 0
#
# Expect  A formula written by a program has no result yet; a conversion to .ods
#         computes it: 30.
# Happens XlsxWriter stores 0 as the result of each formula; LibreOffice takes it for
#         computed. After a conversion the total of 10 and 20 is 0 in the .ods. (From
#         that .ods to .xlsx it is computed, and is 30.)
# Seen    2026-11-30 with XlsxWriter 3.3.1, python-calamine 0.9.1, LibreOffice 7.4.7.2;
#         Python 3.11.7, Linux x86-64.
# Forms   Platforms write exports with this kind of library. A total of 0 under filled
#         lines then carries the name of an office program, and a stored 0 proves
#         nothing.
# Needs   soffice, and pip with a package index.
set -euo pipefail
command -v soffice >/dev/null || { echo "needs soffice (LibreOffice)" >&2; exit 2; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  XlsxWriter==3.3.1 python-calamine==0.9.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import os
import subprocess
from importlib.metadata import version
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook


def convert(name, kind):
    profile = f"-env:UserInstallation={Path.cwd().as_uri()}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", kind, name]
    english = {**os.environ, "LC_ALL": "C.UTF-8"}
    subprocess.run(command, capture_output=True, check=True, env=english)


office = subprocess.run(["soffice", "--version"], capture_output=True, text=True, check=True).stdout
print(office.strip())
with xlsxwriter.Workbook("form.xlsx") as book:
    sheet = book.add_worksheet()
    sheet.write_column("A1", [10, 20])
    sheet.write_formula("A3", "=SUM(A1:A2)")
convert("form.xlsx", "ods")
seen = CalamineWorkbook.from_path("form.ods").get_sheet_by_index(0).to_python()
print(f"XlsxWriter {version('XlsxWriter')}: column after conversion {seen}")
assert seen == [[10.0], [20.0], [0.0]]

print("as seen on 2026-11-30")
PY
