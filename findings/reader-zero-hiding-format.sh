#!/usr/bin/env bash
# A format that hides zeros hides every amount in two programs
#
# Expect  [=0]"";0.00 shows nothing for 0 and two decimals for anything else: 1056.40.
# Happens excelize and ironcalc show nothing for 1056.4 as well: they take the first
#         section whatever its condition. formulon shows 1056.40.
# Seen    2026-11-30 with excelize 0.1.0, ironcalc 0.9.1, formulon 0.18.0, XlsxWriter
#         3.3.1; Python 3.11.7, Linux x86-64.
# Forms   Blank forms hide zeros so; filled, every amount on them is shown as blank,
#         which is what an unfilled form looks like.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  excelize==0.1.0 ironcalc==0.9.1 formulon==0.18.0 XlsxWriter==3.3.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

import excelize
import formulon
import ironcalc
import xlsxwriter

with xlsxwriter.Workbook("form.xlsx") as book:
    hiding = book.add_format({"num_format": '[=0]"";0.00'})
    book.add_worksheet("表").write(0, 0, 1056.4, hiding)
seen = {
    "excelize": excelize.open_file("form.xlsx").get_cell_value("表", "A1"),
    "ironcalc": ironcalc.load_from_xlsx("form.xlsx", "en", "UTC", "en").get_formatted_cell_value(
        0, 1, 1
    ),
}
with open("form.xlsx", "rb") as file, formulon.Workbook.load(file.read()) as opened:
    seen["formulon"] = opened.get_display_text(0, 0, 0)[0]
for package, shown in seen.items():
    print(f"{package} {version(package)}: {shown!r}")
assert seen == {"excelize": "", "ironcalc": "", "formulon": "1056.40"}

print("as seen on 2026-11-30")
PY
