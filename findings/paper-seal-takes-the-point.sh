#!/usr/bin/env bash
# The rim of a red seal turns 95.00 into 9500, with a score of 1.00
#
# Expect  An amount that a thin red line passes is recognised, or gets a low score: black
#         on white, the line in another colour.
# Happens rapidocr takes the line and the point for one: 95.00 → 9500 and 25.00 → 2500
#         with 1.00, 10.00 → 1000 with 1.00, 445.40 → 44540 with 0.97. With the red made
#         white first all are right.
# Seen    2026-11-30 with rapidocr 3.10.0, onnxruntime 1.32.0, pillow 13.0.0, numpy
#         2.4.6, opencv-python-headless 5.0.0.93, font of mplfonts 0.0.11; Python
#         3.11.7, Linux x86-64.
# Forms   The seal is put over the amounts on purpose. The amount read is a hundred times
#         the one on the paper, and certain.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  rapidocr==3.10.0 onnxruntime==1.32.0 pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93
# The package is wanted for its font alone.
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check --no-deps mplfonts==0.0.11
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import logging
from importlib.metadata import files, version

import numpy
from PIL import Image, ImageDraw, ImageFont
from rapidocr import RapidOCR

logging.disable(logging.CRITICAL)
path = next(one.locate() for one in files("mplfonts") if one.name == "NotoSansCJKsc-Regular.otf")
font = ImageFont.truetype(str(path), 28)


def drawn(text, left):
    """Return a text with the rim of a seal through it."""
    image = Image.new("RGB", (int(font.getlength(text)) + 40, 60), "white")
    draw = ImageDraw.Draw(image)
    draw.text((20, 10), text, font=font, fill="black")
    draw.ellipse([left, -120, left + 240, 120], outline=(220, 40, 40), width=5)
    return numpy.array(image)


def without_red(picture):
    red = picture[:, :, 0] > picture[:, :, 2].astype(int) + 60
    picture[red] = 255
    return picture


read = RapidOCR()
seen = {}
for text, left in (("95.00", 44), ("25.00", 44), ("10.00", 44), ("445.40", -164)):
    sealed = read(drawn(text, left), use_det=False, use_cls=False, use_rec=True)
    clean = read(without_red(drawn(text, left)), use_det=False, use_cls=False, use_rec=True)
    seen[text] = (sealed.txts[0], f"{sealed.scores[0]:.2f}", clean.txts[0])
print(f"rapidocr {version('rapidocr')}: drawn → (under the rim, score, red taken out)")
print(seen)
assert seen == {
    "95.00": ("9500", "1.00", "95.00"),
    "25.00": ("2500", "1.00", "25.00"),
    "10.00": ("1000", "1.00", "10.00"),
    "445.40": ("44540", "0.97", "445.40"),
}

print("as seen on 2026-11-30")
PY
