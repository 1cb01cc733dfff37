"""Pages of a PDF or picture file as images, within limits checked before anything is decoded."""

from __future__ import annotations

import io
import warnings
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from xlform.formats.scan.content import PAGES_AT_MOST, PIXELS_AT_MOST, ScanError

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

# Pixels of the longer side that recognition is given at most: A4 at 220 dpi.
_LONG_SIDE_AT_MOST = 2_600
_PDF_DPI = 200
# Formats of pictures that are decoded; Pillow starts other programs for some.
_FORMATS = ("PNG", "JPEG", "TIFF", "GIF", "BMP", "WEBP")
_SUBFILE_TYPE = 254
_WHITE, _STEPS_OF_SIXTEEN_BITS = 255, 257
_POINTS_PER_INCH = 72
# A negative is dark in so much of it, and hardly anything is grey: no paper on a dark desk. Each
# pixel of so many each way is looked at; dark ones are darker, bright ones no darker than this.
_MOSTLY, _TWO_TONES, _SAMPLED, _DARK, _BRIGHT = 0.75, 0.9, 3, 64, 192

# Grey: height, width; colour: height, width, and red, green, blue.
Image = npt.NDArray[np.uint8]


def page_images(data: bytes) -> Iterator[Image]:
    """Yield the pages of a PDF or picture in colour.

    Raises :class:`ScanError` for a file that is damaged, or has too many pages or pixels.
    """
    return (image for _, image in numbered_images(data))


def numbered_images(
    data: bytes, wanted: Collection[int] | None = None
) -> Iterator[tuple[int, Image]]:
    """Yield pages as :func:`page_images` does, with their numbers from 1; by default all.

    Pages that are not ``wanted`` are not decoded.
    """
    pages = _pdf_pages if b"%PDF-" in data[:1029] else _pictures
    return ((number, black_on_white(image)) for number, image in pages(data, wanted))


def black_on_white(page: Image) -> Image:
    """Return a page of black and white alone as it is printed; some scanners store its negative."""
    few = page[::_SAMPLED, ::_SAMPLED]
    dark, bright = (float((few < limit).mean()) for limit in (_DARK, _BRIGHT))
    is_negative = dark > _MOSTLY and dark + 1 - bright > _TWO_TONES
    return np.asarray(_WHITE - page, np.uint8) if is_negative else page


def _pdf_pages(data: bytes, wanted: Collection[int] | None) -> Iterator[tuple[int, Image]]:
    import pypdfium2  # noqa: PLC0415  (of the extra, for PDF alone)

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as damage:
        locked = "password" in str(damage).lower()
        raise ScanError("encrypted" if locked else "scan-damaged") from damage
    with document:
        if len(document) > PAGES_AT_MOST:
            raise ScanError("scan-too-long")
        for number in range(1, len(document) + 1):
            if wanted is not None and number not in wanted:
                continue
            page = document[number - 1]
            longest = max(*page.get_size(), 1.0)
            scale = min(_PDF_DPI / _POINTS_PER_INCH, _LONG_SIDE_AT_MOST / longest)
            bitmap = page.render(scale=scale, rev_byteorder=True)
            yield number, np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])
            page.close()


def _pictures(data: bytes, wanted: Collection[int] | None) -> Iterator[tuple[int, Image]]:
    import PIL.Image  # noqa: PLC0415  (of the extra, for pictures alone)
    from PIL import ImageOps, ImageSequence  # noqa: PLC0415

    PIL.Image.MAX_IMAGE_PIXELS = None  # our own limit is checked for each page
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = PIL.Image.open(io.BytesIO(data), formats=_FORMATS)
            # The other pictures of an animation, or of a telephone's photograph, are no pages.
            has_pages = picture.format == "TIFF"
            for number, frame in enumerate(ImageSequence.Iterator(picture), 1):
                if number > 1 and not has_pages:
                    break
                if number > PAGES_AT_MOST:
                    raise ScanError("scan-too-long")
                if wanted is not None and number not in wanted:
                    continue
                if has_pages and _is_thumbnail(frame):
                    continue
                if frame.width * frame.height > PIXELS_AT_MOST:
                    raise ScanError("scan-too-large")
                frame.draft("RGB", (_LONG_SIDE_AT_MOST, _LONG_SIDE_AT_MOST))
                yield number, _reduced(_on_white(_in_eight_bits(ImageOps.exif_transpose(frame))))
    except (OSError, ValueError, SyntaxError, ArithmeticError, MemoryError) as damage:
        raise ScanError("scan-damaged") from damage


def _is_thumbnail(frame: Picture) -> bool:
    """Return whether a picture of a TIFF is another of its pages, reduced (TIFF 6.0, tag 254)."""
    tags: Mapping[int, object] = getattr(frame, "tag_v2", {})
    kind = tags.get(_SUBFILE_TYPE, 0)
    return isinstance(kind, int) and bool(kind & 1)


def _in_eight_bits(picture: Picture) -> Picture:
    """Return a picture whose greys have more than 256 steps with as many."""
    import PIL.Image  # noqa: PLC0415

    if not picture.mode.startswith(("I", "F")):
        return picture
    values = np.asarray(picture)
    steps = 1 if values.max(initial=0) <= _WHITE else _STEPS_OF_SIXTEEN_BITS
    return PIL.Image.fromarray(np.clip(values // steps, 0, _WHITE).astype(np.uint8))


def _on_white(picture: Picture) -> Picture:
    """Return a picture in colour, with white behind its transparent parts."""
    import PIL.Image  # noqa: PLC0415

    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    paper = PIL.Image.new("RGBA", layer.size, "white")
    return PIL.Image.alpha_composite(paper, layer).convert("RGB")


def _reduced(picture: Picture) -> Image:
    scale = _LONG_SIDE_AT_MOST / max(picture.size)
    if scale < 1:
        width, height = (max(1, round(side * scale)) for side in picture.size)
        picture = picture.resize((width, height), reducing_gap=2.0)
    return np.asarray(picture)
