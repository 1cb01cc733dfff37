#!/usr/bin/env bash
# An amount below zero that an .ods shows in red is read as above zero
#
# Expect  A cell of an .ods holds its value in office:value: -1056.405, however it is
#         shown.
# Happens tablib turns the text shown into the number. Where the format shows negative
#         amounts in red without a sign (0.00;[Red]0.00), -1056.405 is read as 1056.41;
#         10564050 shown in millions is read as 10.5641. python-calamine reads the
#         values.
# Seen    2026-11-30 with tablib[ods] 3.10.0, python-calamine 0.9.1; Python 3.11.7,
#         Linux x86-64.
# Forms   Red for 超支 or 调减 is an offered format of spreadsheet programs. Cuts are added
#         instead of subtracted, and amounts shown in 万元 and 元 are mixed.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  tablib[ods]==3.10.0 python-calamine==0.9.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import zipfile
from importlib.metadata import version

from python_calamine import CalamineWorkbook
from tablib import Dataset

OASIS = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = " ".join(
    f'xmlns:{name}="{OASIS}:{space}:1.0"'
    for name, space in (
        ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"),
        ("number", "datastyle"), ("fo", "xsl-fo-compatible"), ("manifest", "manifest"),
    )
)
KIND = "application/vnd.oasis.opendocument.spreadsheet"
DIGITS = 'number:min-integer-digits="1" number:min-decimal-places="2" number:decimal-places="2"'
FORMATS = (
    f'<number:number-style style:name="N1P0"><number:number {DIGITS}/></number:number-style>'
    '<number:number-style style:name="N1"><style:text-properties fo:color="#ff0000"/>'
    f'<number:number {DIGITS}/>'
    '<style:map style:condition="value()&gt;=0" style:apply-style-name="N1P0"/>'
    "</number:number-style>"
    '<number:number-style style:name="N2"><number:number number:min-integer-digits="1" '
    'number:min-decimal-places="4" number:decimal-places="4" number:display-factor="1000000"/>'
    "</number:number-style>"
    + "".join(
        f'<style:style style:name="c{n}" style:family="table-cell" style:data-style-name="N{n}"/>'
        for n in (1, 2)
    )
)


def number(style, value, shown):
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="float" '
        f'office:value="{value}"><text:p>{shown}</text:p></table:table-cell>'
    )


head = f'<?xml version="1.0" encoding="UTF-8"?><office:document-%s {SPACES} office:version="1.3">'
cells = number("c1", "-1056.405", "1056.41") + number("c2", "10564050", "10.5641")
parts = {
    "mimetype": KIND,
    "META-INF/manifest.xml": f'<manifest:manifest {SPACES} manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND}"/>'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{part}.xml" manifest:media-type="text/xml"/>'
        for part in ("content", "styles", "meta")
    )
    + "</manifest:manifest>",
    "styles.xml": head % "styles" + "<office:styles/></office:document-styles>",
    "meta.xml": head % "meta" + "</office:document-meta>",
    "content.xml": head % "content"
    + f"<office:automatic-styles>{FORMATS}</office:automatic-styles><office:body>"
    f'<office:spreadsheet><table:table table:name="表"><table:table-row>{cells}'
    "</table:table-row></table:table></office:spreadsheet></office:body>"
    "</office:document-content>",
}
with zipfile.ZipFile("form.ods", "w") as package:
    for name, text in parts.items():
        package.writestr(name, text)
with open("form.ods", "rb") as file:
    read = Dataset().load(file, "ods", headers=False)
seen = {
    "tablib": list(read[0]),
    "python-calamine": CalamineWorkbook.from_path("form.ods").get_sheet_by_index(0).to_python()[0],
}
for package, values in seen.items():
    print(f"{package} {version(package)}: {values}")
assert seen == {"tablib": [1056.41, 10.5641], "python-calamine": [-1056.405, 10564050.0]}

print("as seen on 2026-11-30")
PY
