#!/usr/bin/env bash
# A bold total of a PDF is read as 11005566..4400
#
# Expect  A program without a bold font prints a text twice, a third of a point apart, and
#         it looks bold. The text is 1056.40.
# Happens pdfplumber reads each digit twice, 11005566..4400, pypdf and pdfminer.six two
#         lines 1056.40, pypdfium2 one.
# Seen    2026-12-01 with reportlab 5.1.0, pdfplumber 0.11.10, pypdf 7.1.1, pypdfium2
#         5.15.2; Python 3.11.7, Linux x86-64.
# Forms   Totals and heads are bold, and Chinese fonts often have no bold cut, so the
#         total is the one figure read wrong.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  reportlab==5.1.0 pdfplumber==0.11.10 pypdf==7.1.1 pypdfium2==5.15.2
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

import pdfplumber
import pypdf
import pypdfium2
from pdfminer.high_level import extract_text
from reportlab.pdfgen.canvas import Canvas

page = Canvas("form.pdf")
page.setFont("Helvetica", 12)
page.drawString(72, 700, "445.40")
for left in (72, 72.3):
    page.drawString(left, 680, "1056.40")
page.save()
with pdfplumber.open("form.pdf") as book:
    texts = {"pdfplumber": book.pages[0].extract_text()}
texts["pypdf"] = pypdf.PdfReader("form.pdf").pages[0].extract_text()
texts["pdfminer.six"] = extract_text("form.pdf")
texts["pypdfium2"] = pypdfium2.PdfDocument("form.pdf")[0].get_textpage().get_text_range()
seen = {package: text.split() for package, text in texts.items()}
for package, words in seen.items():
    print(f"{package} {version(package)}: {words}")
assert seen == {
    "pdfplumber": ["445.40", "11005566..4400"],
    "pypdf": ["445.40", "1056.40", "1056.40"],
    "pdfminer.six": ["445.40", "1056.40", "1056.40"],
    "pypdfium2": ["445.40", "1056.40"],
}

print("as seen on 2026-12-01")
PY
