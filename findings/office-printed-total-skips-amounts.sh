#!/usr/bin/env bash
# Printed, the total of a Word form leaves out each amount with a thousands comma, a unit or a ￥
#
# Expect  A .docx with 1,400.00 and 45.40 and the stored result 1,445.40 of =SUM(ABOVE)
#         becomes a PDF with the total 1,445.40.
# Happens LibreOffice computes the field anew for the PDF and counts only cells that are
#         plain numbers: the total printed is 45.4. With 万元 behind the amounts or ￥
#         before them it prints 0, and （45.40） is not subtracted. Saved as text, the
#         same files keep the stored totals.
# Seen    2026-11-30 with pypdfium2 5.15.2, LibreOffice 7.4.7.2; Python 3.11.7, Linux
#         x86-64.
# Forms   Word forms are turned into PDFs for signing. Lines and total are both there,
#         and the total is short by the largest amounts: those that have a comma.
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

forms = {
    "plain": (["1400.00", "45.40"], "1445.40"),
    "comma": (["1,400.00", "45.40"], "1,445.40"),
    "unit": (["1400.00万元", "45.40万元"], "1445.40"),
    "sign": (["￥1400.00", "￥45.40"], "1445.40"),
    "brackets": (["1400.00", "（45.40）"], "1354.60"),
}
seen = {}
for name, (amounts, stored) in forms.items():
    save(f"{name}.docx", paragraph(run("表")) + table(amounts, stored))
    convert(f"{name}.docx", "pdf")
    convert(f"{name}.docx", "txt:Text (encoded):UTF8")
    printed = pypdfium2.PdfDocument(f"{name}.pdf")[0].get_textpage().get_text_range().split()
    text = Path(f"{name}.txt").read_text(encoding="utf-8-sig").split()
    seen[name] = (printed[-1], text[-1])
    print(f"{amounts}, stored {stored}: printed {printed[-1]}, as text {text[-1]}")
assert seen == {
    "plain": ("1445.4", "1445.40"),
    "comma": ("45.4", "1,445.40"),
    "unit": ("0", "1445.40"),
    "sign": ("0", "1445.40"),
    "brackets": ("1400", "1354.60"),
}

print("as seen on 2026-11-30")
PY
