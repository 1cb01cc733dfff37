#!/usr/bin/env bash
# Hidden digits join the visible ones into one number in four readers
#
# Expect  Hidden text (w:vanish) is neither shown nor printed: the cell shows 95. A
#         reader leaves it out or marks it.
# Happens python-docx, mammoth, pandoc and docx2python all read 10095, without a mark.
# Seen    2026-11-30 with python-docx 1.2.0, docx2python 3.7.1, mammoth 1.13.0,
#         pypandoc_binary 1.17; Python 3.11.7, Linux x86-64.
# Forms   Blanks handed down from year to year keep old figures as hidden text. The
#         amount read is wrong by orders of magnitude, by agreement of four readers.
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


hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>100</w:t></w:r>"
save(paragraph(hidden, run("95")))
with open("form.docx", "rb") as file:
    markup = mammoth.convert_to_html(file).value
seen = {
    "python-docx": docx.Document("form.docx").paragraphs[0].text,
    "mammoth": markup,
    "pypandoc_binary": pypandoc.convert_file("form.docx", "plain").strip(),
    "docx2python": docx2python("form.docx").body[0][0][0][0],
}
for package, text in seen.items():
    print(f"{package} {version(package)}: {text}")
assert seen == {
    "python-docx": "10095",
    "mammoth": "<p>10095</p>",
    "pypandoc_binary": "10095",
    "docx2python": "10095",
}

print("as seen on 2026-11-30")
PY
