#!/usr/bin/env bash
# An amount with a currency in an .ods is a text with three letters behind it
#
# Expect  A cell of type currency holds the number 1056.4 and, beside it, its currency
#         CNY.
# Happens pyexcel-ods3 hands over the text “1056.4 CNY”; a percentage and a plain number
#         in the same row arrive as numbers. python-calamine reads 1056.4.
# Seen    2026-11-30 with pyexcel-ods3 0.6.1, python-calamine 0.9.1; Python 3.11.7,
#         Linux x86-64.
# Forms   LibreOffice stores a cell so as soon as ￥ is chosen as its format. Sums over
#         the column skip or refuse just those amounts.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  pyexcel-ods3==0.6.1 python-calamine==0.9.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import zipfile
from importlib.metadata import version

import pyexcel_ods3
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


def number(value):
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}">'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def row(*cells):
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


money = (
    '<table:table-cell office:value-type="currency" office:currency="CNY" office:value="1056.4">'
    "<text:p>￥1,056.40</text:p></table:table-cell>"
)
share = (
    '<table:table-cell office:value-type="percentage" office:value="0.98">'
    "<text:p>98%</text:p></table:table-cell>"
)
save(row(money, share, number("95")))
seen = {
    "pyexcel-ods3": pyexcel_ods3.get_data("form.ods")["表"],
    "python-calamine": CalamineWorkbook.from_path("form.ods").get_sheet_by_index(0).to_python(),
}
for package, rows in seen.items():
    print(f"{package} {version(package)}: {rows}")
assert seen == {
    "pyexcel-ods3": [["1056.4 CNY", 0.98, 95]],
    "python-calamine": [[1056.4, 0.98, 95.0]],
}

print("as seen on 2026-11-30")
PY
