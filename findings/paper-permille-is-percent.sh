#!/usr/bin/env bash
# 0.5‰ is recognised as 0.5% with a score of 1.00
#
# Expect  0.5‰ is recognised, or gets a low score: the sign is one of the 18,708 of the
#         model.
# Happens rapidocr reads 0.5% with a score of 1.00 in one size and 0.5%0 with 0.93 in
#         another; 3‰ likewise. ‰ itself does not come.
# Seen    2026-11-30 with rapidocr 3.10.0, onnxruntime 1.32.0, pillow 13.0.0, numpy
#         2.4.6, opencv-python-headless 5.0.0.93, font of mplfonts 0.0.11; Python
#         3.11.7, Linux x86-64.
# Forms   Rates of complaints, accidents and deaths are set in ‰. The target read from
#         the stamped paper is ten times the one in the workbook, and certain.
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
for text in ("0.5‰", "3‰", "0.5%"):
    for size in (28, 36):
        found = read(drawn(text, size), use_det=False, use_cls=False, use_rec=True)
        seen[text, size] = (found.txts[0], f"{found.scores[0]:.2f}")
print(f"rapidocr {version('rapidocr')}: (drawn, size) → (recognised, score)")
print(seen)
print(f"signs of the model: {len(known.splitlines())}; ‰ is {'one' if '‰' in known else 'none'} of them")
assert "‰" in known
assert seen == {
    ("0.5‰", 28): ("0.5%", "1.00"),
    ("0.5‰", 36): ("0.5%0", "0.93"),
    ("3‰", 28): ("3%", "1.00"),
    ("3‰", 36): ("3%0", "0.89"),
    ("0.5%", 28): ("0.5%", "1.00"),
    ("0.5%", 36): ("0.5%", "1.00"),
}

print("as seen on 2026-11-30")
PY
