#!/usr/bin/env bash
# python-docx leaves out what Word itself marked as a measure or a place
#
# Expect  A smart tag is an invisible mark that Word put round words it recognised (5米,
#         a date, a name); the words are ordinary text of the paragraph.
# Happens paragraph.text and cell.text of python-docx leave the marked words out: 道路硬化5米
#         becomes 道路硬化. mammoth and docx2python read them.
# Seen    2026-11-30 with python-docx 1.2.0, mammoth 1.13.0, docx2python 3.7.1; Python
#         3.11.7, Linux x86-64.
# Forms   Old .docx files of Chinese Word are full of such marks (chmetcnv for
#         measures). A target value vanishes from the cell without a trace, and only the
#         value.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  python-docx==1.2.0 mammoth==1.13.0 docx2python==3.7.1
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


measure = '<w:smartTag w:uri="urn:schemas-microsoft-com:office:smarttags" w:element="chmetcnv">'
save(table(2, row(cell(run("道路硬化")), cell(run("宽"), measure + run("5米") + "</w:smartTag>"))))
with open("form.docx", "rb") as file:
    markup = mammoth.convert_to_html(file).value
seen = {
    "python-docx": docx.Document("form.docx").tables[0].cell(0, 1).text,
    "mammoth": "宽5米" if "<p>宽5米</p>" in markup else markup,
    "docx2python": docx2python("form.docx").body[0][0][1][0],
}
for package, text in seen.items():
    print(f"{package} {version(package)}: {text}")
assert seen == {"python-docx": "宽", "mammoth": "宽5米", "docx2python": "宽5米"}

print("as seen on 2026-11-30")
PY
