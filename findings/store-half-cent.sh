#!/usr/bin/env bash
# The same text 1056.405 becomes 1056.41, 1056.40 or an error as a decimal of two places
#
# Expect  Three stores that offer DECIMAL(18,2) turn the text 1056.405 into the same
#         amount.
# Happens duckdb rounds half up (1056.41, 0.29), polars half to even (1056.40, 0.28),
#         pyarrow refuses (data loss).
# Seen    2026-11-30 with duckdb 2.0.1, polars 2.1.0, pyarrow 26.0.1; Python 3.11.7,
#         Linux x86-64.
# Forms   Amounts with three decimals come in as text. The consolidated total depends on
#         which store the text was loaded into, cent by cent.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  duckdb==2.0.1 polars==2.1.0 pyarrow==26.0.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

import duckdb
import polars
import pyarrow

texts = ["1056.405", "0.285"]
two_places = pyarrow.decimal128(18, 2)
seen = {
    "duckdb": [
        str(duckdb.execute("SELECT ?::VARCHAR::DECIMAL(18,2)", [text]).fetchone()[0])
        for text in texts
    ],
    "polars": [str(value) for value in polars.Series(texts).cast(polars.Decimal(18, 2))],
}
try:
    seen["pyarrow"] = [str(value) for value in pyarrow.array(texts).cast(two_places)]
except pyarrow.ArrowInvalid as refused:
    seen["pyarrow"] = str(refused)
for package, values in seen.items():
    print(f"{package} {version(package)}: {values}")
assert seen == {
    "duckdb": ["1056.41", "0.29"],
    "polars": ["1056.40", "0.28"],
    "pyarrow": "Rescaling Decimal value would cause data loss",
}

print("as seen on 2026-11-30")
PY
