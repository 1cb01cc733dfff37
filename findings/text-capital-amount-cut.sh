#!/usr/bin/env bash
# The capital form of an amount loses its third decimal instead of rounding it
#
# Expect  1056.409元 in capitals is 壹仟零伍拾陆元肆角壹分: money is rounded to the cent.
# Happens cn2an cuts: 壹仟零伍拾陆元肆角. 1.999 becomes 壹元玖角玖分, and 0.009 零元整.
# Seen    2026-11-30 with cn2an 0.5.24; Python 3.11.7, Linux x86-64.
# Forms   A form shows an amount in digits (rounded by its format) and in capitals
#         (cut). The two differ by a cent on a document where they must not.
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

seen = {text: cn2an.an2cn(text, "rmb") for text in ("1056.409", "1.999", "0.009")}
print(f"cn2an {version('cn2an')}: {seen}")
assert seen == {
    "1056.409": "壹仟零伍拾陆元肆角",
    "1.999": "壹元玖角玖分",
    "0.009": "零元整",
}

print("as seen on 2026-11-30")
PY
