#!/usr/bin/env bash
# An amount below zero is read as above zero, and two years as one number
#
# Expect  A hyphen that must not break at the end of a line (Ctrl+Shift+_,
#         w:noBreakHyphen) is a character of the text: -445.40 and 2023-2025.
# Happens docx2python and docx2txt leave it out: 445.40 and 20232025. python-docx reads a
#         hyphen, mammoth and pandoc read U+2011.
# Seen    2026-12-01 with python-docx 1.2.0, docx2python 3.7.1, docx2txt 0.9, mammoth
#         1.13.0, pypandoc_binary 1.17; Python 3.11.7, Linux x86-64.
# Forms   People put in this hyphen so that the minus sign stays with its amount and a
#         span of years on one line. A reduction becomes an addition.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  python-docx==1.2.0 docx2python==3.7.1 docx2txt==0.9 mammoth==1.13.0 pypandoc_binary==1.17
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


hyphen = "<w:r><w:noBreakHyphen/></w:r>"
save(f"<w:p>{hyphen}{run('445.40万元，2023')}{hyphen}{run('2025年')}</w:p>")
with open("form.docx", "rb") as file:
    markup = mammoth.convert_to_html(file).value
seen = {
    "python-docx": docx.Document("form.docx").paragraphs[0].text,
    "docx2python": docx2python("form.docx").body[0][0][0][0],
    "docx2txt": docx2txt.process("form.docx"),
    "mammoth": markup.removeprefix("<p>").removesuffix("</p>"),
    "pypandoc_binary": pypandoc.convert_file("form.docx", "plain", extra_args=["--wrap=none"]).strip(),
}
for package, text in seen.items():
    print(f"{package} {version(package)}: {text}")
assert seen == {
    "python-docx": "-445.40万元，2023-2025年",
    "docx2python": "445.40万元，20232025年",
    "docx2txt": "445.40万元，20232025年",
    "mammoth": "\u2011445.40万元，2023\u20112025年",
    "pypandoc_binary": "\u2011445.40万元，2023\u20112025年",
}

print("as seen on 2026-12-01")
PY
