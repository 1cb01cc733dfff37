#!/usr/bin/env bash
# 10 and 20 on two lines of a cell are read as 1020, by how the line end is stored
#
# Expect  WordprocessingML knows two elements that end a line within a paragraph: w:br
#         and w:cr, which is equal to a br without attributes. Two lines are 10 and 20.
# Happens docx2python, mammoth and pandoc leave w:cr out: 1020. They read w:br as a line
#         end. python-docx and docx2txt read two lines for both.
# Seen    2026-12-01 with python-docx 1.2.0, docx2txt 0.9, docx2python 3.7.1, mammoth
#         1.13.0, pypandoc_binary 1.17; Python 3.11.7, Linux x86-64.
# Forms   Programs that fill in forms write w:cr for the line ends of a value. Two amounts
#         of one cell become one, a hundred times too large.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  python-docx==1.2.0 docx2txt==0.9 docx2python==3.7.1 mammoth==1.13.0 pypandoc_binary==1.17
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import re
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


def read():
    """The one paragraph in five readers."""
    yield "python-docx", docx.Document("form.docx").paragraphs[0].text
    yield "docx2txt", docx2txt.process("form.docx").strip()
    yield "docx2python", docx2python("form.docx").body[0][0][0][0]
    with open("form.docx", "rb") as file:
        markup = mammoth.convert_to_html(file).value
    yield "mammoth", re.sub("</?p>", "", markup)
    plain = pypandoc.convert_file("form.docx", "plain", extra_args=["--wrap=none"])
    yield "pypandoc_binary", plain.strip()


seen = {}
for element in ("br", "cr"):
    save(paragraph(f"<w:r><w:t>10</w:t><w:{element}/><w:t>20</w:t></w:r>"))
    for package, text in read():
        seen[package] = (*seen.get(package, ()), text)
for package, texts in seen.items():
    print(f"{package} {version(package)}: w:br {texts[0]!r}, w:cr {texts[1]!r}")
assert seen == {
    "python-docx": ("10\n20", "10\n20"),
    "docx2txt": ("10\n20", "10\n20"),
    "docx2python": ("10\n20", "1020"),
    "mammoth": ("10<br />20", "1020"),
    "pypandoc_binary": ("10\n20", "1020"),
}

print("as seen on 2026-12-01")
PY
