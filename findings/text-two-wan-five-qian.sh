#!/usr/bin/env bash
# 2万5千元 is read as 45,000
#
# Expect  2万5千元 is 25,000元, as 二万五千元 is.
# Happens jionlp answers 45000.00 for 2万5千元 and 105000.00 for 5万5千元, and calls both
#         accurate. 二万五千元 and 2.5万元 are read as 25000.00.
# Seen    2026-11-30 with jionlp 1.5.31; Python 3.11.7, Linux x86-64.
# Forms   Explanations of 测算 mix digits and 万/千 like this. The wrong sum is nearly twice
#         the right one and marked as accurate.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  jionlp==1.5.31
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

import jionlp

seen = {
    text: jionlp.parse_money(text)["num"] + " " + jionlp.parse_money(text)["definition"]
    for text in ("2万5千元", "5万5千元", "二万五千元", "2.5万元")
}
print(f"jionlp {version('jionlp')}: {seen}")
assert seen == {
    "2万5千元": "45000.00 accurate",
    "5万5千元": "105000.00 accurate",
    "二万五千元": "25000.00 accurate",
    "2.5万元": "25000.00 accurate",
}

print("as seen on 2026-11-30")
PY
