#!/usr/bin/env bash
# A number in the Chinese General format is shown as /通用格式, without the number
#
# Expect  G/通用格式 is how Chinese versions name the format General. 1056.4 is shown as
#         1056.4.
# Happens formulon and excelize both show /通用格式: G is taken for an era, the rest for
#         text, and the number is gone.
# Seen    2026-11-30 with formulon 0.18.0, excelize 0.1.0, XlsxWriter 3.3.1; Python
#         3.11.7, Linux x86-64.
# Forms   Formulas such as TEXT(A1,"G/通用格式") and cell formats of Chinese origin carry
#         the name. Whoever reads what is shown reads no amount.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  formulon==0.18.0 excelize==0.1.0 XlsxWriter==3.3.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

import excelize
import formulon
import xlsxwriter

with xlsxwriter.Workbook("form.xlsx") as book:
    book.add_worksheet("表").write(0, 0, 1056.4, book.add_format({"num_format": "G/通用格式"}))
with open("form.xlsx", "rb") as file, formulon.Workbook.load(file.read()) as opened:
    seen = {"formulon": opened.get_display_text(0, 0, 0)[0]}
seen["excelize"] = excelize.open_file("form.xlsx").get_cell_value("表", "A1")
for package, shown in seen.items():
    print(f"{package} {version(package)}: {shown}")
assert seen == {"formulon": "/通用格式", "excelize": "/通用格式"}

print("as seen on 2026-11-30")
PY
