#!/usr/bin/env bash
# A commented cell of an .ods reads as the name of who commented
#
# Expect  A comment hangs on a cell; the cell 城乡环境整治 keeps its text.
# Happens tablib reads the author of the comment, 审核员, in place of the cell.
#         python-calamine reads the cell.
# Seen    2026-11-30 with tablib[ods] 3.10.0, odfpy 1.4.1, python-calamine 0.9.1; Python
#         3.11.7, Linux x86-64.
# Forms   A bureau marks questions as comments and sends the sheet back. Every
#         questioned cell then holds the name of the reviewer.
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


def text(words, before=""):
    return (
        f'<table:table-cell office:value-type="string">{before}'
        f"<text:p>{words}</text:p></table:table-cell>"
    )


def number(value):
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}">'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def row(*cells):
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


comment = "<office:annotation><dc:creator>审核员</dc:creator><text:p>请核对</text:p></office:annotation>"
save(row(text("城乡环境整治", before=comment), number("95")))
with open("form.ods", "rb") as file:
    read = list(tablib.Dataset().load(file.read(), format="ods", headers=False))
sheet = CalamineWorkbook.from_path("form.ods").get_sheet_by_index(0).to_python()
print(f"tablib {version('tablib')}: {read}")
print(f"python-calamine {version('python-calamine')}: {sheet}")
assert read == [("审核员", 95.0)]
assert sheet == [["城乡环境整治", 95.0]]

print("as seen on 2026-11-30")
PY
