#!/usr/bin/env bash
# ≥90% put in by Insert Symbol reads as 90% or as ³90%
#
# Expect  Word stores a sign taken from Insert › Symbol as w:sym, a font and a code:
#         Symbol F0B3 is ≥. A reader gives ≥, or says that it cannot.
# Happens python-docx and docx2txt read 90%, without a word. docx2python writes the
#         reference &#x00B3;, which is a superscript three. mammoth reads ≥90%.
# Seen    2026-11-30 with python-docx 1.2.0, docx2txt 0.9, docx2python 3.7.1, mammoth
#         1.13.0; Python 3.11.7, Linux x86-64.
# Forms   The operator is half of a target value. Dropped, a floor turns into an exact
#         value; ≤ and ≥ become the same.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  python-docx==1.2.0 docx2txt==0.9 docx2python==3.7.1 mammoth==1.13.0
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


save(paragraph('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', run("90%")))
with open("form.docx", "rb") as file:
    markup = mammoth.convert_to_html(file).value
seen = {
    "python-docx": docx.Document("form.docx").paragraphs[0].text,
    "docx2txt": docx2txt.process("form.docx").strip(),
    "docx2python": docx2python("form.docx").body[0][0][0][0],
    "mammoth": markup,
}
for package, text in seen.items():
    print(f"{package} {version(package)}: {text}")
assert seen == {
    "python-docx": "90%",
    "docx2txt": "90%",
    "docx2python": "<span style=font-family:Symbol>&#x00B3;</span>90%",
    "mammoth": "<p>≥90%</p>",
}

print("as seen on 2026-11-30")
PY
