#!/usr/bin/env bash
# Asked to mark superscripts, a PDF reader joins two amounts of a cell: 1056.40445.40
#
# Expect  Two lines of a cell stay two lines, with flag_size=True as without; the option
#         marks characters in another size.
# Happens camelot gives “1056.40⏎445.40” without the option and “1056.40445.40” with it;
#         10 over 20 becomes 1020. The 2 of m² is marked as wanted.
# Seen    2026-11-30 with camelot-py 2.0.0, reportlab 5.1.0; Python 3.11.7, Linux
#         x86-64.
# Forms   Forms put 年初数 and 调整数 on two lines of one cell, and m² is the reason to set
#         the option. 1020 is a number, and not one of the form.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  camelot-py==2.0.0 reportlab==5.1.0
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

import camelot
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

square = Paragraph("300m<super>2</super>", getSampleStyleSheet()["Normal"])
rows = [["A", "1056.40\n445.40"], ["B", "10\n20"], ["C", square]]
style = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), "Helvetica", 10)]
SimpleDocTemplate("form.pdf").build([Table(rows, colWidths=[60, 120], style=style)])
seen = {}
for flag in (False, True):
    table = camelot.read_pdf("form.pdf", flavor="lattice", flag_size=flag)[0]
    seen[flag] = table.df[1].tolist()
    print(f"camelot-py {version('camelot-py')}, flag_size={flag}: {seen[flag]}")
assert seen == {
    False: ["1056.40\n445.40", "10\n20", "300m2"],
    True: ["1056.40445.40", "1020", "300m<s>2</s>"],
}

print("as seen on 2026-11-30")
PY
