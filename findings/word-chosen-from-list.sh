#!/usr/bin/env bash
# The choice in a drop-down field of a form is read by one reader of five
#
# Expect  A legacy form field stores which entry is chosen: w:result 1 of 计划标准, 历史标准.
#         Word shows 历史标准 in the cell.
# Happens python-docx, mammoth, pandoc and docx2txt read an empty cell; docx2python
#         reads 历史标准.
# Seen    2026-11-30 with python-docx 1.2.0, docx2txt 0.9, docx2python 3.7.1, mammoth
#         1.13.0, pypandoc_binary 1.17; Python 3.11.7, Linux x86-64.
# Forms   Protected forms of offices use these fields for 绩效标准, 项目属性 and 指标性质. A filled
#         form looks unfilled.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  python-docx==1.2.0 docx2txt==0.9 docx2python==3.7.1 mammoth==1.13.0 pypandoc_binary==1.17
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import zipfile
from importlib.metadata import version

import docx
import docx2txt
import mammoth
import pypandoc
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


entries = '<w:listEntry w:val="计划标准"/><w:listEntry w:val="历史标准"/>'
field = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="标准"/><w:enabled/>'
    f'<w:ddList><w:result w:val="1"/>{entries}</w:ddList></w:ffData></w:fldChar></w:r>'
    "<w:r><w:instrText> FORMDROPDOWN </w:instrText></w:r>"
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
save(paragraph(run("绩效标准："), field))
with open("form.docx", "rb") as file:
    markup = mammoth.convert_to_html(file).value
seen = {
    "python-docx": docx.Document("form.docx").paragraphs[0].text,
    "mammoth": markup,
    "pypandoc_binary": pypandoc.convert_file("form.docx", "plain").strip(),
    "docx2txt": docx2txt.process("form.docx").strip(),
    "docx2python": docx2python("form.docx").body[0][0][0][0],
}
for package, text in seen.items():
    print(f"{package} {version(package)}: {text}")
assert seen == {
    "python-docx": "绩效标准：",
    "mammoth": "<p>绩效标准：</p>",
    "pypandoc_binary": "绩效标准：",
    "docx2txt": "绩效标准：",
    "docx2python": "绩效标准：历史标准",
}

print("as seen on 2026-11-30")
PY
