#!/usr/bin/env bash
# 12月31日前 is read as 12 months and 31 days ago
#
# Expect  12月31日前 is a deadline: before the 31st of December.
# Happens dateparser reads 前 as “ago”: from 1 March 2023 it answers 29 January 2022 for
#         12月31日前. For 12月31日, without 前, it answers nothing.
# Seen    2026-11-30 with dateparser 1.5.0; Python 3.11.7, Linux x86-64.
# Forms   时效指标 are written just so (6月30日前完成). Deadlines turn into dates before the
#         budget year, and none of them fails.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  dateparser==1.5.0
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from datetime import datetime
from importlib.metadata import version

import dateparser

settings = {"RELATIVE_BASE": datetime(2023, 3, 1)}
seen = {}
for text in ("6月30日前", "12月31日前", "12月31日"):
    date = dateparser.parse(text, languages=["zh"], settings=settings)
    seen[text] = date and str(date.date())
print(f"dateparser {version('dateparser')}: {seen}")
assert seen == {"6月30日前": "2022-08-02", "12月31日前": "2022-01-29", "12月31日": None}

print("as seen on 2026-11-30")
PY
