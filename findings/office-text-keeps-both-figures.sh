#!/usr/bin/env bash
# Saved as text, a tracked correction leaves both figures, side by side and unmarked
#
# Expect  A .docx with 445.40 deleted and 454.40 inserted, changes tracked, becomes a
#         text with one of the two, or with a mark.
# Happens LibreOffice writes 金额445.40454.40万元. Hidden text is joined likewise: a hidden
#         100 before 95 becomes 10095.
# Seen    2026-11-30 with python-docx 1.2.0, LibreOffice 7.4.7.2; Python 3.11.7, Linux
#         x86-64.
# Forms   Narratives are turned to text for checking and search. 445.40454.40 is no
#         number, 10095 is a wrong one.
# Needs   soffice, and pip with a package index.
set -euo pipefail
command -v soffice >/dev/null || { echo "needs soffice (LibreOffice)" >&2; exit 2; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  python-docx==1.2.0
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import os
import subprocess
from pathlib import Path

import docx
from docx.oxml import parse_xml


def convert(name, kind):
    profile = f"-env:UserInstallation={Path.cwd().as_uri()}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", kind, name]
    english = {**os.environ, "LC_ALL": "C.UTF-8"}
    subprocess.run(command, capture_output=True, check=True, env=english)


office = subprocess.run(["soffice", "--version"], capture_output=True, text=True, check=True).stdout
print(office.strip())
space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
who = 'w:author="审核" w:date="2023-01-01T00:00:00Z"'
form = docx.Document()
line = form.add_paragraph("金额")
line._p.append(
    parse_xml(
        f'<w:del {space} w:id="1" {who}><w:r><w:delText>445.40</w:delText></w:r></w:del>'
    )
)
line._p.append(parse_xml(f'<w:ins {space} w:id="2" {who}><w:r><w:t>454.40</w:t></w:r></w:ins>'))
line.add_run("万元")
line = form.add_paragraph()
line.add_run("100").font.hidden = True
line.add_run("95")
form.save("form.docx")
convert("form.docx", "txt:Text (encoded):UTF8")
seen = Path("form.txt").read_text(encoding="utf-8-sig").split()
print(seen)
assert seen == ["金额445.40454.40万元", "10095"]

print("as seen on 2026-11-30")
PY
