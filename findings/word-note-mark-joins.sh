#!/usr/bin/env bash
# An amount with a small 1 behind it, the mark of a note, is read as 445.401
#
# Expect  445.40 with a superscript 1 is 445.40 and a note; 10 with a superscript 4 is
#         10,000. A reader keeps the raised digit apart, or says that it does not.
# Happens python-docx, docx2txt and docx2python read 445.401 and 104元. mammoth writes
#         445.40<sup>1</sup>, pandoc 445.40¹.
# Seen    2026-12-01 with python-docx 1.2.0, docx2txt 0.9, docx2python 3.7.1, mammoth
#         1.13.0, pypandoc_binary 1.17; Python 3.11.7, Linux x86-64.
# Forms   Marks of notes are typed behind amounts, and units are powers of ten. Nothing
#         tells 445.401 from an amount with three decimals; 10⁴元 becomes 104元.
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
    """Lines of the document in five readers."""
    yield "python-docx", [one.text for one in docx.Document("form.docx").paragraphs]
    yield "docx2txt", [line for line in docx2txt.process("form.docx").splitlines() if line]
    yield "docx2python", docx2python("form.docx").body[0][0][0]
    with open("form.docx", "rb") as file:
        yield "mammoth", re.findall("<p>(.*?)</p>", mammoth.convert_to_html(file).value)
    plain = pypandoc.convert_file("form.docx", "plain", extra_args=["--wrap=none"])
    yield "pypandoc_binary", [line for line in plain.splitlines() if line]


def raised(text):
    return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{text}</w:t></w:r>'


save(paragraph(run("445.40"), raised("1")) + paragraph(run("10"), raised("4"), run("元")))
seen = dict(read())
for package, lines in seen.items():
    print(f"{package} {version(package)}: {lines}")
assert seen == {
    "python-docx": ["445.401", "104元"],
    "docx2txt": ["445.401", "104元"],
    "docx2python": ["445.401", "104元"],
    "mammoth": ["445.40<sup>1</sup>", "10<sup>4</sup>元"],
    "pypandoc_binary": ["445.40¹", "10⁴元"],
}


print("as seen on 2026-12-01")
PY
