"""The process that reads a scan: its bytes on standard input, what was found on standard output."""

from __future__ import annotations

import sys

import msgspec

from xlform.formats.scan.content import (
    MEMORY_AT_MOST,
    SECONDS_A_PAGE_AT_MOST,
    ScanContent,
    ScanError,
)
from xlform.isolation.own_process import set_data_limit, start_timer


def read(data: bytes) -> ScanContent:
    """Return the content of the pages of a scan."""
    import cv2  # noqa: PLC0415  (an extra, and this process alone)

    from xlform.formats.scan.characters import Recogniser  # noqa: PLC0415
    from xlform.formats.scan.images import page_images  # noqa: PLC0415
    from xlform.formats.scan.page import read_page  # noqa: PLC0415

    cv2.setNumThreads(1)
    recogniser = Recogniser()
    pages = []
    try:
        start_timer(SECONDS_A_PAGE_AT_MOST)
        for image in page_images(data):
            pages.append(read_page(image, recogniser))
            start_timer(SECONDS_A_PAGE_AT_MOST)
    except ScanError as fault:
        return ScanContent(fault=fault.code)
    if not any(page.tables or page.lines for page in pages):
        return ScanContent(fault="scan-no-text")
    return ScanContent(tuple(pages))


def main() -> None:
    """Read a scan from standard input and write the result to standard output."""
    set_data_limit(MEMORY_AT_MOST)
    sys.stdout.buffer.write(msgspec.json.encode(read(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
