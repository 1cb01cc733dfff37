#!/usr/bin/env bash
# A small rate in the column makes every amount lose its cents
#
# Expect  123456789.12 above 0.00125 are the same two numbers in the Markdown table.
# Happens markitdown writes 1.234568e+08 for 123456789.12, and 4.454000e+02 for 445.40
#         beside it. Without the rate it writes 123456789.12 and 445.40.
# Seen    2026-12-01 with markitdown[xlsx] 0.1.9, openpyxl 3.1.5, pandas 3.1.1; Python
#         3.11.7, Linux x86-64.
# Forms   A column 指标值 holds amounts and rates alike. One rate under a thousandth is
#         enough for an amount to lose three or more places, without a word.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  'markitdown[xlsx]==0.1.9' openpyxl==3.1.5 pandas==3.1.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

from markitdown import MarkItDown
from openpyxl import Workbook


def convert(*values):
    book = Workbook()
    for row in (["指标值"], *([value] for value in values)):
        book.active.append(row)
    book.save("form.xlsx")
    lines = MarkItDown().convert("form.xlsx").text_content.strip().splitlines()
    return [line.strip("| ") for line in lines[3:]]


seen = {"without": convert(123456789.12, 445.4), "with": convert(123456789.12, 445.4, 0.00125)}
for rate, lines in seen.items():
    print(f"markitdown {version('markitdown')} with pandas {version('pandas')}, {rate} the rate: {lines}")
assert seen == {
    "without": ["123456789.12", "445.40"],
    "with": ["1.234568e+08", "4.454000e+02", "1.250000e-03"],
}

print("as seen on 2026-12-01")
PY
