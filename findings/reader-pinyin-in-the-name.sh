#!/usr/bin/env bash
# The pinyin of a cell becomes part of its text
#
# Expect  A cell can carry pinyin for its characters (rPh), printed above them. Its text
#         is 云田镇.
# Happens betteroffice-xlsx reads 云田镇yuntianzhen; openpyxl and python-calamine read 云田镇.
# Seen    2026-11-30 with betteroffice-xlsx 0.2.1, openpyxl 3.1.5, python-calamine
#         0.9.1; Python 3.11.7, Linux x86-64.
# Forms   Names of places with rare characters carry pinyin. The unit matches no roster,
#         and lookups by its name fail.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  betteroffice-xlsx==0.2.1 openpyxl==3.1.5 python-calamine==0.9.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import zipfile
from importlib.metadata import version

from betteroffice_xlsx import Workbook
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

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
    "xl/sheet.xml": f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr">'
    '<is><t>云田镇</t><rPh sb="0" eb="3"><t>yuntianzhen</t></rPh></is></c></row></sheetData></worksheet>',
}
with zipfile.ZipFile("form.xlsx", "w") as package:
    for name, text in parts.items():
        package.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
with open("form.xlsx", "rb") as file:
    seen = {"betteroffice-xlsx": Workbook.open(file.read()).value(0, "A1")}
seen["openpyxl"] = load_workbook("form.xlsx").active["A1"].value
seen["python-calamine"] = CalamineWorkbook.from_path("form.xlsx").get_sheet_by_index(0).to_python()[0][0]
for package, text in seen.items():
    print(f"{package} {version(package)}: {text}")
assert seen == {
    "betteroffice-xlsx": "云田镇yuntianzhen",
    "openpyxl": "云田镇",
    "python-calamine": "云田镇",
}

print("as seen on 2026-11-30")
PY
