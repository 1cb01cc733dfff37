"""The page of a comparison: both values, the picture of a scan's place, doubtful readings apart."""

from __future__ import annotations

import io
import json
import re
from base64 import b64decode
from pathlib import Path

import PIL.Image
import pytest

from xlform.comparison.json import diff_json
from xlform.comparison.model import Comparison, Difference, Side
from xlform.comparison.text import diff_lines
from xlform.model.page_place import PagePlace
from xlform.model.submission import Source
from xlform.report.diff_page import diff_page

RED, BLUE = (220, 30, 30), (30, 30, 220)
UPPER, LOWER = (PagePlace.of_box(1, (0.1, top, 0.9, top + 0.3)) for top in (0.1, 0.6))
BOOK, SCAN = Source("云田镇.xlsx", "xlsx", "0" * 64), Source("盖章.png", "image", "1" * 64)


def side(text: str, place: PagePlace | None = None) -> Side:
    return Side(text, text, "第1页" if place else "附表1", "B5", place)


COMPARISON = Comparison(
    BOOK,
    SCAN,
    (
        Difference("doubtful", "附表1", "金额<二>", "b", side("95"), side("96", LOWER)),
        Difference("changed", "附表1", "金额<一>", "a", side("≥90%"), side("≥95%", UPPER)),
        Difference("removed", "附表1", "一行", "c", side("甲"), None),
    ),
)


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    picture = PIL.Image.new("RGB", (400, 400), "white")
    picture.paste(RED, (40, 40, 360, 160))
    picture.paste(BLUE, (40, 240, 360, 360))
    picture.save(tmp_path / SCAN.name)
    return tmp_path / SCAN.name


def colour(picture: bytes) -> tuple[int, ...]:
    image = PIL.Image.open(io.BytesIO(picture)).convert("RGB")
    seen = image.getpixel((image.width // 2, image.height // 2))
    assert isinstance(seen, tuple)
    return seen


def test_each_place_with_its_picture(scan: Path, tmp_path: Path) -> None:
    page = diff_page(COMPARISON, tmp_path / "云田镇.xlsx", scan)
    assert "金额<" not in page
    found = re.findall(r'alt="扫描件上的“([^"]*)”" src="data:image/png;base64,([^"]*)"', page)
    assert [label for label, _ in found] == ["金额&lt;一&gt;", "金额&lt;二&gt;"]
    for (_, picture), wanted in zip(found, (RED, BLUE), strict=True):
        assert max(abs(a - b) for a, b in zip(colour(b64decode(picture)), wanted, strict=True)) < 9
    certain, doubtful = page.split("看不清的读数")
    assert "≥90%" in certain
    assert "<del>95</del>" in doubtful
    assert "没有附图" not in page
    assert re.search(r"https?://|<script", page) is None


def test_without_the_scan_itself_the_page_says_so(tmp_path: Path) -> None:
    page = diff_page(COMPARISON, tmp_path / "云田镇.xlsx", tmp_path / "盖章.json")
    assert "<img" not in page
    assert "有 2 处没有附图" in page


def test_doubtful_readings_are_the_last_lines() -> None:
    lines = list(diff_lines(COMPARISON))
    heading = next(at for at, line in enumerate(lines) if line.startswith("存疑"))
    assert all("存疑  " not in line for line in lines[:heading])
    assert [line for line in lines[heading + 1 :] if "存疑  " in line]


def test_data_has_page_and_box_of_a_scan_alone() -> None:
    first = json.loads(diff_json(COMPARISON))["differences"][0]
    assert first["left"] == {"value": "95", "text": "95", "sheet": "附表1", "cell": "B5"}
    assert first["right"]["page"] == 1
    assert first["right"]["box"] == pytest.approx([0.1, 0.6, 0.9, 0.9])
