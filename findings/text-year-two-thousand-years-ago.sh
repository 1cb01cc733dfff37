#!/usr/bin/env bash
# 2023年 is read as the year 3
#
# Expect  2023年, given as Chinese, is the year 2023.
# Happens dateparser takes 2023年 for “2023 years ago”: seen from March 2026 it answers
#         March of the year 3. 2023年12月 is read as December 2023.
# Seen    2026-11-30 with dateparser 1.5.0; Python 3.11.7, Linux x86-64.
# Forms   项目实施期 is often a bare year. The answer is a valid date, so nothing fails until
#         years are compared.
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

settings = {"RELATIVE_BASE": datetime(2026, 3, 1)}
seen = {
    text: str(dateparser.parse(text, languages=["zh"], settings=settings).date())
    for text in ("2023年", "2025年", "2023年12月")
}
print(f"dateparser {version('dateparser')}: {seen}")
assert seen == {"2023年": "0003-03-01", "2025年": "0001-03-01", "2023年12月": "2023-12-01"}

print("as seen on 2026-11-30")
PY
