#!/usr/bin/env bash
# An amount after a run of blank cells slides to the left in an .ods
#
# Expect  ODF writes neighbours that are alike once, with a count; two blanks and 95 are
#         three cells, and 95 stands in the third column.
# Happens tablib leaves the run out altogether and fills up on the right: 95 arrives in
#         the first column, under 项目. python-calamine reads three cells.
# Seen    2026-11-30 with tablib[ods] 3.10.0, odfpy 1.4.1, python-calamine 0.9.1; Python
#         3.11.7, Linux x86-64.
# Forms   Blank cells before an amount are the rule on forms. The amount is filed under
#         the first heading, whichever column it was typed in.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  tablib[ods]==3.10.0 odfpy==1.4.1 python-calamine==0.9.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import zipfile
from importlib.metadata import version

import tablib
from python_calamine import CalamineWorkbook

OASIS = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = " ".join(
    f'xmlns:{name}="{OASIS}:{name}:1.0"' for name in ("office", "table", "text", "style", "manifest")
)
KIND = "application/vnd.oasis.opendocument.spreadsheet"


def save(rows):
    head = f'<?xml version="1.0" encoding="UTF-8"?><office:document-%s {SPACES} xmlns:dc='
    head += '"http://purl.org/dc/elements/1.1/" office:version="1.2">'
    parts = {
        "mimetype": KIND,
        "META-INF/manifest.xml": f'<manifest:manifest {SPACES} manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND}"/>'
        + "".join(
            f'<manifest:file-entry manifest:full-path="{part}.xml" manifest:media-type="text/xml"/>'
            for part in ("content", "styles", "meta")
        )
        + "</manifest:manifest>",
        "styles.xml": head % "styles" + "<office:styles/></office:document-styles>",
        "meta.xml": head % "meta" + "<office:meta/></office:document-meta>",
        "content.xml": head % "content" + "<office:body><office:spreadsheet>"
        f'<table:table table:name="表">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>",
    }
    with zipfile.ZipFile("form.ods", "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)


def text(words):
    return (
        f'<table:table-cell office:value-type="string">'
        f"<text:p>{words}</text:p></table:table-cell>"
    )


def number(value):
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}">'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def row(*cells):
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


blanks = '<table:table-cell table:number-columns-repeated="2"/>'
save(row(text("项目"), text("单位"), text("金额")) + row(blanks, number("95")))
with open("form.ods", "rb") as file:
    read = list(tablib.Dataset().load(file.read(), format="ods", headers=False))
sheet = CalamineWorkbook.from_path("form.ods").get_sheet_by_index(0).to_python()
print(f"tablib {version('tablib')}: {read}")
print(f"python-calamine {version('python-calamine')}: {sheet}")
assert read == [("项目", "单位", "金额"), (95.0, "", "")]
assert sheet == [["项目", "单位", "金额"], ["", "", 95.0]]

print("as seen on 2026-11-30")
PY
