#!/usr/bin/env bash
# Two equal lines of an .ods are read as one
#
# Expect  ODF may write rows that are alike once, with table:number-rows-repeated; two
#         lines of 5 under a total of 10 are two lines.
# Happens tablib and pyexcel-ods read the line once, so the lines make 5 under a total
#         of 10. python-calamine reads two.
# Seen    2026-11-30 with tablib[ods] 3.10.0, odfpy 1.4.1, pyexcel-ods 0.6.0,
#         python-calamine 0.9.1; Python 3.11.7, Linux x86-64.
# Forms   Forms repeat a line where a price falls due twice. The lines no longer make
#         the total, and the unit is asked about an error it did not make.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  tablib[ods]==3.10.0 odfpy==1.4.1 pyexcel-ods==0.6.0 python-calamine==0.9.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import zipfile
from importlib.metadata import version

import pyexcel_ods
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


def row(*cells, more=""):
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


twice = row(text("宣传费"), number("5"), more='table:number-rows-repeated="2"')
save(twice + row(text("合计"), number("10")))
with open("form.ods", "rb") as file:
    read = tablib.Dataset().load(file.read(), format="ods", headers=False)
seen = {
    "tablib": [list(line) for line in read],
    "pyexcel-ods": pyexcel_ods.get_data("form.ods")["表"],
    "python-calamine": CalamineWorkbook.from_path("form.ods").get_sheet_by_index(0).to_python(),
}
for package, rows in seen.items():
    print(f"{package} {version(package)}: {rows}")
assert seen == {
    "tablib": [["宣传费", 5.0], ["合计", 10.0]],
    "pyexcel-ods": [["宣传费", 5], ["合计", 10]],
    "python-calamine": [["宣传费", 5.0], ["宣传费", 5.0], ["合计", 10.0]],
}

print("as seen on 2026-11-30")
PY
