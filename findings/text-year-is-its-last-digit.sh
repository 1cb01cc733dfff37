#!/usr/bin/env bash
# 二〇二三 is read as 3
#
# Expect  二〇二三 and 二零二三 are the digits of 2023, the way years are written out.
# Happens pycnnum keeps the last digit: 3 for both, and 4 for 二零二四. Numbers with units
#         in them (九十五) are read right.
# Seen    2026-11-30 with pycnnum 2.1.1; Python 3.11.7, Linux x86-64.
# Forms   Titles of forms spell the year so. A wrong year of one digit passes as a
#         count.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  pycnnum==2.1.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

import pycnnum

seen = {text: pycnnum.cn2num(text) for text in ("二〇二三", "二零二四", "九十五")}
print(f"pycnnum {version('pycnnum')}: {seen}")
assert seen == {"二〇二三": 3, "二零二四": 4, "九十五": 95}

print("as seen on 2026-11-30")
PY
