"""Parts alike in several files are read once, and nothing else is taken for one of them."""

from __future__ import annotations

import io
import random
import zipfile
from collections import Counter
from pathlib import Path

import pytest

import xlform
from xlform.errors import FileProblem
from xlform.ooxml.read import like_parts
from xlform.ooxml.read.like_parts import read_once
from xlform.ooxml.read.package import PARSED_AT_MOST, Package

SAMPLES = Path(__file__).parents[2] / "samples"


def _package(name: str = "甲.xlsx", **parts: str) -> Package:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in parts.items():
            archive.writestr(zipfile.ZipInfo(part), text, zipfile.ZIP_DEFLATED)
    return Package(content.getvalue(), name)


@pytest.fixture(autouse=True)
def _nothing_known() -> None:
    like_parts._known.clear()  # noqa: SLF001


def test_a_part_is_read_once_whatever_file_it_is_in() -> None:
    calls: Counter[tuple[str, str]] = Counter()

    @read_once
    def text_of(package: Package, part: str) -> str:
        calls[package.name, part] += 1
        return package.read(part).decode()

    for _ in range(2):
        assert text_of(_package(a="绿化", b="植树"), "a") == "绿化"
        assert text_of(_package("乙.xlsx", a="绿化"), "a") == "绿化"
        # Another content, or the same under another name, is another part.
        assert text_of(_package("丙.xlsx", a="绿地"), "a") == "绿地"
        assert text_of(_package("丁.xlsx", c="绿化"), "c") == "绿化"
    assert calls == {("甲.xlsx", "a"): 1, ("丙.xlsx", "a"): 1, ("丁.xlsx", "c"): 1}


def test_few_small_parts_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(like_parts, "_KEPT_AT_MOST", 3)
    calls: Counter[int] = Counter()

    @read_once
    def size_of(package: Package, part: str) -> int:
        size = package.size(part)
        calls[size] += 1
        return size

    noise = random.Random(1)  # noqa: S311  (text that does not shrink, the same in each run)
    long = "".join(chr(noise.randrange(0x4E00, 0x9FFF)) for _ in range(20_000))
    for _ in range(3):
        size_of(_package(a=long), "a")
    assert calls[len(long.encode())] == 3
    for number in range(100):
        size_of(_package(a="长" * number), "a")
        assert len(like_parts._known) <= 3  # noqa: SLF001


def test_what_is_known_counts_as_parsed() -> None:
    @read_once
    def parse(package: Package, part: str) -> bytes:
        return package.markup(part)

    package = _package(a="<a/>")
    parse(package, "a")
    assert package.count_parsed(0) == len("<a/>")
    package.count_parsed(PARSED_AT_MOST - len("<a/>"))
    with pytest.raises(FileProblem, match="a"):
        parse(package, "a")


def test_files_are_read_alike_in_any_order() -> None:
    paths = sorted((SAMPLES / "district").glob("*.xlsx"))[:8]
    first = [xlform.read(path).json() for path in paths]
    again = [xlform.read(path).json() for path in reversed(paths)]
    assert first == again[::-1]
