#!/usr/bin/env bash
# A rate over a budget of 0 is infinite with / and ends the query with //
#
# Expect  Division by zero is NULL or an error, the same for / and //.
# Happens duckdb 2.0.1 answers inf for 10/0 of two DECIMAL columns, which sorts and
#         averages as a number; 10//0 raises. (duckdb 1.5.6 answered inf and NULL.)
# Seen    2026-11-30 with duckdb 2.0.1; Python 3.11.7, Linux x86-64.
# Forms   执行率 of a project without a budget. An average over all projects is infinite,
#         or the query over three hundred units fails at one.
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

rows = "(VALUES (10.00, 0.00), (9.00, 10.00)) units(spent, budget)"
rates = duckdb.sql(f"SELECT spent / budget FROM {rows}").fetchall()
average = duckdb.sql(f"SELECT avg(spent / budget) FROM {rows}").fetchall()[0][0]
try:
    whole = duckdb.sql(f"SELECT spent // budget FROM {rows}").fetchall()
except duckdb.Error as refused:
    whole = type(refused).__name__
print(f"duckdb {version('duckdb')}: rates {rates}, average {average}, whole {whole}")
assert rates == [(float("inf"),), (0.9,)]
assert average == float("inf")
assert whole == "InvalidInputException"

print("as seen on 2026-11-30")
PY
