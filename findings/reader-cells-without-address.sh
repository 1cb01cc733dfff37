#!/usr/bin/env bash
# Cells that do not say their address are dropped by two readers
#
# Expect  The address of a cell (r) is optional: without it a cell follows the one
#         before. The row is 10, 20, 30 in A1 to C1.
# Happens xlsx2csv writes an empty line, officework answers None three times. openpyxl
#         and python-calamine read 10, 20, 30.
# Seen    2026-11-30 with xlsx2csv 0.8.6, officework 0.9.0, openpyxl 3.1.5,
#         python-calamine 0.9.1; Python 3.11.7, Linux x86-64.
# Forms   Export modules of platforms leave the addresses out to save space. The file
#         opens in any office program and is empty for these readers, without an error.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  xlsx2csv==0.8.6 officework==0.9.0 openpyxl==3.1.5 python-calamine==0.9.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import zipfile
from importlib.metadata import version

import officework
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from xlsx2csv import Xlsx2csv

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
parts = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/sheet.xml" ContentType="{KIND}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="sheet.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/sheet.xml": f'<worksheet xmlns="{MAIN}"><sheetData><row><c><v>10</v></c><c><v>20</v></c><c><v>30</v></c></row></sheetData></worksheet>',
}
with zipfile.ZipFile("form.xlsx", "w") as package:
    for name, text in parts.items():
        package.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
Xlsx2csv("form.xlsx").convert("form.csv")
with open("form.csv") as file:
    seen = {"xlsx2csv": file.read().split("\n")[0].split(",")}
opened = officework.load_workbook("form.xlsx").active
seen["officework"] = [opened[cell].value for cell in ("A1", "B1", "C1")]
seen["openpyxl"] = [cell.value for cell in load_workbook("form.xlsx").active[1]]
seen["python-calamine"] = CalamineWorkbook.from_path("form.xlsx").get_sheet_by_index(0).to_python()[0]
for package, values in seen.items():
    print(f"{package} {version(package)}: {values}")
assert seen == {
    "xlsx2csv": [""],
    "officework": [None, None, None],
    "openpyxl": [10, 20, 30],
    "python-calamine": [10.0, 20.0, 30.0],
}

print("as seen on 2026-11-30")
PY
