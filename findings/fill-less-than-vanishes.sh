#!/usr/bin/env bash
# Filled into a Word template, <90% is 90%, and after R&D the rest of the line is gone
#
# Expect  A text filled into a template of Word stands there as it is, or is refused:
#         投诉率<5% and R&D经费445.40万元, with 。 of the template behind it.
# Happens docxtpl writes 投诉率5%。 for the first and R for the second, without an error; even
#         the 。 of the template is gone. With autoescape=True it writes both in full.
# Seen    2026-12-01 with docxtpl 0.20.2, python-docx 1.2.0, jinja2 3.1.6, lxml 6.1.3;
#         Python 3.11.7, Linux x86-64.
# Forms   Targets have bounds. A bound is an exact figure in the filled form, and an
#         amount behind an ampersand is not there.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  docxtpl==0.20.2 python-docx==1.2.0 jinja2==3.1.6 lxml==6.1.3
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

from docx import Document
from docxtpl import DocxTemplate

blank = Document()
blank.add_paragraph("{{ target }}。")
blank.save("blank.docx")


def fill(target, **options):
    form = DocxTemplate("blank.docx")
    form.render({"target": target}, **options)
    form.save("form.docx")
    return Document("form.docx").paragraphs[0].text


targets = "投诉率<5%", "投诉率＜5%", "R&D经费445.40万元"
seen = {
    "without": [fill(target) for target in targets],
    "with": [fill(target, autoescape=True) for target in targets],
}
for option, texts in seen.items():
    print(f"docxtpl {version('docxtpl')} {option} autoescape: {texts}")
assert seen == {
    "without": ["投诉率5%。", "投诉率＜5%。", "R"],
    "with": [f"{target}。" for target in targets],
}

print("as seen on 2026-12-01")
PY
