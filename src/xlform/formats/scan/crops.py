"""The process that cuts places out of the pages of a scan.

It is given a :class:`CropRequest` as MessagePack and answers the pictures as JSON, in base64.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress

import cv2
import msgspec
import numpy as np

from xlform.formats.scan.content import MEMORY_AT_MOST, SECONDS_A_PAGE_AT_MOST, ScanError
from xlform.formats.scan.images import Image, numbered_images
from xlform.formats.scan.place_pictures import CropRequest
from xlform.isolation.own_process import set_data_limit, start_timer, stop_timer
from xlform.model.page_place import PagePlace

# Room around a place, in parts of its height but no more than so many pixels of the page.
_ROOM, _ROOM_AT_MOST = 0.3, 14.0
# Corners further outside the page than this, in parts of it, are cut off.
_OUTSIDE = 0.2
# Colours of a picture: few make it small, and are enough for black and red ink.
_COLOURS = 48


def crops(request: CropRequest) -> list[bytes]:
    """Return a PNG for each place; an empty one where its page can't be read."""
    cv2.setNumThreads(1)
    found = [b""] * len(request.places)
    # Pictures cut before a page that can't be read are as good as they would be without it.
    with suppress(ScanError):
        start_timer(SECONDS_A_PAGE_AT_MOST)
        wanted = {place.page for place in request.places}
        for number, page in _pages(request.files, wanted):
            for at, place in enumerate(request.places):
                if place.page == number:
                    found[at] = _png(_crop(page, place, request.width, request.height))
            start_timer(SECONDS_A_PAGE_AT_MOST)
    stop_timer()
    return found


def _pages(files: Sequence[bytes], wanted: Collection[int]) -> Iterator[tuple[int, Image]]:
    """Yield the wanted pages of a file, or of several of which each is a page."""
    if len(files) == 1:
        yield from numbered_images(files[0], wanted)
        return
    for number, file in enumerate(files, 1):
        if number in wanted:
            yield from ((number, page) for _, page in numbered_images(file, {1}))


def _crop(page: Image, place: PagePlace, width: int, height: int) -> Image:
    """Return a place with some room around it, upright, and no larger than that in pixels."""
    parts = np.clip(np.array(place.corners), -_OUTSIDE, 1 + _OUTSIDE)
    corners = parts * (page.shape[1], page.shape[0])
    sides = np.hypot(*(np.roll(corners, -1, axis=0) - corners).T)
    across, down = max(sides[0], sides[2], 1.0), max(sides[1], sides[3], 1.0)
    room = min(_ROOM * down, _ROOM_AT_MOST)
    target = np.array(
        [[room, room], [room + across, room], [room + across, room + down], [room, room + down]]
    )
    way = cv2.getPerspectiveTransform(corners.astype(np.float32), target.astype(np.float32))
    size = (round(across + 2 * room) or 1, round(down + 2 * room) or 1)
    crop = cv2.warpPerspective(page, way, size, flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    scale = min(1.0, width / size[0], height / size[1])
    smaller = (max(1, int(size[0] * scale)), max(1, int(size[1] * scale)))
    return np.asarray(cv2.resize(crop, smaller, interpolation=cv2.INTER_AREA), np.uint8)


def _png(picture: Image) -> bytes:
    import PIL.Image  # noqa: PLC0415  (of the extra)

    stream = io.BytesIO()
    PIL.Image.fromarray(picture).quantize(_COLOURS).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def main() -> None:
    """Read a request from standard input and write the pictures to standard output."""
    set_data_limit(MEMORY_AT_MOST)
    request = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=CropRequest)
    sys.stdout.buffer.write(msgspec.json.encode(crops(request)))


if __name__ == "__main__":
    main()
