#!/usr/bin/env bash
# What openpyxl writes opens in pylightxl or not, by whether lxml was installed when it was written
#
# Expect  Two libraries for .xlsx read each other’s files, whatever else is installed
#         beside them.
# Happens Without lxml openpyxl declares the relationship prefix on the root, and
#         pylightxl reads the file. With lxml installed the same program declares it on
#         each sheet, and pylightxl raises TypeError.
# Seen    2026-11-30 with openpyxl 3.1.5, pylightxl 1.61, lxml 6.1.3; Python 3.11.7,
#         Linux x86-64.
# Forms   One office’s exports are readable and the next one’s are not, from the same
#         script and the same versions: another package brought lxml along.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  openpyxl==3.1.5 pylightxl==1.61 lxml==6.1.3
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import subprocess
import sys
from importlib.metadata import version

import pylightxl

write = "import sys; without = sys.argv[1] == 'without'\n"
write += "if without: sys.modules['lxml'] = None\n"
write += "from openpyxl import LXML, Workbook; assert LXML is not without\n"
write += "book = Workbook(); book.active['A1'] = 95; book.save(sys.argv[1] + '.xlsx')"
seen = {}
for name in ("without", "with"):
    subprocess.run([sys.executable, "-c", write, name], check=True)
    try:
        seen[name] = pylightxl.readxl(f"{name}.xlsx").ws("Sheet").address("A1")
    except TypeError as refused:
        seen[name] = type(refused).__name__
print(f"openpyxl {version('openpyxl')}, pylightxl {version('pylightxl')}, lxml: {seen}")
assert seen == {"without": 95, "with": "TypeError"}

print("as seen on 2026-11-30")
PY
