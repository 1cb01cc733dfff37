#!/usr/bin/env bash
# 2.5 becomes 3 or 2 by what it was before
#
# Expect  CAST(2.5 AS INTEGER) is one rule of one database, whatever type 2.5 has.
# Happens duckdb rounds the decimal 2.5 to 3 and the double 2.5 to 2. round(2.5) is 3
#         for both.
# Seen    2026-11-30 with duckdb 2.0.1; Python 3.11.7, Linux x86-64.
# Forms   Scores such as 82.5 come as DECIMAL from one file and as DOUBLE from the next
#         (a spreadsheet, a CSV): 83 or 82 in the same column of the summary.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  duckdb==2.0.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

import duckdb

seen = duckdb.sql(
    "SELECT 82.5::DECIMAL(4,1)::INTEGER, 82.5::DOUBLE::INTEGER, "
    "round(82.5::DECIMAL(4,1)), round(82.5::DOUBLE)"
).fetchall()[0]
print(f"duckdb {version('duckdb')}: {seen}")
assert seen == (83, 82, 83, 83)

print("as seen on 2026-11-30")
PY
