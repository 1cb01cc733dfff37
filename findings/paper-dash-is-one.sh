#!/usr/bin/env bash
# A dash for “no amount” is recognised as 一, the numeral one, with a score of 0.98
#
# Expect  —— is recognised as a dash: the model knows the sign.
# Happens rapidocr gives 一 for —— and for — in three fonts and three sizes, with scores
#         of 0.72 to 0.99 (once nothing at all for ——). 一 itself is 一 too.
# Seen    2026-11-30 with rapidocr 3.10.0, onnxruntime 1.32.0, pillow 13.0.0, numpy
#         2.4.6, opencv-python-headless 5.0.0.93, fonts of mplfonts 0.0.11; Python
#         3.11.7, Linux x86-64.
# Forms   A dash stands where a unit has no such funds. A reader that knows Chinese
#         numerals takes it for 1 万元.
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
model = next(one.locate() for one in files("rapidocr") if one.name == "PP-OCRv6_rec_small.onnx")
known = onnxruntime.InferenceSession(str(model)).get_modelmeta().custom_metadata_map["character"]
fonts = {one.name: str(one.locate()) for one in files("mplfonts") if "CJKsc" in one.name}
fonts["SimHei.ttf"] = next(str(one.locate()) for one in files("mplfonts") if one.name == "SimHei.ttf")


def drawn(text, path, size):
    font = ImageFont.truetype(path, size)
    image = Image.new("RGB", (int(font.getlength(text)) + 60, size + 24), "white")
    ImageDraw.Draw(image).text((30, 8), text, font=font, fill="black")
    return numpy.array(image)


read = RapidOCR()
seen = {}
for name in ("NotoSerifCJKsc-Regular.otf", "NotoSansCJKsc-Regular.otf", "SimHei.ttf"):
    for size in (24, 28, 36):
        for text in ("—", "——", "一"):
            found = read(drawn(text, fonts[name], size), use_det=False, use_cls=False, use_rec=True)
            seen.setdefault(text, []).append((found.txts[0], f"{found.scores[0]:.2f}"))
print(f"rapidocr {version('rapidocr')}: drawn → [(recognised, score) by font and size]")
for text, answers in seen.items():
    print(text, answers)
assert {"—", "一"} <= set(known)
assert {text for text, _ in seen["—"]} == {"一"}
assert {text for text, _ in seen["——"]} == {"一", ""}
assert ("一", "0.98") in seen["——"]

print("as seen on 2026-11-30")
PY
