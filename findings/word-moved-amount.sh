#!/usr/bin/env bash
# An amount moved with changes tracked is read twice, once or not at all
#
# Expect  A tracked move keeps the text in both places, as moved from (w:moveFrom) and as
#         moved to (w:moveTo). With changes accepted the sentence is there once, behind
#         the other.
# Happens docx2python and docx2txt read 财政资金445.40万元。 in both places, python-docx in none.
#         mammoth and pandoc read it once, in the new place.
# Seen    2026-12-01 with python-docx 1.2.0, docx2python 3.7.1, docx2txt 0.9, mammoth
#         1.13.0, pypandoc_binary 1.17; Python 3.11.7, Linux x86-64.
# Forms   Word records a move where a reviewer cuts a sentence and pastes it elsewhere.
#         The sum of the amounts a text names is too much by this amount, or lacks it.
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


old = f'<w:moveFrom w:id="1" w:author="审核">{run("财政资金445.40万元。")}</w:moveFrom>'
new = f'<w:moveTo w:id="2" w:author="审核">{run("财政资金445.40万元。")}</w:moveTo>'
save(f"<w:p>{old}{run('自筹资金10万元。')}{new}</w:p>")
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
once = "自筹资金10万元。财政资金445.40万元。"
twice = "财政资金445.40万元。" + once
assert seen == {
    "python-docx": "自筹资金10万元。",
    "docx2python": twice,
    "docx2txt": twice,
    "mammoth": once,
    "pypandoc_binary": once,
}

print("as seen on 2026-12-01")
PY
