"""Contents of the folder that starts without Python: locked packages kept and left out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
LOCKS: Final = (ROOT / "requirements.lock", ROOT / "requirements-dev.lock")
SIZE_AT_MOST: Final = 150 * 1000 * 1000  # bytes, unpacked

# Groups of locked packages that serve Python users alone, and those that read scans, which are
# larger than all else; each can be asked for by its name. Of rapidocr only the model is taken, of
# onnxruntime what runs it, so that what their other parts need is not here.
LEFT_OUT: Final = {
    "frames": ("numpy", "pandas", "python-dateutil", "tzdata"),
    "data": ("duckdb", "pyarrow"),
    "pdf": ("charset-normalizer", "pdfminer-six", "pdfplumber", "pillow", "pypdfium2"),
    "scan": (
        "charset-normalizer",
        "numpy",
        "onnxruntime",
        "opencv-python-headless",
        "pdfminer-six",
        "pdfplumber",
        "pillow",
        "pypdfium2",
        "rapidocr",
    ),
}
# Modules by which a package is imported, where they are named otherwise than the package.
IMPORTED_AS: Final = {
    "charset-normalizer": "charset_normalizer",
    "opencv-python-headless": "cv2",
    "pdfminer-six": "pdfminer",
    "pillow": "PIL",
    "python-dateutil": "dateutil",
}
# Never wanted: the extra [cluster], what rapidocr itself imports, other people's tools, and
# readline and gdbm, which are GPL.
NEVER: Final = (
    "_curses", "_dbm", "_gdbm", "_tkinter", "curses", "dask", "distributed", "ensurepip", "fsspec",
    "hatchling", "idlelib", "lib2to3", "omegaconf", "pip", "pyclipper", "pydoc", "pydoc_data",
    "pytest", "readline", "setuptools", "shapely", "test", "tkinter", "turtle", "wheel",
)  # fmt: skip
# The file of rapidocr that is used: the model, which formats/scan/characters.py looks for.
MODEL: Final = "models/PP-OCRv6_rec_small.onnx"

_BLOCK = re.compile(r"^([a-z0-9-]+)==.*(?:\n +--hash=.*)+", re.MULTILINE)


def blocks(lock: str) -> list[tuple[str, str]]:
    """Return name and text (version, marker, hashes) of each package of a lock file, in order."""
    return [(found[1], found[0]) for found in _BLOCK.finditer(lock)]


def requirements(groups: frozenset[str]) -> str:
    """Return the lock of the folder: that of the program without what it leaves out.

    ``groups`` are the names of :data:`LEFT_OUT` to be kept. Raises ``KeyError`` for another name.
    """
    wanted = {name for group in groups for name in LEFT_OUT[group]}
    refused = {name for names in LEFT_OUT.values() for name in names} - wanted
    first, second = (blocks(path.read_text(encoding="utf-8")) for path in LOCKS)
    kept = [(name, text) for name, text in first if name not in refused]
    known = {name for name, _ in kept}
    kept += [(name, text) for name, text in second if name in wanted - known]
    return "".join(f"{text}\n" for _, text in kept)


def excluded_modules(groups: frozenset[str]) -> list[str]:
    """Return the modules that are kept out of the folder, even where they are installed."""
    wanted = {name for group in groups for name in LEFT_OUT[group]}
    refused = {name for names in LEFT_OUT.values() for name in names} - wanted
    return sorted({*NEVER, *(IMPORTED_AS.get(name, name) for name in refused)})
