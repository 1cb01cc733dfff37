"""The process that reads a scan: its bytes on standard input, what was found on standard output."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from xlform.formats.scan.content import (
    MEMORY_AT_MOST,
    SECONDS_A_PAGE_AT_MOST,
    ScanContent,
    ScanError,
)
from xlform.isolation.own_process import set_data_limit, start_timer


def read(data: bytes, told: Path | None = None) -> ScanContent:
    """Return the content of the pages of a scan.

    ``told`` is a file that gets the number of the page being read, ``None`` for none.
    """
    import cv2  # noqa: PLC0415  (an extra, and this process alone)

    from xlform.formats.scan.characters import Recogniser  # noqa: PLC0415
    from xlform.formats.scan.images import page_images  # noqa: PLC0415
    from xlform.formats.scan.page import read_page  # noqa: PLC0415

    cv2.setNumThreads(1)
    recogniser = Recogniser()
    pages = []
    try:
        start_timer(SECONDS_A_PAGE_AT_MOST)
        for number, image in enumerate(page_images(data), 1):
            if told:
                told.write_text(str(number), encoding="ascii")
            pages.append(read_page(image, recogniser))
            start_timer(SECONDS_A_PAGE_AT_MOST)
    except ScanError as fault:
        return ScanContent(fault=fault.code)
    if not any(page.tables or page.lines for page in pages):
        return ScanContent(fault="scan-no-text")
    return ScanContent(tuple(pages))


def main() -> None:
    """Read a scan from standard input and write the result to standard output.

    A word of the command is the path of a file for the number of the page being read.
    """
    set_data_limit(MEMORY_AT_MOST)
    told = Path(sys.argv[1]) if sys.argv[1:] else None
    sys.stdout.buffer.write(msgspec.json.encode(read(sys.stdin.buffer.read(), told)))


if __name__ == "__main__":
    main()
