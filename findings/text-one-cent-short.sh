#!/usr/bin/env bash
# 820元 in capitals is 捌佰壹拾玖元玖角玖分 if the amount was computed
#
# Expect  Amounts in capitals are rounded to 分: 8.2 × 100 is 捌佰贰拾元整, as print and every
#         spreadsheet show it. 0.285 is 贰角玖分.
# Happens cn2an cuts the digits after the second place off: 8.2*100, which is
#         819.9999999999999, is 捌佰壹拾玖元玖角玖分, 4.35*100 is 肆佰叁拾肆元玖角玖分, and 0.285
#         is 贰角捌分. Typed as 820 the same amount is 捌佰贰拾元整.
# Seen    2026-12-01 with cn2an 0.5.24; Python 3.11.7, Linux x86-64.
# Forms   A total in figures has its capitals beside it, and the two have to agree. One 分
#         is missing where the amount was multiplied, and nowhere else.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  cn2an==0.5.24
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

import cn2an

amounts = {"820": 820, "8.2*100": 8.2 * 100, "4.35*100": 4.35 * 100, "1.15*100": 1.15 * 100, "0.285": 0.285}
seen = {text: (f"{amount:.2f}", cn2an.an2cn(amount, "rmb")) for text, amount in amounts.items()}
print(f"cn2an {version('cn2an')}: {seen}")
assert seen == {
    "820": ("820.00", "捌佰贰拾元整"),
    "8.2*100": ("820.00", "捌佰壹拾玖元玖角玖分"),
    "4.35*100": ("435.00", "肆佰叁拾肆元玖角玖分"),
    "1.15*100": ("115.00", "壹佰壹拾肆元玖角玖分"),
    "0.285": ("0.28", "贰角捌分"),
}

print("as seen on 2026-12-01")
PY
