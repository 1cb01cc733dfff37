#!/usr/bin/env bash
# A column of 12,000 and 120,000 is inferred to be places on the globe
#
# Expect  Inference makes texts with a thousands comma numbers, or leaves them texts.
# Happens frictionless infers the type geopoint: 12,000 is longitude 12, latitude 0. It
#         does so for any column whose parts before the comma are at most 180 and behind
#         it at most 90, from .csv and .xlsx alike; one 56,400 among two, and all stay
#         texts.
# Seen    2026-11-30 with frictionless 5.21.0, openpyxl 3.1.5; Python 3.11.7, Linux
#         x86-64.
# Forms   Amounts in 元 rounded to thousands are typed so. A validation with the inferred
#         schema passes, and the amounts are pairs of numbers that no sum takes.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  frictionless==5.21.0 openpyxl==3.1.5
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version
from pathlib import Path

from frictionless import Resource
from openpyxl import Workbook

columns = {"round": ["12,000", "56,000", "120,000"], "mixed": ["12,000", "56,400"]}
seen = {}
for name, amounts in columns.items():
    quoted = "".join(f'"{amount}"\n' for amount in amounts)
    Path(f"{name}.csv").write_text("金额\n" + quoted)
    book = Workbook()
    for value in ("金额", *amounts):
        book.active.append([value])
    book.save(f"{name}.xlsx")
    for kind in ("csv", "xlsx"):
        table = Resource(path=f"{name}.{kind}")
        table.infer()
        inferred = table.schema.get_field("金额").type
        read = [line["金额"] for line in table.read_rows()]
        read = [list(map(float, one)) if isinstance(one, tuple) else one for one in read]
        seen[name, kind] = (inferred, read)
        print(f"frictionless {version('frictionless')} {kind}: {amounts} → {inferred} {read}")
places = [[12.0, 0.0], [56.0, 0.0], [120.0, 0.0]]
assert seen == {
    ("round", "csv"): ("geopoint", places),
    ("round", "xlsx"): ("geopoint", places),
    ("mixed", "csv"): ("string", ["12,000", "56,400"]),
    ("mixed", "xlsx"): ("string", ["12,000", "56,400"]),
}

print("as seen on 2026-11-30")
PY
