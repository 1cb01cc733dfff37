#!/usr/bin/env bash
# Five readers move a row that starts in the second column to the first
#
# Expect  w:gridBefore says that a row leaves out grid columns at its beginning: 质量指标
#         stands in the second column, under 数量指标.
# Happens python-docx, mammoth, markitdown, pandoc and docx2python all put 质量指标 in the
#         first column. Five readers agree on the wrong place (python-docx tells of the
#         gap elsewhere, in row.grid_cols_before).
# Seen    2026-11-30 with python-docx 1.2.0, docx2python 3.7.1, mammoth 1.13.0,
#         markitdown 0.1.9, pypandoc_binary 1.17; Python 3.11.7, Linux x86-64.
# Forms   A ragged left edge is how Word stores a first column that was drawn as an
#         outer heading. A 二级指标 is then read as a 一级指标, whoever reads it.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  python-docx==1.2.0 docx2python==3.7.1 mammoth==1.13.0 markitdown==0.1.9 pypandoc_binary==1.17
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import zipfile
from importlib.metadata import version

import docx
import mammoth
import pypandoc
from docx2python import docx2python
from markitdown import MarkItDown

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


def row(*cells, props=""):
    return f"<w:tr>{props}{''.join(cells)}</w:tr>"


def table(columns, *rows):
    grid = '<w:gridCol w:w="2000"/>' * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


later = '<w:trPr><w:gridBefore w:val="1"/><w:wBefore w:w="2000" w:type="dxa"/></w:trPr>'
save(
    table(
        3,
        row(cell(run("产出指标")), cell(run("数量指标")), cell(run("66个"))),
        row(cell(run("质量指标")), cell(run("98%")), props=later),
    )
)
with open("form.docx", "rb") as file:
    markup = mammoth.convert_to_html(file).value
read = docx.Document("form.docx").tables[0]
seen = {
    "python-docx": [one.text for one in read.rows[1].cells],
    "mammoth": "<tr><td><p>质量指标</p></td><td><p>98%</p></td></tr>" in markup,
    "markitdown": MarkItDown().convert("form.docx").text_content.splitlines()[-1],
    "pypandoc_binary": pypandoc.convert_file("form.docx", "plain").split("\n")[3].split(),
    "docx2python": docx2python("form.docx").body[0][1],
}
for package, result in seen.items():
    print(f"{package} {version(package)}: {result}")
assert seen == {
    "python-docx": ["质量指标", "98%"],
    "mammoth": True,
    "markitdown": "| 质量指标 | 98% |",
    "pypandoc_binary": ["质量指标", "98%"],
    "docx2python": [["质量指标"], ["98%"]],
}

print("as seen on 2026-11-30")
PY
