"""Pictures of every kind that scanners, telephones and attackers make: read, or one sentence."""

from __future__ import annotations

import io
import subprocess
import sys
import zlib
from collections.abc import Mapping
from pathlib import Path

import cv2
import msgspec
import numpy as np
import PIL.Image
import PIL.ImageOps
import PIL.TiffImagePlugin
import pytest

from xlform.errors import FileProblem
from xlform.formats.scan import images, reader
from xlform.formats.scan.content import Box, Character, DensePageError, ScanContent, ScanError
from xlform.formats.scan.density import require_readable, require_words
from xlform.formats.scan.images import Image, page_images
from xlform.formats.source import read_data

WIDTH, HEIGHT = 120, 80


def upright() -> PIL.Image.Image:
    """Draw a white page with a black bar at its left edge."""
    page = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    page[:, :20] = 0
    return PIL.Image.fromarray(page)


def written(picture: PIL.Image.Image, form: str, **options: object) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, form, **options)
    return stream.getvalue()


def turned() -> bytes:
    exif = PIL.Image.Exif()
    exif[0x112] = 6
    return written(upright().rotate(90, expand=True), "JPEG", exif=exif, quality=95)


def steps(kind: str) -> PIL.Image.Image:
    """Return the page in 65,536 steps of grey; the bar is dark grey, as print is."""
    grey = np.maximum(np.asarray(upright().convert("L")), 15).astype(np.uint16) * 257
    return PIL.Image.fromarray(grey if kind == "I;16" else grey.astype(np.int32))


def transparent() -> PIL.Image.Image:
    layer = upright().convert("RGBA")
    layer.putalpha(layer.convert("L").point(lambda value: 255 - value))
    return layer


def dense() -> PIL.Image.Image:
    """Draw a page with thousands of small boxes."""
    page = np.full((1_400, 1_000), 255, np.uint8)
    for down in range(0, 1_390, 18):
        for across in range(0, 990, 18):
            cv2.rectangle(page, (across, down), (across + 11, down + 11), 0, 2)
    return PIL.Image.fromarray(page)


def scanned_pdf(stream: bytes, filters: str) -> bytes:
    """Return a PDF of one page with a picture of one bit a pixel, as scanners write it."""
    head = f"/Width {WIDTH}/Height {HEIGHT}/BitsPerComponent 1/ColorSpace/DeviceGray{filters}"
    content = f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /I Do Q".encode()
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Contents 4 0 R/Resources"
        "<</XObject<</I 5 0 R>>>>>>".encode(),
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/XObject/Subtype/Image%s/Length %d>>stream\n%s\nendstream"
        % (head.encode(), len(stream), stream),
    ]  # fmt: skip
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, part) for n, part in enumerate(parts, 1))
    return b"%PDF-1.5\n" + body + b"trailer<</Size 6/Root 1 0 R>>\n%%EOF"


def group4() -> bytes:
    """Return a picture as ITU-T T.6 codes it, white as 0."""
    whole = {278: HEIGHT}
    black_as_1 = PIL.ImageOps.invert(upright()).convert("1")
    data = written(black_as_1, "TIFF", compression="group4", tiffinfo=whole)
    with PIL.Image.open(io.BytesIO(data)) as picture:
        assert isinstance(picture, PIL.TiffImagePlugin.TiffImageFile)
        start, length = picture.tag_v2[273][0], picture.tag_v2[279][0]
    return data[start : start + length]


def jbig2() -> bytes:
    """Return the same in segments of ITU-T T.88: a page, and a region coded by T.6."""
    page = b"".join(n.to_bytes(4, "big") for n in (WIDTH, HEIGHT, 0, 0)) + bytes(3)
    region = b"".join(n.to_bytes(4, "big") for n in (WIDTH, HEIGHT, 0, 0)) + b"\0\1" + group4()
    segments = ((0, 48, page), (1, 38, region))
    return b"".join(
        number.to_bytes(4, "big") + bytes((kind, 0, 1)) + len(body).to_bytes(4, "big") + body
        for number, kind, body in segments
    )


WHOLE = upright()
READ: Mapping[str, bytes] = {
    "JPEG in four inks": written(WHOLE.convert("CMYK"), "JPEG", quality=95),
    "grey in 16 bits": written(steps("I;16"), "PNG"),
    "grey in 32 bits": written(steps("I"), "TIFF"),
    "lying on its side, says the camera": turned(),
    "transparent paper": written(transparent(), "PNG"),
    "palette": written(WHOLE.convert("P"), "GIF"),
    "Windows bitmap": written(WHOLE, "BMP"),
    "WebP": written(WHOLE, "WEBP", lossless=True),
    "fax in TIFF": written(WHOLE.convert("1"), "TIFF", compression="group4"),
    "JPEG in TIFF": written(WHOLE, "TIFF", compression="jpeg"),
    "fax in PDF": scanned_pdf(
        group4(),
        f"/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns {WIDTH}/Rows {HEIGHT}>>",
    ),
    "JBIG2 in PDF": scanned_pdf(jbig2(), "/Filter/JBIG2Decode"),
}


def dark_part(page: Image) -> tuple[float, float]:
    """Return how dark the left sixth of a page is, and the rest, from 0 (white) to 1."""
    edge = page.shape[1] // 6
    grey = 1 - page.mean(axis=2) / 255
    return float(grey[:, : edge - 3].mean()), float(grey[:, edge + 3 :].mean())


@pytest.mark.parametrize("kind", READ)
def test_it_is_one_upright_page(kind: str) -> None:
    (page,) = page_images(READ[kind])
    bar, rest = dark_part(page)
    assert bar > 0.9, (bar, rest)
    assert rest < 0.1


def test_a_tiff_has_pages_without_their_thumbnails_and_an_animation_one() -> None:
    small = upright().resize((30, 20))
    stream = io.BytesIO()
    small.encoderinfo = {"tiffinfo": {254: 1}}
    upright().save(stream, "TIFF", save_all=True, append_images=[upright(), small])
    assert [page.shape[1] for page in page_images(stream.getvalue())] == [WIDTH, WIDTH]
    other = PIL.Image.new("RGB", (WIDTH, HEIGHT), "blue")
    for form in ("GIF", "WEBP", "PNG", "MPO"):
        moving = written(upright(), form, save_all=True, append_images=[other])
        assert len(list(page_images(moving))) == 1


@pytest.mark.parametrize("kind", ["fax", "grey", "photo"])
def test_a_negative_is_read_as_it_is_printed(kind: str) -> None:
    """A fax with its colours swapped is turned; a page on a dark desk keeps its colours."""
    page = np.asarray(upright().convert("L"))
    if kind == "photo":
        desk = np.full((HEIGHT * 3, WIDTH * 3), 40, np.uint8)
        desk += (np.arange(WIDTH * 3, dtype=np.uint8) // 2)[None, :]
        desk[:HEIGHT, :WIDTH] = page
        (read,) = page_images(written(PIL.Image.fromarray(desk), "PNG"))
        assert (read[:, :, 0] == desk).all()
        return
    negative = PIL.Image.fromarray(255 - page)
    data = written(negative.convert("1"), "PNG") if kind == "fax" else written(negative, "JPEG")
    (read,) = page_images(data)
    bar, rest = dark_part(read)
    assert bar > 0.9
    assert rest < 0.1


def test_a_page_written_all_over_is_refused_before_it_is_recognised() -> None:
    """A form of small print is read; lines of text, or boxes, several times as dense are not."""
    line = Box(0, 0, 600, 20)
    require_readable([line] * 60)
    require_readable([Box(0, 0, 20, 20)] * 900)
    for lines in ([line] * 120, [Box(0, 0, 20, 20)] * 2_400, [Box(0, 0, 1, 0)] * 7_000):
        with pytest.raises(DensePageError):
            require_readable(lines)


@pytest.mark.parametrize(
    ("lines", "words", "refused"),
    [(301, 0, True), (301, 40, True), (301, 60, False), (300, 0, False)],
)
def test_a_page_of_figures_alone_is_refused(lines: int, words: int, *, refused: bool) -> None:
    """A ledger, not a form; it is told from a part of its lines, or from all."""
    figure, word = ([Character(one, 0.9, 0.5) for one in text] for text in ("1,056.40", "水费"))
    found = [word] * words + [figure] * (lines - words)
    for part in (found, found[::4]):
        if refused:
            with pytest.raises(DensePageError):
                require_words(lines, part)
        else:
            require_words(lines, part)


def bomb(width: int, height: int) -> bytes:
    """Return a PNG that unpacks to so many pixels of one bit."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = zlib.crc32(kind + body).to_bytes(4, "big")
        return len(body).to_bytes(4, "big") + kind + body + check

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes((1, 0, 0, 0, 0))
    packed = zlib.compress(bytes(1 + (width + 7) // 8) * height, 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (bomb(20_000, 20_000), "scan-too-large"),
        (bomb(64_000_001, 1), "scan-too-large"),
        (READ["JPEG in four inks"][:700], "scan-damaged"),
        (READ["fax in TIFF"][:60], "scan-damaged"),
        (b"\x89PNG\r\n\x1a\n", "scan-damaged"),
        (b"%PDF-1.4\nnothing", "scan-damaged"),
    ],
)
def test_what_cannot_be_read_has_a_code(data: bytes, code: str) -> None:
    with pytest.raises(ScanError) as caught:
        list(page_images(data))
    assert caught.value.code == code


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "PAGES_AT_MOST", 2)
    stream = io.BytesIO()
    upright().save(stream, "TIFF", save_all=True, append_images=[upright()] * 2)
    with pytest.raises(ScanError, match="scan-too-long"):
        list(page_images(stream.getvalue()))


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("空白.png", written(PIL.Image.new("L", (800, 1100), 255), "PNG"), "没有认出文字"),
        ("照片.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(90), "另存为 JPG"),
        ("坏.jpg", READ["JPEG in four inks"][:700], "已损坏"),
        ("密.png", written(dense(), "PNG"), "写满了字"),
        ("大.png", bomb(20_000, 20_000), "超过 64 百万像素"),
    ],
)
def test_it_is_told_in_a_sentence(name: str, data: bytes, said: str) -> None:
    with pytest.raises(FileProblem, match=said) as caught:
        read_data(data, Path(name))
    assert name in str(caught.value)


def test_a_page_that_takes_too_long_has_its_own_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "READER", (sys.executable, "-c", "raise SystemExit(124)"))
    with pytest.raises(FileProblem, match="内容太密"):
        read_data(READ["Windows bitmap"], Path("密.bmp"))


# Ends the process at the first use of the network, or of another program.
_CUT_OFF = """
import sys
def refuse(event, arguments):
    if event.startswith(("socket.", "urllib.", "subprocess.", "os.exec", "os.system")):
        raise SystemExit(f"used {event}")
from xlform.formats.scan.process import main
sys.addaudithook(refuse)
main()
"""


def test_nothing_is_fetched() -> None:
    """The model is inside the wheel: a page is read where no socket can be made."""
    page = np.full((500, 900, 3), 255, np.uint8)
    cv2.rectangle(page, (100, 100), (800, 200), (0, 0, 0), 3)
    cv2.putText(page, "445.40", (300, 170), cv2.FONT_HERSHEY_SIMPLEX, 1.6, (0, 0, 0), 3)
    done = subprocess.run(
        [sys.executable, "-c", _CUT_OFF],
        input=written(PIL.Image.fromarray(page), "PNG"), capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    content = msgspec.json.decode(done.stdout, type=ScanContent)
    (page_read,) = content.pages
    assert [line.text for line in page_read.lines] == ["445.40"]
