#!/usr/bin/env bash
# An amount with its unit that Word recognised is not there in one reader
#
# Expect  Word wraps what it recognises as a measure or a date in a smart tag (w:smartTag)
#         as one types. The text is the same: 完成300公斤，于2023年12月31日前.
# Happens python-docx reads 完成，于前, without the measure and the date; four other readers
#         read all of it.
# Seen    2026-12-01 with python-docx 1.2.0, docx2python 3.7.1, docx2txt 0.9, mammoth
#         1.13.0, pypandoc_binary 1.17; Python 3.11.7, Linux x86-64.
# Forms   Word of 2003 to 2007 tags measures (chmetcnv) and dates (chsdate) of Chinese
#         text by itself, and documents passed on since keep the tags. Target and deadline
#         vanish from a sentence that still looks whole.
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


def tagged(element, text):
    uri = "urn:schemas-microsoft-com:office:smarttags"
    return f'<w:smartTag w:uri="{uri}" w:element="{element}">{run(text)}</w:smartTag>'


parts = [run("完成"), tagged("chmetcnv", "300公斤"), run("，于"), tagged("chsdate", "2023年12月31日"), run("前")]
save(f"<w:p>{''.join(parts)}</w:p>")
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
whole = "完成300公斤，于2023年12月31日前"
assert seen == dict.fromkeys(seen, whole) | {"python-docx": "完成，于前"}

print("as seen on 2026-12-01")
PY
