#!/usr/bin/env bash
# The fraction 4/5 of an equation is read as 45, or the equation is not there
#
# Expect  得分＝4/5×10, with the fraction set by the equation editor, is 4/5; ≥90% typed in
#         an equation is ≥90%.
# Happens docx2python writes <latex>45</latex>: numerator and denominator without a sign
#         between them. python-docx, docx2txt and mammoth leave equations out: 得分＝×10 and
#         执行率. pandoc writes both as TeX: \frac{4}{5}.
# Seen    2026-12-01 with python-docx 1.2.0, docx2txt 0.9, docx2python 3.7.1, mammoth
#         1.13.0, pypandoc_binary 1.17; Python 3.11.7, Linux x86-64.
# Forms   Rules of scoring are set as equations. A share of 4/5 becomes 45, and a target
#         inside an equation is a label without a target.
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


MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def equation(content):
    return f"<m:oMath {MATH}>{content}</m:oMath>"


def term(text):
    return f"<m:r><m:t>{text}</m:t></m:r>"


share = f"<m:f><m:num>{term(4)}</m:num><m:den>{term(5)}</m:den></m:f>"
save(
    paragraph(run("得分＝"), equation(share), run("×10"))
    + paragraph(run("执行率"), equation(term("≥90%")))
)
seen = dict(read())
for package, lines in seen.items():
    print(f"{package} {version(package)}: {lines}")
assert seen == {
    "python-docx": ["得分＝×10", "执行率"],
    "docx2txt": ["得分＝×10", "执行率"],
    "docx2python": ["得分＝<latex>45</latex>×10", "执行率<latex>≥90%</latex>"],
    "mammoth": ["得分＝×10", "执行率"],
    "pypandoc_binary": [r"得分＝$\frac{4}{5}$×10", "执行率\u2004≥\u200490%"],
}


print("as seen on 2026-12-01")
PY
