#!/usr/bin/env bash
# A tracked join of two lines splits a number in three readers
#
# Expect  A tracked deletion of a paragraph mark joins two lines: 445 and .40 are 445.40
#         once changes are accepted, and readers that accept insertions accept this.
# Happens pandoc reads “445 .40” with a space, python-docx and docx2python two
#         paragraphs, mammoth 445.40.
# Seen    2026-11-30 with python-docx 1.2.0, docx2python 3.7.1, mammoth 1.13.0,
#         pypandoc_binary 1.17; Python 3.11.7, Linux x86-64.
# Forms   Reviewed narratives come back with changes tracked. 445 .40 is then two
#         numbers, or 445 with a stray .40.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  python-docx==1.2.0 docx2python==3.7.1 mammoth==1.13.0 pypandoc_binary==1.17
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import zipfile
from importlib.metadata import version

import docx
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


deleted = '<w:pPr><w:rPr><w:del w:id="1" w:author="审核"/></w:rPr></w:pPr>'
save(paragraph(deleted, run("445")) + paragraph(run(".40")))
with open("form.docx", "rb") as file:
    markup = mammoth.convert_to_html(file).value
seen = {
    "python-docx": [one.text for one in docx.Document("form.docx").paragraphs],
    "docx2python": docx2python("form.docx").body[0][0][0],
    "pypandoc_binary": pypandoc.convert_file("form.docx", "plain").strip(),
    "mammoth": markup,
}
for package, text in seen.items():
    print(f"{package} {version(package)}: {text}")
assert seen == {
    "python-docx": ["445", ".40"],
    "docx2python": ["445", ".40"],
    "pypandoc_binary": "445 .40",
    "mammoth": "<p>445.40</p>",
}

print("as seen on 2026-11-30")
PY
