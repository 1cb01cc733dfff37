#!/usr/bin/env bash
# Rows under a merged cell slide to the left in Markdown made for language models
#
# Expect  A table of Word with 产出指标 merged over two rows has its second row begin under
#         产出指标: the first place is blank.
# Happens markitdown writes the second row without the place: 环卫工人 stands in the first
#         column, under 产出指标, and the row is one cell short. Cells merged across keep
#         their places.
# Seen    2026-11-30 with markitdown[docx] 0.1.9, python-docx 1.2.0; Python 3.11.7,
#         Linux x86-64.
# Forms   Forms are handed to language models this way. The name of the indicator is
#         read as its 一级指标, 66个 as its name.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  markitdown[docx]==0.1.9 python-docx==1.2.0
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

import docx
from markitdown import MarkItDown

form = docx.Document()
table = form.add_table(2, 3)
for row, texts in enumerate((("产出指标", "宣传次数", "10次"), ("", "环卫工人", "66个"))):
    for column, text in enumerate(texts):
        table.cell(row, column).text = text
table.cell(0, 0).merge(table.cell(1, 0)).text = "产出指标"
form.save("form.docx")
seen = MarkItDown().convert("form.docx").text_content.splitlines()[-2:]
print(f"markitdown {version('markitdown')}: {seen}")
assert seen == ["| 产出指标 | 宣传次数 | 10次 |", "| 环卫工人 | 66个 |"]

print("as seen on 2026-11-30")
PY
