#!/usr/bin/env bash
# Rows that repeat on each page or are grouped are not there in an .ods
#
# Expect  Rows to repeat at the top of pages, and rows in an outline group, are rows of
#         the table, in table:table-header-rows and table:table-row-group.
# Happens tablib reads neither: of four rows one is left. python-calamine reads four.
# Seen    2026-11-30 with tablib[ods] 3.10.0, odfpy 1.4.1, python-calamine 0.9.1; Python
#         3.11.7, Linux x86-64.
# Forms   Printed forms repeat their headings, and long lists are grouped per 支出方向. The
#         headings and the lines are gone, the total is still there.
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


save(
    f"<table:table-header-rows>{row(text('金额'))}</table:table-header-rows>"
    f"<table:table-row-group>{row(number('10'))}{row(number('20'))}</table:table-row-group>"
    f"{row(number('30'))}"
)
with open("form.ods", "rb") as file:
    read = list(tablib.Dataset().load(file.read(), format="ods", headers=False))
sheet = CalamineWorkbook.from_path("form.ods").get_sheet_by_index(0).to_python()
print(f"tablib {version('tablib')}: {read}")
print(f"python-calamine {version('python-calamine')}: {sheet}")
assert read == [(30.0,)]
assert sheet == [["金额"], [10.0], [20.0], [30.0]]

print("as seen on 2026-11-30")
PY
