#!/usr/bin/env bash
# The table of a PDF gives 10.50 as 1050, with the point and the minus sign on a line of their own
#
# Expect  A ruled table with the text -10.50 in a cell is extracted with -10.50 in it,
#         as the page text has it.
# Happens Table.extract() of PyMuPDF puts low and thin characters on a second line:
#         -10.50 is “1050⏎- .”, 95.00 is “9500⏎.”, 1-7 is “1 7⏎-”. page.get_text() gives
#         the texts whole.
# Seen    2026-11-30 with PyMuPDF 2.0, reportlab 5.1.0; Python 3.11.7, Linux x86-64.
# Forms   A cell cleaned to its first line or its digits is a hundred times the amount,
#         positive where it was negative.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  PyMuPDF==2.0 reportlab==5.1.0
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

import pymupdf
from reportlab.platypus import SimpleDocTemplate, Table

rows = [["item", "amount"], ["A", "95.00"], ["B", "-10.50"], ["C", "1-7"]]
style = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), "Helvetica", 10)]
SimpleDocTemplate("form.pdf").build([Table(rows, style=style)])
page = pymupdf.open("form.pdf")[0]
seen = page.find_tables().tables[0].extract()
print(f"PyMuPDF {version('PyMuPDF')}, find_tables: {seen}")
print(f"PyMuPDF {version('PyMuPDF')}, get_text: {page.get_text().split()}")
assert page.get_text().split() == [text for row in rows for text in row]
assert seen == [["item", "amount"], ["A", "9500\n."], ["B", "1050\n- ."], ["C", "1 7\n-"]]

print("as seen on 2026-11-30")
PY
