#!/usr/bin/env bash
# A cell in a content control is no cell for one reader and a table of its own for another
#
# Expect  Fill-in forms wrap a cell in a content control (w:sdt). The row still has
#         three cells: 数量, 66个, 计划标准.
# Happens python-docx gives two cells: 计划标准 moves into the column of the values.
#         docx2python cuts the table in three there. mammoth gives the row as it is.
# Seen    2026-11-30 with python-docx 1.2.0, docx2python 3.7.1, mammoth 1.13.0; Python
#         3.11.7, Linux x86-64.
# Forms   Forms handed out as Word templates have controls where units fill in. The
#         filled value is what gets lost, and its neighbour takes its place.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  python-docx==1.2.0 docx2python==3.7.1 mammoth==1.13.0
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import zipfile
from importlib.metadata import version

import docx
import mammoth
from docx2python import docx2python

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RELS = "application/vnd.openxmlformats-package.relationships+xml"


def save(body):
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{RELS}"/>'
        f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/relationships/officeDocument" Target="word/document.xml"/>'
        "</Relationships>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"/>',
        "word/document.xml": f'<w:document xmlns:w="{WORD}" '
        f'xmlns:r="{OFFICE}/relationships"><w:body>{body}<w:sectPr/></w:body></w:document>',
    }
    with zipfile.ZipFile("form.docx", "w") as package:
        for name, text in parts.items():
            package.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)


def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


def paragraph(*runs):
    return f"<w:p>{''.join(runs)}</w:p>"


def cell(*runs):
    return f"<w:tc><w:tcPr/>{paragraph(*runs)}</w:tc>"


def row(*cells):
    return f"<w:tr>{''.join(cells)}</w:tr>"


def table(columns, *rows):
    grid = '<w:gridCol w:w="2000"/>' * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


control = "<w:sdt><w:sdtPr/><w:sdtContent>" + cell(run("66个")) + "</w:sdtContent></w:sdt>"
save(table(3, row(cell(run("数量")), control, cell(run("计划标准")))))
with open("form.docx", "rb") as file:
    markup = mammoth.convert_to_html(file).value
read = docx.Document("form.docx").tables[0]
seen = {
    "python-docx": [one.text for one in read.rows[0].cells],
    "docx2python": [part for part in docx2python("form.docx").body if part],
    "mammoth": markup.count("<td>"),
}
for package, result in seen.items():
    print(f"{package} {version(package)}: {result}")
assert seen == {
    "python-docx": ["数量", "计划标准"],
    "docx2python": [[[["数量"]]], [[["66个"]]], [[["计划标准"]]]],
    "mammoth": 3,
}

print("as seen on 2026-11-30")
PY
