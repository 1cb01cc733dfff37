#!/usr/bin/env bash
# A tick that Word's 带圈字符 put in a box is read by none of five readers
#
# Expect  Word's command 带圈字符 sets a character in a box or a ring. It is stored as the
#         field EQ \o\ac(□,√) and has no other result. A reader gives ☑, or says that
#         there is something it cannot read.
# Happens python-docx, docx2txt, docx2python, mammoth and pandoc read 是□否: the box with the
#         tick is gone, the empty one is there. EQ \f(4,5)×10 is ×10, and the power
#         of 10 EQ \s\up5(4)元 is gone: 10元. Not one of them warns.
# Seen    2026-12-01 with python-docx 1.2.0, docx2txt 0.9, docx2python 3.7.1, mammoth
#         1.13.0, pypandoc_binary 1.17; Python 3.11.7, Linux x86-64.
# Forms   Yes and no are boxes, and the answer is the ticked one. What is left reads as if
#         nothing was ticked, or as if the box in front of 否 belonged to 是.
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


def mark(kind):
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def field(code):
    return f"{mark('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{mark('end')}"


save(
    paragraph(field(r"eq \o\ac(□,√)"), run("是□否"))
    + paragraph(field(r"eq \f(4,5)"), run("×10"))
    + paragraph(run("10"), field(r"eq \s\up5(4)"), run("元"))
)
seen = dict(read())
for package, lines in seen.items():
    print(f"{package} {version(package)}: {lines}")
assert seen == dict.fromkeys(
    ("python-docx", "docx2txt", "docx2python", "mammoth", "pypandoc_binary"),
    ["是□否", "×10", "10元"],
)


print("as seen on 2026-12-01")
PY
