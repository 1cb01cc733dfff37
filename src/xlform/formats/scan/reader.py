"""Scans and photographs to a grid.

The pages are read by libraries of an extra (``xlform[scan]``) in a separate process with limits of
its own: CPU time for each page, and memory.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress

from xlform.errors import FileProblem
from xlform.formats.reading_process import ReadingProcess
from xlform.formats.scan.content import (
    PAGES_AT_MOST,
    PIXELS_AT_MOST,
    SECONDS_A_PAGE_AT_MOST,
    ScanContent,
    ScannedPage,
)
from xlform.formats.scan.extra import require_scan_extra
from xlform.formats.scan.kept_scans import scan_folder
from xlform.formats.scan.sheets import scan_sheets
from xlform.grid.model import Grid
from xlform.isolation.own_process import charge
from xlform.model.page_place import PagePlace

READER = (sys.executable, "-m", "xlform.formats.scan.process")
# A slow computer that reads two scans at once takes 15 s for a page.
_WAITED_AT_MOST = 600
# CPU seconds that the forms of a page may take to be read and checked, beside recognising them.
_SECONDS_OF_A_PAGE = 0.25


def read_scan(data: bytes, name: str, pages: Sequence[int] = ()) -> Grid:
    """Return the grid of a picture, or of a PDF without text; ``name`` is what messages call it.

    Of a PDF that has text on other pages, ``pages`` are those to read.
    Raises :class:`~xlform.errors.FileProblem` for one that is damaged, too large, without text, or
    can't be read for want of the extra.
    """
    content = scan_content(data, name, pages)
    return Grid(scan_sheets(content, name), seals=seals_by_page(content))


def seals_by_page(content: ScanContent) -> dict[int, tuple[PagePlace, ...] | None]:
    """Return the seals on each page, ``None`` for a page that would not show them."""
    return {
        number: tuple(page.place(number, seal) for seal in page.seals)
        if page.seals or not page.colourless
        else None
        for number, page in content.numbered
    }


def scan_content(data: bytes, name: str, pages: Sequence[int] = ()) -> ScanContent:
    """Return what is on the pages of a scan, on those of ``pages`` if any.

    Raises as :func:`read_scan` does.
    """
    require_scan_extra(name)
    numbers = ",".join(map(str, pages))
    key = data + numbers.encode()
    kept = scan_folder()
    content = kept.get(key) if kept else None
    if content is None:
        words = (*READER, str(kept.page)) if kept and kept.page else READER
        if numbers:
            words = (*words, f"--pages={numbers}")
        process = ReadingProcess(
            words, "scan-damaged", _WAITED_AT_MOST, SECONDS_A_PAGE_AT_MOST, "scan-too-slow"
        )
        content = _joined(process.answers(data, ScanContent, name))
        if kept:
            kept.put(key, content)
    if content.fault:
        limits = {"limit": PAGES_AT_MOST, "pixels": PIXELS_AT_MOST // 1_000_000}
        raise FileProblem(content.fault, path=name, **limits)
    return content


def _joined(parts: Iterable[ScanContent]) -> ScanContent:
    """Return the pages of a file, which come one by one, as one; a fault is that of all of it.

    The CPU time that a file of few pages may take is not enough for the forms of many: each page
    brings some.
    """
    pages: dict[int, ScannedPage] = {}
    dense: tuple[int, ...] = ()
    for part in parts:
        if part.fault:
            return part
        pages |= part.numbered
        dense += part.dense
        charge(-_SECONDS_OF_A_PAGE)
    return ScanContent(tuple(pages.values()), numbers=tuple(pages), dense=dense)


def pictures_content(pictures: Sequence[bytes], name: str) -> ScanContent:
    """Return what is on pictures that stand in a document, each a page with its number from 1.

    Pictures that can't be read, or are without text, are left out. Raises
    :class:`~xlform.errors.FileProblem` where there are too many, or for want of the extra.
    """
    require_scan_extra(name)
    if len(pictures) > PAGES_AT_MOST:
        raise FileProblem("scan-too-long", path=name, limit=PAGES_AT_MOST)
    pages: dict[int, ScannedPage] = {}
    for number, picture in enumerate(pictures, 1):
        with suppress(FileProblem):
            pages[number] = scan_content(picture, name).pages[0]
    return ScanContent(tuple(pages.values()), numbers=tuple(pages))
