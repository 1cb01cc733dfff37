#!/usr/bin/env bash
# An amount in an .ods is read as it is shown, rounded to what the format leaves
#
# Expect  A cell of an .ods stores its number (office:value) beside the text shown:
#         1056.405 shown as 1056.41, 445.40 as 445, 1234567 in 万 as 123.5.
# Happens tablib reads 1056.41, 445.0 and 123.5. pyexcel-ods and python-calamine read the
#         stored numbers.
# Seen    2026-12-01 with tablib[ods] 3.10.0, odfpy 1.4.1, pyexcel-ods 0.6.0, python-
#         calamine 0.9.1; Python 3.11.7, Linux x86-64.
# Forms   Amounts in 元 shown in 万元 are common. Sums of what was read miss what was rounded
#         away, and amounts in 万 stand beside amounts in 元.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  'tablib[ods]==3.10.0' odfpy==1.4.1 pyexcel-ods==0.6.0 python-calamine==0.9.1
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


def number(value, shown):
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}">'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


cells = number("1056.405", "1056.41"), number("445.40", "445"), number("1234567", "123.5")
save(f"<table:table-row>{''.join(cells)}</table:table-row>")
with open("form.ods", "rb") as file:
    data = tablib.Dataset().load(file.read(), "ods", headers=False)
seen = {
    "tablib": list(data[0]),
    "pyexcel-ods": pyexcel_ods.get_data("form.ods")["表"][0],
    "python-calamine": CalamineWorkbook.from_path("form.ods").get_sheet_by_index(0).to_python()[0],
}
for package, numbers in seen.items():
    print(f"{package} {version(package)}: {numbers}")
assert seen == {
    "tablib": [1056.41, 445.0, 123.5],
    "pyexcel-ods": [1056.405, 445.4, 1234567],
    "python-calamine": [1056.405, 445.4, 1234567.0],
}

print("as seen on 2026-12-01")
PY
