#!/usr/bin/env bash
# A line in dark grey on a scan with 16 bits a pixel is white after convert("RGB")
#
# Expect  A picture with 65,536 steps of grey is brought to 256 steps: half is half.
# Happens Pillow cuts off instead: every step from 255 on becomes 255, so that all but
#         the first 0.4 % of the scale is white. convert("L") does the same. Nothing
#         warns, and a black-and-white test picture is right.
# Seen    2026-11-30 with pillow 13.0.0, numpy 2.4.6; Python 3.11.7, Linux x86-64.
# Forms   Scanners save "16-bit greyscale" on request. Printed black has steps of some
#         thousands: the figures of the whole page are gone, and a blank page is read.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check pillow==13.0.0 numpy==2.4.6
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

import numpy
from PIL import Image

paper, ink, black = 65_000, 9_000, 0
page = numpy.full((1, 3), paper, numpy.uint16)
page[0, 1], page[0, 2] = ink, black
Image.fromarray(page).save("scan.png")

scan = Image.open("scan.png")
kept = [scan.getpixel((x, 0)) for x in range(3)]
colour = [scan.convert("RGB").getpixel((x, 0))[0] for x in range(3)]
grey = [scan.convert("L").getpixel((x, 0)) for x in range(3)]
print(f"pillow {version('pillow')}: {scan.mode} {kept} → RGB {colour}, L {grey}")
assert (scan.mode, kept) == ("I;16", [paper, ink, black])
assert colour == [255, 255, 0]
assert grey == [255, 255, 0]

print("as seen on 2026-11-30")
PY
