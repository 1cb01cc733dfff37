"""The process that reads a scan: its bytes on standard input, its pages on standard output."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from pathlib import Path

import msgspec

from xlform.formats.scan.content import (
    MEMORY_AT_MOST,
    SECONDS_A_PAGE_AT_MOST,
    DensePageError,
    ScanContent,
    ScanError,
)
from xlform.isolation.own_process import set_data_limit, start_timer, stop_timer

_PAGES = "--pages="


def read(
    data: bytes, progress: Path | None = None, wanted: Collection[int] | None = None
) -> Iterator[ScanContent]:
    """Yield the pages of a scan, each as soon as it is read; by default all.

    ``progress`` is a file that gets the number of the page being read, ``None`` for none;
    ``wanted`` are the numbers of the pages to read. A fault is the last that is yielded.
    """
    import cv2  # noqa: PLC0415  (an extra, and this process alone)

    from xlform.formats.scan.characters import Recogniser  # noqa: PLC0415
    from xlform.formats.scan.images import numbered_images  # noqa: PLC0415
    from xlform.formats.scan.page import read_page  # noqa: PLC0415

    cv2.setNumThreads(1)
    recogniser = Recogniser()
    written = dense = False
    try:
        start_timer(SECONDS_A_PAGE_AT_MOST)
        for number, image in numbered_images(data, wanted):
            if progress:
                progress.write_text(str(number), encoding="ascii")
            try:
                page = read_page(image, recogniser)
            except DensePageError:
                dense = True
                yield ScanContent(dense=(number,))
            else:
                written = written or bool(page.tables or page.lines)
                yield ScanContent((page,), numbers=(number,))
            start_timer(SECONDS_A_PAGE_AT_MOST)
    except ScanError as fault:
        yield ScanContent(fault=fault.code)
    else:
        if not written:
            yield ScanContent(fault="scan-too-dense" if dense else "scan-no-text")
    finally:
        stop_timer()


def main() -> None:
    """Read a scan from standard input and write each page to standard output, on a line of JSON.

    A word of the command is the path of a file for the number of the page being read; one behind
    ``--pages=`` the numbers of those to read.
    """
    set_data_limit(MEMORY_AT_MOST)
    progress = next((Path(word) for word in sys.argv[1:] if not word.startswith(_PAGES)), None)
    wanted = [word.removeprefix(_PAGES) for word in sys.argv[1:] if word.startswith(_PAGES)]
    numbers = [int(number) for number in wanted[0].split(",")] if wanted else None
    for part in read(sys.stdin.buffer.read(), progress, numbers):
        sys.stdout.buffer.write(msgspec.json.encode(part) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
