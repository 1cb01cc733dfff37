#!/usr/bin/env bash
# 0.285万元 is read as 285
#
# Expect  A number with a point and three digits behind it is a number with three
#         decimals: 0.285.
# Happens price-parser takes the point for a thousands separator whenever exactly three
#         digits follow, also after a single 0: 0.285 is 285, 12.345 is 12345. 0.28 and
#         1.0564 are read as written.
# Seen    2026-11-30 with price-parser 0.5.1; Python 3.11.7, Linux x86-64.
# Forms   Amounts in 万元 carry three decimals where a sum ends in tens of 元. Only those
#         are a thousand times too large.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  price-parser==0.5.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

from price_parser import Price

seen = {
    text: str(Price.fromstring(text).amount)
    for text in ("0.285万元", "12.345万元", "0.28万元", "1.0564万元")
}
print(f"price-parser {version('price-parser')}: {seen}")
assert seen == {
    "0.285万元": "285",
    "12.345万元": "12345",
    "0.28万元": "0.28",
    "1.0564万元": "1.0564",
}

print("as seen on 2026-11-30")
PY
