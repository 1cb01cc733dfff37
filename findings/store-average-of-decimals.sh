#!/usr/bin/env bash
# The average of three exact amounts is cut to cents in one store and a binary fraction in two
#
# Expect  Columns of DECIMAL stay decimals: the average of 1056.40, 445.40 and 611.00 is
#         704.2666….
# Happens pyarrow gives the Decimal 704.27, rounded to the two places of the column.
#         duckdb and polars leave decimals: floats 704.2666666666668. The sum is an
#         exact decimal in all three.
# Seen    2026-11-30 with duckdb 2.0.1, polars 2.1.0, pyarrow 26.0.1; Python 3.11.7,
#         Linux x86-64.
# Forms   An average times its count no longer makes the total: three times 704.27 is
#         2112.81, a cent over 2112.80.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  duckdb==2.0.1 polars==2.1.0 pyarrow==26.0.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from decimal import Decimal
from importlib.metadata import version

import duckdb
import polars
import pyarrow
import pyarrow.compute

amounts = [Decimal("1056.40"), Decimal("445.40"), Decimal("611.00")]
column = pyarrow.array(amounts, pyarrow.decimal128(18, 2))
forms = pyarrow.table({"amount": column})
averages = {
    "duckdb": duckdb.sql("SELECT avg(amount) FROM forms").fetchall()[0][0],
    "polars": polars.Series(amounts).mean(),
    "pyarrow": pyarrow.compute.mean(column).as_py(),
}
sums = {
    "duckdb": duckdb.sql("SELECT sum(amount) FROM forms").fetchall()[0][0],
    "polars": polars.Series(amounts).sum(),
    "pyarrow": pyarrow.compute.sum(column).as_py(),
}
for package in averages:
    print(f"{package} {version(package)}: average {averages[package]!r}, sum {sums[package]!r}")
assert averages == {
    "duckdb": 704.2666666666668,
    "polars": 704.2666666666668,
    "pyarrow": Decimal("704.27"),
}
assert [type(value) for value in averages.values()] == [float, float, Decimal]
assert set(sums.values()) == {Decimal("2112.80")}

print("as seen on 2026-11-30")
PY
