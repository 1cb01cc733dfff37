#!/usr/bin/env bash
# Saved as text, the total of a Word form is 0 if nothing stands before its table
#
# Expect  A .docx whose table ends in =SUM(ABOVE) with the stored result 445.40 becomes
#         a text with 445.40, whatever is before the table.
# Happens LibreOffice writes 445.40 if a line of text comes first, and 0 if the file
#         begins with the table; saved as a web page likewise. The PDF has the sum in
#         both cases.
# Seen    2026-11-30 with pypdfium2 5.15.2, LibreOffice 7.4.7.2; Python 3.11.7, Linux
#         x86-64.
# Forms   A form sent as a bare table, its title in the first row, is turned to text or
#         HTML for checking: the total is 0, and every line above it is right.
# Needs   soffice, and pip with a package index.
set -euo pipefail
command -v soffice >/dev/null || { echo "needs soffice (LibreOffice)" >&2; exit 2; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  pypdfium2==5.15.2
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import os
import re
import subprocess
import zipfile
from pathlib import Path

import pypdfium2

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RELS = "application/vnd.openxmlformats-package.relationships+xml"


def save(name, body):
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{RELS}"/>'
        f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/relationships/officeDocument" Target="word/document.xml"/>'
        "</Relationships>",
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}<w:sectPr/></w:body>'
        "</w:document>",
    }
    with zipfile.ZipFile(name, "w") as package:
        for part, text in parts.items():
            package.writestr(part, '<?xml version="1.0" encoding="UTF-8"?>' + text)


def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


def paragraph(*runs):
    return f"<w:p>{''.join(runs)}</w:p>"


def row(*cells):
    inside = "".join(f"<w:tc><w:tcPr/>{paragraph(cell)}</w:tc>" for cell in cells)
    return f"<w:tr>{inside}</w:tr>"


def total(stored):
    def mark(kind):
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = "<w:r><w:instrText>=SUM(ABOVE)</w:instrText></w:r>"
    return mark("begin") + code + mark("separate") + run(stored) + mark("end")


def table(amounts, stored):
    rows = [row(run("项目"), run(amount)) for amount in amounts]
    rows.append(row(run("合计"), total(stored)))
    grid = '<w:gridCol w:w="3000"/>' * 2
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"

def convert(name, kind):
    profile = f"-env:UserInstallation={Path.cwd().as_uri()}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", kind, name]
    english = {**os.environ, "LC_ALL": "C.UTF-8"}
    subprocess.run(command, capture_output=True, check=True, env=english)


office = subprocess.run(["soffice", "--version"], capture_output=True, text=True, check=True).stdout
print(office.strip())

seen = {}
for name, before in (("title", paragraph(run("自评表"))), ("bare", "")):
    save(f"{name}.docx", before + table(["400.00", "45.40"], "445.40"))
    for kind in ("txt:Text (encoded):UTF8", "html", "pdf"):
        convert(f"{name}.docx", kind)
    markup = Path(f"{name}.html").read_text()
    seen[name] = (
        Path(f"{name}.txt").read_text(encoding="utf-8-sig").split()[-1],
        re.sub("<[^>]*>", " ", markup).split()[-1],
        pypdfium2.PdfDocument(f"{name}.pdf")[0].get_textpage().get_text_range().split()[-1],
    )
    print(f"{name}: text, web page, PDF {seen[name]}")
assert seen == {"title": ("445.40", "445.40", "445.4"), "bare": ("0", "0", "445.4")}

print("as seen on 2026-11-30")
PY
