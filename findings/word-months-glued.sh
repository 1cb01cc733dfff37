#!/usr/bin/env bash
# 1‑7月 becomes 17月 where the hyphen does not break
#
# Expect  Ctrl+Shift+- puts a hyphen in that does not break at the end of a line. It is
#         a hyphen to any reader.
# Happens docx2python and docx2txt drop it: 1-7月 reads 17月. python-docx and mammoth keep
#         it.
# Seen    2026-11-30 with docx2txt 0.9, docx2python 3.7.1, python-docx 1.2.0, mammoth
#         1.13.0; Python 3.11.7, Linux x86-64.
# Forms   Ranges of months, years and values are where writers use it: 1-7月执行数, 3-5次.
#         Two numbers become one, and a plausible one.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  docx2txt==0.9 docx2python==3.7.1 python-docx==1.2.0 mammoth==1.13.0
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import zipfile
from importlib.metadata import version

import docx
import docx2txt
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


hyphen = "<w:r><w:noBreakHyphen/></w:r>"
save(paragraph(run("1"), hyphen, run("7月执行数")))
with open("form.docx", "rb") as file:
    markup = mammoth.convert_to_html(file).value
seen = {
    "docx2txt": docx2txt.process("form.docx").strip(),
    "docx2python": docx2python("form.docx").body[0][0][0][0],
    "python-docx": docx.Document("form.docx").paragraphs[0].text,
    "mammoth": markup.replace("\u2011", "-"),
}
for package, text in seen.items():
    print(f"{package} {version(package)}: {text}")
assert seen == {
    "docx2txt": "17月执行数",
    "docx2python": "17月执行数",
    "python-docx": "1-7月执行数",
    "mammoth": "<p>1-7月执行数</p>",
}

print("as seen on 2026-11-30")
PY
