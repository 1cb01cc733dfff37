"""Pictures of places on the pages of a scan: what stands there, for people to see.

The file is opened in a process with limits of its own, as it is when it is read.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import msgspec

from xlform.errors import FileProblem
from xlform.formats.reading_process import ReadingProcess
from xlform.formats.scan.content import SECONDS_A_PAGE_AT_MOST
from xlform.formats.scan.extra import require_scan_extra
from xlform.formats.scan.pasted import pasted_pictures
from xlform.model.page_place import PagePlace

CUTTER = (sys.executable, "-m", "xlform.formats.scan.crops")
_WAITED_AT_MOST = 60
# Places cut out of one file at most: nobody looks at more of them.
PICTURES_AT_MOST = 300
# Size of a picture at most, in pixels: a cell that fits a screen.
WIDTH_AT_MOST, HEIGHT_AT_MOST = 900, 320


class CropRequest(msgspec.Struct, frozen=True, array_like=True):
    """File whose places are cut out, and the largest width and height of a picture in pixels.

    ``files`` are the file itself, or the pictures in a document, each a page.
    """

    files: tuple[bytes, ...]
    places: tuple[PagePlace, ...]
    width: int
    height: int


def place_pictures(
    data: bytes,
    places: Sequence[PagePlace],
    name: str,
    *,
    width: int = WIDTH_AT_MOST,
    height: int = HEIGHT_AT_MOST,
) -> list[bytes]:
    """Return a PNG of each place on the pages of a scan, upright, at most so large in pixels.

    ``data`` is the file's content, which may be a document with scans pasted into it, ``name`` what
    messages call it. A picture is empty where its
    page can't be read, and for all places after the first :data:`PICTURES_AT_MOST`. Raises
    :class:`~xlform.errors.FileProblem` for want of the extra, or where cutting ran out of time.
    """
    if not places:
        return []
    require_scan_extra(name)
    wanted = tuple(places[:PICTURES_AT_MOST])
    process = ReadingProcess(CUTTER, "scan-damaged", _WAITED_AT_MOST, SECONDS_A_PAGE_AT_MOST)
    files = pasted_pictures(data, name) or (data,)
    request = msgspec.msgpack.encode(CropRequest(files, wanted, width, height))
    found = process.answer(request, list[bytes], name)
    if len(found) != len(wanted):
        raise FileProblem("scan-damaged", path=name)
    return [*found, *([b""] * (len(places) - len(wanted)))]
