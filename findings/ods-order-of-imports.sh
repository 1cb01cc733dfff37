#!/usr/bin/env bash
# The order of two imports decides what an .ods holds
#
# Expect  pyexcel_ods.get_data and pyexcel_ods3.get_data are functions of two packages;
#         each reads a file in its own way, whatever else is imported.
# Happens The package imported first answers for both. With pyexcel_ods first, the place
#         under a merged cell stays blank in both answers; with pyexcel_ods3 first, the
#         row slides left in both.
# Seen    2026-11-30 with pyexcel-ods3 0.6.1, pyexcel-ods 0.6.0; Python 3.11.7, Linux
#         x86-64.
# Forms   Sorting the imports of a program, or a new import elsewhere in it, moves 质量指标
#         from the second column to the first.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  pyexcel-ods3==0.6.1 pyexcel-ods==0.6.0
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import subprocess
import sys
import zipfile
from importlib.metadata import version

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


def row(*cells):
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


first = text("产出指标", 'table:number-rows-spanned="2" table:number-columns-spanned="1"')
save(row(first, text("数量指标")) + row("<table:covered-table-cell/>", text("质量指标")))
seen = {}
for imports in ("pyexcel_ods, pyexcel_ods3", "pyexcel_ods3, pyexcel_ods"):
    ask = f"import {imports}\nfor one in (pyexcel_ods, pyexcel_ods3):\n"
    ask += " print(one.get_data('form.ods')['表'][1])"
    answer = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    seen[imports] = answer.stdout.split("\n")[:2]
    print(f"import {imports}: pyexcel_ods, pyexcel_ods3 answer {seen[imports]}")
print(f"pyexcel-ods {version('pyexcel-ods')}, pyexcel-ods3 {version('pyexcel-ods3')}")
kept, slid = "['', '质量指标']", "['质量指标']"
assert seen == {
    "pyexcel_ods, pyexcel_ods3": [kept, kept],
    "pyexcel_ods3, pyexcel_ods": [slid, slid],
}

print("as seen on 2026-11-30")
PY
