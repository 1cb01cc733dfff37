#!/usr/bin/env bash
# A total by =SUM(ABOVE) is read or lost by how Word spelt the field
#
# Expect  Word writes the same field in two spellings, w:fldSimple and w:fldChar. The
#         stored result 445.40 is text of the cell in both.
# Happens python-docx, mammoth and pandoc read 445.40 from the long spelling and an
#         empty cell from the short one. docx2python and docx2txt read both.
# Seen    2026-11-30 with python-docx 1.2.0, docx2txt 0.9, docx2python 3.7.1, mammoth
#         1.13.0, pypandoc_binary 1.17; Python 3.11.7, Linux x86-64.
# Forms   The 合计 of a Word form is such a field. The short spelling comes from Word,
#         converters and mail merge: the total of one file is there, of the next one
#         blank.
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


def mark(kind):
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


long = mark("begin") + "<w:r><w:instrText>=SUM(ABOVE)</w:instrText></w:r>" + mark("separate")
save(
    paragraph(run("长："), long, run("445.40"), mark("end"))
    + paragraph(run("短："), '<w:fldSimple w:instr="=SUM(ABOVE)">' + run("445.40") + "</w:fldSimple>")
)
with open("form.docx", "rb") as file:
    markup = mammoth.convert_to_html(file).value
lines = {
    "python-docx": [one.text for one in docx.Document("form.docx").paragraphs],
    "mammoth": markup.removeprefix("<p>").removesuffix("</p>").split("</p><p>"),
    "pypandoc_binary": pypandoc.convert_file("form.docx", "plain").split("\n\n"),
    "docx2python": docx2python("form.docx").body[0][0][0],
    "docx2txt": docx2txt.process("form.docx").split("\n\n"),
}
seen = {}
for package, texts in lines.items():
    seen[package] = [text.strip() for text in texts]
    print(f"{package} {version(package)}: {seen[package]}")
lost, kept = ["长：445.40", "短："], ["长：445.40", "短：445.40"]
assert seen == {
    "python-docx": lost,
    "mammoth": lost,
    "pypandoc_binary": lost,
    "docx2python": kept,
    "docx2txt": kept,
}

print("as seen on 2026-11-30")
PY
