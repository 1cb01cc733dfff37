#!/usr/bin/env bash
# An amount in a text box is read not at all, once or twice
#
# Expect  Word stores a text box twice, as a drawing and as its older fallback, of which
#         a reader takes one: the amount is 95.00, once.
# Happens python-docx reads nothing, docx2python and docx2txt read 95.00 twice, mammoth
#         once.
# Seen    2026-11-30 with python-docx 1.2.0, docx2txt 0.9, docx2python 3.7.1, mammoth
#         1.13.0; Python 3.11.7, Linux x86-64.
# Forms   Stamps, notes and late corrections sit in text boxes over a form. Added up,
#         the amount counts 0, 1 or 2 times.
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


def save(body, more=""):
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{RELS}"/>'
        f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/relationships/officeDocument" Target="word/document.xml"/>'
        "</Relationships>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"/>',
        "word/document.xml": f'<w:document xmlns:w="{WORD}" '
        f'xmlns:r="{OFFICE}/relationships" {more}><w:body>{body}<w:sectPr/></w:body></w:document>',
    }
    with zipfile.ZipFile("form.docx", "w") as package:
        for name, text in parts.items():
            package.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)


def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


def paragraph(*runs):
    return f"<w:p>{''.join(runs)}</w:p>"


DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
more = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    f'xmlns:wps="{SHAPE}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    f'xmlns:a="{DRAWING}" xmlns:v="urn:schemas-microsoft-com:vml"'
)
box = "<w:txbxContent>" + paragraph(run("95.00")) + "</w:txbxContent>"
drawing = (
    '<w:drawing><wp:inline><wp:extent cx="900000" cy="300000"/><wp:docPr id="1" name="文本框"/>'
    f'<a:graphic><a:graphicData uri="{SHAPE}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr/>'
    f"<wps:txbx>{box}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
    "</wp:inline></w:drawing>"
)
older = f"<w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>"
both = (
    f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
    f"<mc:Fallback>{older}</mc:Fallback></mc:AlternateContent></w:r>"
)
save(paragraph(run("金额："), both), more)
with open("form.docx", "rb") as file:
    markup = mammoth.convert_to_html(file).value
texts = {
    "python-docx": docx.Document("form.docx").paragraphs[0].text,
    "docx2txt": docx2txt.process("form.docx"),
    "docx2python": docx2python("form.docx").text,
    "mammoth": markup,
}
seen = {package: text.count("95.00") for package, text in texts.items()}
for package, times in seen.items():
    print(f"{package} {version(package)}: 95.00 read {times} times")
assert seen == {"python-docx": 0, "docx2txt": 2, "docx2python": 2, "mammoth": 1}

print("as seen on 2026-11-30")
PY
