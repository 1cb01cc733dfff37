#!/usr/bin/env bash
# A row under a merged cell moves one column to the left in an .ods
#
# Expect  A merged cell covers table:covered-table-cell below it; the covered cell keeps
#         its place, and 质量指标 stands in the second column.
# Happens pyexcel-ods leaves covered cells out: 质量指标 becomes the first cell of its row.
#         python-calamine leaves the place blank.
# Seen    2026-11-30 with pyexcel-ods 0.6.0, python-calamine 0.9.1; Python 3.11.7, Linux
#         x86-64.
# Forms   A 一级指标 merged over its rows is how every form of this field looks. From the
#         second row on each 二级指标 is read as a 一级指标.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  pyexcel-ods==0.6.0 python-calamine==0.9.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import zipfile
from importlib.metadata import version

import pyexcel_ods
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


def text(words, more=""):
    return (
        f'<table:table-cell office:value-type="string" {more}>'
        f"<text:p>{words}</text:p></table:table-cell>"
    )


def number(value):
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}">'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def row(*cells):
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


first = text("产出指标", 'table:number-rows-spanned="2" table:number-columns-spanned="1"')
save(row(first, text("数量指标"), number("1")) + row("<table:covered-table-cell/>", text("质量指标"), number("2")))
seen = {
    "pyexcel-ods": pyexcel_ods.get_data("form.ods")["表"],
    "python-calamine": CalamineWorkbook.from_path("form.ods").get_sheet_by_index(0).to_python(),
}
for package, rows in seen.items():
    print(f"{package} {version(package)}: {rows}")
assert seen == {
    "pyexcel-ods": [["产出指标", "数量指标", 1], ["质量指标", 2]],
    "python-calamine": [["产出指标", "数量指标", 1.0], ["", "质量指标", 2.0]],
}

print("as seen on 2026-11-30")
PY
