#!/usr/bin/env bash
# 300㎥ is recognised as 300 with a score of 1.00: the unit is not there
#
# Expect  The sign behind the number is recognised, or something else in its place with
#         a low score.
# Happens rapidocr drops it: its model knows no ㎡ and no ㎥. 300㎥ is 300 with a score of
#         1.00 in both sizes, 1056㎡ is 1056 in one and 1056m in the other, 500元/㎡ is
#         500元/.
# Seen    2026-11-30 with rapidocr 3.10.0, onnxruntime 1.32.0, pillow 13.0.0, numpy
#         2.4.6, opencv-python-headless 5.0.0.93, font of mplfonts 0.0.11; Python
#         3.11.7, Linux x86-64.
# Forms   Chinese input methods offer ㎡ first. Every area of a stamped form loses its
#         unit, and 1056m says metres.
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
import onnxruntime
from PIL import Image, ImageDraw, ImageFont
from rapidocr import RapidOCR

logging.disable(logging.CRITICAL)
path = next(one.locate() for one in files("mplfonts") if one.name == "NotoSansCJKsc-Regular.otf")
model = next(one.locate() for one in files("rapidocr") if one.name == "PP-OCRv6_rec_small.onnx")
known = onnxruntime.InferenceSession(str(model)).get_modelmeta().custom_metadata_map["character"]


def drawn(text, size):
    font = ImageFont.truetype(str(path), size)
    image = Image.new("RGB", (int(font.getlength(text)) + 30, size + 24), "white")
    ImageDraw.Draw(image).text((15, 8), text, font=font, fill="black")
    return numpy.array(image)


read = RapidOCR()
seen = {}
for text in ("300㎥", "1056㎡", "500元/㎡"):
    for size in (28, 36):
        found = read(drawn(text, size), use_det=False, use_cls=False, use_rec=True)
        seen[text, size] = (found.txts[0], f"{found.scores[0]:.2f}")
print(f"rapidocr {version('rapidocr')}: (drawn, size) → (recognised, score)")
print(seen)
print(f"signs of the model: {len(known.splitlines())}; ㎡ is {'one' if '㎡' in known else 'none'} of them")
assert not set("㎡㎥") & set(known)
assert seen == {
    ("300㎥", 28): ("300", "1.00"),
    ("300㎥", 36): ("300", "1.00"),
    ("1056㎡", 28): ("1056m", "0.97"),
    ("1056㎡", 36): ("1056", "1.00"),
    ("500元/㎡", 28): ("500元/", "1.00"),
    ("500元/㎡", 36): ("500元/", "1.00"),
}

print("as seen on 2026-11-30")
PY
