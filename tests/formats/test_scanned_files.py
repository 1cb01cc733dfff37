"""Scans of many pages and with passwords: TIFF of pages of several kinds, and locked PDF."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest
from PIL.TiffImagePlugin import AppendingTiffWriter

from xlform.errors import FileProblem
from xlform.formats.scan.content import ScanError
from xlform.formats.scan.images import numbered_images, page_images
from xlform.formats.source import read_data

WIDTH, HEIGHT = 160, 220
# Padding of passwords (ISO 32000-1, 7.6.3.3, algorithm 2).
PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
IDENTIFIER = bytes(range(16))


def page(bars: int) -> PIL.Image.Image:
    """Draw a white page with so many black bars across it."""
    grey = np.full((HEIGHT, WIDTH), 255, np.uint8)
    for bar in range(bars):
        grey[20 + 30 * bar : 30 + 30 * bar, 20:-20] = 0
    return PIL.Image.fromarray(grey)


def bars_of(image: np.ndarray) -> int:
    """Return how many bars are across a page."""
    middle = image[:, image.shape[1] // 2].max(axis=1) < 128
    return int(np.count_nonzero(np.diff(np.concatenate(([0], middle.astype(np.int8)))) == 1))


def tiff() -> bytes:
    """Return a TIFF of pages of several kinds, one of them laid on its side, one smaller."""
    stream = io.BytesIO()
    kinds: list[tuple[PIL.Image.Image, dict[str, Any]]] = [
        (page(1).convert("1"), {"compression": "group4"}),
        (page(2).convert("RGB"), {"compression": "jpeg", "quality": 95}),
        (page(3), {"compression": "tiff_lzw"}),
        (page(4).transpose(PIL.Image.Transpose.ROTATE_90), {"tiffinfo": {274: 6}}),
        (page(5).resize((WIDTH // 2, HEIGHT // 2)), {"compression": "tiff_deflate"}),
    ]
    with AppendingTiffWriter(stream, new=True) as pages:
        for picture, options in kinds:
            picture.save(pages, "TIFF", **options)
            pages.newFrame()
    return stream.getvalue()


def test_pages_of_a_tiff_may_be_of_any_kind() -> None:
    found = dict(numbered_images(tiff()))
    assert {number: bars_of(image) for number, image in found.items()} == {
        number: number for number in range(1, 6)
    }
    assert [found[number].shape[1] for number in (1, 4, 5)] == [WIDTH, WIDTH, WIDTH // 2]
    assert [bars_of(image) for _, image in numbered_images(tiff(), {2, 4})] == [2, 4]


def test_a_tiff_that_ends_early_is_damaged() -> None:
    data = tiff()
    with pytest.raises(ScanError, match="scan-damaged"):
        list(page_images(data[: len(data) // 2]))


def rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    other = 0
    for place in range(256):
        other = (other + state[place] + key[place % len(key)]) % 256
        state[place], state[other] = state[other], state[place]
    result, first, second = bytearray(), 0, 0
    for byte in data:
        first = (first + 1) % 256
        second = (second + state[first]) % 256
        state[first], state[second] = state[second], state[first]
        result.append(byte ^ state[(state[first] + state[second]) % 256])
    return bytes(result)


def locked_pdf(user: bytes, owner: bytes = b"owner") -> bytes:
    """Return a PDF of one picture, encrypted with two passwords (ISO 32000-1, 7.6, revision 2)."""
    of_user, of_owner = ((word + PADDING)[:32] for word in (user, owner))
    told = rc4(hashlib.md5(of_owner).digest()[:5], of_user)  # noqa: S324  (the format's own)
    rights = (-64).to_bytes(4, "little", signed=True)
    key = hashlib.md5(of_user + told + rights + IDENTIFIER).digest()[:5]  # noqa: S324
    picture = io.BytesIO()
    page(3).save(picture, "JPEG", quality=95)
    size = b"/Width %d /Height %d" % (WIDTH, HEIGHT)
    streams = {
        4: (b"", b"%d 0 0 %d 0 0 cm /P Do" % (WIDTH, HEIGHT)),
        5: (
            b"/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 8 "
            b"/Filter /DCTDecode " + size,
            picture.getvalue(),
        ),
    }
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R "
        b"/Resources << /XObject << /P 5 0 R >> >> >>" % (WIDTH, HEIGHT),
        6: b"<< /Filter /Standard /V 1 /R 2 /P -64 /O <%s> /U <%s> >>"
        % (told.hex().encode(), rc4(key, PADDING).hex().encode()),
    }
    for number, (head, content) in streams.items():
        own = hashlib.md5(key + number.to_bytes(3, "little") + bytes(2)).digest()[:10]  # noqa: S324
        written = rc4(own, content)
        objects[number] = b"<< %s /Length %d >>\nstream\n%s\nendstream" % (
            head,
            len(written),
            written,
        )
    data = b"%PDF-1.4\n"
    places = []
    for number, content in sorted(objects.items()):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    named = IDENTIFIER.hex().encode()
    return data + (
        b"xref\n0 7\n0000000000 65535 f \n%strailer\n<< /Size 7 /Root 1 0 R /Encrypt 6 0 R "
        b"/ID [<%s> <%s>] >>\nstartxref\n%d\n%%%%EOF\n" % (table, named, named, len(data))
    )


def test_a_scan_that_only_restricts_copying_is_read() -> None:
    """It opens without a password; the one of its owner is for changing and printing."""
    (image,) = page_images(locked_pdf(b""))
    assert bars_of(image) == 3


def test_a_scan_with_a_password_is_told_in_a_sentence() -> None:
    with pytest.raises(ScanError, match="encrypted"):
        list(page_images(locked_pdf(b"123456")))
    with pytest.raises(FileProblem, match="设有打开密码"):
        read_data(locked_pdf(b"123456"), Path("盖章.pdf"))
