#!/usr/bin/env bash
# 1,006.4万元 is rewritten as 1,64000元, and 10,000.00元 as 10,0元
#
# Expect  A library that turns the numerals of a Chinese text into digits takes 1,006.4
#         for one number, or leaves it as it is.
# Happens chinese2digits takes the part behind a thousands comma for a number of its own
#         and drops its zeros: 1,056.40元 becomes 1,56.4元. With 万 behind it that part
#         alone is multiplied: 6.4万 is 64000. 1006.4万元 without the comma becomes
#         10064000元.
# Seen    2026-11-30 with chinese2digits 6.0.2; Python 3.11.7, Linux x86-64.
# Forms   Narratives are normalized so before search and comparison. An amount with a
#         zero behind its comma is another amount afterwards, and still looks like one.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  chinese2digits==6.0.2
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

from chinese2digits import chinese2digits

rewritten = {
    "1,006.4万元": "1,64000元",
    "10,000.00元": "10,0元",
    "1,056.40元": "1,56.4元",
    "1,456.40元": "1,456.4元",
    "1006.4万元": "10064000元",
    "一千零五十六元": "1056元",
}
seen = {text: chinese2digits.takeNumberFromString(text)["replacedText"] for text in rewritten}
print(f"chinese2digits {version('chinese2digits')}: {seen}")
assert seen == rewritten

print("as seen on 2026-11-30")
PY
