"""Accuracy of reading scans, by kind of damage, against the workbooks they were printed from.

    python bench/scan.py [WORKBOOK …]

prints each workbook by LibreOffice, damages its pages, reads them and compares every field with the
workbook's. Prints fields, wrong fields, amounts wrong in silence, and CPU seconds a page.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from unicodedata import normalize

from printed_pages import CLEAN, PHOTOGRAPHED, SCANNED, Damage, damaged, printed

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
}
Fields = dict[tuple[str, str, str], Value]


def main() -> None:
    paths = [Path(name) for name in sys.argv[1:]] or [
        _SAMPLES / "云田镇.xlsx", *sorted((_SAMPLES / "district").glob("*.xlsx"))
    ]  # fmt: skip
    recogniser = Recogniser()
    heads = "damage, pages, fields, wrong, right, amounts, wrong in silence, doubtful, s a page"
    print(f"| {heads.replace(', ', ' | ')} |")
    print("|---" * len(heads.split(", ")) + "|")
    totals = {name: _Count() for name in _DAMAGES}
    for path in paths:
        truth = dict(_fields(read(path).forms))
        pages = printed(path)
        for name, damage in _DAMAGES.items():
            images = [damaged(page, damage, number) for number, page in enumerate(pages)]
            started = time.process_time()
            content = ScanContent(tuple(read_page(image, recogniser) for image in images))
            totals[name].seconds += time.process_time() - started
            totals[name].add(truth, _read(content), len(pages), f"{path.stem}, {name}")
    for name, total in totals.items():
        print(f"| {name} {total}")


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
            if _text(value) != _text(got):
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
    subject = form.fields.get("fund") or form.fields.get("project") or ""
    return form.kind, _text(subject)


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
