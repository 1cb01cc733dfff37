#!/usr/bin/env bash
# A road of 300m is written as 5:00:00, and 300m + 5m make 5 hours and 5 minutes
#
# Expect  300m and 5m are texts to a tool that knows numbers, dates and texts, or lengths;
#         converted to JSON they stay as they are.
# Happens csvkit takes the m for minutes: csvjson writes 5:00:00 and 0:05:00, and 1500m is
#         “1 day, 1:00:00”; csvstat adds them to 1 day, 6:05:00. 3h and 5d go the same
#         way. 300米 stays a text, and so does the whole column once one value is not
#         like this. With --no-inference all of them stay.
# Seen    2026-12-01 with csvkit 2.2.0, agate 1.14.2, pytimeparse 1.1.8; Python 3.11.7,
#         Linux x86-64.
# Forms   Lengths of roads and canals are targets and results. In the converted list they
#         are times of day, and their sum is one too.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  csvkit==2.2.0 agate==1.14.2 pytimeparse==1.1.8
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

tools = Path(sys.executable).parent
Path("form.csv").write_text("村,路长,渠长\n甲,300m,300米\n乙,5m,5米\n丙,1500m,1500米\n", encoding="utf-8")


def ask(tool, *options):
    command = [tools / tool, "-e", "utf-8", *options, "form.csv"]
    return subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout


lines = json.loads(ask("csvjson"))
seen = {
    "csvjson": [line["路长"] for line in lines],
    "csvjson of 渠长": [line["渠长"] for line in lines],
    "csvjson --no-inference": [line["路长"] for line in json.loads(ask("csvjson", "--no-inference"))],
    "csvstat --sum": ask("csvstat", "-c", "路长", "--sum").strip(),
}
print(f"csvkit {version('csvkit')}, agate {version('agate')}: {seen}")
assert seen == {
    "csvjson": ["5:00:00", "0:05:00", "1 day, 1:00:00"],
    "csvjson of 渠长": ["300米", "5米", "1500米"],
    "csvjson --no-inference": ["300m", "5m", "1500m"],
    "csvstat --sum": "1 day, 6:05:00",
}

print("as seen on 2026-12-01")
PY
