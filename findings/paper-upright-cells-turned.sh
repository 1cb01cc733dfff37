#!/usr/bin/env bash
# 98 is recognised as 86 and 99 as 66, each with a score of 1.00
#
# Expect  Clean upright digits of a cut-out cell are recognised, or get a low score.
# Happens rapidocr asks a direction classifier first, by default. It turns short cells
#         upside down: 98 → 86, 99 → 66, 90 → 06, with scores of 1.00. With
#         use_cls=False all are right.
# Seen    2026-11-30 with rapidocr 3.10.0, onnxruntime 1.32.0, pillow 13.0.0, numpy
#         2.4.6, opencv-python-headless 5.0.0.93; Python 3.11.7, Linux x86-64.
# Forms   Rates and scores of forms are mostly 90, 95, 98. The wrong one is plausible,
#         and the score, which is meant to tell, says certain.
# Needs   pip with a package index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --no-compile --disable-pip-version-check \
  rapidocr==3.10.0 onnxruntime==1.32.0 pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import logging
from importlib.metadata import version

import numpy
from PIL import Image, ImageDraw, ImageFont
from rapidocr import RapidOCR

logging.disable(logging.CRITICAL)
font = ImageFont.load_default(size=24)


def drawn(text):
    image = Image.new("RGB", (int(font.getlength(text)) + 8, 39), "white")
    ImageDraw.Draw(image).text((4, 4), text, font=font, fill="black")
    return numpy.array(image)


read = RapidOCR()
seen = {}
for text in ("90", "98", "99", "66"):
    by_default = read(drawn(text), use_det=False, use_cls=True, use_rec=True)
    as_drawn = read(drawn(text), use_det=False, use_cls=False, use_rec=True)
    seen[text] = (by_default.txts[0], f"{by_default.scores[0]:.2f}", as_drawn.txts[0])
print(f"rapidocr {version('rapidocr')}: drawn → (default, score, use_cls=False)")
print(seen)
assert seen == {
    "90": ("06", "1.00", "90"),
    "98": ("86", "1.00", "98"),
    "99": ("66", "1.00", "99"),
    "66": ("66", "1.00", "66"),
}

print("as seen on 2026-11-30")
PY
