#!/usr/bin/env bash
# Lengths of 12m and 500m are read as 12 minutes and 8 hours 20
#
# Expect  A column with 12m, 500m and 3m holds texts, or lengths.
# Happens csvkit (through agate) converts the column to times: csvjson writes 0:12:00,
#         8:20:00, 0:03:00, and csvstat sums them to 8:35:00. 5d and 2h turn into days
#         and hours likewise.
# Seen    2026-11-30 with csvkit 2.2.0, agate 1.14.2; Python 3.11.7, Linux x86-64.
# Forms   指标值 in metres is what roads, pipes and walls are planned in. csvjson, in2csv
#         and csvsql rewrite it without a message (--no-inference prevents it).
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  csvkit==2.2.0 agate==1.14.2
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

Path("form.csv").write_text("三级指标,指标值\n管网,12m\n道路,500m\n护坡,3m\n", encoding="utf-8")
command = Path(sys.executable).with_name("csvjson")
answer = subprocess.run([command, "form.csv"], capture_output=True, text=True, check=True)
seen = [row["指标值"] for row in json.loads(answer.stdout)]
print(f"csvkit {version('csvkit')}, agate {version('agate')}: {seen}")
assert seen == ["0:12:00", "8:20:00", "0:03:00"]

print("as seen on 2026-11-30")
PY
