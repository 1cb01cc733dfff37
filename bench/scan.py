"""Accuracy of reading scans, by kind of damage and font, against the workbooks printed.

    python bench/scan.py [--font FAMILY]… [WORKBOOK …]
    python bench/scan.py --speed [WORKBOOK]

prints each workbook by LibreOffice, in each of the installed families named, damages its pages,
reads them and compares every field with the workbook's. Prints fields, wrong fields, amounts wrong
in silence, and CPU seconds a page. ``--speed`` compares the CPU time of the first pages with that
of rapidocr left to find and read the text of the whole page itself.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from pathlib import Path
from unicodedata import normalize

import cv2
from printed_pages import CLEAN, PHOTOGRAPHED, SCANNED, Damage, Image, damaged, printed
from rapidocr import RapidOCR

from xlform.formats.scan.characters import Recogniser
from xlform.formats.scan.content import ScanContent
from xlform.formats.scan.page import read_page
from xlform.formats.scan.sheets import scan_sheets
from xlform.grid.model import Grid, plain
from xlform.model.submission import Form, Source, Submission, Value, text_of
from xlform.reading.submission import read_grid
from xlform.submission.read import read
from xlform.template.store import load_templates, template_folders

_SAMPLES = Path(__file__).resolve().parents[1] / "samples"
_DAMAGES: dict[str, Damage] = {
    "clean, 200 dpi": CLEAN,
    "150 dpi, skew, noise, JPEG 60, seal, fold": SCANNED,
    "photograph, 15 degrees, uneven light": PHOTOGRAPHED,
    "the same as the second, seal over the heads": SCANNED._replace(head=True),
    "pale copy in grey": Damage(copied=True, noise=4.0, skew=1.0),
    "grains, 1 % of the pixels": Damage(grains=0.01),
    "black and white alone": Damage(fax=True, skew=1.0),
    "on its side": Damage(turns=1, skew=1.0),
}
_PAGES_TIMED = 3
Fields = dict[tuple[str, str, str], Value]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--font", action="append", default=[])
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("workbooks", nargs="*", type=Path)
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    paths = asked.workbooks or [
        _SAMPLES / "云田镇.xlsx", *sorted((_SAMPLES / "district").glob("*.xlsx"))
    ]  # fmt: skip
    if asked.speed:
        _time(printed(paths[0])[:_PAGES_TIMED])
        return
    heads = "damage, pages, fields, wrong, right, amounts, wrong in silence, doubtful, s a page"
    print(f"| {heads.replace(', ', ' | ')} |")
    print("|---" * len(heads.split(", ")) + "|")
    totals: defaultdict[str, _Count] = defaultdict(_Count)
    recogniser = Recogniser()
    for path, font in product(paths, asked.font or [""]):
        truth = dict(_fields(read(path).forms))
        pages = printed(path, font)
        for name, damage in _DAMAGES.items():
            images = [damaged(page, damage, number) for number, page in enumerate(pages)]
            started = time.process_time()
            content = ScanContent(tuple(read_page(image, recogniser) for image in images))
            seconds = time.process_time() - started
            forms = _read(content)
            for kind in (name, f"in {font}") if font else (name,):
                totals[kind].seconds += seconds
                totals[kind].add(truth, forms, len(pages), f"{path.stem}, {name}, {font}")
    for name, total in totals.items():
        print(f"| {name} {total}")


def _time(pages: list[Image]) -> None:
    """Print CPU seconds a page: as read here, and by rapidocr alone, which finds text itself."""
    recogniser = Recogniser()
    engine = RapidOCR(
        params={
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
    print("| cells | here, s | rapidocr alone, s |\n|---|---|---|")
    for page in pages:
        started = time.process_time()
        found = read_page(page, recogniser)
        between = time.process_time()
        engine(page, use_det=True, use_cls=False, use_rec=True)
        done = time.process_time()
        cells = sum(len(table.cells) for table in found.tables)
        print(f"| {cells} | {between - started:.2f} | {done - between:.2f} |")


class _Count:
    """Counts over all workbooks of one damage."""

    def __init__(self) -> None:
        self.pages = self.fields = self.wrong = self.amounts = self.silent = self.doubtful = 0
        self.seconds = 0.0

    def add(self, truth: Fields, forms: tuple[Form, ...], pages: int, title: str) -> None:
        found = dict(_fields(forms))
        doubtful = {(*_key(form), path) for form in forms for path in form.doubtful}
        self.pages += pages
        self.doubtful += len(doubtful)
        for key, value in truth.items():
            got = found.get(key)
            if not _text(value) and not _text(got):
                continue
            self.fields += 1
            self.amounts += isinstance(value, Decimal)
            if _text(value) != _text(got) and not (isinstance(value, Decimal) and value == got):
                self.wrong += 1
                silent = isinstance(value, Decimal) and key not in doubtful and bool(_text(got))
                self.silent += silent
                mark = "SILENT " if silent else ""
                print(f"  {mark}{title}: {key} {_text(value)} → {_text(got)}", file=sys.stderr)

    def __str__(self) -> str:
        right = 100 * (1 - self.wrong / max(1, self.fields))
        return (
            f"| {self.pages} | {self.fields} | {self.wrong} | {right:.2f} % | {self.amounts} | "
            f"{self.silent} | {self.doubtful} | {self.seconds / max(1, self.pages):.2f} |"
        )


def _read(content: ScanContent) -> tuple[Form, ...]:
    templates = load_templates(template_folders())
    grid = Grid(scan_sheets(content, "scan.pdf"))
    found: Submission = read_grid(grid, Source("scan.pdf", "pdf", ""), templates)
    return found.forms


def _key(form: Form) -> tuple[str, str]:
    names = (form.fields.get(name) for name in ("fund", "project", "direction"))
    return form.kind, "/".join(_text(name) for name in names)


def _fields(forms: tuple[Form, ...]) -> Iterator[tuple[tuple[str, str, str], Value]]:
    for form in forms:
        key = _key(form)
        for name, value in form.fields.items():
            yield (*key, name), value
        for table, rows in form.tables.items():
            for number, row in enumerate(rows):
                for name, value in row.items():
                    yield (*key, f"{table}[{number}].{name}"), value


def _text(value: Value) -> str:
    """Return a value as it is compared: without blanks, whatever the width of its characters."""
    text = plain(value) if isinstance(value, Decimal) else text_of(value)
    return "".join(normalize("NFKC", text).split())


if __name__ == "__main__":
    main()
