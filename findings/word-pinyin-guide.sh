#!/usr/bin/env bash
# A word with its pinyin above loses the word in three readers
#
# Expect  A phonetic guide (拼音指南) prints pinyin over a word. The word is the text; the
#         pinyin is decoration.
# Happens python-docx, mammoth and pandoc drop the word with its pinyin: 云田镇 reads 镇.
#         docx2python and docx2txt read yúntián云田镇. Nobody reads 云田镇.
# Seen    2026-11-30 with python-docx 1.2.0, docx2txt 0.9, docx2python 3.7.1, mammoth
#         1.13.0, pypandoc_binary 1.17; Python 3.11.7, Linux x86-64.
# Forms   Names of places with rare characters carry pinyin. The name of a unit no
#         longer matches its roster, in each reader otherwise.
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


guide = (
    '<w:r><w:ruby><w:rubyPr><w:rubyAlign w:val="center"/><w:hps w:val="10"/>'
    '<w:hpsRaise w:val="18"/><w:hpsBaseText w:val="21"/><w:lid w:val="zh-CN"/></w:rubyPr>'
    "<w:rt>" + run("yúntián") + "</w:rt>"
    "<w:rubyBase>" + run("云田") + "</w:rubyBase></w:ruby></w:r>"
)
save(paragraph(guide, run("镇")))
with open("form.docx", "rb") as file:
    markup = mammoth.convert_to_html(file).value
seen = {
    "python-docx": docx.Document("form.docx").paragraphs[0].text,
    "mammoth": markup,
    "pypandoc_binary": pypandoc.convert_file("form.docx", "plain").strip(),
    "docx2python": docx2python("form.docx").body[0][0][0][0],
    "docx2txt": docx2txt.process("form.docx").strip(),
}
for package, text in seen.items():
    print(f"{package} {version(package)}: {text}")
assert seen == {
    "python-docx": "镇",
    "mammoth": "<p>镇</p>",
    "pypandoc_binary": "镇",
    "docx2python": "yúntián云田镇",
    "docx2txt": "yúntián云田镇",
}

print("as seen on 2026-11-30")
PY
