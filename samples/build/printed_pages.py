"""Pages of a workbook as they come back from a scanner or a telephone.

``python samples/build/printed_pages.py`` prints 云田镇.xlsx by LibreOffice, draws a seal on each
page and writes it as a scan, skewed and noisy: samples/云田镇-盖章.pdf.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2
from PIL import Image as Pictures

SAMPLES = Path(__file__).resolve().parents[1]
Image = npt.NDArray[np.uint8]
_DPI = 200
_PAPER, _DESK = (252, 252, 252), (120, 110, 90)
_RED = (215, 30, 40)


class Damage(NamedTuple):
    """What happens to a page: resolution, skew in degrees, noise, quality of JPEG, and marks.

    ``grains`` is the part of the pixels that are black or white at random; a ``head`` seal is over
    the upper part of the form; ``copied`` is a pale copy in grey, ``fax`` black and white alone;
    ``turns`` are quarter turns to the left.
    """

    dpi: int = _DPI
    skew: float = 0.0
    noise: float = 0.0
    quality: int = 0
    seal: bool = False
    fold: bool = False
    angle: float = 0.0
    light: bool = False
    grains: float = 0.0
    head: bool = False
    copied: bool = False
    fax: bool = False
    turns: int = 0


CLEAN = Damage()
SCANNED = Damage(dpi=150, skew=3.0, noise=9.0, quality=60, seal=True, fold=True)
PHOTOGRAPHED = Damage(noise=6.0, quality=75, angle=15.0, light=True)
_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include><match target="pattern">
<edit name="family" mode="prepend" binding="strong"><string>{}</string></edit>
</match></fontconfig>"""


def printed(path: Path, font: str = "") -> list[Image]:
    """Return the pages of a workbook as LibreOffice prints them, in colour at 200 dpi.

    With ``font``, an installed family, all of it is printed in that one.
    """
    with tempfile.TemporaryDirectory() as folder:
        fonts = Path(folder) / "fonts.conf"
        fonts.write_text(_FONTS.format(font), encoding="utf-8")
        chosen = {"FONTCONFIG_FILE": str(fonts)} if font else {}
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder]
        subprocess.run(  # noqa: S603  (a program of the system)
            [*command, str(path)], check=True, capture_output=True, env={**os.environ, **chosen}
        )
        with pypdfium2.PdfDocument(Path(folder) / f"{path.stem}.pdf") as document:
            pages = [page.render(scale=_DPI / 72, rev_byteorder=True) for page in document]
            return [np.ascontiguousarray(page.to_numpy()[:, :, :3]) for page in pages]


def damaged(page: Image, damage: Damage, seed: int) -> Image:
    """Return a page with a damage; the same seed gives the same page."""
    random = np.random.default_rng(seed)
    page = _as_scanned(_as_held(page, damage, random), damage, random)
    page = _compressed(page, damage.quality) if damage.quality else page
    return np.ascontiguousarray(np.rot90(page, damage.turns))


def _as_held(page: Image, damage: Damage, random: np.random.Generator) -> Image:
    """Return a page with what happens to the paper before it is taken."""
    scale = damage.dpi / _DPI
    if scale != 1:
        page = _image(cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    if damage.seal:
        page = _sealed(page, random, round(157 * scale), damage.head)
    if damage.skew:
        page = _turned(page, random.uniform(-damage.skew, damage.skew))
    if damage.fold:
        page = _folded(page, random)
    if damage.angle:
        page = _seen_at_an_angle(page, damage.angle, random)
    return _unevenly_lit(page) if damage.light else page


def _as_scanned(page: Image, damage: Damage, random: np.random.Generator) -> Image:
    """Return a page with what the scanner, the copier or the telephone adds."""
    if damage.copied:
        page = _copied(page)
    if damage.noise:
        noisy = page + random.normal(0, damage.noise, page.shape)
        page = np.clip(noisy, 0, 255).astype(np.uint8)
    if damage.grains:
        at = random.random(page.shape[:2])
        page = page.copy()
        page[at < damage.grains / 2] = 0
        page[at > 1 - damage.grains / 2] = 255
    if damage.fax:
        page = _image((page.mean(axis=2, keepdims=True) > 150).repeat(3, axis=2) * 255)
    return page


def _copied(page: Image) -> Image:
    """Return a page as a copier gives it: grey, soft, and with little between ink and paper."""
    grey = cv2.GaussianBlur(page.mean(axis=2), (0, 0), 0.7)
    return _image((95 + grey * 110 / 255)[:, :, None].repeat(3, axis=2))


def _image(array: npt.ArrayLike) -> Image:
    return np.asarray(array, np.uint8)


def _sealed(page: Image, random: np.random.Generator, radius: int, head: bool) -> Image:  # noqa: FBT001
    """Return a page with a round seal in translucent red: a ring, marks along it, a star."""
    height, width = page.shape[:2]
    down = random.uniform(0.12, 0.3) if head else random.uniform(0.3, 0.65)
    middle = (int(width * random.uniform(0.3, 0.7)), int(height * down))
    ink = page.copy()
    cv2.circle(ink, middle, radius, _RED, max(3, radius // 22), cv2.LINE_AA)
    for number in range(11):
        turn = np.pi * (0.85 + 1.3 * number / 10)
        at = np.array(middle) + 0.78 * radius * np.array([np.cos(turn), np.sin(turn)])
        size = radius * 0.11
        for across, down in ((1, 0), (0, 1), (1, 1), (-1, 1)):
            step = size * np.array([across, down])
            ends = [tuple(int(place) for place in at + sign * step) for sign in (-1, 1)]
            cv2.line(ink, ends[0], ends[1], _RED, max(2, radius // 40), cv2.LINE_AA)
    turns = [-np.pi / 2 + number * np.pi / 5 for number in range(10)]
    reach = [radius * (0.15 if number % 2 else 0.38) for number in range(10)]
    star = [
        (middle[0] + far * np.cos(turn), middle[1] + far * np.sin(turn))
        for far, turn in zip(reach, turns, strict=True)
    ]
    cv2.fillPoly(ink, [np.array(star, np.int32)], _RED, cv2.LINE_AA)
    stamped = page.astype(np.float64) * ink / 255
    return np.clip(0.65 * stamped + 0.35 * page, 0, 255).astype(np.uint8)


def _turned(page: Image, degrees: float) -> Image:
    height, width = page.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return _image(
        cv2.warpAffine(page, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=_PAPER)
    )


def _folded(page: Image, random: np.random.Generator) -> Image:
    """Return a page with the shadow of a fold across it."""
    fold = page.shape[0] * random.uniform(0.3, 0.6)
    distance = (np.arange(page.shape[0]) - fold) / 25
    shadow = 1 - 0.28 * np.exp(-(distance**2))
    return _image(np.clip(page * shadow[:, None, None], 0, 255))


def _seen_at_an_angle(page: Image, degrees: float, random: np.random.Generator) -> Image:
    """Return a page on a desk, seen from the side."""
    height, width = page.shape[:2]
    room = width // 12
    desk = cv2.copyMakeBorder(page, room, room, room, room, cv2.BORDER_CONSTANT, value=_DESK)
    far = np.tan(np.radians(degrees)) * 0.28 * random.uniform(0.4, 1, 8)
    left, top, right, bottom = room, room, room + width, room + height
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)
    moves = np.array(
        [
            [width * far[0], height * far[1] * 0.5],
            [-width * far[2] * 0.6, height * far[3] * 0.3],
            [-width * far[4] * 0.1, -height * far[5] * 0.2],
            [width * far[6] * 0.15, -height * far[7] * 0.4],
        ],
        np.float32,
    )
    way = cv2.getPerspectiveTransform(corners, corners + moves)
    size = (desk.shape[1], desk.shape[0])
    return _image(cv2.warpPerspective(desk, way, size, flags=cv2.INTER_CUBIC, borderValue=_DESK))


def _unevenly_lit(page: Image) -> Image:
    height, width = page.shape[:2]
    across, down = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    bright = 0.55 + 0.45 * np.exp(-((across - 0.25) ** 2 + (down - 0.3) ** 2) / 0.5)
    return np.clip(page * bright[:, :, None], 0, 255).astype(np.uint8)


def _compressed(page: Image, quality: int) -> Image:
    _, data = cv2.imencode(".jpg", page[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    found = cv2.imdecode(data, cv2.IMREAD_COLOR)
    if found is None:
        raise ValueError(quality)
    return np.ascontiguousarray(_image(found)[:, :, ::-1])


def write_scan(pages: list[Image], path: Path, dpi: int, quality: int) -> None:
    """Write pages as a scanner does: a PDF of pictures."""
    pictures = [Pictures.fromarray(page) for page in pages]
    pictures[0].save(
        path, save_all=True, append_images=pictures[1:], resolution=dpi, quality=quality
    )


if __name__ == "__main__":
    light = SCANNED._replace(skew=1.5, noise=4.0, quality=0)
    sheets = printed(SAMPLES / "云田镇.xlsx")
    made = [damaged(page, light, number) for number, page in enumerate(sheets)]
    write_scan(made, SAMPLES / "云田镇-盖章.pdf", light.dpi, 45)
