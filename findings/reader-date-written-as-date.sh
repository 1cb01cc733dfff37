#!/usr/bin/env bash
# A date written as a date is refused, or read as General
#
# Expect  Since the second edition of the standard a cell may hold an ISO date (t="d"):
#         2023-12-31.
# Happens betteroffice-xlsx refuses the whole workbook (bad number), xlsx2html shows the
#         word General. openpyxl reads the date.
# Seen    2026-11-30 with betteroffice-xlsx 0.2.1, xlsx2html 0.6.4, openpyxl 3.1.5;
#         Python 3.11.7, Linux x86-64.
# Forms   Strict-minded exporters write the 填报日期 so. One cell costs a file, or shows a
#         word that stands nowhere in it.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  betteroffice-xlsx==0.2.1 xlsx2html==0.6.4 openpyxl==3.1.5
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import re
import zipfile
from importlib.metadata import version
from io import StringIO

from betteroffice_xlsx import ParseError, Workbook
from openpyxl import load_workbook
from xlsx2html import xlsx2html

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
    "xl/sheet.xml": f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="d"><v>2023-12-31</v></c></row></sheetData></worksheet>',
}
with zipfile.ZipFile("form.xlsx", "w") as package:
    for name, text in parts.items():
        package.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
seen = {}
try:
    with open("form.xlsx", "rb") as file:
        seen["betteroffice-xlsx"] = Workbook.open(file.read()).value(0, "A1")
except ParseError as refused:
    seen["betteroffice-xlsx"] = str(refused)
page = StringIO()
xlsx2html("form.xlsx", page)
seen["xlsx2html"] = re.search(r"<td[^>]*>([^<]*)", page.getvalue())[1]
seen["openpyxl"] = str(load_workbook("form.xlsx").active["A1"].value)
for package, value in seen.items():
    print(f"{package} {version(package)}: {value}")
assert seen == {
    "betteroffice-xlsx": 'malformed spreadsheetml: bad number "2023-12-31"',
    "xlsx2html": "General",
    "openpyxl": "2023-12-31",
}

print("as seen on 2026-11-30")
PY
