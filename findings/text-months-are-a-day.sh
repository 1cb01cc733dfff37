#!/usr/bin/env bash
# 1-7月 is read as the 7th of January, 2023年1-7月 as all of 2023
#
# Expect  1-7月 is a span of months, January to July; 3-6月 March to June.
# Happens jionlp reads 1-7月 as 7 January and 10-12月 as 12 October; with the year before
#         it, 2023年1-7月 is the whole year 2023. 1-7日 is read as a span of days.
# Seen    2026-11-30 with jionlp 1.5.31; Python 3.11.7, Linux x86-64.
# Forms   1-7月执行数 is the heading of every 运行监控表. A span becomes a day or a year, never
#         itself.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  jionlp==1.5.31
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from datetime import datetime
from importlib.metadata import version

import jionlp

seen = {}
for text in ("1-7月", "10-12月", "2023年1-7月", "1-7日"):
    span = jionlp.parse_time(text, time_base=datetime(2023, 3, 1))["time"]
    seen[text] = " ".join(moment[:10] for moment in span)
print(f"jionlp {version('jionlp')}: {seen}")
assert seen == {
    "1-7月": "2023-01-07 2023-01-07",
    "10-12月": "2023-10-12 2023-10-12",
    "2023年1-7月": "2023-01-01 2023-12-31",
    "1-7日": "2023-03-01 2023-03-07",
}

print("as seen on 2026-11-30")
PY
