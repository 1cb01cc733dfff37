#!/usr/bin/env bash
# 10 and 20 on two lines of an .ods cell are read as 1020
#
# Expect  ODF allows <text:line-break/> inside a paragraph of a cell: 10 on one line, 20
#         on the next.
# Happens python-calamine reads 1020 (so does LibreOffice 7.4 itself). pandas with
#         odfpy, and pyexcel-ods3, read 10, a line break and 20.
# Seen    2026-11-30 with python-calamine 0.9.1, pandas 3.1.1, odfpy 1.4.1, pyexcel-ods3
#         0.6.1; Python 3.11.7, Linux x86-64.
# Forms   Cells with two values, one for each half-year, become one value a hundred
#         times larger, in the reader and in the office program that could be asked.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  python-calamine==0.9.1 pandas==3.1.1 odfpy==1.4.1 pyexcel-ods3==0.6.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import zipfile
from importlib.metadata import version

import pandas
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


def text(words):
    return (
        f'<table:table-cell office:value-type="string">'
        f"<text:p>{words}</text:p></table:table-cell>"
    )


def row(*cells):
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


save(row(text("10<text:line-break/>20")))
seen = {
    "python-calamine": CalamineWorkbook.from_path("form.ods").get_sheet_by_index(0).to_python(),
    "pandas": pandas.read_excel("form.ods", header=None, engine="odf").values.tolist(),
    "pyexcel-ods3": pyexcel_ods3.get_data("form.ods")["表"],
}
for package, rows in seen.items():
    print(f"{package} {version(package)}: {rows}")
assert seen == {
    "python-calamine": [["1020"]],
    "pandas": [["10\n20"]],
    "pyexcel-ods3": [["10\n20"]],
}

print("as seen on 2026-11-30")
PY
