#!/usr/bin/env bash
# A hidden row inside a merged cell moves the next block to the right
#
# Expect  In a page exported from a workbook a hidden row is there with display:none,
#         and rowspan counts it: 产出指标 spans three rows, one of them hidden. 效益指标
#         follows.
# Happens pandas.read_html drops the hidden row and still spans three: 效益指标 gets 产出指标
#         before it, its value one column too far right. displayed_only=False reads all
#         four rows right.
# Seen    2026-11-30 with pandas 3.1.1, lxml 6.1.3; Python 3.11.7, Linux x86-64.
# Forms   Platforms export .xls files that are such pages. One hidden row files the
#         first indicator of the next block under the block before.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  pandas==3.1.1 lxml==6.1.3
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version
from io import StringIO

import pandas

page = """<table>
<tr><td rowspan=3>产出指标</td><td>10</td></tr>
<tr style="display:none"><td>20</td></tr>
<tr><td>30</td></tr>
<tr><td>效益指标</td><td>40</td></tr>
</table>"""
shown = [[str(value) for value in row] for row in pandas.read_html(StringIO(page))[0].values]
every = pandas.read_html(StringIO(page), displayed_only=False)[0].values.tolist()
print(f"pandas {version('pandas')}, displayed rows: {shown}")
print(f"pandas {version('pandas')}, all rows: {every}")
assert shown == [
    ["产出指标", "10", "nan"],
    ["产出指标", "30", "nan"],
    ["产出指标", "效益指标", "40.0"],
]
assert every == [["产出指标", 10], ["产出指标", 20], ["产出指标", 30], ["效益指标", 40]]

print("as seen on 2026-11-30")
PY
