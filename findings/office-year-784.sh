#!/usr/bin/env bash
# A date of 2023 shown by the format e年m月 is 784年10月
#
# Expect  In Chinese number formats e is the year, so e年m月 shows 2023年12月 for 31
#         December 2023.
# Happens LibreOffice 7.4 with an English locale shows 784年10月, in TEXT and as the
#         format of a cell: the date goes through another calendar. With [$-804] before
#         it the year is cut to 23.
# Seen    2026-11-30 with openpyxl 3.1.5, LibreOffice 7.4.7.2; Python 3.11.7, Linux
#         x86-64.
# Forms   Templates made in Chinese programs head their forms with TEXT(date,"e年m月").
#         Convert them on a server and the year of the form is 784.
# Needs   soffice, and pip with a package index.
set -euo pipefail
command -v soffice >/dev/null || { echo "needs soffice (LibreOffice)" >&2; exit 2; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  openpyxl==3.1.5
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import os
import re
import subprocess
from pathlib import Path

from openpyxl import Workbook


def convert(name, kind):
    profile = f"-env:UserInstallation={Path.cwd().as_uri()}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", kind, name]
    english = {**os.environ, "LC_ALL": "C.UTF-8"}
    subprocess.run(command, capture_output=True, check=True, env=english)


office = subprocess.run(["soffice", "--version"], capture_output=True, text=True, check=True).stdout
print(office.strip())
book = Workbook()
sheet = book.active
sheet["A1"] = 45291
sheet["A1"].number_format = 'e"年"m"月"'
sheet["A2"] = '=TEXT(45291,"e年m月")'
sheet["A3"] = '=TEXT(45291,"[$-804]e年m月")'
sheet["A4"] = '=TEXT(45291,"yyyy年m月")'
book.save("form.xlsx")
convert("form.xlsx", "html")
seen = re.findall(r"[0-9]+年[0-9]+月", Path("form.html").read_text(encoding="utf-8"))
print(seen)
assert seen == ["784年10月", "784年10月", "23年12月", "2023年12月"]

print("as seen on 2026-11-30")
PY
